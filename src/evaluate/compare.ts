// OData URL Conventions 4.01, section 5.1.1.1 "Logical Operators": equality and order of values, by Edm type.
import type { EdmEnumType, EdmPrimitiveType, EdmStructuredType, EdmType } from '../edm/edm-model.ts';
import { enumValueOf } from '../edm/enum-value.ts';
import { type EdmValue, isCollectionValue, isStructuredValue, type StructuredValue } from '../edm/value.ts';
import { canonicalDecimal, compareDecimals, numberOfText } from './decimal.ts';
import {
  compareDates,
  compareDurations,
  compareInstants,
  compareTexts,
  compareTimes,
  durationPicoseconds,
  fractionDigits,
  instantSeconds,
  timeSeconds,
} from './temporal.ts';

/** Compares two values that are not null: negative, zero, positive; NaN where they have no order (NaN, other types). */
export type Comparator = (a: EdmValue, b: EdmValue) => number;

type TextComparator = (a: string, b: string) => number;

/** The order of strings by code points. Units order as code points do, save that surrogates come after U+E000 to U+FFFF. */
export function compareStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) {
      return left >= 0xd800 && right >= 0xd800 ? codePointRank(left) - codePointRank(right) : left - right;
    }
  }
  return a.length - b.length;
}

function codePointRank(unit: number): number {
  return unit >= 0xe000 ? unit : unit + 0x10000;
}

/** Values of one numeric kind, or of several: exact across number and bigint. */
function compareNumbers(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : a >= b ? 0 : Number.NaN;
}

function bytes(text: string): Buffer {
  // Node's decoder takes both alphabets, with padding or without.
  return Buffer.from(text, 'base64');
}

function texts(compare: TextComparator): Comparator {
  return (a, b) => (typeof a === 'string' && typeof b === 'string' ? compare(a, b) : compareUntyped(a, b));
}

const comparePlainNumbers: Comparator = (a, b) =>
  typeof a === 'number' && typeof b === 'number'
    ? a === b
      ? 0
      : a - b || (a < b ? -1 : a > b ? 1 : Number.NaN)
    : compareUntyped(a, b);

const compareDecimalValues: Comparator = (a, b) => {
  if (typeof a === 'string' && typeof b === 'string') return compareDecimals(a, b);
  return compareDecimals(String(a), String(b));
};

const stringOrder = texts(compareStrings);
const guidOrder = texts((a, b) => compareTexts(a.toLowerCase(), b.toLowerCase()));
const binaryOrder = texts((a, b) => Buffer.compare(bytes(a), bytes(b)));

const primitiveOrder: Partial<Record<EdmPrimitiveType['name'], Comparator>> = {
  Binary: binaryOrder,
  Byte: comparePlainNumbers,
  SByte: comparePlainNumbers,
  Int16: comparePlainNumbers,
  Int32: comparePlainNumbers,
  Double: comparePlainNumbers,
  Single: comparePlainNumbers,
  Decimal: compareDecimalValues,
  Date: texts(compareDates),
  DateTimeOffset: texts(compareInstants),
  TimeOfDay: texts(compareTimes),
  Duration: texts(compareDurations),
  Guid: guidOrder,
  String: stringOrder,
};

function enumOrder(type: EdmEnumType): Comparator {
  const known = new Map<string, bigint | undefined>();
  const numberOf = (text: string): bigint | undefined => {
    if (!known.has(text)) known.set(text, enumValueOf(type, text));
    return known.get(text);
  };
  return texts((a, b) => {
    if (a === b) return 0;
    const left = numberOf(a);
    const right = numberOf(b);
    return left === undefined || right === undefined ? compareStrings(a, b) : compareNumbers(left, right);
  });
}

/** The order of a type's values. Without a type, or for types without order, by what the values are in memory. */
export function comparatorOf(type: EdmType | undefined): Comparator {
  if (type === undefined) return compareUntyped;
  if (type.kind === 'TypeDefinition') return comparatorOf(type.underlyingType);
  if (type.kind === 'EnumType') return enumOrder(type);
  if (type.kind === 'Primitive') return primitiveOrder[type.name] ?? compareUntyped;
  const equal = equalityOf(type, false);
  return (a, b) => (equal(a, b) ? 0 : Number.NaN);
}

/** The order of values whose type is known at run time only. */
function compareUntyped(a: EdmValue, b: EdmValue): number {
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (typeof a === 'object' && typeof b === 'object') return equalUntyped(a, b) ? 0 : Number.NaN;
  // A decimal's text against a number: an open property tells its type beside the value, a literal does not.
  if (isNumeric(a) && typeof b === 'string') return compareNumbers(a, numberOfText(b));
  if (typeof a === 'string' && isNumeric(b)) return compareNumbers(numberOfText(a), b);
  return Number.NaN;
}

