// OData URL Conventions 4.01, section 5.1.1.11 "Geo Functions", for Edm.Geometry types: the flat plane.

/** x and y, or longitude and latitude in degrees; further numbers are not used. */
export type Position = readonly number[];

export function planarDistance(a: Position, b: Position): number {
  return Math.hypot(b[0]! - a[0]!, b[1]! - a[1]!);
}

/** Whether the point is inside of the first ring and of none of the others, or on the boundary of any. */
export function isInGeometryPolygon(point: Position, rings: readonly (readonly Position[])[]): boolean {
  if (rings.some((ring) => edgesOf(ring).some(([a, b]) => isOnSegment(point, a, b)))) return true;
  const [outer, ...holes] = rings;
  return outer !== undefined && isInRing(point, outer) && !holes.some((hole) => isInRing(point, hole));
}

/** The edges of a ring, which need not be closed. */
export function edgesOf(ring: readonly Position[]): readonly (readonly [Position, Position])[] {
  return ring.map((position, i) => [position, ring[(i + 1) % ring.length]!] as const);
}

function isOnSegment(p: Position, a: Position, b: Position): boolean {
  const cross = (b[0]! - a[0]!) * (p[1]! - a[1]!) - (b[1]! - a[1]!) * (p[0]! - a[0]!);
  const tolerance = 1e-12 * Math.max(1, planarDistance(a, b) ** 2);
  if (Math.abs(cross) > tolerance) return false;
  const within = (i: number) => p[i]! >= Math.min(a[i]!, b[i]!) && p[i]! <= Math.max(a[i]!, b[i]!);
  return within(0) && within(1);
}

/** A ray to the right crosses the ring an odd number of times. */
function isInRing(p: Position, ring: readonly Position[]): boolean {
  let inside = false;
  for (const [a, b] of edgesOf(ring)) {
    if (a[1]! > p[1]! === b[1]! > p[1]!) continue;
    const x = a[0]! + ((p[1]! - a[1]!) / (b[1]! - a[1]!)) * (b[0]! - a[0]!);
    if (p[0]! < x) inside = !inside;
  }
  return inside;
}
