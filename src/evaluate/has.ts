// OData URL Conventions 4.01, section 5.1.1.1 "Logical Operators": has.
import { enumValueOf } from '../edm/enum-value.ts';
import { ODataError } from '../error/odata-error.ts';
import type { Expression } from '../query/expression/expression.ts';
import type { Compile } from './compile-path.ts';
import type { Operand } from './instance.ts';
import type { Compiled } from './scope.ts';

/** Whether all flags of the right operand are set on the left one; null when one is null. */
export function compileHas(left: Expression, right: Expression, compile: Compile): Compiled {
  const type = [left.result.type, right.result.type].find((t) => t?.kind === 'EnumType');
  if (type?.kind !== 'EnumType') {
    throw new ODataError(400, 'InvalidExpression', "The operands of 'has' must be of an enumeration type.");
  }
  const a = compile(left);
  const b = compile(right);
  const known = new Map<string, bigint | undefined>();
  const flagsOf = (value: Operand): bigint | undefined => {
    if (typeof value !== 'string') return undefined;
    if (!known.has(value)) known.set(value, enumValueOf(type, value));
    return known.get(value);
  };
  return (scope) => {
    const flags = flagsOf(a(scope));
    const wanted = flagsOf(b(scope));
    return flags === undefined || wanted === undefined ? null : (flags & wanted) === wanted;
  };
}
