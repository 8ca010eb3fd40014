// OData JSON Format 4.01, section 7.1 "Primitive Value": geography and geometry values as GeoJSON (RFC 7946).
import type { EdmPrimitiveTypeName } from '../../edm/edm-model.ts';
import { createRecord, type StructuredValue } from '../../edm/value.ts';
import { isJsonObject, JsonNumber, type JsonObject, type JsonValue } from '../parse-json.ts';
import { readPlain } from './read-untyped.ts';

/** How many arrays stand around the numbers of each geometry's coordinates. */
const coordinatesDepth: ReadonlyMap<string, number> = new Map([
  ['Point', 1],
  ['LineString', 2],
  ['MultiPoint', 2],
  ['Polygon', 3],
  ['MultiLineString', 3],
  ['MultiPolygon', 4],
]);

/** The GeoJSON object, type first; undefined where it is no geometry of the type. */
export function readGeo(json: JsonValue, name: EdmPrimitiveTypeName): StructuredValue | undefined {
  if (!isJsonObject(json) || !isGeometry(json)) return undefined;
  const kind = name.replace(/^Geo(?:graphy|metry)/, '');
  const expected = kind === 'Collection' ? 'GeometryCollection' : kind;
  if (expected !== '' && json.type !== expected) return undefined;
  return orderedGeometry(json);
}

/** "Keys SHOULD be ordered with type first, then coordinates, then any other keys". */
function orderedGeometry(json: JsonObject): StructuredValue {
  const value = createRecord();
  const { type = null, coordinates, geometries, ...others } = json;
  value.type = readPlain(type);
  if (coordinates !== undefined) value.coordinates = readPlain(coordinates);
  if (Array.isArray(geometries))
    value.geometries = geometries.map((geometry: JsonValue) =>
      isJsonObject(geometry) ? orderedGeometry(geometry) : readPlain(geometry),
    );
  for (const [member, content] of Object.entries(others)) value[member] = readPlain(content ?? null);
  return value;
}

function isGeometry(json: JsonValue): boolean {
  if (!isJsonObject(json) || typeof json.type !== 'string') return false;
  if (json.type === 'GeometryCollection')
    return Array.isArray(json.geometries) && json.geometries.every(isGeometry);
  const depth = coordinatesDepth.get(json.type);
  return depth !== undefined && isNested(json.coordinates, depth);
}

function isNested(json: JsonValue | undefined, depth: number): boolean {
  if (!Array.isArray(json)) return false;
  if (depth > 1) return json.every((item: JsonValue) => isNested(item, depth - 1));
  return json.length >= 2 && json.every((item) => typeof item === 'number' || item instanceof JsonNumber);
}
