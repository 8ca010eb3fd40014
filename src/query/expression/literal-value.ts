// OData URL Conventions 4.01, section 5.1.1.14 "Literals": the value of a literal as a value of a given type.
import { isCalendarDate } from '../../edm/calendar-date.ts';
import type { EdmEnumType, EdmPrimitiveTypeName, EdmType } from '../../edm/edm-model.ts';
import { canonicalEnumText } from '../../edm/enum-value.ts';
import { integerRange } from '../../edm/integer-range.ts';
import { underlyingType } from '../../edm/underlying-type.ts';
import type { EdmValue } from '../../edm/value.ts';
import type { LiteralExpr } from '../../uri/syntax-tree.ts';
import { findByName, findType } from '../find-name.ts';
import { primitive, type ResolveContext } from '../resolve-context.ts';
import { geoValue } from './geo-literal.ts';

/** `+5` and `-0` are numbers too; the sign `+` is no part of a canonical number. */
function integerOf(text: string, name: EdmPrimitiveTypeName): EdmValue | undefined {
  const range = integerRange[name];
  if (range === undefined || !/^[+-]?\d+$/.test(text)) return undefined;
  // what is short is a number exactly, which is quicker; 0 is added since -0 is no integer
  const value = text.length <= 15 ? Number(text) + 0 : BigInt(text.replace(/^\+/, ''));
  if (value < range[0] || value > range[1]) return undefined;
  return name === 'Int64' ? BigInt(value) : Number(value);
}

function floatOf(text: string): number | undefined {
  if (text === 'INF') return Number.POSITIVE_INFINITY;
  if (text === '-INF') return Number.NEGATIVE_INFINITY;
  if (text === 'NaN') return Number.NaN;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

/** An enum literal (`ns.Color'Red'`), or in 4.01 a string, as the canonical text of the enumeration type. */
function enumOf(context: ResolveContext, literal: LiteralExpr, type: EdmEnumType): string | undefined {
  if (literal.type === 'enum') {
    if (literal.typeName !== undefined && findType(context, literal.typeName) !== type) return undefined;
    return enumTextLenient(context, type, literal.value);
  }
  if (literal.type === 'string') return enumTextLenient(context, type, literal.value);
  // Names without quotes and plain numbers are more than the standard asks; a profile allows them.
  if (literal.type === 'number' && context.options.numericEnums === true)
    return canonicalEnumText(type, literal.value);
  return undefined;
}

/** Member names without regard to case where the options say so. */
function enumTextLenient(context: ResolveContext, type: EdmEnumType, text: string): string | undefined {
  const exact = canonicalEnumText(type, text);
  if (exact !== undefined || !context.options.ignoreCase) return exact;
  const names = text.split(',').map((name) => findByName(type.members, name.trim(), true)?.name ?? name);
  return canonicalEnumText(type, names.join(','));
}

const durationText = /^[+-]?P(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/;

const literalTypeOf: Partial<Record<EdmPrimitiveTypeName, LiteralExpr['type']>> = {
  Guid: 'guid',
  Date: 'date',
  DateTimeOffset: 'dateTimeOffset',
  TimeOfDay: 'timeOfDay',
  Binary: 'binary',
  String: 'string',
  Duration: 'duration',
};

const datedTypes: ReadonlySet<EdmPrimitiveTypeName> = new Set(['Date', 'DateTimeOffset']);

function isNumberLiteral(literal: LiteralExpr): boolean {
  return literal.type === 'number' || literal.type === 'decimal';
}

/**
 * The literal as a value of the type, in the form of `EdmValue`; undefined where it is none.
 * Digits become Int64 and Decimal without loss; null is a value of every type.
 */
export function literalAs(
  context: ResolveContext,
  literal: LiteralExpr,
  type: EdmType,
): EdmValue | undefined {
  if (literal.type === 'null') return null;
  const target = underlyingType(type);
  const value = plainLiteralAs(context, literal, target);
  const unquote = value === undefined && literal.type === 'string' && context.options.quotedLiterals === true;
  return unquote ? textAs(context, literal.value, target) : value;
}

function plainLiteralAs(
  context: ResolveContext,
  literal: LiteralExpr,
  target: EdmType,
): EdmValue | undefined {
  if (target.kind === 'EnumType') return enumOf(context, literal, target);
  if (target.kind !== 'Primitive') return undefined;
  switch (target.name) {
    case 'Boolean':
      return literal.type === 'boolean' ? literal.value.toLowerCase() === 'true' : undefined;
    case 'Byte':
    case 'SByte':
    case 'Int16':
    case 'Int32':
    case 'Int64':
      return literal.type === 'number' ? integerOf(literal.value, target.name) : undefined;
    case 'Decimal':
      return isNumberLiteral(literal) ? literal.value.replace(/^\+/, '') : undefined;
    case 'Double':
    case 'Single':
      return isNumberLiteral(literal) ? floatOf(literal.value) : undefined;
    case 'Duration':
      // 4.01: the prefix is optional
      return literal.type === 'duration' || (literal.type === 'string' && durationText.test(literal.value))
        ? literal.value
        : undefined;
    case 'PrimitiveType':
    case 'Untyped':
      return naturalValue(context, literal).value;
    default:
      if (target.name.startsWith('Geo')) return geoValue(literal, target.name);
      if (datedTypes.has(target.name) && !isCalendarDate(literal.value.split(/t/i, 1)[0] ?? ''))
        return undefined;
      if (literal.type === literalTypeOf[target.name]) return literal.value;
      return literal.type === 'date' && target.name === 'DateTimeOffset' && context.options.datesAsTimestamps
        ? `${literal.value}T00:00:00Z`
        : undefined;
  }
}

/** The type that a literal has by itself, and its value: digits are Int32, Int64 or Decimal by their size. */
export function naturalValue(
  context: ResolveContext,
  literal: LiteralExpr,
): { readonly type: EdmType | undefined; readonly value: EdmValue | undefined } {
  if (literal.type === 'null') return { type: undefined, value: null };
  if (literal.type === 'enum') {
    const type = literal.typeName === undefined ? undefined : findType(context, literal.typeName);
    if (type?.kind !== 'EnumType') return { type: undefined, value: undefined };
    return { type, value: enumOf(context, literal, type) };
  }
  const type = primitive(context, naturalType(literal));
  return { type, value: literalAs(context, literal, type) };
}

function naturalType(literal: LiteralExpr): EdmPrimitiveTypeName {
  switch (literal.type) {
    case 'boolean':
      return 'Boolean';
    case 'number':
      if (integerOf(literal.value, 'Int32') !== undefined) return 'Int32';
      return integerOf(literal.value, 'Int64') !== undefined ? 'Int64' : 'Decimal';
    case 'decimal':
      return /[eEIN]/.test(literal.value) ? 'Double' : 'Decimal';
    case 'string':
      return 'String';
    case 'guid':
      return 'Guid';
    case 'date':
      return 'Date';
    case 'dateTimeOffset':
      return 'DateTimeOffset';
    case 'timeOfDay':
      return 'TimeOfDay';
    case 'duration':
      return 'Duration';
    case 'binary':
      return 'Binary';
    default:
      return geoTypeOf(literal);
  }
}

function geoTypeOf(literal: LiteralExpr): EdmPrimitiveTypeName {
  const family = literal.type === 'geography' ? 'Geography' : 'Geometry';
  const shape = /^(?:SRID=\d+;)?\s*([a-z]+)/i.exec(literal.value)?.[1]?.toLowerCase();
  const names = {
    point: 'Point',
    linestring: 'LineString',
    polygon: 'Polygon',
    multipoint: 'MultiPoint',
    multilinestring: 'MultiLineString',
    multipolygon: 'MultiPolygon',
    collection: 'Collection',
  } as const;
  return `${family}${names[(shape ?? 'collection') as keyof typeof names] ?? 'Collection'}`;
}

const guidText = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const dateText = /^-?\d{4,}-\d\d-\d\d$/;
const timeText = /^\d\d:\d\d(:\d\d(\.\d{1,12})?)?$/;
const dateTimeOffsetText = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,12})?)?(Z|[+-]\d\d:\d\d)?$/i;
const binaryText = /^[A-Za-z0-9_=-]*$/;

