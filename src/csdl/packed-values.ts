// The compact form of CSDL JSON values: a table of what occurs often, and texts of numbers that point into it.
import type { CsdlObject, CsdlValue } from './csdl-document.ts';
import { setMember } from './csdl-document.ts';

/**
 * A value is written as a sequence of numbers:
 * - 0, count, then name and value for each member: an object,
 * - 1, count, then the items: an array,
 * - n ≥ 2: the entry n - 2 of the table.
 * Names are entries of the table too, without the offset of 2. An entry is a string, number, Boolean or null, or
 * `[text]` for an object or array that occurs more than once.
 */
export type PackedTable = readonly (string | number | boolean | null | readonly [string])[];

// Numbers are written with the printable ASCII characters that JSON does not escape: 46 end a number, 46 go on.
const digits = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).filter(
  (character) => character !== '"' && character !== '\\',
);
const base = digits.length / 2;
const digitValues = new Uint8Array(128);
for (const [value, digit] of digits.entries()) digitValues[digit.charCodeAt(0)] = value;

export function packNumber(number: number): string {
  let text = '';
  let rest = number;
  for (; rest >= base; rest = Math.floor(rest / base)) text += digits[base + (rest % base)];
  return text + digits[rest];
}

/** Reads the numbers of a text one after the other. */
export interface NumberReader {
  next(): number;
  readonly done: boolean;
}

export function readNumbers(text: string): NumberReader {
  let at = 0;
  return {
    get done() {
      return at >= text.length;
    },
    next() {
      let number = 0;
      for (let factor = 1; ; factor *= base) {
        const value = digitValues[text.charCodeAt(at++)] as number;
        if (value < base) return number + value * factor;
        number += (value - base) * factor;
      }
    },
  };
}

interface Occurrence {
  readonly value: CsdlValue;
  count: number;
}

export interface ValuePacker {
  readonly table: PackedTable;
  pack(value: CsdlValue): string;
  packString(text: string): string;
}

/** Counts all that will be packed, and then packs with a table of it. */
export function createPacker(values: Iterable<CsdlValue>): ValuePacker {
  const occurrences = new Map<string, Occurrence>();
  for (const value of values) countValue(occurrences, value);
  const kept = [...occurrences].filter(([, { value, count }]) => !isComposite(value) || count > 1);
  kept.sort(([, a], [, b]) => b.count - a.count);
  const numbers = new Map(kept.map(([key], index) => [key, index]));
  const nameNumber = (name: string): string => packNumber(numbers.get(keyOf(name)) as number);
  const pack = (value: CsdlValue, asEntry = false): string => {
    const number = asEntry ? undefined : numbers.get(keyOf(value));
    if (number !== undefined) return packNumber(number + 2);
    if (Array.isArray(value))
      return packNumber(1) + packNumber(value.length) + value.map((item) => pack(item)).join('');
    const members = Object.entries(value as CsdlObject);
    const packed = members.map(([name, item]) => nameNumber(name) + pack(item));
    return packNumber(0) + packNumber(members.length) + packed.join('');
  };
  return {
    table: kept.map(([, { value }]) =>
      isComposite(value) ? [pack(value, true)] : (value as string | number | boolean | null),
    ),
    pack: (value) => pack(value),
    packString: nameNumber,
  };
}

function countValue(occurrences: Map<string, Occurrence>, value: CsdlValue): void {
  const key = keyOf(value);
  const known = occurrences.get(key);
  if (known !== undefined) {
    known.count++;
    return;
  }
  occurrences.set(key, { value, count: 1 });
  if (Array.isArray(value)) for (const item of value) countValue(occurrences, item);
  else if (isComposite(value))
    for (const [name, item] of Object.entries(value as CsdlObject)) {
      countValue(occurrences, name);
      countValue(occurrences, item);
    }
}

function isComposite(value: CsdlValue): boolean {
  return typeof value === 'object' && value !== null;
}

function keyOf(value: CsdlValue): string {
  return typeof value === 'string' ? `s${value}` : JSON.stringify(value);
}

export interface ValueUnpacker {
  unpack(text: string): CsdlValue;
  /** The strings of a sequence of names. */
  unpackStrings(text: string): string[];
}

/** Values that occur more than once are unpacked once and shared: they must not be changed. */
export function createUnpacker(table: PackedTable): ValueUnpacker {
  const shared = new Map<number, CsdlValue>();
  const entry = (index: number): CsdlValue => {
    const value = table[index] as string | number | boolean | null | readonly [string];
    if (!Array.isArray(value)) return value as CsdlValue;
    const known = shared.get(index);
    if (known !== undefined) return known;
    const unpacked = read(readNumbers(value[0]));
    shared.set(index, unpacked);
    return unpacked;
  };
  const read = (numbers: NumberReader): CsdlValue => {
    const head = numbers.next();
    if (head >= 2) return entry(head - 2);
    const count = numbers.next();
    if (head === 1) return Array.from({ length: count }, () => read(numbers));
    const object: { [member: string]: CsdlValue } = {};
    for (let i = 0; i < count; i++) {
      const name = table[numbers.next()] as string;
      setMember(object, name, read(numbers));
    }
    return object;
  };
  return {
    unpack: (text) => read(readNumbers(text)),
    unpackStrings: (text) => {
      const strings: string[] = [];
      for (const numbers = readNumbers(text); !numbers.done; ) strings.push(table[numbers.next()] as string);
      return strings;
    },
  };
}
