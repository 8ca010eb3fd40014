// Renames: what went and what came, matched by what they are and what they are called.
import { nameLikeness } from '../name-likeness.ts';

export interface Candidate<T> {
  readonly name: string;
  readonly value: T;
}

export interface Rename<T> {
  readonly from: Candidate<T>;
  readonly to: Candidate<T>;
}

/** Names closer than this are taken for one name that was changed. */
const similarName = 0.6;

/**
 * Pairs removed with added elements. A pair is a rename when `likeness` (0 to 1) of the two elements and the likeness of
 * their names together say so; each element takes part in one rename at the most, the likeliest first.
 *
 * @param likeness 1 for elements that are the same but for the name, 0 for such as can't be the same
 */
export function findRenames<T>(
  removed: readonly Candidate<T>[],
  added: readonly Candidate<T>[],
  likeness: (from: T, to: T) => number,
): Rename<T>[] {
  const pairs: { rename: Rename<T>; score: number }[] = [];
  for (const from of removed) {
    for (const to of added) {
      const alike = likeness(from.value, to.value);
      if (alike === 0) continue;
      const score = alike * nameLikeness(from.name, to.name);
      if (score >= similarName) pairs.push({ rename: { from, to }, score });
    }
  }
  pairs.sort((left, right) => right.score - left.score);
  const taken = new Set<Candidate<T>>();
  const renames: Rename<T>[] = [];
  for (const { rename } of pairs) {
    if (taken.has(rename.from) || taken.has(rename.to)) continue;
    taken.add(rename.from).add(rename.to);
    renames.push(rename);
  }
  return renames;
}
