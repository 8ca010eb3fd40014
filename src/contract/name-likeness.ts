// How alike two names are: for renames, and for what a person may have meant.

/** 1 for the same name without regard to case, falling with the share of characters that differ. */
export function nameLikeness(left: string, right: string): number {
  const a = left.toLowerCase();
  const b = right.toLowerCase();
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 1 : 1 - editDistance(a, b) / longest;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
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
