// OData URL Conventions 4.01, section 5.1.1.16 "Numeric Promotion": one number in the form of another numeric type.
import type { EdmValue } from '../edm/value.ts';
import { decimalOf, decimalText, numberOfText } from './decimal.ts';
import type { NumericKind } from './edm-kind.ts';
import type { Operand } from './instance.ts';

/** The text of a number as Edm.Decimal has it. */
export function decimalOfNumber(value: number | bigint): string {
  if (typeof value === 'bigint') return value.toString();
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return Object.is(value, -0) ? '0' : String(value);
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'INF' : '-INF';
  return decimalText(decimalOf(String(value)));
}

/** Any number as the nearest Double; NaN for what is no number. */
export function doubleOf(value: Operand): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' ? numberOfText(value) : Number.NaN;
}

/** The number in the form that the kind has in memory. What can't be an integer stays as it is. Null stays null. */
export function convertNumber(value: Operand, kind: NumericKind): EdmValue {
  if (value === null || typeof value === 'object' || typeof value === 'boolean') return null;
  switch (kind) {
    case 'double':
      return doubleOf(value);
    case 'decimal':
      return typeof value === 'string' ? value : decimalOfNumber(value);
    case 'int64':
      return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
    case 'integer':
      return typeof value === 'bigint' && value >= -0x80000000n && value <= 0x7fffffffn
        ? Number(value)
        : value;
  }
}
