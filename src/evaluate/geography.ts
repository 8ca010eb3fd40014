// OData URL Conventions 4.01, section 5.1.1.11 "Geo Functions", for Edm.Geography types: the Earth.
import { edgesOf, type Position } from './geometry.ts';

// The WGS 84 ellipsoid: SRID 4326, the default of Edm.Geography. Metres.
const semiMajorAxis = 6_378_137;
const flattening = 1 / 298.257223563;
const semiMinorAxis = semiMajorAxis * (1 - flattening);
const meanRadius = (2 * semiMajorAxis + semiMinorAxis) / 3;
const radians = Math.PI / 180;

/**
 * The length of the geodesic on the ellipsoid in metres, by Vincenty's inverse formula (to half a millimetre);
 * for nearly opposite points, where that does not converge, the great circle's on a sphere of the mean radius.
 */
export function geodesicDistance(from: Position, to: Position): number {
  return vincenty(from, to) ?? greatCircleDistance(from, to);
}

function vincenty(from: Position, to: Position): number | undefined {
  const difference = (to[0]! - from[0]!) * radians;
  const u1 = Math.atan((1 - flattening) * Math.tan(from[1]! * radians));
  const u2 = Math.atan((1 - flattening) * Math.tan(to[1]! * radians));
  const [sin1, cos1, sin2, cos2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  let lambda = difference;
  for (let iteration = 0; iteration < 200; iteration++) {
    const sinLambda = Math.sin(lambda);
    const cosLambda = Math.cos(lambda);
    const sinSigma = Math.hypot(cos2 * sinLambda, cos1 * sin2 - sin1 * cos2 * cosLambda);
    if (sinSigma === 0) return 0;
    const cosSigma = sin1 * sin2 + cos1 * cos2 * cosLambda;
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (cos1 * cos2 * sinLambda) / sinSigma;
    const cosSqAlpha = 1 - sinAlpha * sinAlpha;
    const cos2SigmaM = cosSqAlpha === 0 ? 0 : cosSigma - (2 * sin1 * sin2) / cosSqAlpha;
    const c = (flattening / 16) * cosSqAlpha * (4 + flattening * (4 - 3 * cosSqAlpha));
    const before = lambda;
    lambda =
      difference +
      (1 - c) *
        flattening *
        sinAlpha *
        (sigma + c * sinSigma * (cos2SigmaM + c * cosSigma * (2 * cos2SigmaM ** 2 - 1)));
    if (Math.abs(lambda - before) < 1e-12)
      return arcLength(cosSqAlpha, sigma, sinSigma, cosSigma, cos2SigmaM);
  }
  return undefined;
}

function arcLength(
  cosSqAlpha: number,
  sigma: number,
  sinSigma: number,
  cosSigma: number,
  cos2SigmaM: number,
): number {
  const uSq = (cosSqAlpha * (semiMajorAxis ** 2 - semiMinorAxis ** 2)) / semiMinorAxis ** 2;
  const a = 1 + (uSq / 16384) * (4096 + uSq * (-768 + uSq * (320 - 175 * uSq)));
  const b = (uSq / 1024) * (256 + uSq * (-128 + uSq * (74 - 47 * uSq)));
  const inner =
    cosSigma * (2 * cos2SigmaM ** 2 - 1) -
    (b / 6) * cos2SigmaM * (4 * sinSigma ** 2 - 3) * (4 * cos2SigmaM ** 2 - 3);
  const correction = b * sinSigma * (cos2SigmaM + (b / 4) * inner);
  return semiMinorAxis * a * (sigma - correction);
}

function greatCircleDistance(from: Position, to: Position): number {
  const [lat1, lat2] = [from[1]! * radians, to[1]! * radians];
  const halfLatitude = Math.sin((lat2 - lat1) / 2);
  const halfLongitude = Math.sin(((to[0]! - from[0]!) * radians) / 2);
  const h = halfLatitude ** 2 + Math.cos(lat1) * Math.cos(lat2) * halfLongitude ** 2;
  return 2 * meanRadius * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Within a nanodegree counts as on the boundary: about a tenth of a millimetre. */
const tolerance = 1e-9;

/**
 * Whether the point is inside of the first ring and of none of the others, or on the boundary of any. Edges are great circles;
 * a ring may cross the antimeridian, and holds a pole when it goes round it with the pole on its left.
 */
export function isInGeographyPolygon(point: Position, rings: readonly (readonly Position[])[]): boolean {
  const places = rings.map((ring) => placeInRing(point, ring));
  if (places.includes('boundary')) return true;
  return places[0] === 'inside' && !places.slice(1).includes('inside');
}

/** The difference of longitudes, the short way round. */
function longitudeDifference(from: number, to: number): number {
  const difference = (((to - from) % 360) + 540) % 360;
  return difference - 180;
}

/** Counts what the meridian from the point to the north pole crosses; whether the pole is inside tells the rest. */
function placeInRing(point: Position, ring: readonly Position[]): 'inside' | 'outside' | 'boundary' {
  let crossings = 0;
  let turn = 0;
  for (const [a, b] of edgesOf(ring)) {
    const toA = longitudeDifference(point[0]!, a[0]!);
    const step = longitudeDifference(a[0]!, b[0]!);
    const toB = toA + step;
    turn += step;
    if (isOnMeridianEdge(point, a, b, toA, step)) return 'boundary';
    const crosses = toA > 0 !== toB > 0 || (Math.abs(toA) < tolerance && Math.abs(step) > tolerance);
    if (!crosses && Math.abs(toB) >= tolerance) continue;
    if (Math.abs(step) < tolerance) continue;
    const latitude = latitudeAt(a, step, b[1]!, -toA);
    if (Math.abs(latitude - point[1]!) < tolerance) return 'boundary';
    if (toA > 0 !== toB > 0 && Math.abs(toB - toA) < 180 && latitude > point[1]!) crossings++;
  }
  const northInside = turn > 180;
  const southInside = turn < -180;
  if (southInside) return crossings % 2 === 1 ? 'inside' : 'outside';
  return (crossings % 2 === 1) !== northInside ? 'inside' : 'outside';
}

function isOnMeridianEdge(point: Position, a: Position, b: Position, toA: number, step: number): boolean {
  if (Math.abs(toA) > tolerance || Math.abs(step) > tolerance) return false;
  return point[1]! >= Math.min(a[1]!, b[1]!) - tolerance && point[1]! <= Math.max(a[1]!, b[1]!) + tolerance;
}

/** The latitude in degrees where the great circle from `a` over `step` degrees of longitude is, `along` degrees from `a`. */
function latitudeAt(a: Position, step: number, latitudeB: number, along: number): number {
  const tanA = Math.tan(a[1]! * radians);
  const tanB = Math.tan(latitudeB * radians);
  const numerator = tanA * Math.sin((step - along) * radians) + tanB * Math.sin(along * radians);
  return Math.atan(numerator / Math.sin(step * radians)) / radians;
}
