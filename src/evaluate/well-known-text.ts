// OData ABNF Construction Rules 4.01, section 7 "Literal Data Values" (fullPointLiteral and the like): GeoJSON as well-known text.
import { type EdmValue, isCollectionValue, isStructuredValue, type StructuredValue } from '../edm/value.ts';

const shapes: Readonly<Record<string, string>> = {
  Point: 'Point',
  LineString: 'LineString',
  Polygon: 'Polygon',
  MultiPoint: 'MultiPoint',
  MultiLineString: 'MultiLineString',
  MultiPolygon: 'MultiPolygon',
  GeometryCollection: 'Collection',
};

/** `SRID=4326;Point(142.1 64.1)`; undefined where the value is no GeoJSON geometry. */
export function wellKnownText(value: StructuredValue): string | undefined {
  const shape = shapeText(value);
  return shape === undefined ? undefined : `SRID=${sridOf(value)};${shape}`;
}

function sridOf(value: StructuredValue): string {
  const crs = value.crs;
  const properties = isStructuredValue(crs) ? crs.properties : undefined;
  const name = isStructuredValue(properties) ? properties.name : undefined;
  return typeof name === 'string' ? name.replace(/^.*[:/]/, '') : '4326';
}

function shapeText(value: StructuredValue): string | undefined {
  const shape = typeof value.type === 'string' ? shapes[value.type] : undefined;
  if (shape === undefined) return undefined;
  if (shape === 'Collection') {
    const items = isCollectionValue(value.geometries) ? value.geometries : [];
    return `Collection(${items.map((item) => (isStructuredValue(item) ? shapeText(item) : '')).join(',')})`;
  }
  const coordinates = value.coordinates ?? null;
  if (shape === 'MultiPoint' && isCollectionValue(coordinates)) {
    return `MultiPoint(${coordinates.map((point) => `(${positionsText(point)})`).join(',')})`;
  }
  const text = positionsText(coordinates);
  return shape === 'Point' ? `Point(${text})` : `${shape}${text}`;
}

/** A position is `1 2`; a list of what is inside stands in parentheses. */
function positionsText(coordinates: EdmValue): string {
  if (!isCollectionValue(coordinates)) return String(coordinates);
  if (coordinates.every((item) => typeof item === 'number')) return coordinates.join(' ');
  return `(${coordinates.map(positionsText).join(',')})`;
}
