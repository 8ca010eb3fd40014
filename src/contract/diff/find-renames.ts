// OData CSDL 4.01, section 15.2 "Simple Identifier": what is gone under one name and there under another.
import { nameLikeness } from '../../error/name-likeness.ts';

export interface Candidate<T> {
  readonly name: string;
  readonly value: T;
}

export interface Rename<T> {
  readonly from: Candidate<T>;
  readonly to: Candidate<T>;
}

/** From here on a pair is taken for one element that was renamed. */
const similar = 0.6;

/**
 * Pairs removed with added elements. A pair is a rename when the likeness of the two elements and that of their names
 * together say so; each element takes part in one rename at the most, the likeliest first.
 */
export function findRenames<T>(
  removed: readonly Candidate<T>[],
  added: readonly Candidate<T>[],
  likeness: (from: T, to: T) => number,
  likenessOfNames: (from: string, to: string) => number = simpleNameLikeness,
): Rename<T>[] {
  const pairs: { rename: Rename<T>; score: number }[] = [];
  for (const from of removed) {
    for (const to of added) {
      const alike = likeness(from.value, to.value);
      if (alike < similar) continue;
      const score = alike * likenessOfNames(from.name, to.name);
      if (score >= similar) pairs.push({ rename: { from, to }, score });
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

/** A long namespace makes no two names alike, and another one no two names unlike. */
function simpleNameLikeness(from: string, to: string): number {
  const simple = (name: string) => name.slice(name.lastIndexOf('.') + 1);
  return nameLikeness(simple(from), simple(to));
}
