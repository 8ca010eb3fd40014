// OData URL Conventions 4.01, section 5.1.1.6 "Collection Functions".
import type { EdmValue } from '../../edm/value.ts';
import type { Equality } from '../compare.ts';
import { canonicalText } from '../compare.ts';
import { isEntityTyped } from '../edm-kind.ts';
import type { Operand } from '../instance.ts';
import type { Compiled } from '../scope.ts';
import type { CanonicalFunctionCompiler } from './canonical-function.ts';
import { itemEquality } from './string-and-collection-functions.ts';

type Items = readonly Operand[];

function compileOnItems(
  test: (a: Items, b: Items) => boolean,
  [first, second]: readonly Compiled[],
): Compiled {
  const a = first as Compiled;
  const b = second as Compiled;
  return (scope) => {
    const left = a(scope);
    const right = b(scope);
    return Array.isArray(left) && Array.isArray(right) ? test(left, right) : null;
  };
}

/** Every item of the second is in the first, at least as often as in the second. */
function hasSubsetBy(keyOf: (item: Operand) => unknown): (a: Items, b: Items) => boolean {
  return (a, b) => {
    const counts = new Map<unknown, number>();
    for (const item of a) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
    return b.every((item) => {
      const left = counts.get(keyOf(item)) ?? 0;
      counts.set(keyOf(item), left - 1);
      return left > 0;
    });
  };
}

export const hassubset: CanonicalFunctionCompiler = (args, expression) => {
  const { result } = expression.arguments[0]!;
  const keyOf = isEntityTyped(result)
    ? (item: Operand) => (item as { identity?: object }).identity ?? item
    : (item: Operand) => canonicalText(item as EdmValue, result.type);
  return compileOnItems(hasSubsetBy(keyOf), args);
};

/** The items of the second come in the first in the same order. */
function hasSubsequence(a: Items, b: Items, equal: Equality): boolean {
  let matched = 0;
  for (const item of a) {
    if (matched < b.length && equal(item as EdmValue, b[matched] as EdmValue)) matched++;
  }
  return matched === b.length;
}

export const hassubsequence: CanonicalFunctionCompiler = (args, expression) => {
  const equal = itemEquality(expression);
  return compileOnItems((a, b) => hasSubsequence(a, b, equal), args);
};
