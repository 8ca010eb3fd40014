// OData URL Conventions 4.01, section 4.3.1 "Canonical URL": one text for each key, whatever spelling a value was sent in.
// Texts compare (by `<`) as the values do, so that a collection in the order of its key texts is in ascending key order.
import type { EdmEntityType, EdmEnumType, EdmType } from '../../edm/edm-model.ts';
import { createRecord, type EdmValue, type StructuredValue, valueAt } from '../../edm/value.ts';

/** Parts of a text are separated by this; below every character that a part may have. */
export const partSeparator = '\u0000';

/** The text of an entity's key; undefined when a value is missing, null, or not of the key property's type. */
export function keyText(type: EdmEntityType, key: StructuredValue): string | undefined {
  const { key: parts } = type;
  const only = parts.length === 1 ? parts[0] : undefined;
  if (only !== undefined) return valueText(only.property.type.type, key[only.name]);
  let text = '';
  for (const part of parts) {
    const value = valueText(part.property.type.type, key[part.name]);
    if (value === undefined) return undefined;
    text += value + partSeparator;
  }
  return text;
}

/** The key of an entity with these values, by the names of the key. */
export function keyOf(type: EdmEntityType, values: StructuredValue): StructuredValue {
  const key = createRecord();
  for (const part of type.key) key[part.name] = valueAt(values, part.path) ?? null;
  return key;
}

/** A text that is the same for equal values of the type, and in their order; undefined for null and what has no such text. */
export function valueText(type: EdmType, value: EdmValue | undefined): string | undefined {
  if (value === null || value === undefined) return undefined;
  switch (type.kind) {
    case 'EnumType':
      return typeof value === 'string' ? enumText(type, value) : undefined;
    case 'TypeDefinition':
      return valueText(type.underlyingType, value);
    case 'Primitive':
      return primitiveText(type.name, value);
    default:
      return undefined;
  }
}

function primitiveText(type: string, value: EdmValue): string | undefined {
  switch (typeof value) {
    case 'string':
      return stringText(type, value);
    case 'number':
      return Number.isInteger(value) && Math.abs(value) <= 2 ** 31 && isSmallInteger(type)
        ? (value + 2 ** 31).toString(36).padStart(7, '0')
        : numberTypes.has(type)
          ? decimalText(String(value))
          : undefined;
    case 'bigint':
      return type === 'Int64' ? (value + 2n ** 63n).toString(16).padStart(16, '0') : undefined;
    case 'boolean':
      return type === 'Boolean' ? String(Number(value)) : undefined;
    default:
      return undefined;
  }
}

const numberTypes = new Set(['Double', 'Single', 'Decimal']);

function isSmallInteger(type: string): boolean {
  return type === 'Int32' || type === 'Int16' || type === 'Byte' || type === 'SByte';
}

function stringText(type: string, value: string): string | undefined {
  switch (type) {
    case 'String':
      return escapeControls(value);
    case 'Guid':
      return value.toLowerCase();
    case 'Decimal':
      return decimalText(value);
    case 'DateTimeOffset':
      return instantText(value);
    case 'TimeOfDay':
      return timeText(value);
    case 'Duration':
      return durationText(value);
    case 'Binary':
      return value.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
    case 'Date':
      return value;
    default:
      return undefined;
  }
}

/** Characters that separate parts are moved out of the way. */
function escapeControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\u0000-\u0002]/.test(text)
    ? // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
      text.replace(/[\u0000-\u0002]/g, (c) => `\u0002${String.fromCharCode(c.charCodeAt(0) + 3)}`)
    : text;
}

function enumText(type: EdmEnumType, text: string): string {
  let sum = 0n;
  for (const name of text.split(',')) {
    const member = type.members.get(name.trim());
    if (member === undefined && !/^-?\d+$/.test(name.trim())) return text;
    sum |= member?.value ?? BigInt(name.trim());
  }
  return (sum + 2n ** 63n).toString(16).padStart(16, '0');
}

/** Sign, exponent and digits: negative numbers with their digits complemented. */
function decimalText(text: string): string | undefined {
  if (text === 'NaN') return 'r';
  if (text === 'INF' || text === 'Infinity') return 'q';
  if (text === '-INF' || text === '-Infinity') return 'm';
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponentText = '0'] = match;
  const digits = (whole + fraction).replace(/0+$/, '');
  const significant = digits.replace(/^0+/, '');
  if (significant === '') return 'o';
  const exponent = whole.length + Number(exponentText) - (digits.length - significant.length);
  if (sign !== '-') return `p${String(exponent + 500_000).padStart(7, '0')}${significant}`;
  const complement = significant.replace(/\d/g, (digit) => String(9 - Number(digit)));
  return `n${String(500_000 - exponent).padStart(7, '0')}${complement}~`;
}

/** Seconds of the instant, and its fraction to any precision. */
function instantText(text: string): string | undefined {
  const match = /^(.*?)(?:\.(\d+))?(Z|z|[+-]\d\d:\d\d)$/.exec(text);
  if (match === null) return undefined;
  const time = match[1]?.length === 16 ? `${match[1]}:00` : match[1];
  const seconds = Date.parse(`${time}${match[3]?.toUpperCase()}`) / 1000;
  if (Number.isNaN(seconds)) return text;
  return `${(seconds + 10 ** 12).toString().padStart(14, '0')}.${(match[2] ?? '').replace(/0+$/, '')}`;
}

function timeText(text: string): string {
  const full = text.length === 5 ? `${text}:00` : text;
  return full.includes('.') ? full.replace(/\.?0+$/, '') : full;
}

function durationText(text: string): string | undefined {
  const match = /^([+-]?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  const whole = ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
  return decimalText(`${sign === '-' ? '-' : ''}${whole}.${fraction}`);
}
