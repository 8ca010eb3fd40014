// OData ABNF Construction Rules 4.01: int64Value, numbers in the range from -9223372036854775808 to 9223372036854775807.

/** A pattern for decimal integers from minus `lowest` to `highest` (both given as digits), leading zeros allowed. */
export function signedRangePattern(highest: string, lowest: string): string {
  return `(\\+?0*${upTo(highest)}|-0*${upTo(lowest)})`;
}

/** Fewer digits, or the same number of digits with a smaller one at some place. */
function upTo(limit: string): string {
  const alternatives = [`[0-9]{1,${limit.length - 1}}`];
  for (let at = 0; at < limit.length; at++) {
    const digit = Number(limit[at]);
    if (digit === 0) continue;
    const rest = limit.length - at - 1;
    const smaller = digit === 1 ? '0' : `[0-${digit - 1}]`;
    alternatives.push(`${limit.slice(0, at)}${smaller}${rest === 0 ? '' : `[0-9]{${rest}}`}`);
  }
  return `(${[...alternatives, limit].join('|')})`;
}
