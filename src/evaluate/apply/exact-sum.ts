// OData Data Aggregation Extension 4.0, section 3.2.1.3 "Aggregation Methods": sums without loss.
import type { Decimal } from 'decimal.js';
import type { EdmValue } from '../../edm/value.ts';
import { decimalOfNumber } from '../convert-number.ts';
import { decimalLibrary, decimalOf } from '../decimal.ts';

/** Adds numbers up, whatever their form, without loss; fractions that come as numbers make the sum a Double. */
export interface ExactSum {
  add(value: EdmValue): void;
  isDouble(): boolean;
  double(): number;
  decimal(): Decimal;
}

/** Most digits of a text that is added as a whole number. */
const mostDigits = 15;

/**
 * Short decimals are added as whole numbers, one sum for each number of digits after the point; what leaves the range of exact
 * whole numbers goes into the decimal library.
 */
export function createExactSum(): ExactSum {
  const wholes: number[] = [0];
  let doubles = 0;
  let isDouble = false;
  let large: Decimal | undefined;
  const addLarge = (text: string): void => {
    large = large === undefined ? decimalOf(text) : large.plus(decimalOf(text));
  };
  const addWhole = (value: number, scale: number): void => {
    const before = wholes[scale] ?? 0;
    const sum = before + value;
    if (Number.isSafeInteger(sum)) {
      wholes[scale] = sum;
      return;
    }
    addLarge(`${before}e-${scale}`);
    wholes[scale] = value;
  };
  const addText = (text: string): void => {
    const negative = text.charCodeAt(0) === 45;
    let value = 0;
    let digits = 0;
    let point = -1;
    for (let i = negative ? 1 : 0; i < text.length; i++) {
      const digit = text.charCodeAt(i) - 48;
      if (digit >= 0 && digit <= 9 && digits < mostDigits) {
        value = value * 10 + digit;
        digits++;
      } else if (digit === -2 && point < 0) point = digits;
      else {
        addLarge(text);
        return;
      }
    }
    addWhole(negative ? -value : value, point < 0 ? 0 : digits - point);
  };
  const decimal = (): Decimal =>
    wholes.reduce<Decimal>(
      (sum, whole, scale) => (whole === 0 ? sum : sum.plus(`${whole}e-${scale}`)),
      large ?? new (decimalLibrary())(0),
    );
  return {
    add(value) {
      if (typeof value === 'string') addText(value);
      else if (typeof value === 'bigint') addLarge(value.toString());
      else if (Number.isSafeInteger(value)) addWhole(value as number, 0);
      else if (Number.isInteger(value)) addLarge(decimalOfNumber(value as number));
      else if (typeof value === 'number') {
        doubles += value;
        isDouble = true;
      }
    },
    isDouble: () => isDouble,
    double: () => decimal().toNumber() + doubles,
    decimal: () => (isDouble ? decimal().plus(doubles) : decimal()),
  };
}
