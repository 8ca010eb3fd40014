// OData JSON Format 4.01, section 7.5 "Untyped Value" and 4.6.3 "type": values that no declaration describes.

import { decimalParts, longestNotation, longNotation, withoutTrailingZeros } from '../../edm/number-text.ts';
import { createRecord, type EdmValue } from '../../edm/value.ts';
import { isJsonObject, JsonNumber, type JsonValue } from '../parse-json.ts';

/** JSON as it is, member names too; integers beyond the reach of a double become bigint. */
export function readPlain(json: JsonValue): EdmValue {
  if (json instanceof JsonNumber) {
    const { value } = untypedNumber(json);
    return typeof value === 'bigint' ? value : json.value;
  }
  if (Array.isArray(json)) return json.map(readPlain);
  if (!isJsonObject(json)) return json as string | number | boolean | null;
  const value = createRecord();
  for (const name of Object.keys(json)) value[name] = readPlain(json[name] ?? null);
  return value;
}

export interface UntypedNumber {
  readonly value: EdmValue;
  /** Qualified name of the type that keeps all digits; undefined for Edm.Double, which JSON implies. */
  readonly typeName: 'Edm.Int64' | 'Edm.Decimal' | undefined;
}

/** Without a type a number is a double; one that a double would change is kept as Int64 or Decimal. */
export function untypedNumber(json: JsonNumber): UntypedNumber {
  const { text, value } = json;
  if (isSameNumber(text, value)) return { value, typeName: undefined };
  if (/^-?\d{1,19}$/.test(text)) {
    const integer = BigInt(text);
    if (BigInt.asIntN(64, integer) === integer) return { value: integer, typeName: 'Edm.Int64' };
  }
  return { value: text, typeName: 'Edm.Decimal' };
}

function isSameNumber(text: string, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  return normalized(text) === normalized(String(value));
}

/** Long notation without zeros that say nothing. */
function normalized(text: string): string {
  const exponent = decimalParts(text)?.exponent ?? 0;
  if (Math.abs(exponent) > longestNotation) return text;
  const long = longNotation(text);
  const short = long.includes('.') ? withoutTrailingZeros(long).replace(/\.$/, '') : long;
  return short === '-0' ? '0' : short;
}
