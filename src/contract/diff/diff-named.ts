// OData CSDL 4.01, section 15.2 "Simple Identifier": what has a name: kept under it, renamed, gone or new.
import { type Candidate, findRenames } from './find-renames.ts';
import type { Breaks, ChangedElement, SchemaChange } from './schema-change.ts';

/** What a change of one kind of element is told as. */
export interface Telling<T> {
  /** @param name of the value, or the one that it has now */
  readonly pathOf: (name: string, value: T) => string;
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
    if (same !== undefined) changes.push(...telling.kept(telling.pathOf(name, value), value, same));
  }
  return [...changes, ...diffUnmatched(unmatched(before, after), unmatched(after, before), telling)];
}

/** What the other side does not have under the same name. */
export function unmatched<T>(from: ReadonlyMap<string, T>, other: ReadonlyMap<string, T>): Candidate<T>[] {
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
    const [path, newPath] = [pathOf(from.name, from.value), pathOf(to.name, to.value)];
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
      const path = pathOf(name, value);
      const told = rule === 'element-removed' ? telling.removed(path, value) : telling.added(path, value);
      changes.push({ rule, element: elementOf(value), path, ...told });
    }
  };
  tell('element-removed', removed);
  tell('element-added', added);
  return changes;
}
