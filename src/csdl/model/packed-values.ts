// The compact form of CSDL JSON values: a table of what occurs often, and texts of numbers that point into it.
import type { CsdlObject, CsdlValue } from '../csdl-document.ts';
import { setMember } from '../csdl-document.ts';
import type { NumberReader } from './packed-numbers.ts';
import { packNumber, readNumbers } from './packed-numbers.ts';
import { countOccurrences, divideStrings, keyOf } from './packed-occurrences.ts';

/**
 * A value is written as a sequence of numbers:
 * - 0, count, then name and value for each member: an object,
 * - 1, count, then the items: an array,
 * - 2, count, then the parts: a string put together of strings,
 * - n ≥ 3: the entry n - 3 of the table.
 * An entry is a string, number, Boolean or null, or `[text]` for a value in this form that occurs more than once.
 */
export type PackedTable = readonly PackedEntry[];
type PackedEntry = string | number | boolean | null | readonly [string];

const objectHead = 0;
const arrayHead = 1;
const stringHead = 2;
const firstEntry = 3;

export interface ValuePacker {
  readonly table: PackedTable;
  pack(value: CsdlValue): string;
}

/** Counts all that will be packed, and then packs with a table of it. */
export function createPacker(values: Iterable<CsdlValue>): ValuePacker {
  const occurrences = countOccurrences(values);
  const parts = divideStrings(occurrences);
  const kept = [...occurrences].filter(
    ([, { value, count }]) => count > 1 || !(isComposite(value) || parts.has(value as string)),
  );
  kept.sort(([, a], [, b]) => b.count - a.count);
  const numbers = new Map(kept.map(([key], index) => [key, index]));
  const head = (kind: number, count: number): string => packNumber(kind) + packNumber(count);
  const packInline = (value: CsdlValue): string => {
    if (typeof value === 'string') {
      const divided = parts.get(value) as readonly string[];
      return head(stringHead, divided.length) + divided.map(pack).join('');
    }
    if (Array.isArray(value)) return head(arrayHead, value.length) + value.map(pack).join('');
    const members = Object.entries(value as CsdlObject);
    return head(objectHead, members.length) + members.map(([name, item]) => pack(name) + pack(item)).join('');
  };
  const pack = (value: CsdlValue): string => {
    const number = numbers.get(keyOf(value));
    return number === undefined ? packInline(value) : packNumber(number + firstEntry);
  };
  const entryOf = (value: CsdlValue): PackedEntry =>
    isComposite(value) || parts.has(value as string) ? [packInline(value)] : (value as PackedEntry);
  return { table: kept.map(([, { value }]) => entryOf(value)), pack };
}

function isComposite(value: CsdlValue): boolean {
  return typeof value === 'object' && value !== null;
}

export interface ValueUnpacker {
  unpack(text: string): CsdlValue;
  /** The strings of a sequence of them. */
  unpackStrings(text: string): string[];
  unpackNext(numbers: NumberReader): CsdlValue;
}

/** Values that occur more than once are unpacked once and shared: they must not be changed. */
export function createUnpacker(table: PackedTable): ValueUnpacker {
  const shared = new Map<number, CsdlValue>();
  const entry = (index: number): CsdlValue => {
    const value = table[index] as PackedEntry;
    if (typeof value !== 'object' || value === null) return value;
    const known = shared.get(index);
    if (known !== undefined) return known;
    const unpacked = read(readNumbers(value[0]));
    shared.set(index, unpacked);
    return unpacked;
  };
  const read = (numbers: NumberReader): CsdlValue => {
    const head = numbers.next();
    if (head >= firstEntry) return entry(head - firstEntry);
    const count = numbers.next();
    if (head === arrayHead) return Array.from({ length: count }, () => read(numbers));
    if (head === stringHead) {
      let text = '';
      for (let i = 0; i < count; i++) text += read(numbers);
      return text;
    }
    const object: { [member: string]: CsdlValue } = {};
    for (let i = 0; i < count; i++) {
      const name = read(numbers) as string;
      setMember(object, name, read(numbers));
    }
    return object;
  };
  return {
    unpack: (text) => read(readNumbers(text)),
    unpackStrings: (text) => {
      const strings: string[] = [];
      for (const numbers = readNumbers(text); !numbers.done; ) strings.push(read(numbers) as string);
      return strings;
    },
    unpackNext: read,
  };
}
