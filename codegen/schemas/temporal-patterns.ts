// OData ABNF Construction Rules 4.01: dateValue, dateTimeOffsetValue, timeOfDayValue, durationValue.

const year = '-?([0-9]{4}|[1-9][0-9]{4,})';
const leapYear = '-?([1-9][0-9]*)?([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)';

/** Months have their days, and February has 29 in leap years only. */
export const datePattern =
  `(${year}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))` +
  `|${leapYear}-02-29)`;

/** An unspecified precision allows all the twelve digits that the grammar has. */
function fraction(precision: number | undefined): string {
  if (precision === 0) return '';
  return `(\\.[0-9]{1,${Math.min(precision ?? 12, 12)}})?`;
}

export function timeOfDayPattern(precision: number | undefined): string {
  return `([01][0-9]|2[0-3]):[0-5][0-9](:([0-5][0-9]|60)${fraction(precision)})?`;
}

export function dateTimeOffsetPattern(precision: number | undefined): string {
  return `${datePattern}T${timeOfDayPattern(precision)}(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])`;
}

/** At least one component after `P`, and after `T`. */
export function durationPattern(precision: number | undefined): string {
  const seconds = `[0-9]+${fraction(precision)}S`;
  const time = `T([0-9]+H([0-9]+M)?(${seconds})?|[0-9]+M(${seconds})?|${seconds})`;
  return `-?P([0-9]+D(${time})?|${time})`;
}
