// OData ABNF Construction Rules 4.01, section 7 "Literal Data Values" (geoLiteral): well-known text to GeoJSON.
import type { EdmPrimitiveTypeName } from '../../edm/edm-model.ts';
import { createRecord, type EdmValue, type StructuredValue } from '../../edm/value.ts';
import type { LiteralExpr } from '../../uri/syntax-tree.ts';

const geoJsonNames: Readonly<Record<string, string>> = {
  point: 'Point',
  linestring: 'LineString',
  polygon: 'Polygon',
  multipoint: 'MultiPoint',
  multilinestring: 'MultiLineString',
  multipolygon: 'MultiPolygon',
  collection: 'GeometryCollection',
};

/** How deep coordinates are nested in parentheses; a point's are not nested at all. */
type Text = { readonly text: string; at: number };

function skipBlanks(source: Text): void {
  while (source.text[source.at] === ' ') source.at++;
}

function take(source: Text, character: string): boolean {
  skipBlanks(source);
  if (source.text[source.at] !== character) return false;
  source.at++;
  return true;
}

function position(source: Text): EdmValue | undefined {
  const match = /^\s*([+-]?[\d.]+(?:e[+-]?\d+)?(?:\s+[+-]?[\d.]+(?:e[+-]?\d+)?){1,3})/i.exec(
    source.text.slice(source.at),
  );
  if (match === null) return undefined;
  source.at += match[0].length;
  const numbers = (match[1] as string).split(/\s+/).map(Number);
  return numbers.some(Number.isNaN) ? undefined : numbers;
}

function list(source: Text, item: (source: Text) => EdmValue | undefined): EdmValue[] | undefined {
  if (!take(source, '(')) return undefined;
  if (take(source, ')')) return [];
  const items: EdmValue[] = [];
  do {
    const value = item(source);
    if (value === undefined) return undefined;
    items.push(value);
  } while (take(source, ','));
  return take(source, ')') ? items : undefined;
}

const positions = (source: Text) => list(source, position);
const rings = (source: Text) => list(source, positions);
const single = (source: Text) => list(source, position)?.[0];

const coordinates: Readonly<Record<string, (source: Text) => EdmValue | undefined>> = {
  Point: single,
  LineString: positions,
  Polygon: rings,
  MultiPoint: (source) => list(source, single),
  MultiLineString: rings,
  MultiPolygon: (source) => list(source, rings),
};

function shape(source: Text): StructuredValue | undefined {
  skipBlanks(source);
  const word = /^[a-z]+/i.exec(source.text.slice(source.at))?.[0] ?? '';
  const type = geoJsonNames[word.toLowerCase()];
  if (type === undefined) return undefined;
  source.at += word.length;
  const record = createRecord();
  record.type = type;
  if (type === 'GeometryCollection') {
    const geometries = list(source, shape);
    if (geometries === undefined) return undefined;
    record.geometries = geometries;
    return record;
  }
  const values = coordinates[type]?.(source);
  if (values === undefined) return undefined;
  record.coordinates = values;
  return record;
}

/** `SRID=4326;Point(142.1 64.1)` as GeoJSON; undefined where the text is malformed or no value of the type. */
export function geoValue(literal: LiteralExpr, type: EdmPrimitiveTypeName): EdmValue | undefined {
  const family = literal.type === 'geography' ? 'Geography' : literal.type === 'geometry' ? 'Geometry' : '';
  if (family === '' || !type.startsWith(family)) return undefined;
  const match = /^(?:SRID=(\d+);)?(.*)$/is.exec(literal.value);
  const source: Text = { text: match?.[2] ?? '', at: 0 };
  const value = shape(source);
  skipBlanks(source);
  if (value === undefined || source.at !== source.text.length) return undefined;
  const wanted = type.slice(family.length);
  if (wanted !== '' && wanted !== 'Collection' && value.type !== wanted) return undefined;
  if (wanted === 'Collection' && value.type !== 'GeometryCollection') return undefined;
  const srid = match?.[1];
  const isDefault = family === 'Geography' ? srid === '4326' : srid === '0';
  if (srid !== undefined && !isDefault) {
    const crs = createRecord();
    const properties = createRecord();
    properties.name = `EPSG:${srid}`;
    crs.type = 'name';
    crs.properties = properties;
    value.crs = crs;
  }
  return value;
}
