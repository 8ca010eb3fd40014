// OData JSON Format 4.01, section 7 "Structural Property": values of declared types, checked as they are read.
import type { EdmEnumType, EdmTypeReference } from '../../edm/edm-model.ts';
import { isBuiltInAbstract } from '../../edm/primitive-types.ts';
import type { EdmValue } from '../../edm/value.ts';
import { isJsonObject, type JsonValue } from '../parse-json.ts';
import { joinPath, type Reading, violate } from './deserialize-context.ts';
import { brokenFacet, expectedMembers, expectedValues, readEnum, readPrimitive } from './read-primitive.ts';
import { readPlain } from './read-untyped.ts';

/** Reads the members of a complex value; given by the caller, so that this file knows no members. */
export type ComplexReader = (
  json: JsonValue & object,
  reference: EdmTypeReference,
  path: string,
  reading: Reading,
) => EdmValue;

/**
 * A value of a declared type. What does not fit is a violation, and the JSON value as it is stands in its place.
 */
export function readValue(
  json: JsonValue,
  reference: EdmTypeReference,
  path: string,
  reading: Reading,
  readComplex: ComplexReader,
): EdmValue {
  if (!reference.collection) return readSingle(json, reference, path, reading, readComplex);
  if (!Array.isArray(json)) {
    const code = json === null ? 'NullNotAllowed' : 'InvalidValue';
    violate(reading, code, path, `${label(path)} must be an array${json === null ? ', not null' : ''}.`);
    return json === null ? [] : readPlain(json);
  }
  return json.map((item: JsonValue, index) =>
    readSingle(item, reference, joinPath(path, index), reading, readComplex),
  );
}

function readSingle(
  json: JsonValue,
  reference: EdmTypeReference,
  path: string,
  reading: Reading,
  readComplex: ComplexReader,
): EdmValue {
  const { type } = reference;
  if (json === null) {
    if (!reference.nullable) violate(reading, 'NullNotAllowed', path, `${label(path)} must not be null.`);
    return null;
  }
  switch (type.kind) {
    case 'EnumType':
      return readMember(json, type, path, reading);
    case 'TypeDefinition':
      return readFaceted(json, { ...reference, ...type.facets, type: type.underlyingType }, path, reading);
    case 'Primitive':
      if (isBuiltInAbstract(type)) return readPlain(json);
      return readFaceted(json, reference, path, reading);
    default:
      if (!isJsonObject(json)) return misfit(json, 'an object', path, reading);
      return readComplex(json, reference, path, reading);
  }
}

const numbersOfAnySize: ReadonlySet<string> = new Set(['Int64', 'Decimal']);

function readFaceted(json: JsonValue, reference: EdmTypeReference, path: string, reading: Reading): EdmValue {
  const { type } = reference;
  if (type.kind !== 'Primitive') return readPlain(json);
  const isText = typeof json === 'string' && reading.context.numbersAsText === false;
  if (isText && numbersOfAnySize.has(type.name) && !/^(?:-?INF|NaN)$/.test(json)) {
    const expected = `a JSON number (${type.qualifiedName}), or a string with IEEE754Compatible=true in Content-Type`;
    return misfit(json, expected, path, reading);
  }
  const value = readPrimitive(json, type.name);
  if (value === undefined)
    return misfit(json, `${expectedValues[type.name]} (${type.qualifiedName})`, path, reading);
  const broken = brokenFacet(value, type.name, reference);
  if (broken !== undefined)
    violate(reading, 'InvalidValue', path, `${label(path)} must ${broken} (${type.qualifiedName}).`);
  return value;
}

/** The JSON as it is stands in the place of a value that does not fit. */
export function misfit(json: JsonValue, expected: string, path: string, reading: Reading): EdmValue {
  const value = readPlain(json);
  const shown = JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item));
  const found = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
  violate(reading, 'InvalidValue', path, `${label(path)} must be ${expected}; found ${found}.`);
  return value;
}

export const label = (path: string): string => (path === '' ? 'The value' : `'${path}'`);

function readMember(json: JsonValue, type: EdmEnumType, path: string, reading: Reading): EdmValue {
  const exact = readEnum(json, type);
  if (exact !== undefined) return exact;
  const lenient = readEnum(lenientMember(json, type, reading), type);
  if (lenient === undefined) return misfit(json, expectedMembers(type), path, reading);
  reading.accepted.add(path);
  return lenient;
}

/** Numbers, and names in another case, stand for members where the service takes them. */
function lenientMember(json: JsonValue, type: EdmEnumType, { context }: Reading): JsonValue {
  if (typeof json === 'number' && context.numericEnums === true) return String(json);
  if (typeof json !== 'string' || context.ignoreCase !== true) return null;
  const byLowerCase = new Map([...type.members.keys()].map((name) => [name.toLowerCase(), name]));
  return json
    .split(',')
    .map((name) => byLowerCase.get(name.trim().toLowerCase()) ?? name)
    .join(',');
}
