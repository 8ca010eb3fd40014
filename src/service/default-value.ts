// OData CSDL 4.01, section 7.3 "Default Value": the text of a default value, as a value of its property's type.

import type { EdmTypeReference } from '../edm/edm-model.ts';
import { canonicalEnumText } from '../edm/enum-value.ts';
import { underlyingType } from '../edm/underlying-type.ts';
import type { EdmValue } from '../edm/value.ts';

/** The value that a default's text stands for. Dates, durations, GUIDs and decimals are texts in memory as well. */
export function literalValue(reference: EdmTypeReference, text: string | null): EdmValue {
  if (text === null) return null;
  const type = underlyingType(reference.type);
  if (type.kind === 'EnumType') return canonicalEnumText(type, text) ?? text;
  switch (type.name) {
    case 'Boolean':
      return text === 'true' || text === '1';
    case 'Byte':
    case 'SByte':
    case 'Int16':
    case 'Int32':
      return Number(text);
    case 'Single':
    case 'Double':
      return text === 'INF' ? Infinity : text === '-INF' ? -Infinity : Number(text);
    case 'Int64':
      return BigInt(text);
    default:
      return text;
  }
}
