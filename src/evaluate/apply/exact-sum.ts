// OData Data Aggregation Extension 4.0, section 3.2.1.3 "Aggregation Methods": sums without loss.
import type { Decimal } from 'decimal.js';
import type { EdmValue } from '../../edm/value.ts';
import { decimalOfNumber } from '../convert-number.ts';
import { decimalOf } from '../decimal.ts';

/** Adds numbers up: whole ones as numbers while these are exact, decimals and what is larger in the decimal library. */
export interface ExactSum {
  add(value: EdmValue): void;
  /** Any fraction that came as a number (Double, Single) makes the sum a Double. */
  isDouble(): boolean;
  double(): number;
  decimal(): Decimal;
}

export function createExactSum(): ExactSum {
  let whole = 0;
  let doubles = 0;
  let isDouble = false;
  let exact: Decimal | undefined;
  const addExact = (text: string): void => {
    const value = decimalOf(text);
    exact = exact === undefined ? value : exact.plus(value);
  };
  return {
    add(value) {
      if (typeof value === 'number') {
        const sum = whole + value;
        if (Number.isSafeInteger(sum) && Number.isInteger(value)) whole = sum;
        else if (Number.isInteger(value)) addExact(decimalOfNumber(value));
        else {
          doubles += value;
          isDouble = true;
        }
      } else if (typeof value === 'bigint') addExact(value.toString());
      else if (typeof value === 'string') addExact(value);
    },
    isDouble: () => isDouble,
    double: () => whole + doubles + (exact?.toNumber() ?? 0),
    decimal: () => {
      const sum = decimalOf(String(whole)).plus(exact ?? 0);
      return isDouble ? sum.plus(doubles) : sum;
    },
  };
}
