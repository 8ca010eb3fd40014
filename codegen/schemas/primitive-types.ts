// OData JSON Format 4.01, section 7.1 "Primitive Value"; OData CSDL 4.01, sections 3.3 "Primitive Types" and 7.2 "Type Facets".
//
// Every primitive schema says its type in `$comment`, so that messages can name it. Patterns are written in the
// subset that JSON Schema recommends (no look-around), anchored, and exact: months have their days, Int64 its range.
// `format` stands only where the standard format allows all that OData allows (uuid); `date-time`, `time`, `date` and
// `duration` of RFC 3339 refuse values that OData has (no seconds, years beyond 9999, no offset, negative durations).
// Int64 and Decimal may be numbers or, with IEEE754Compatible=true, strings; the digits of a number are bounded by
// `minimum` and `maximum`, its scale is not, since validators compute `multipleOf` in binary floating point.
import type { EdmFacets, EdmPrimitiveTypeName } from '../../src/edm/edm-model.ts';
import { geoSchema } from './geo-types.ts';
import type { JsonSchema } from './json-schema.ts';
import { signedRangePattern } from './range-pattern.ts';
import {
  datePattern,
  dateTimeOffsetPattern,
  durationPattern,
  timeOfDayPattern,
} from './temporal-patterns.ts';

type Emit = (facets: EdmFacets) => JsonSchema;

const special = { enum: ['INF', '-INF', 'NaN'] };
const path: Emit = () => ({ type: 'string' });
const geo =
  (name: string): Emit =>
  () =>
    geoSchema(name);

const emitters: Record<EdmPrimitiveTypeName, Emit> = {
  Binary: binary,
  Boolean: () => ({ type: 'boolean' }),
  Byte: () => integer(0, 255),
  Date: () => ({ type: 'string', pattern: `^${datePattern}$` }),
  DateTimeOffset: (facets) => ({ type: 'string', pattern: `^${dateTimeOffsetPattern(facets.precision)}$` }),
  Decimal: decimal,
  Double: () => ({ anyOf: [{ type: 'number' }, special] }),
  Duration: (facets) => ({ type: 'string', pattern: `^${durationPattern(facets.precision)}$` }),
  Guid: () => ({
    type: 'string',
    format: 'uuid',
    pattern: '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$',
  }),
  Int16: () => integer(-32768, 32767),
  Int32: () => integer(-2147483648, 2147483647),
  Int64: () => ({
    anyOf: [
      integer(-(2 ** 63), 2 ** 63),
      { type: 'string', pattern: `^${signedRangePattern('9223372036854775807', '9223372036854775808')}$` },
    ],
  }),
  SByte: () => integer(-128, 127),
  Single: () => ({
    anyOf: [{ type: 'number', minimum: -3.4028235677973366e38, maximum: 3.4028235677973366e38 }, special],
  }),
  // Contents are no part of the entity's representation, unless inlined as JSON, text or base64url.
  Stream: () => ({}),
  String: (facets) => ({
    type: 'string',
    ...(typeof facets.maxLength === 'number' ? { maxLength: facets.maxLength } : {}),
  }),
  TimeOfDay: (facets) => ({ type: 'string', pattern: `^${timeOfDayPattern(facets.precision)}$` }),
  Geography: geo('Geometry'),
  GeographyPoint: geo('Point'),
  GeographyLineString: geo('LineString'),
  GeographyPolygon: geo('Polygon'),
  GeographyMultiPoint: geo('MultiPoint'),
  GeographyMultiLineString: geo('MultiLineString'),
  GeographyMultiPolygon: geo('MultiPolygon'),
  GeographyCollection: geo('GeometryCollection'),
  Geometry: geo('Geometry'),
  GeometryPoint: geo('Point'),
  GeometryLineString: geo('LineString'),
  GeometryPolygon: geo('Polygon'),
  GeometryMultiPoint: geo('MultiPoint'),
  GeometryMultiLineString: geo('MultiLineString'),
  GeometryMultiPolygon: geo('MultiPolygon'),
  GeometryCollection: geo('GeometryCollection'),
  PrimitiveType: () => ({ not: { anyOf: [{ type: 'array' }, { type: 'null' }] } }),
  ComplexType: () => ({ type: 'object' }),
  EntityType: () => ({ type: 'object' }),
  Untyped: () => ({}),
  AnnotationPath: path,
  AnyPropertyPath: path,
  ModelElementPath: path,
  NavigationPropertyPath: path,
  PropertyPath: path,
};

/** The schema of one value (not null, not a collection) of a primitive type with its facets. */
export function primitiveSchema(name: EdmPrimitiveTypeName, facets: EdmFacets = {}): JsonSchema {
  return { $comment: `Edm.${name}`, ...emitters[name](facets) };
}

/** Geography and geometry types are long: a property refers to their schema instead of repeating it. */
export function isGeo(name: EdmPrimitiveTypeName): boolean {
  return name.startsWith('Geo');
}

function integer(minimum: number, maximum: number): JsonSchema {
  return { type: 'integer', minimum, maximum };
}

const base64 = '[A-Za-z0-9+/_-]';
const base64Text = `^(${base64}{4})*(${base64}{2}[AEIMQUYcgkosw048]=?|${base64}[AQgw](==)?)?$`;

/** base64url of OData 4.01, or base64 as clients of 4.0 send it; MaxLength counts octets, not characters. */
function binary({ maxLength }: EdmFacets): JsonSchema {
  const text = { type: 'string', pattern: base64Text };
  if (typeof maxLength !== 'number') return text;
  const longest = 4 * Math.ceil(maxLength / 3);
  if (maxLength % 3 === 0) return { ...text, maxLength: longest };
  const padding = maxLength % 3 === 1 ? '==' : '=';
  // Of the texts with the greatest length, only those that padding shortens hold no octet too many.
  return {
    ...text,
    maxLength: longest,
    anyOf: [{ maxLength: longest - padding.length }, { pattern: `${padding}$` }],
  };
}

/** The text form of a decimal; `Scale` absent or `variable` leaves the fraction to the precision. */
function decimal({ precision, scale }: EdmFacets): JsonSchema {
  if (scale === 'floating' || (precision === undefined && typeof scale !== 'number')) {
    return {
      anyOf: [
        { type: 'number' },
        { type: 'string', pattern: '^([+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?|NaN|-?INF)$' },
      ],
    };
  }
  const fraction = typeof scale === 'number' ? scale : undefined;
  const whole = precision === undefined ? undefined : precision - (fraction ?? 0);
  const bound = whole === undefined || whole > 300 ? {} : digitBounds(whole);
  return {
    anyOf: [
      { type: fraction === 0 ? 'integer' : 'number', ...bound },
      {
        type: 'string',
        pattern: `^[+-]?${wholeDigits(whole)}${fractionDigits(fraction ?? precision)}([eE][+-]?[0-9]+)?$`,
      },
    ],
  };
}

/** Validators read numbers as doubles: of more than 15 digits, the greatest values are the bound itself there. */
function digitBounds(whole: number): JsonSchema {
  const bound = 10 ** whole;
  return whole > 15
    ? { minimum: -bound, maximum: bound }
    : { exclusiveMinimum: -bound, exclusiveMaximum: bound };
}

const wholeDigits = (count: number | undefined): string =>
  count === undefined ? '[0-9]+' : count <= 0 ? '0+' : `0*[0-9]{1,${count}}`;

const fractionDigits = (count: number | undefined): string =>
  count === undefined ? '(\\.[0-9]+)?' : count === 0 ? '(\\.0+)?' : `(\\.[0-9]{1,${count}}0*)?`;
