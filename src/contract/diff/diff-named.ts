// OData CSDL 4.01, section 15.2 "Simple Identifier": what has a name: kept under it, renamed, gone or new.
import { nameLikeness } from '../../error/name-likeness.ts';
import type { Breaks, ChangedElement, SchemaChange } from './schema-change.ts';

export interface Candidate<T> {
  readonly name: string;
  readonly value: T;
}

/** What a change of one kind of element is told as. */
export interface Telling<T> {
  readonly pathOf: (name: string) => string;
  readonly elementOf: (value: T) => ChangedElement;
  /** 1 for elements that are the same but for the name, 0 for such as can't be the same. */
  readonly likeness: (from: T, to: T) => number;
  /** What changed in an element that is there still, under its name or another. */
  readonly kept: (path: string, before: T, after: T) => readonly SchemaChange[];
  readonly renameBreaks: (value: T) => Breaks;
  readonly removed: (path: string, value: T) => Told;
  readonly added: (path: string, value: T) => Told;
}

type Told = Pick<SchemaChange, 'breaks' | 'message' | 'old' | 'new'>;

/** The elements of both sides by their names. */
export function diffNamed<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  telling: Telling<T>,
): SchemaChange[] {
  const changes: SchemaChange[] = [];
  for (const [name, value] of before) {
    const same = after.get(name);
    if (same !== undefined) changes.push(...telling.kept(telling.pathOf(name), value, same));
  }
  return [...changes, ...diffUnmatched(only(before, after), only(after, before), telling)];
}

function only<T>(from: ReadonlyMap<string, T>, other: ReadonlyMap<string, T>): Candidate<T>[] {
  return [...from].filter(([name]) => !other.has(name)).map(([name, value]) => ({ name, value }));
}

/** Of what has no counterpart under its name: what was renamed, and what is gone and new in truth. */
export function diffUnmatched<T>(
  removed: readonly Candidate<T>[],
  added: readonly Candidate<T>[],
  telling: Telling<T>,
): SchemaChange[] {
  const { pathOf, elementOf, likeness, kept, renameBreaks } = telling;
  const renames = findRenames(removed, added, likeness);
  const isRenamed = new Set(renames.flatMap(({ from, to }) => [from, to]));
  const changes: SchemaChange[] = [];
  for (const { from, to } of renames) {
    const [path, newPath] = [pathOf(from.name), pathOf(to.name)];
    changes.push({
      rule: 'element-renamed',
      element: elementOf(from.value),
      path,
      newPath,
      old: from.name,
      new: to.name,
      breaks: renameBreaks(from.value),
      message: `${path} seems to be ${to.name} now.`,
    });
    changes.push(...kept(path, from.value, to.value));
  }
  const tell = (rule: 'element-removed' | 'element-added', candidates: readonly Candidate<T>[]): void => {
    for (const candidate of candidates) {
      if (isRenamed.has(candidate)) continue;
      const { name, value } = candidate;
      const path = pathOf(name);
      const told = rule === 'element-removed' ? telling.removed(path, value) : telling.added(path, value);
      changes.push({ rule, element: elementOf(value), path, ...told });
    }
  };
  tell('element-removed', removed);
  tell('element-added', added);
  return changes;
}

interface Rename<T> {
  readonly from: Candidate<T>;
  readonly to: Candidate<T>;
}

/** Names closer than this are taken for one name that was changed. */
const similarName = 0.6;

/**
 * Pairs removed with added elements. A pair is a rename when the likeness of the two elements and that of their names
 * together say so; each element takes part in one rename at the most, the likeliest first.
 */
function findRenames<T>(
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
