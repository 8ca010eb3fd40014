// OData Protocol 4.01, section 11.4.1.2 "Handling of DateTimeOffset Values": one form for each value, where a service wants that.
import type { EdmType } from '../edm/edm-model.ts';
import { canonicalEnumText } from '../edm/enum-value.ts';
import { underlyingType } from '../edm/underlying-type.ts';
import type { EdmValue } from '../edm/value.ts';

/** DateTimeOffset in UTC, fractions of seconds without trailing zeros, binary as base64url without padding, members in the order of the model. */
export function normalizedValue(type: EdmType, value: EdmValue): EdmValue {
  if (Array.isArray(value)) return value.map((item) => normalizedValue(type, item));
  if (typeof value !== 'string') return value;
  if (type.kind === 'EnumType') return canonicalEnumText(type, value) ?? value;
  const primitive = underlyingType(type);
  switch (primitive.name) {
    case 'Binary':
      return value.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
    case 'DateTimeOffset':
      return inUtc(value);
    case 'TimeOfDay':
      return withSeconds(withoutZeroFraction(value));
    case 'Duration':
      return value.replace(/(\.\d*?)0+S$/, (_, digits: string) => (digits === '.' ? 'S' : `${digits}S`));
    default:
      return value;
  }
}

function inUtc(text: string): string {
  const parts = /^(-?\d{4,}-\d\d-\d\dT\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|z|[+-]\d\d:\d\d)$/.exec(text);
  if (parts === null) return text;
  const [, minutes = '', seconds = '00', fraction = '', zone = 'Z'] = parts;
  const digits = fraction.replace(/0+$/, '');
  const instant = Date.parse(`${minutes}:${seconds}${zone.toUpperCase()}`);
  if (Number.isNaN(instant)) return text;
  return `${new Date(instant).toISOString().slice(0, -5)}${digits === '' ? '' : `.${digits}`}Z`;
}

function withoutZeroFraction(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function withSeconds(text: string): string {
  return text.length === 5 ? `${text}:00` : text;
}
