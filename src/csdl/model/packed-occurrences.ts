// The compact form of CSDL JSON values: what occurs how often, and which strings are cheaper in parts.
import type { CsdlObject, CsdlValue } from '../csdl-document.ts';

export interface Occurrence {
  readonly value: CsdlValue;
  count: number;
}

/** By a text that tells values apart. */
export type Occurrences = Map<string, Occurrence>;

export function keyOf(value: CsdlValue): string {
  return typeof value === 'string' ? `s${value}` : JSON.stringify(value);
}

/** Counts every value; what is inside an object or array that occurs again counts once, as it is written once. */
export function countOccurrences(values: Iterable<CsdlValue>): Occurrences {
  const occurrences: Occurrences = new Map();
  const add = (value: CsdlValue): void => {
    if (addOccurrence(occurrences, value) > 1 || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) value.forEach(add);
    else
      for (const [name, item] of Object.entries(value as CsdlObject)) {
        add(name);
        add(item);
      }
  };
  for (const value of values) add(value);
  return occurrences;
}

function addOccurrence(occurrences: Occurrences, value: CsdlValue, count = 1): number {
  const key = keyOf(value);
  const known = occurrences.get(key);
  if (known !== undefined) {
    known.count += count;
    return known.count;
  }
  occurrences.set(key, { value, count });
  return count;
}

/** A name with its namespace, and the steps of a path: `graph.`, `user`, `/`, `id`. */
const steps = /(?:\w+\.)+|\w+|[^\w]+/g;
/** The words of names: `managed`, `Device`, `.`, `/`. */
const words = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|_|[^A-Za-z0-9_]+/g;

/**
 * The strings that are written in parts, with their parts, which are added to the occurrences. Qualified names and
 * paths are divided at their steps, since their steps occur as names of their own; a name that occurs once is divided
 * into words where that is shorter. Texts with blanks stay whole.
 */
export function divideStrings(occurrences: Occurrences): ReadonlyMap<string, readonly string[]> {
  const divided = new Map<string, readonly string[]>();
  const strings = [...occurrences.values()].filter(
    (occurrence): occurrence is { readonly value: string; count: number } =>
      typeof occurrence.value === 'string' && !occurrence.value.includes(' '),
  );
  for (const { value, count } of strings) {
    if (!/[./]/.test(value)) continue;
    const parts = value.match(steps) ?? [];
    if (parts.length < 2 || (count === 1 && !parts.every((part) => occurrences.has(keyOf(part))))) continue;
    divided.set(value, parts);
    // Counted twice, so that a part is never itself taken for a name that occurs once.
    for (const part of parts) addOccurrence(occurrences, part, 2);
  }
  const once = strings
    .filter(({ value, count }) => count === 1 && !divided.has(value))
    .map(({ value }) => value);
  for (const [value, parts] of divideIntoWords(occurrences, once)) divided.set(value, parts);
  return divided;
}

function divideIntoWords(
  occurrences: Occurrences,
  strings: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const wordCounts = new Map<string, number>();
  for (const value of strings)
    for (const word of value.match(words) ?? []) wordCounts.set(word, (wordCounts.get(word) ?? 0) + 1);
  const isShared = (word: string): boolean =>
    (wordCounts.get(word) ?? 0) + (occurrences.get(keyOf(word))?.count ?? 0) > 1;
  const divided = new Map<string, readonly string[]>();
  for (const value of strings) {
    const parts = value.match(words) ?? [];
    const cost = parts.reduce((sum, word) => sum + (isShared(word) ? 2 : word.length + 6), 2);
    if (parts.length > 1 && cost < value.length + 5) divided.set(value, parts);
  }
  for (const parts of divided.values()) for (const part of parts) addOccurrence(occurrences, part, 2);
  return divided;
}
