// OData ABNF Construction Rules 4.01, section 7 "Literal Data Values": decimalValue, doubleValue, nanInfinity.

/** Text of a Double or of an integer: `1.5`, `-0.0`, `INF`, `-INF`, `NaN`. */
export function numberText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0.0' : String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'INF' : '-INF';
}

const decimal = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Parts of a decimal number's text; undefined where it is none. The exponent is bounded by what a JavaScript number holds. */
export function decimalParts(
  text: string,
): { negative: boolean; integer: string; fraction: string; exponent: number } | undefined {
  const match = decimal.exec(text);
  if (match === null) return undefined;
  const [, sign, integer = '', fraction = '', exponent = '0'] = match;
  return { negative: sign === '-', integer, fraction, exponent: Number(exponent) };
}

/** Digits that long notation may have: an exponent beyond it is a denial of service, not a number. */
export const longestNotation = 10_000;

/**
 * The same number without exponent: `1e3` is `1000`, `1.5e-3` is `0.0015`. Zeros that were sent stay.
 * The text itself where it has no exponent, or one that would need more than `longestNotation` digits.
 */
export function longNotation(text: string): string {
  const parts = decimalParts(text);
  if (parts === undefined || parts.exponent === 0 || Math.abs(parts.exponent) > longestNotation) return text;
  const { integer, fraction, exponent, negative } = parts;
  const point = integer.length + exponent;
  const digits = integer + fraction;
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  const rest = point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits;
  const number = `${whole.replace(/^0+(?=\d)/, '')}${rest === '' ? '' : `.${rest}`}`;
  return negative ? `-${number}` : number;
}

/** Without zeros at its end; in one pass, where a regular expression would look at each run of zeros from each of its digits. */
export function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 0x30) end--;
  return digits.slice(0, end);
}

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A Decimal's text as a JSON number token; undefined for INF, -INF and NaN, which JSON numbers can't say. */
export function jsonNumberText(text: string): string | undefined {
  if (jsonNumber.test(text)) return text;
  if (decimalParts(text) === undefined) return undefined;
  return text.replace(/^\+/, '').replace(/^(-?)0+(?=\d)/, '$1');
}