function isNumeric(value: EdmValue): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** A total order for sorting: null first, then NaN, then by the comparator. */
export function compareForSort(compare: Comparator, a: EdmValue, b: EdmValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  const order = compare(a, b);
  return Number.isNaN(order) ? sortRank(a) - sortRank(b) : order;
}

function sortRank(value: EdmValue): number {
  if (Number.isNaN(value) || value === 'NaN') return 0;
  return ['number', 'bigint', 'boolean', 'string', 'object'].indexOf(typeof value) + 1;
}

export type Equality = (a: EdmValue, b: EdmValue) => boolean;

/** Equality as `eq` has it: null equals null, NaN equals nothing, complex values and collections by structure. */
export function equalityOf(type: EdmType | undefined, collection: boolean): Equality {
  if (collection) {
    const item = equalityOf(type, false);
    return (a, b) =>
      isCollectionValue(a) && isCollectionValue(b)
        ? a.length === b.length && a.every((value, i) => item(value, b[i]!))
        : a === b;
  }
  if (type?.kind === 'ComplexType' || type?.kind === 'EntityType') return structuredEquality(type);
  const compare = comparatorOf(type);
  return (a, b) => (a === null || b === null ? a === b : compare(a, b) === 0);
}

function structuredEquality(type: EdmStructuredType): Equality {
  const properties = new Map<string, Equality>();
  const propertyEquality = (name: string): Equality => {
    let equality = properties.get(name);
    if (equality === undefined) {
      const property = type.properties.get(name);
      equality =
        property === undefined ? equalUntyped : equalityOf(property.type.type, property.type.collection);
      properties.set(name, equality);
    }
    return equality;
  };
  return (a, b) => equalMembers(a, b, propertyEquality);
}

/** Equality of values whose type is known at run time only. */
function equalUntyped(a: EdmValue, b: EdmValue): boolean {
  if (a === null || b === null) return a === b;
  if (isCollectionValue(a) && isCollectionValue(b)) {
    return a.length === b.length && a.every((value, i) => equalUntyped(value, b[i]!));
  }
  if (isStructuredValue(a) && isStructuredValue(b)) return equalMembers(a, b, () => equalUntyped);
  return typeof a !== 'object' && typeof b !== 'object' && compareUntyped(a, b) === 0;
}

/** Same members with same values, whatever their order; a member that is missing is null. Annotations don't count. */
function equalMembers(a: EdmValue, b: EdmValue, equality: (name: string) => Equality): boolean {
  if (!isStructuredValue(a) || !isStructuredValue(b)) return a === b;
  if (a === b) return true;
  if ((a['@type'] ?? b['@type']) !== (b['@type'] ?? a['@type'])) return false;
  for (const name in a) {
    if (!name.includes('@') && !equality(name)(a[name] ?? null, b[name] ?? null)) return false;
  }
  for (const name in b) {
    if (!name.includes('@') && !(name in a) && b[name] !== null) return false;
  }
  return true;
}

/**
 * A text that two values of the type have in common exactly when they are equal (NaN included): the key of indexes,
 * groups and distinct counts. Null has a text of its own.
 */
export function canonicalText(value: EdmValue, type: EdmType | undefined): string {
  if (value === null) return '\u0000';
  if (typeof value === 'number') return value === 0 ? '0' : String(value);
  if (typeof value === 'string') return canonicalString(value, type);
  if (typeof value !== 'object') return String(value);
  if (isCollectionValue(value)) return JSON.stringify(value.map((item) => canonicalText(item, type)));
  return canonicalMembers(value as StructuredValue, type);
}

function canonicalMembers(value: StructuredValue, type: EdmType | undefined): string {
  const properties =
    type?.kind === 'ComplexType' || type?.kind === 'EntityType' ? type.properties : undefined;
  const names = Object.keys(value).filter((name) => !name.includes('@') && value[name] !== null);
  const members = names
    .sort()
    .map((name) => [name, canonicalText(value[name]!, properties?.get(name)?.type.type)]);
  return JSON.stringify(members);
}

function canonicalString(text: string, type: EdmType | undefined): string {
  if (type?.kind === 'TypeDefinition') return canonicalString(text, type.underlyingType);
  if (type?.kind === 'EnumType') return String(enumValueOf(type, text) ?? text);
  if (type?.kind !== 'Primitive') return text;
  switch (type.name) {
    case 'Decimal':
      return canonicalDecimal(text);
    case 'DateTimeOffset':
      return `${instantSeconds(text)}.${fractionDigits(text)}`;
    case 'TimeOfDay':
      return `${timeSeconds(text, 0)}.${fractionDigits(text)}`;
    case 'Duration':
      return String(durationPicoseconds(text) ?? text);
    case 'Guid':
      return text.toLowerCase();
    case 'Binary':
      return bytes(text).toString('base64');
    default:
      return text;
  }
}
