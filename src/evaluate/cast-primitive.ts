// OData URL Conventions 4.01, section 5.1.1.10.1 "cast": its assignment rules for primitive and enumeration types.
import { isCalendarDate } from '../edm/calendar-date.ts';
import type {
  EdmEnumType,
  EdmFacets,
  EdmPrimitiveTypeName,
  EdmType,
  EdmTypeReference,
} from '../edm/edm-model.ts';
import { canonicalEnumText, enumTextOf, enumValueOf } from '../edm/enum-value.ts';
import { integerRange } from '../edm/integer-range.ts';
import { underlyingType } from '../edm/underlying-type.ts';
import { type EdmValue, isStructuredValue } from '../edm/value.ts';
import { wellKnownText } from '../edm/well-known-text.ts';
import { decimalOfNumber } from './convert-number.ts';
import { decimalLibrary, decimalOf, decimalText, numberOfText } from './decimal.ts';
import { primitiveName } from './edm-kind.ts';
import { lengthInCharacters } from './functions/string-and-collection-functions.ts';

/** The value in the target type; null where the cast fails. */
export function castPrimitive(
  value: EdmValue,
  from: EdmType | undefined,
  target: EdmTypeReference,
): EdmValue {
  if (value === null || Array.isArray(value)) return null;
  const type = underlyingType(target.type);
  if (type?.kind === 'EnumType') return castToEnum(value, from, type);
  const name = primitiveName(type);
  // Edm.PrimitiveType and Edm.Untyped take everything.
  if (name === undefined) return value;
  const facets: EdmFacets =
    target.type.kind === 'TypeDefinition' ? { ...target.type.facets, ...facetsOf(target) } : facetsOf(target);
  if (from?.kind === 'EnumType' && name !== 'String') {
    const number = typeof value === 'string' ? enumValueOf(from, value) : undefined;
    return number === undefined || integerRange[name] === undefined ? null : castNumber(number, name, facets);
  }
  if (name === 'String') return castToString(value, from, facets);
  if (typeof value === 'number' || typeof value === 'bigint') return castNumber(value, name, facets);
  return castOther(value, from, name, facets);
}

function facetsOf({
  type: _type,
  collection: _collection,
  nullable: _nullable,
  ...facets
}: EdmTypeReference): EdmFacets {
  return facets;
}

function castOther(
  value: EdmValue,
  from: EdmType | undefined,
  name: EdmPrimitiveTypeName,
  facets: EdmFacets,
): EdmValue {
  const fromName = primitiveName(from);
  if (typeof value === 'string' && fromName === 'Decimal') return castNumber(value, name, facets);
  if (typeof value === 'string' && (fromName === 'String' || from === undefined)) {
    return castFromString(value, name, facets);
  }
  if (fromName === name || (typeof value === 'boolean' && name === 'Boolean')) {
    return typeof value === 'string' ? withPrecision(value, name, facets.precision) : value;
  }
  return isStructuredValue(value) && fromName !== undefined && name === baseOfGeo(fromName) ? value : null;
}

function baseOfGeo(name: EdmPrimitiveTypeName): EdmPrimitiveTypeName | undefined {
  return name.startsWith('Geography') ? 'Geography' : name.startsWith('Geometry') ? 'Geometry' : undefined;
}

/** Rule 2: the representation that payloads have, well-known text for Geo types. */
function castToString(value: EdmValue, from: EdmType | undefined, facets: EdmFacets): string | null {
  const text = textOf(value, from);
  if (text === undefined) return null;
  if (typeof facets.maxLength === 'number' && lengthInCharacters(text) > facets.maxLength) return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what a string that is not Unicode may hold
  return facets.unicode === false && !/^[\x00-\x7f]*$/.test(text) ? null : text;
}

function textOf(value: EdmValue, from: EdmType | undefined): string | undefined {
  if (typeof value === 'string')
    return from?.kind === 'EnumType' ? (canonicalEnumText(from, value) ?? value) : value;
  if (typeof value === 'number') {
    return Number.isFinite(value) ? JSON.stringify(value) : decimalOfNumber(value);
  }
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (!isStructuredValue(value)) return undefined;
  return wellKnownText(value, primitiveName(from)?.startsWith('Geometry') ? 0 : 4326);
}

