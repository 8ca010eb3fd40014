// OData CSDL 4.01, section 3.3 "Primitive Types": Edm.Decimal by value, exact.
import { createRequire } from 'node:module';
import type { Decimal as DecimalClass } from 'decimal.js';

type DecimalConstructor = typeof DecimalClass;

// Most services never compute with decimals of many digits: the library is loaded by the first that does.
const load = createRequire(import.meta.url);
let loaded: DecimalConstructor | undefined;

/** The decimal library, set so that sums and products of any Edm.Decimal are exact. */
export function decimalLibrary(): DecimalConstructor {
  if (loaded === undefined) {
    const { Decimal } = load('decimal.js') as { Decimal: DecimalConstructor };
    loaded = Decimal.clone({
      precision: 1000,
      toExpNeg: -9e15,
      toExpPos: 9e15,
      maxE: 9e15,
      minE: -9e15,
    });
  }
  return loaded;
}

let loadedForDivision: DecimalConstructor | undefined;

/** The library for quotients: 34 significant digits, as decimal floating point of 128 bits has. */
export function divisionLibrary(): DecimalConstructor {
  loadedForDivision ??= decimalLibrary().clone({ precision: 34 });
  return loadedForDivision;
}

/** A number's value from its text: `INF`, `-INF` and `NaN` too. */
export function numberOfText(text: string): number {
  if (text === 'INF') return Number.POSITIVE_INFINITY;
  if (text === '-INF') return Number.NEGATIVE_INFINITY;
  return Number(text);
}

/** Fifteen digits without exponent: the nearest Double tells such decimals apart, and orders them. */
function fitsDouble(text: string): boolean {
  if (text.length > 15) return false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 101 || unit === 69) return false;
  }
  return true;
}

/** Negative, zero or positive; NaN where one is not a number. */
export function compareDecimals(a: string, b: string): number {
  if (fitsDouble(a) && fitsDouble(b)) {
    const left = numberOfText(a);
    const right = numberOfText(b);
    return left === right ? 0 : left - right;
  }
  const left = canonicalDecimal(a);
  const right = canonicalDecimal(b);
  if (left === right) return left === 'NaN' ? Number.NaN : 0;
  const Decimal = decimalLibrary();
  return new Decimal(libraryText(left)).cmp(libraryText(right));
}

/** The order of decimals to one of them. */
export function decimalOrderTo(constant: string): (text: string) => number {
  if (!fitsDouble(constant)) return (text) => compareDecimals(text, constant);
  const number = numberOfText(constant);
  return (text) =>
    fitsDouble(text) && Number.isFinite(number)
      ? numberOfText(text) - number
      : compareDecimals(text, constant);
}

function libraryText(text: string): string {
  return text === 'INF' ? 'Infinity' : text === '-INF' ? '-Infinity' : text;
}

export function decimalOf(text: string): DecimalClass {
  return new (decimalLibrary())(libraryText(text));
}

/** The text that Edm.Decimal has for a result of the library: never an exponent within 60 digits, `INF` and `NaN` as OData writes them. */
export function decimalText(value: DecimalClass): string {
  if (value.isNaN()) return 'NaN';
  if (!value.isFinite()) return value.isNegative() ? '-INF' : 'INF';
  const exponent = value.e;
  return exponent > 60 || exponent < -60 ? value.toExponential() : value.toFixed();
}

const decimalPattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** One text for each value: digits without outer zeros, and a power of ten (`1.50`, `15e-1` are both `15e-1`). */
export function canonicalDecimal(text: string): string {
  const match = decimalPattern.exec(text);
  if (match === null) return text;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length);
  return `${sign === '-' ? '-' : ''}${significant}${power === 0n ? '' : `e${power}`}`;
}
