// OData CSDL 4.01, section 3.3 "Primitive Types": Date, DateTimeOffset, TimeOfDay and Duration as numbers, no digit lost.

/** Picoseconds in a second: fractions have up to twelve digits. */
export const picosecondsPerSecond = 1_000_000_000_000n;
const secondsPerDay = 86_400;

/** Days from 1970-01-01 in the proleptic Gregorian calendar; any year, negative ones too. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The inverse of daysFromCivil. */
export function civilFromDays(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

/** Where the `-` after the year stands; the year has four digits or more and may be negative. */
function endOfYear(text: string): number {
  return text.indexOf('-', 1);
}

/** Days from 1970-01-01 of a Date, or of the date part of a DateTimeOffset in its own offset. */
export function dateDays(text: string): number {
  const at = endOfYear(text);
  return daysFromCivil(Number(text.slice(0, at)), twoDigits(text, at + 1), twoDigits(text, at + 4));
}

/** Where hours start in a DateTimeOffset; 0 in a TimeOfDay. */
export function startOfTime(text: string): number {
  return text.charCodeAt(2) === 58 ? 0 : endOfYear(text) + 7;
}

/** Whole seconds since midnight in the value's own offset. `at`: where the hours start. */
export function timeSeconds(text: string, at: number): number {
  const minutes = twoDigits(text, at) * 60 + twoDigits(text, at + 3);
  return minutes * 60 + (text.charCodeAt(at + 5) === 58 ? twoDigits(text, at + 6) : 0);
}

/** Offset from UTC in minutes. */
export function offsetMinutes(text: string): number {
  const last = text.charCodeAt(text.length - 1);
  if (last === 90 || last === 122) return 0;
  const at = text.length - 6;
  const minutes = twoDigits(text, at + 1) * 60 + twoDigits(text, at + 4);
  return text.charCodeAt(at) === 45 ? -minutes : minutes;
}

/** Whole seconds of a DateTimeOffset since 1970-01-01T00:00:00Z. */
export function instantSeconds(text: string): number {
  return dateDays(text) * secondsPerDay + timeSeconds(text, startOfTime(text)) - offsetMinutes(text) * 60;
}

/** Digits after the point of the seconds, without trailing zeros; such texts compare as numbers do. */
export function fractionDigits(text: string): string {
  const point = text.indexOf('.');
  if (point < 0) return '';
  let end = point + 1;
  let significant = end;
  for (; end < text.length; end++) {
    const digit = text.charCodeAt(end);
    if (digit < 48 || digit > 57) break;
    if (digit !== 48) significant = end + 1;
  }
  return text.slice(point + 1, significant);
}

/** The fraction of the seconds in picoseconds. */
export function fractionPicoseconds(text: string): number {
  return Number(fractionDigits(text).padEnd(12, '0').slice(0, 12));
}

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Both in UTC, of one length and with a year of four digits: the texts are in the order of the instants. */
function inTextOrder(a: string, b: string): boolean {
  return (
    a.length === b.length &&
    a.charCodeAt(a.length - 1) === 90 &&
    b.charCodeAt(b.length - 1) === 90 &&
    a.charCodeAt(4) === 45 &&
    b.charCodeAt(4) === 45
  );
}

export function compareInstants(a: string, b: string): number {
  if (inTextOrder(a, b)) return compareTexts(a, b);
  return instantSeconds(a) - instantSeconds(b) || compareTexts(fractionDigits(a), fractionDigits(b));
}

export function compareDates(a: string, b: string): number {
  return dateDays(a) - dateDays(b);
}

export function compareTimes(a: string, b: string): number {
  return timeSeconds(a, 0) - timeSeconds(b, 0) || compareTexts(fractionDigits(a), fractionDigits(b));
}

const durationPattern = /^([+-]?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$/;

/** A Duration in picoseconds; days have 24 hours. `undefined`: the text is no dayTimeDuration. */
export function durationPicoseconds(text: string): bigint | undefined {
  const match = durationPattern.exec(text);
  if (match === null) return undefined;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  const whole = ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
  const size = whole * picosecondsPerSecond + BigInt(fraction.slice(0, 12).padEnd(12, '0'));
  return sign === '-' ? -size : size;
}

export function compareDurations(a: string, b: string): number {
  const left = durationPicoseconds(a) ?? 0n;
  const right = durationPicoseconds(b) ?? 0n;
  return left < right ? -1 : left > right ? 1 : 0;
}