/** Rule 4: rounded where needed; null where the integer part does not fit. Decimals are given as text. */
function castNumber(
  value: number | bigint | string,
  name: EdmPrimitiveTypeName,
  facets: EdmFacets,
): EdmValue {
  const decimal = typeof value === 'string' ? value : decimalOfNumber(value);
  if (name === 'Double' || name === 'Single') {
    const double = typeof value === 'number' ? value : numberOfText(decimal);
    return name === 'Single' && Number.isFinite(double) ? singleOf(double) : double;
  }
  if (name === 'Decimal') return castDecimal(decimal, facets);
  const range = integerRange[name];
  const number = decimalOf(decimal);
  // A number of more digits fits no integer type; its digits are never written out.
  if (range === undefined || !number.isFinite() || number.e > 20) return null;
  const whole = BigInt(number.toDecimalPlaces(0, decimalLibrary().ROUND_HALF_UP).toFixed());
  if (whole < range[0] || whole > range[1]) return null;
  return name === 'Int64' ? whole : Number(whole);
}

/** The nearest Single; null where it is out of range. */
function singleOf(value: number): number | null {
  const single = Math.fround(value);
  return Number.isFinite(single) ? single : null;
}

function castDecimal(text: string, facets: EdmFacets): string | null {
  const number = decimalOf(text);
  if (!number.isFinite())
    return facets.scale === 'floating' || facets.scale === undefined ? decimalText(number) : null;
  if (typeof facets.scale !== 'number') return decimalText(number);
  const rounded = number.toDecimalPlaces(facets.scale, decimalLibrary().ROUND_HALF_UP);
  const wholeDigits = Math.max(rounded.e + 1, 0);
  const room = facets.precision === undefined ? Number.POSITIVE_INFINITY : facets.precision - facets.scale;
  return wholeDigits > room && !rounded.isZero() ? null : decimalText(rounded);
}

const numberText = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const literalText: Partial<Record<EdmPrimitiveTypeName, RegExp>> = {
  Guid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  Date: /^-?(0\d{3}|[1-9]\d{3,})-(0[1-9]|1[012])-(0[1-9]|[12]\d|3[01])$/,
  TimeOfDay: /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,12})?)?$/,
  Duration: /^[+-]?P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/,
  Binary: /^[A-Za-z0-9_+/-]*={0,2}$/,
};

const dateTimeText =
  /^-?(0\d{3}|[1-9]\d{3,})-(0[1-9]|1[012])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,12})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?$/i;

/** Rules 3 and 11: the text is a literal of the target type; a date and time without offset is in UTC. */
function castFromString(text: string, name: EdmPrimitiveTypeName, facets: EdmFacets): EdmValue {
  if (name === 'Boolean') return text === 'true' ? true : text === 'false' ? false : null;
  if (name === 'DateTimeOffset') {
    const match = dateTimeText.exec(text);
    return match === null || !isCalendarDate(text.slice(0, text.search(/T/i)))
      ? null
      : withPrecision(match[7] === undefined ? `${text}Z` : text, name, facets.precision);
  }
  const pattern = literalText[name];
  if (pattern !== undefined) {
    const isLiteral = pattern.test(text) && (name !== 'Date' || isCalendarDate(text));
    return isLiteral ? withPrecision(text, name, facets.precision) : null;
  }
  const special = text === 'INF' || text === '-INF' || text === 'NaN';
  if (!special && !numberText.test(text)) return null;
  if (integerRange[name] !== undefined && !/^[+-]?\d+$/.test(text)) return null;
  return castNumber(text.replace(/^\+/, ''), name, facets);
}

/** Rule 10. */
function castToEnum(value: EdmValue, from: EdmType | undefined, type: EdmEnumType): string | null {
  if (typeof value === 'string') {
    if (from?.kind === 'EnumType') return from === type ? value : null;
    return primitiveName(from) === 'Decimal' ? null : (canonicalEnumText(type, value) ?? null);
  }
  if (typeof value !== 'bigint' && !(typeof value === 'number' && Number.isInteger(value))) return null;
  const number = BigInt(value);
  const range = integerRange[type.underlyingType.name];
  if (range !== undefined && (number < range[0] || number > range[1])) return null;
  const text = enumTextOf(type, number);
  return type.isFlags || type.members.has(text) ? text : null;
}

/** Rule 5: the fraction of the seconds rounded to the precision. */
function withPrecision(text: string, name: EdmPrimitiveTypeName, precision: number | undefined): string {
  if (precision === undefined || !['DateTimeOffset', 'Duration', 'TimeOfDay'].includes(name)) return text;
  const match = /^(.*:|.*[A-Z])?(\d+)\.(\d+)(.*)$/.exec(text);
  if (match === null || match[3]!.length <= precision) return text;
  const rounded = decimalOf(`${match[2]}.${match[3]}`).toDecimalPlaces(
    precision,
    decimalLibrary().ROUND_DOWN,
  );
  const [whole, fraction] = rounded.toFixed(precision).split('.');
  const seconds = name === 'Duration' ? whole! : whole!.padStart(2, '0');
  return `${match[1] ?? ''}${seconds}${fraction === undefined ? '' : `.${fraction}`}${match[4]}`;
}
