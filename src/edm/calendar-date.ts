// OData CSDL 4.01, section 3.3 "Primitive Types": Edm.Date holds days of the proleptic Gregorian calendar.

const dateText = /^(-?\d{4,})-(\d\d)-(\d\d)$/;

/** Whether the text `2012-12-03` names a day that there is. */
export function isCalendarDate(text: string): boolean {
  const match = dateText.exec(text);
  if (match === null) return false;
  const [, year, month, day] = match;
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1) return false;
  if (Number(day) <= 28) return true;
  // years repeat after 400, and Date.UTC takes those below 100 for 19xx
  const cycle = 2000 + (Number(year) % 400);
  return new Date(Date.UTC(cycle, Number(month), 0)).getUTCDate() >= Number(day);
}
