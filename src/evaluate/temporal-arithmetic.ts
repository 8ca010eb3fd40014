// OData URL Conventions 4.01, section 5.1.1.2 "Arithmetic Operators": time-related operands (XML Schema 1.1 Part 2, E.3.3).
import { ODataError } from '../error/odata-error.ts';
import {
  civilFromDays,
  dateDays,
  durationPicoseconds,
  fractionDigits,
  fractionPicoseconds,
  instantSeconds,
  offsetMinutes,
  picosecondsPerSecond,
} from './temporal.ts';

const picosecondsPerDay = 86_400n * picosecondsPerSecond;

function pad(value: number | bigint, digits: number): string {
  return String(value).padStart(digits, '0');
}

function fractionText(picoseconds: bigint): string {
  return picoseconds === 0n ? '' : `.${pad(picoseconds, 12).replace(/0+$/, '')}`;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

/** A Duration's text: `P1DT2H`, `-PT0.5S`, `PT0S`. */
export function durationText(picoseconds: bigint): string {
  if (picoseconds === 0n) return 'PT0S';
  const sign = picoseconds < 0n ? '-' : '';
  const size = picoseconds < 0n ? -picoseconds : picoseconds;
  const seconds = size / picosecondsPerSecond;
  const fraction = fractionText(size % picosecondsPerSecond);
  const [days, hours, minutes] = [seconds / 86_400n, (seconds / 3600n) % 24n, (seconds / 60n) % 60n];
  const date = days === 0n ? '' : `${days}D`;
  const rest = seconds % 60n;
  const time =
    (hours === 0n ? '' : `${hours}H`) +
    (minutes === 0n ? '' : `${minutes}M`) +
    (rest === 0n && fraction === '' ? '' : `${rest}${fraction}S`);
  return `${sign}P${date}${time === '' ? '' : `T${time}`}`;
}

/** A Date's text from its days since 1970-01-01. */
export function dateText(days: number): string {
  const { year, month, day } = civilFromDays(days);
  if (!Number.isFinite(year)) throw new ODataError(400, 'InvalidExpression', 'The date is out of range.');
  const yearText = year < 0 ? `-${pad(-year, 4)}` : pad(year, 4);
  return `${yearText}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** Picoseconds of an instant since 1970-01-01T00:00:00Z. */
export function instantPicoseconds(text: string): bigint {
  return BigInt(instantSeconds(text)) * picosecondsPerSecond + BigInt(fractionPicoseconds(text));
}

/** The text of an instant in an offset from UTC; `Z` where the offset's text is. */
export function instantText(picoseconds: bigint, zone: string): string {
  const minutes = zone === 'Z' ? 0 : offsetMinutes(zone);
  const local = picoseconds + BigInt(minutes * 60) * picosecondsPerSecond;
  const days = floorDivide(local, picosecondsPerDay);
  const ofDay = local - days * picosecondsPerDay;
  const seconds = Number(ofDay / picosecondsPerSecond);
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const fraction = fractionText(ofDay % picosecondsPerSecond);
  return `${dateText(Number(days))}T${time.map((part) => pad(part, 2)).join(':')}${fraction}${zone}`;
}

/** `Z` or `+01:00` */
export function zoneText(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last === 90 || last === 122 ? 'Z' : text.slice(-6);
}

/** DateTimeOffset plus a number of picoseconds, in the value's own offset. */
export function addToInstant(text: string, picoseconds: bigint): string {
  return instantText(instantPicoseconds(text) + picoseconds, zoneText(text));
}

/** Date plus a number of picoseconds: the date of midnight moved by it. */
export function addToDate(text: string, picoseconds: bigint): string {
  return dateText(dateDays(text) + Number(floorDivide(picoseconds, picosecondsPerDay)));
}

export function durationOf(text: string): bigint {
  const value = durationPicoseconds(text);
  if (value === undefined) {
    throw new ODataError(400, 'InvalidExpression', `'${text}' is no value of Edm.Duration.`);
  }
  return value;
}

export function subtractInstants(a: string, b: string): string {
  return durationText(instantPicoseconds(a) - instantPicoseconds(b));
}

export function subtractDates(a: string, b: string): string {
  return durationText(BigInt(dateDays(a) - dateDays(b)) * picosecondsPerDay);
}

/** The seconds of a Duration as a Decimal: `90061.5`. */
export function secondsText(picoseconds: bigint): string {
  const sign = picoseconds < 0n ? '-' : '';
  const size = picoseconds < 0n ? -picoseconds : picoseconds;
  return `${sign}${size / picosecondsPerSecond}${fractionText(size % picosecondsPerSecond)}`;
}

/** The fraction of the seconds of a DateTimeOffset or TimeOfDay, as a Decimal: `0.25`, `0`. */
export function fractionDecimal(text: string): string {
  const digits = fractionDigits(text);
  return digits === '' ? '0' : `0.${digits}`;
}
