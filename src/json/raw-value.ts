// OData Protocol 4.01, section 11.2.4.1 "Requesting a Raw Value of a Property": `/$value` as text/plain, and back.
import type { EdmEnumType, EdmTypeReference } from '../edm/edm-model.ts';
import { longNotation, numberText } from '../edm/number-text.ts';
import { underlyingType } from '../edm/underlying-type.ts';
import { type EdmValue, isStructuredValue } from '../edm/value.ts';
import { wellKnownText } from '../edm/well-known-text.ts';
import type { ODataErrorDetail } from '../error/odata-error.ts';
import { JsonNumber, type JsonValue } from './parse-json.ts';
import {
  brokenFacet,
  expectedMembers,
  expectedValues,
  readEnum,
  readPrimitive,
} from './read/read-primitive.ts';
import type { ODataVersion } from './write/select-list.ts';

/** The text of a primitive or enumeration value that is not null: `1.5`, `2012-12-03`, `Red,Blue`, `SRID=0;Point(1 2)`. */
export function rawValueText(value: EdmValue, reference: EdmTypeReference, version: ODataVersion): string {
  if (typeof value === 'number') return numberText(value);
  const { type } = reference;
  const name = underlyingType(type).name;
  if (isStructuredValue(value)) return wellKnownText(value, defaultSrid(reference, name));
  if (name === 'Decimal' && version === '4.0') return longNotation(String(value));
  return String(value);
}

/** CSDL, section 7.2.6: 4326 for geography, 0 for geometry. */
function defaultSrid({ srid }: EdmTypeReference, typeName: string): number {
  if (typeof srid === 'number') return srid;
  return typeName.startsWith('Geography') ? 4326 : 0;
}

/** The bytes of a Binary value, in either alphabet, for `/$value` with a media type of its own. */
export function binaryBytes(value: string): Uint8Array {
  return Buffer.from(value, 'base64url');
}

/** Binary as text in memory: base64url. */
export function binaryText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}

/** Reads the body of a `PUT …/$value` with text/plain. The violation, if there is one, has no target. */
export function readRawValue(
  text: string,
  reference: EdmTypeReference,
): { readonly value: EdmValue; readonly violation: ODataErrorDetail | undefined } {
  const { type } = reference;
  if (type.kind === 'EnumType') return readRawEnum(text, type);
  const primitive = underlyingType(type);
  const facets = type.kind === 'TypeDefinition' ? { ...reference, ...type.facets } : reference;
  if (primitive.kind !== 'Primitive') return misfit(text, `no text (${type.qualifiedName})`);
  const value = readPrimitive(jsonOf(text, primitive.name), primitive.name);
  if (value === undefined) return misfit(text, `${expectedValues[primitive.name]} (${type.qualifiedName})`);
  const broken = brokenFacet(value, primitive.name, facets);
  const violation = broken && { code: 'InvalidValue' as const, message: `The value must ${broken}.` };
  return { value, violation: violation || undefined };
}

function readRawEnum(text: string, type: EdmEnumType): ReturnType<typeof readRawValue> {
  const value = readEnum(text, type);
  return value === undefined ? misfit(text, expectedMembers(type)) : { value, violation: undefined };
}

function misfit(text: string, expected: string): ReturnType<typeof readRawValue> {
  const found = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  return {
    value: text,
    violation: { code: 'InvalidValue', message: `The value must be ${expected}; found ${found}.` },
  };
}

const numeric = new Set(['Byte', 'SByte', 'Int16', 'Int32', 'Double', 'Single']);

/** The JSON value that the text stands for. */
function jsonOf(text: string, typeName: string): JsonValue {
  if (typeName === 'Boolean') return text === 'true' ? true : text === 'false' ? false : text;
  const isNumber = numeric.has(typeName) && /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text);
  return isNumber ? new JsonNumber(text, Number(text)) : text;
}
