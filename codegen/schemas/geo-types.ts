// OData JSON Format 4.01, section 7.1 "Primitive Value": geography and geometry values are GeoJSON (RFC 7946).
import type { JsonSchema } from './json-schema.ts';

const position = { type: 'array', items: { type: 'number' }, minItems: 2 };
const positions = (minItems: number) => ({ type: 'array', items: position, minItems });
const rings = { type: 'array', items: positions(4) };

const coordinates: Readonly<Record<string, JsonSchema>> = {
  Point: position,
  LineString: positions(2),
  Polygon: rings,
  MultiPoint: positions(0),
  MultiLineString: { type: 'array', items: positions(2) },
  MultiPolygon: { type: 'array', items: rings },
};

// The only coordinate reference system that OData writes: a name holding an EPSG identifier.
const crs = {
  type: 'object',
  required: ['type', 'properties'],
  properties: {
    type: { const: 'name' },
    properties: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
  },
};

function shape(type: string, member: string, value: JsonSchema): JsonSchema {
  return {
    type: 'object',
    required: ['type', member],
    properties: { type: { const: type }, [member]: value, crs },
  };
}

/** The schema of one GeoJSON geometry type; `Geometry` for any of them. */
export function geoSchema(type: string): JsonSchema {
  const simple = Object.entries(coordinates).map(([name, value]) => shape(name, 'coordinates', value));
  const own = coordinates[type];
  if (own !== undefined) return shape(type, 'coordinates', own);
  // A collection may hold collections, hence the recursion through the schema's own definitions.
  const any = { $ref: '#/$defs/geometry' };
  const collection = shape('GeometryCollection', 'geometries', { type: 'array', items: any });
  return {
    ...(type === 'GeometryCollection' ? collection : any),
    $defs: { geometry: { anyOf: [...simple, collection] } },
  };
}