/** What kind of literal a text without quotes and prefix is, when read as a value of the primitive type. */
const bareText: Partial<Record<EdmPrimitiveTypeName, readonly [RegExp, LiteralExpr['type']]>> = {
  Boolean: [/^(true|false)$/i, 'boolean'],
  Guid: [guidText, 'guid'],
  Date: [dateText, 'date'],
  TimeOfDay: [timeText, 'timeOfDay'],
  DateTimeOffset: [dateTimeOffsetText, 'dateTimeOffset'],
  Duration: [durationText, 'duration'],
  Binary: [binaryText, 'binary'],
};

/**
 * Section 4.3.6 "Key-as-Segment Convention": text without quotes, as a value of the type; undefined where it is none.
 * Also for parameters of functions that are given as query options.
 */
export function textAs(context: ResolveContext, text: string, type: EdmType): EdmValue | undefined {
  const target = underlyingType(type);
  const span = { at: 0, end: text.length };
  if (target.kind === 'EnumType')
    return enumOf(context, { kind: 'literal', type: 'string', value: text, ...span }, target);
  if (target.kind !== 'Primitive') return undefined;
  if (target.name === 'String') return text;
  const bare = bareText[target.name];
  if (bare !== undefined) {
    const [pattern, literal] = bare;
    if (!pattern.test(text)) return undefined;
    return literalAs(context, { kind: 'literal', type: literal, value: text, ...span }, target);
  }
  const number = /^[+-]?\d+$/.test(text) ? 'number' : floatOf(text) === undefined ? undefined : 'decimal';
  if (number === undefined) return undefined;
  return literalAs(context, { kind: 'literal', type: number, value: text, ...span }, target);
}
