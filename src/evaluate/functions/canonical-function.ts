// OData URL Conventions 4.01, section 5.1.1.4 "Canonical Functions": how one is compiled; null in, null out.
import type { Expression } from '../../query/expression/expression.ts';
import type { Operand } from '../instance.ts';
import type { Compiled } from '../scope.ts';

export type CanonicalFunctionExpression = Extract<Expression, { kind: 'canonicalFunction' }>;

/** Compiles a call whose arguments are compiled already. */
export type CanonicalFunctionCompiler = (
  args: readonly Compiled[],
  expression: CanonicalFunctionExpression,
) => Compiled;

/** A function of one argument that is not null. */
export function unary(apply: (a: NonNullable<Operand>) => Operand): CanonicalFunctionCompiler {
  return ([first]) => {
    const a = first as Compiled;
    return (scope) => {
      const value = a(scope);
      return value === null ? null : apply(value);
    };
  };
}

/** A function of two arguments, both not null. */
export function binary(
  apply: (a: NonNullable<Operand>, b: NonNullable<Operand>) => Operand,
): CanonicalFunctionCompiler {
  return ([first, second]) => {
    const a = first as Compiled;
    const b = second as Compiled;
    return (scope) => {
      const left = a(scope);
      if (left === null) return null;
      const right = b(scope);
      return right === null ? null : apply(left, right);
    };
  };
}

/** A function of one text. */
export function ofText(apply: (text: string) => Operand): CanonicalFunctionCompiler {
  return unary((value) => (typeof value === 'string' ? apply(value) : null));
}
