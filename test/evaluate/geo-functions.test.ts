import { describe, expect, it } from 'vitest';
import { geodesicDistance, isInGeographyPolygon } from '../../src/evaluate/geography.ts';
import { isInGeometryPolygon } from '../../src/evaluate/geometry.ts';
import { compute } from './fixture.ts';

describe('geo functions', () => {
  it('geography is measured along the WGS 84 ellipsoid', () => {
    // Flinders Peak to Buninyong, Geoscience Australia's published test line.
    expect(geodesicDistance([144.42486789, -37.95103342], [143.92649553, -37.65282114])).toBeCloseTo(
      54972.27,
      1,
    );
    expect(geodesicDistance([0, 0], [179.7, 0.2])).toBeGreaterThan(19_900_000);
    const berlin = { Place: { type: 'Point', coordinates: [13.4, 52.5] } };
    expect(compute("geo.distance(Place,geography'SRID=4326;Point(13.4 52.5)')", berlin)).toBe(0);
    expect(compute("geo.distance(Place,geography'SRID=4326;Point(13.4 52.5)')", { Place: null })).toBe(null);
  });
  it('geometry is measured in the plane', () => {
    expect(compute("geo.length(geometry'SRID=0;LineString(0 0,3 4,3 5)')")).toBe(6);
    expect(compute("geo.distance(geometry'SRID=0;Point(0 0)',geometry'SRID=0;Point(3 4)')")).toBe(5);
  });
  it('a point intersects a polygon inside and on the boundary, not in a hole', () => {
    const square = [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
      [0, 0],
    ];
    const hole = [
      [4, 4],
      [6, 4],
      [6, 6],
      [4, 6],
      [4, 4],
    ];
    for (const contains of [isInGeometryPolygon, isInGeographyPolygon]) {
      expect(contains([5, 1], [square, hole])).toBe(true);
      expect(contains([5, 5], [square, hole])).toBe(false);
      expect(contains([11, 5], [square, hole])).toBe(false);
      expect(contains([0, 5], [square, hole])).toBe(true);
      expect(contains([10, 10], [square, hole])).toBe(true);
      expect(contains([4, 5], [square, hole])).toBe(true);
    }
  });
  it('geography polygons have great circles as edges, cross the antimeridian and hold poles', () => {
    const wide = [
      [-60, 50],
      [60, 50],
      [60, -50],
      [-60, -50],
      [-60, 50],
    ];
    expect(isInGeographyPolygon([0, 60], [wide])).toBe(true);
    expect(isInGeographyPolygon([0, 68], [wide])).toBe(false);
    const fiji = [
      [177, -20],
      [-178, -20],
      [-178, -15],
      [177, -15],
      [177, -20],
    ];
    expect(isInGeographyPolygon([180, -17], [fiji])).toBe(true);
    expect(isInGeographyPolygon([-179, -17], [fiji])).toBe(true);
    expect(isInGeographyPolygon([170, -17], [fiji])).toBe(false);
    const arctic = [
      [0, 70],
      [90, 70],
      [180, 70],
      [-90, 70],
      [0, 70],
    ];
    expect(isInGeographyPolygon([45, 85], [arctic])).toBe(true);
    expect(isInGeographyPolygon([45, 60], [arctic])).toBe(false);
  });
});
