// How alike two names are: for renames, and for what a person may have meant.

/** 1 for the same name without regard to case, falling with the share of characters that differ. */
export function nameLikeness(left: string, right: string): number {
  const a = left.toLowerCase();
  const b = right.toLowerCase();
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 1 : 1 - editDistance(a, b) / longest;
}

/** Characters that are put in, taken away, put in place of another, or two that have changed places. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwapped = j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwapped ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(substitution, swap, (last[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

/** The name that is most like what was written, if any is like it at all. */
export function nearestName(written: string, names: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let best = 0.6;
  for (const name of names) {
    const likeness = nameLikeness(written, name);
    if (likeness >= best) [best, nearest] = [likeness, name];
  }
  return nearest;
}
