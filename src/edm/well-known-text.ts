// OData ABNF Construction Rules 4.01, section 7 "Literal Data Values": fullPointLiteral and its like; from GeoJSON (RFC 7946).

import { numberText } from './number-text.ts';
import {
  type EdmValue,
  isCollectionValue,
  isStructuredValue,
  itemsOfValue,
  type StructuredValue,
} from './value.ts';

/** `SRID=4326;Point(142.1 64.1)` for the GeoJSON object; the SRID of its `crs`, else the given one. */
export function wellKnownText(geometry: StructuredValue, defaultSrid: number | string = 0): string {
  return `SRID=${sridOf(geometry) ?? defaultSrid};${body(geometry)}`;
}

function sridOf(geometry: StructuredValue): string | undefined {
  const crs = geometry.crs;
  const properties = isStructuredValue(crs) ? crs.properties : undefined;
  const name = isStructuredValue(properties) ? properties.name : undefined;
  return typeof name === 'string' ? /(\d+)$/.exec(name)?.[1] : undefined;
}

function body(geometry: StructuredValue): string {
  const { type, coordinates, geometries } = geometry;
  if (type === 'GeometryCollection')
    return `GeometryCollection(${itemsOfValue(geometries).filter(isStructuredValue).map(body).join(',')})`;
  const depth = typeof type === 'string' ? coordinatesDepth.get(type) : undefined;
  if (depth === undefined) return 'GeometryCollection()';
  return `${String(type)}${depth === 0 ? `(${position(coordinates)})` : nested(coordinates, depth)}`;
}

/** How many lists stand around the positions of each geometry. */
const coordinatesDepth: ReadonlyMap<string, number> = new Map([
  ['Point', 0],
  ['LineString', 1],
  ['MultiPoint', 2],
  ['Polygon', 2],
  ['MultiLineString', 2],
  ['MultiPolygon', 3],
]);

function nested(coordinates: EdmValue | undefined, depth: number): string {
  const list = itemsOfValue(coordinates);
  if (depth === 1) return `(${list.map(position).join(',')})`;
  return `(${list.map((item) => (isPosition(item) ? `(${position(item)})` : nested(item, depth - 1))).join(',')})`;
}

function position(value: EdmValue | undefined): string {
  return itemsOfValue(value)
    .map((ordinate) => (typeof ordinate === 'number' ? numberText(ordinate) : 'NaN'))
    .join(' ');
}

const isPosition = (value: EdmValue): boolean => isCollectionValue(value) && typeof value[0] === 'number';
