// OData JSON Format 4.01, section 7.1 "Primitive Value"; ABNF primitiveValue: from JSON to values in memory.
import { isCalendarDate } from '../../edm/calendar-date.ts';
import type { EdmEnumType, EdmFacets, EdmPrimitiveTypeName } from '../../edm/edm-model.ts';
import { enumTextOf, enumValueOf } from '../../edm/enum-value.ts';
import { decimalParts, longestNotation, longNotation, withoutTrailingZeros } from '../../edm/number-text.ts';
import type { EdmValue } from '../../edm/value.ts';
import { JsonNumber, type JsonValue } from '../parse-json.ts';
import { readGeo } from './read-geo.ts';

/** The value in memory; undefined where the JSON value is none of the type. */
type Reader = (json: JsonValue) => EdmValue | undefined;

const date = /^-?(?:0\d{3}|[1-9]\d{3,})-\d\d-\d\d$/;
const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,12})?)?$/;
const offset = /^(.+?)(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const duration = /^-?P(?=[\dT])(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/;
const guid = /^[\dA-Fa-f]{8}-(?:[\dA-Fa-f]{4}-){3}[\dA-Fa-f]{12}$/;
/** The characters, and what ends them; a pattern of quanta would need a stack as long as the text. */
const base64 = /^[\w+/-]*={0,2}$/;
const base64Ends = [/[^=]$|^$/, /(?!)/, /[AQgw](?:==)?$/, /[AEIMQUYcgkosw048]=?$/];
const int64 = { smallest: -(2n ** 63n), largest: 2n ** 63n - 1n };

/** What a message says of each type: the values that it takes. */
export const expectedValues: Record<EdmPrimitiveTypeName, string> = {
  Binary: 'a string in base64url',
  Boolean: 'true or false',
  Byte: 'an integer from 0 to 255',
  Date: 'a string such as "2012-12-03"',
  DateTimeOffset: 'a string such as "2012-12-03T07:16:23.5Z"',
  Decimal: 'a number, also as a string',
  Double: 'a number, or "INF", "-INF", "NaN"',
  Duration: 'a string such as "P12DT23H59M59.9S"',
  Guid: 'a string such as "01234567-89ab-cdef-0123-456789abcdef"',
  Int16: 'an integer from -32768 to 32767',
  Int32: 'an integer from -2147483648 to 2147483647',
  Int64: 'an integer from -9223372036854775808 to 9223372036854775807, also as a string',
  SByte: 'an integer from -128 to 127',
  Single: 'a number that fits 32 bits, or "INF", "-INF", "NaN"',
  Stream: 'nothing here: streams are read and written by their own URL',
  String: 'a string',
  TimeOfDay: 'a string such as "07:59:59.999"',
  Geography: 'a GeoJSON geometry',
  GeographyPoint: 'a GeoJSON Point',
  GeographyLineString: 'a GeoJSON LineString',
  GeographyPolygon: 'a GeoJSON Polygon',
  GeographyMultiPoint: 'a GeoJSON MultiPoint',
  GeographyMultiLineString: 'a GeoJSON MultiLineString',
  GeographyMultiPolygon: 'a GeoJSON MultiPolygon',
  GeographyCollection: 'a GeoJSON GeometryCollection',
  Geometry: 'a GeoJSON geometry',
  GeometryPoint: 'a GeoJSON Point',
  GeometryLineString: 'a GeoJSON LineString',
  GeometryPolygon: 'a GeoJSON Polygon',
  GeometryMultiPoint: 'a GeoJSON MultiPoint',
  GeometryMultiLineString: 'a GeoJSON MultiLineString',
  GeometryMultiPolygon: 'a GeoJSON MultiPolygon',
  GeometryCollection: 'a GeoJSON GeometryCollection',
  PrimitiveType: 'a primitive value',
  ComplexType: 'an object',
  EntityType: 'an object',
  Untyped: 'any value',
  AnnotationPath: 'a path as a string',
  AnyPropertyPath: 'a path as a string',
  ModelElementPath: 'a path as a string',
  NavigationPropertyPath: 'a path as a string',
  PropertyPath: 'a path as a string',
};

/**
 * A value (not null) of a primitive type; undefined where the JSON value is none of it. Facets are not looked at.
 * Types without a lexical form of their own (Untyped, the abstract ones) are not read here.
 */
export function readPrimitive(json: JsonValue, name: EdmPrimitiveTypeName): EdmValue | undefined {
  const read = readers[name];
  if (read !== undefined) return read(json);
  return name.startsWith('Geo') ? readGeo(json, name) : readText(json);
}

const readText: Reader = (json) => (typeof json === 'string' ? json : undefined);
const matching =
  (pattern: RegExp): Reader =>
  (json) =>
    typeof json === 'string' && pattern.test(json) ? json : undefined;
const integer =
  (smallest: number, largest: number): Reader =>
  (json) => {
    const value = json instanceof JsonNumber ? json.value : json;
    const fits =
      typeof value === 'number' && Number.isInteger(value) && value >= smallest && value <= largest;
    return fits ? value + 0 : undefined;
  };

/** base64url, or base64 as clients of 4.0 send it. */
export function isBase64(text: string): boolean {
  if (!base64.test(text)) return false;
  const length = text.length - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
  return base64Ends[length % 4]?.test(text.slice(-4)) === true;
}

const readers: Partial<Record<EdmPrimitiveTypeName, Reader>> = {
  Binary: (json) => (typeof json === 'string' && isBase64(json) ? json : undefined),
  Boolean: (json) => (typeof json === 'boolean' ? json : undefined),
  Byte: integer(0, 255),
  Date: (json) => (typeof json === 'string' && isDate(json) ? json : undefined),
  DateTimeOffset: (json) => (typeof json === 'string' && isDateTimeOffset(json) ? json : undefined),
  Decimal: readDecimal,
  Double: readDouble,
  Duration: matching(duration),
  Guid: matching(guid),
  Int16: integer(-32768, 32767),
  Int32: integer(-2147483648, 2147483647),
  Int64: readInt64,
  SByte: integer(-128, 127),
  Single: (json) => {
    const value = readDouble(json);
    const fits =
      typeof value === 'number' && (!Number.isFinite(value) || Math.abs(value) < 3.4028235677973366e38);
    return fits ? value : undefined;
  },
  String: readText,
  TimeOfDay: matching(timeOfDay),
};

function isDate(text: string): boolean {
  return date.test(text) && isCalendarDate(text);
}

function isDateTimeOffset(text: string): boolean {
  const local = offset.exec(text)?.[1];
  if (local === undefined) return false;
  const separator = local.search(/[Tt]/);
  return separator > 0 && isDate(local.slice(0, separator)) && timeOfDay.test(local.slice(separator + 1));
}

function numberToken(json: JsonValue): string | undefined {
  if (json instanceof JsonNumber) return json.text;
  return typeof json === 'number' ? String(json) : undefined;
}

function readDouble(json: JsonValue): number | undefined {
  if (json instanceof JsonNumber) return Number.isFinite(json.value) ? json.value : undefined;
  if (typeof json === 'number') return json;
  if (json === 'INF') return Number.POSITIVE_INFINITY;
  if (json === '-INF') return Number.NEGATIVE_INFINITY;
  return json === 'NaN' ? Number.NaN : undefined;
}

function readDecimal(json: JsonValue): string | undefined {
  const token = numberToken(json);
  if (token !== undefined) return token;
  if (typeof json !== 'string') return undefined;
  return decimalParts(json) !== undefined || /^(?:-?INF|NaN)$/.test(json) ? json : undefined;
}

function readInt64(json: JsonValue): bigint | undefined {
  const text = typeof json === 'string' ? json : numberToken(json);
  const parts = text === undefined ? undefined : decimalParts(text);
  if (text === undefined || parts === undefined || Math.abs(parts.exponent) > longestNotation)
    return undefined;
  const [whole = '', fraction = ''] = longNotation(text).replace('+', '').split('.');
  if (/[1-9]/.test(fraction) || whole.length > 40) return undefined;
  const value = BigInt(whole);
  return value >= int64.smallest && value <= int64.largest ? value : undefined;
}

/** Member names joined by commas, numbers among them turned into names; undefined where it is no value of the type. */
export function readEnum(json: JsonValue, type: EdmEnumType): string | undefined {
  if (typeof json !== 'string') return undefined;
  if (type.members.has(json)) return json;
  const value = enumValueOf(type, json);
  if (value === undefined) return undefined;
  const names = json.split(',').map((name) => name.trim());
  if (names.every((name) => type.members.has(name))) return names.join(',');
  const text = enumTextOf(type, value);
  // digits are left where no members make the value up; no flags at all are a value as well
  const isMadeUp = type.isFlags ? value === 0n || !/^-?\d+$/.test(text) : type.members.has(text);
  return isMadeUp || type.members.size === 0 ? text : undefined;
}

/** The values that an enumeration type takes, for a message: `one of "a", "b"`. */
export function expectedMembers(type: EdmEnumType): string {
  const names = [...type.members.keys()].map((name) => `"${name}"`);
  if (names.length === 0) return 'a string of digits (the type has no members)';
  return type.isFlags
    ? `one or more, joined by commas, of ${names.join(', ')}`
    : `one of ${names.join(', ')}`;
}

/** What a value breaks of the facets of its type, as the end of a sentence; undefined where it breaks nothing. */
export function brokenFacet(
  value: EdmValue,
  name: EdmPrimitiveTypeName,
  facets: EdmFacets,
): string | undefined {
  if (typeof value !== 'string') return undefined;
  const { maxLength, precision } = facets;
  switch (name) {
    case 'String':
      if (typeof maxLength !== 'number' || value.length <= maxLength) return undefined;
      return [...value].length > maxLength ? `have at most ${maxLength} characters` : undefined;
    case 'Binary':
      if (typeof maxLength !== 'number') return undefined;
      return Math.floor((value.replace(/=+$/, '').length * 3) / 4) > maxLength
        ? `have at most ${maxLength} octets`
        : undefined;
    case 'DateTimeOffset':
    case 'TimeOfDay':
    case 'Duration': {
      const fraction = withoutTrailingZeros(/\.(\d+)/.exec(value)?.[1] ?? '').length;
      return precision !== undefined && fraction > precision
        ? `have at most ${precision} digits of a fraction of a second`
        : undefined;
    }
    case 'Decimal':
      return brokenDecimalFacet(value, facets);
    default:
      return undefined;
  }
}

function brokenDecimalFacet(value: string, { precision, scale }: EdmFacets): string | undefined {
  const parts = decimalParts(value);
  if (scale === 'floating' || (precision === undefined && typeof scale !== 'number')) return undefined;
  if (parts === undefined) return 'be a finite number';
  if (Math.abs(parts.exponent) > longestNotation) return 'have fewer digits';
  const [whole = '', fraction = ''] = longNotation(value).replace(/^[+-]/, '').split('.');
  const integerDigits = whole.replace(/^0+/, '').length;
  const fractionDigits = withoutTrailingZeros(fraction).length;
  if (typeof scale === 'number' && fractionDigits > scale)
    return `have at most ${scale} digits after the point`;
  if (precision === undefined) return undefined;
  const before = typeof scale === 'number' ? precision - scale : precision;
  if (integerDigits > before) return `have at most ${before} digits before the point`;
  return integerDigits + fractionDigits > precision
    ? `have at most ${precision} significant digits`
    : undefined;
}
