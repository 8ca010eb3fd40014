// OData URL Conventions 4.01, section 5.1.1.11 "Geo Functions".
import type { EdmValue, StructuredValue } from '../../edm/value.ts';
import { primitiveName } from '../edm-kind.ts';
import { geodesicDistance, isInGeographyPolygon } from '../geography.ts';
import { isInGeometryPolygon, type Position, planarDistance } from '../geometry.ts';
import type { Operand } from '../instance.ts';
import type { Compiled } from '../scope.ts';
import type { CanonicalFunctionCompiler, CanonicalFunctionExpression } from './canonical-function.ts';

/** Geography is measured along the WGS 84 ellipsoid in metres, geometry in the plane in its own unit. */
function isGeography(expression: CanonicalFunctionExpression, value: Operand): boolean {
  const name = expression.arguments.map((argument) => primitiveName(argument.result.type)).find(isGeoName);
  return name === undefined ? srid(value) === '4326' : name.startsWith('Geography');
}

function isGeoName(name: string | undefined): boolean {
  return name?.startsWith('Geo') === true;
}

/** The number of the reference system that the value names. */
function srid(value: Operand): string | undefined {
  const crs = (value as StructuredValue).crs as StructuredValue | undefined | null;
  const name = (crs?.properties as StructuredValue | undefined)?.name;
  return typeof name === 'string' ? name.replace(/^.*[:/]/, '') : undefined;
}

function coordinates(value: Operand): unknown {
  return typeof value === 'object' && value !== null ? (value as StructuredValue).coordinates : undefined;
}

function isPosition(value: unknown): value is Position {
  return Array.isArray(value) && value.length >= 2 && value.every((n) => typeof n === 'number');
}

function positions(value: unknown): readonly Position[] {
  return Array.isArray(value) ? value.filter(isPosition) : [];
}

/** Points in different reference systems have no distance and don't meet. */
function sameSystem(a: Operand, b: Operand): boolean {
  return (srid(a) ?? srid(b)) === (srid(b) ?? srid(a));
}

function distanceOf(expression: CanonicalFunctionExpression, value: Operand) {
  return isGeography(expression, value) ? geodesicDistance : planarDistance;
}

export const distance: CanonicalFunctionCompiler = ([first, second], expression) => {
  const a = first as Compiled;
  const b = second as Compiled;
  return (scope) => {
    const from = a(scope);
    const to = b(scope);
    const [p, q] = [coordinates(from), coordinates(to)];
    if (!isPosition(p) || !isPosition(q) || !sameSystem(from, to)) return null;
    return distanceOf(expression, from)(p, q);
  };
};

export const length: CanonicalFunctionCompiler = ([first], expression) => {
  const line = first as Compiled;
  return (scope): EdmValue => {
    const value = line(scope);
    if (value === null) return null;
    const points = positions(coordinates(value));
    const measure = distanceOf(expression, value);
    return points.slice(1).reduce((sum, point, i) => sum + measure(points[i]!, point), 0);
  };
};

export const intersects: CanonicalFunctionCompiler = ([first, second], expression) => {
  const a = first as Compiled;
  const b = second as Compiled;
  return (scope) => {
    const point = a(scope);
    const polygon = b(scope);
    const p = coordinates(point);
    const rings = coordinates(polygon);
    if (!isPosition(p) || !Array.isArray(rings) || !sameSystem(point, polygon)) return null;
    const contains = isGeography(expression, polygon) ? isInGeographyPolygon : isInGeometryPolygon;
    return contains(p, rings.map(positions));
  };
};
