// OData JSON Format 4.01, section 7.1 "Primitive Value" and 3.2 "Controlling the Representation of Numbers".
import type { EdmType, EdmTypeReference } from '../../edm/edm-model.ts';
import { jsonNumberText, longNotation, numberText } from '../../edm/number-text.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import { type EdmValue, isCollectionValue, isStructuredValue } from '../../edm/value.ts';
import type { JsonNotation } from './control-information.ts';

/** Writes a value that is not null as JSON text. */
export type ValueWriter = (value: EdmValue) => string;

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON strings escape them
const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

/** A JSON string token. */
export function quote(text: string): string {
  return needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** Members of an object, one after the other; either may be empty. */
export function append(text: string, member: string): string {
  return text === '' || member === '' ? text + member : `${text},${member}`;
}

/** The writer of single values of a primitive, enumeration or type definition type. */
export function primitiveWriter(type: EdmType, notation: JsonNotation): ValueWriter {
  if (type.kind === 'TypeDefinition') return primitiveWriter(type.underlyingType, notation);
  if (type.kind === 'EnumType')
    return (value) => (typeof value === 'string' ? quote(value) : writeUntyped(value, notation));
  if (type.kind !== 'Primitive') return (value) => writeUntyped(value, notation);
  switch (type.name) {
    case 'Boolean':
      return (value) => (typeof value === 'boolean' ? String(value) : writeUntyped(value, notation));
    case 'Byte':
    case 'SByte':
    case 'Int16':
    case 'Int32':
    case 'Double':
    case 'Single':
      return (value) => (typeof value === 'number' ? writeNumber(value) : writeUntyped(value, notation));
    case 'Int64':
      return (value) => writeInt64(value, notation);
    case 'Decimal':
      return (value) => writeDecimal(value, notation);
    case 'String':
    case 'Guid':
    case 'Date':
    case 'DateTimeOffset':
    case 'TimeOfDay':
    case 'Duration':
    case 'Binary':
      return (value) => (typeof value === 'string' ? quote(value) : writeUntyped(value, notation));
    default:
      return (value) => writeUntyped(value, notation);
  }
}

/** The writer of values (not null) of a property, parameter or return type that holds no structured values. */
export function primitiveReferenceWriter(reference: EdmTypeReference, notation: JsonNotation): ValueWriter {
  const item = primitiveWriter(reference.type, notation);
  return reference.collection ? collectionWriter(item) : item;
}

/** Section 7.3 "Collection of Primitive Values". */
export function collectionWriter(item: ValueWriter): ValueWriter {
  return (value) => {
    if (!isCollectionValue(value)) return item(value);
    let text = '';
    for (const element of value)
      text += `${text === '' ? '' : ','}${element === null ? 'null' : item(element)}`;
    return `[${text}]`;
  };
}

/** A number is finite JSON, or one of the strings "INF", "-INF", "NaN". */
function writeNumber(value: number): string {
  return Number.isFinite(value) ? numberText(value) : `"${numberText(value)}"`;
}

function writeInt64(value: EdmValue, notation: JsonNotation): string {
  if (typeof value !== 'bigint') return writeUntyped(value, notation);
  return notation.ieee754Compatible ? `"${value}"` : value.toString();
}

/** Whether a value is one of those that JSON has no number for. */
export function isNanInfinity(value: EdmValue): boolean {
  return typeof value === 'number'
    ? !Number.isFinite(value)
    : value === 'INF' || value === '-INF' || value === 'NaN';
}

/** What 4.0 has no number for is null, and an annotation beside it tells what it is. */
function writeDecimal(value: EdmValue, notation: JsonNotation): string {
  if (notation.version === '4.0' && isNanInfinity(value)) return 'null';
  const sent = typeof value === 'number' ? numberText(value) : typeof value === 'string' ? value : undefined;
  if (sent === undefined) return writeUntyped(value, notation);
  const long = notation.version === '4.0' && !notation.exponentialDecimals;
  const text = long ? longNotation(sent) : sent;
  const token = notation.ieee754Compatible ? undefined : jsonNumberText(text);
  return token ?? quote(text);
}

/** Section 7.5 "Untyped Value": what the value itself tells. */
function writeUntyped(value: EdmValue, notation: JsonNotation): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value === 'bigint') return notation.ieee754Compatible ? `"${value}"` : value.toString();
  if (typeof value === 'boolean') return String(value);
  if (isCollectionValue(value)) return `[${value.map((item) => writeUntyped(item, notation)).join(',')}]`;
  const members = Object.keys(value).map(
    (name) => `${quote(name)}:${writeUntyped(value[name] ?? null, notation)}`,
  );
  return `{${members.join(',')}}`;
}

/** Section 4.6.3: whether JSON alone tells the type of a value, so that no `type` control information is needed. */
export function isTypeEvident(type: EdmType, value: EdmValue): boolean {
  if (value === null) return true;
  // a structured value names its type inside of itself
  if (isStructuredType(type)) return isStructuredValue(value);
  if (type.kind !== 'Primitive') return false;
  if (type.name === 'Untyped') return true;
  if (type.name === 'Boolean') return typeof value === 'boolean';
  if (type.name === 'String') return typeof value === 'string';
  return type.name === 'Double' && typeof value === 'number' && Number.isFinite(value);
}
