// OData URL Conventions 4.01, section 5.1.1.5 "String and Collection Functions".
import type { EdmValue } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { type Equality, equalityOf } from '../compare.ts';
import { sameInstance } from '../comparison.ts';
import { isEntityTyped } from '../edm-kind.ts';
import type { Operand } from '../instance.ts';
import type { Compiled } from '../scope.ts';
import type { CanonicalFunctionCompiler, CanonicalFunctionExpression } from './canonical-function.ts';

type Items = readonly Operand[];

/** The equality of items of the first argument. */
export function itemEquality(expression: CanonicalFunctionExpression): Equality {
  const [first, second] = expression.arguments;
  const result = first!.result.type === undefined && second ? second.result : first!.result;
  if (isEntityTyped(result)) return sameInstance as Equality;
  return equalityOf(result.type, false);
}

function compileOverloads(
  onStrings: (a: string, b: string) => EdmValue,
  onCollections: (a: Items, b: Items, equal: Equality) => Operand,
): CanonicalFunctionCompiler {
  return ([first, second], expression) => {
    const a = first as Compiled;
    const b = second as Compiled;
    const equal = itemEquality(expression);
    return (scope) => {
      const left = a(scope);
      if (left === null) return null;
      const right = b(scope);
      if (typeof left === 'string' && typeof right === 'string') return onStrings(left, right);
      if (Array.isArray(left) && Array.isArray(right)) return onCollections(left, right, equal);
      return null;
    };
  };
}

function startsWithAt(a: Items, b: Items, at: number, equal: Equality): boolean {
  return (
    at >= 0 &&
    at + b.length <= a.length &&
    b.every((item, i) => equal(a[at + i] as EdmValue, item as EdmValue))
  );
}

function indexOfItems(a: Items, b: Items, equal: Equality): number {
  for (let at = 0; at + b.length <= a.length; at++) if (startsWithAt(a, b, at, equal)) return at;
  return -1;
}

const surrogate = /[\ud800-\udfff]/;

/** Characters are code points: a pair of surrogates counts as one. */
export function lengthInCharacters(text: string): number {
  if (!surrogate.test(text)) return text.length;
  let length = 0;
  for (const _ of text) length++;
  return length;
}

function indexOfText(text: string, part: string): number {
  const at = text.indexOf(part);
  return at <= 0 ? at : lengthInCharacters(text.slice(0, at));
}

/** Longest text or collection that concat makes: computed properties that double each other grow without end. */
const longest = 10_000_000;

function checkLength(length: number): void {
  if (length <= longest) return;
  throw new ODataError(
    400,
    'TooComplex',
    `The result of concat would have a length of ${length}; ${longest} is the most.`,
  );
}

export const concat = compileOverloads(
  (a, b) => {
    checkLength(a.length + b.length);
    return a + b;
  },
  (a, b) => {
    checkLength(a.length + b.length);
    return [...a, ...b];
  },
);
export const contains = compileOverloads(
  (a, b) => a.includes(b),
  (a, b, equal) => indexOfItems(a, b, equal) >= 0,
);
export const endswith = compileOverloads(
  (a, b) => a.endsWith(b),
  (a, b, equal) => startsWithAt(a, b, a.length - b.length, equal),
);
export const indexof = compileOverloads(indexOfText, indexOfItems);

/** With a constant for its second argument, as in most filters, it compares with nothing but that. */
export const startswith: CanonicalFunctionCompiler = (args, expression) => {
  const second = expression.arguments[1];
  if (second?.kind !== 'literal' || typeof second.value !== 'string')
    return startswithOverloads(args, expression);
  const text = args[0] as Compiled;
  const prefix = second.value;
  return (scope) => {
    const value = text(scope);
    return typeof value === 'string' ? value.startsWith(prefix) : null;
  };
};

const startswithOverloads = compileOverloads(
  (a, b) => a.startsWith(b),
  (a, b, equal) => startsWithAt(a, b, 0, equal),
);

export const length: CanonicalFunctionCompiler = ([first]) => {
  const a = first as Compiled;
  return (scope) => {
    const value = a(scope);
    if (typeof value === 'string') return lengthInCharacters(value);
    return Array.isArray(value) ? value.length : null;
  };
};

/** Where a part starts and ends in a whole of `size` items: a negative start counts from the end. */
function range(size: number, start: number, count: number | undefined): [number, number] {
  if (count !== undefined && count < 0) {
    throw new ODataError(400, 'InvalidExpression', `The length ${count} in substring is negative.`);
  }
  const from = start < 0 ? Math.max(0, size + start) : Math.min(start, size);
  return [from, count === undefined ? size : Math.min(size, from + count)];
}

function substringOfText(text: string, start: number, count: number | undefined): string {
  if (!surrogate.test(text)) return text.slice(...range(text.length, start, count));
  const characters = [...text];
  return characters.slice(...range(characters.length, start, count)).join('');
}

export const substring: CanonicalFunctionCompiler = ([first, second, third]) => {
  const a = first as Compiled;
  const b = second as Compiled;
  return (scope) => {
    const value = a(scope);
    const start = integerOf(b(scope));
    const count = third === undefined ? undefined : integerOf(third(scope));
    if (value === null || start === null || count === null) return null;
    if (typeof value === 'string') return substringOfText(value, start, count);
    return Array.isArray(value) ? (value as Items).slice(...range(value.length, start, count)) : null;
  };
};

function integerOf(value: Operand): number | null {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null;
}
