// OData URL Conventions 4.01, section 5.1.1.10 "Type Functions": cast and isof.
import type { EdmType, EdmTypeReference } from '../edm/edm-model.ts';
import { isStructuredType } from '../edm/structured-type.ts';
import type { EdmValue } from '../edm/value.ts';
import type { Expression, ExpressionType } from '../query/expression/expression.ts';
import { castPrimitive } from './cast-primitive.ts';
import type { Compile } from './compile-path.ts';
import type { Operand } from './instance.ts';
import { isInstance, isOfType } from './member.ts';
import type { Compiled, Evaluation } from './scope.ts';

/** The operand as a value of the target type; null where it can't be. */
export function compileCast(
  expression: Extract<Expression, { kind: 'cast' | 'isof' }>,
  compile: Compile,
): Compiled {
  const operand = compile(expression.operand);
  const from = expression.operand.result;
  const { target } = expression;
  return (scope) => castOperand(operand(scope), from, target, scope.evaluation);
}

/** Whether the cast gives a value; null for null, as all canonical functions. */
export function compileIsOf(
  expression: Extract<Expression, { kind: 'cast' | 'isof' }>,
  compile: Compile,
): Compiled {
  const operand = compile(expression.operand);
  const cast = compileCast(expression, compile);
  return (scope) => (operand(scope) === null ? null : cast(scope) !== null);
}

function castOperand(
  value: Operand,
  from: ExpressionType,
  target: EdmTypeReference,
  evaluation: Evaluation,
): Operand {
  if (value === null) return null;
  if (!target.collection) return Array.isArray(value) ? null : castItem(value, from.type, target, evaluation);
  if (!Array.isArray(value)) return null;
  const items = (value as readonly Operand[]).map((item) => castItem(item, from.type, target, evaluation));
  const failed = items.some((item, i) => item === null && (value as readonly Operand[])[i] !== null);
  return failed ? null : items;
}

function castItem(
  value: Operand,
  from: EdmType | undefined,
  target: EdmTypeReference,
  evaluation: Evaluation,
): Operand {
  const { type } = target;
  if (isStructuredType(type)) {
    const declared = isStructuredType(from) ? from : undefined;
    return isOfType(value, type, declared, evaluation.model) ? value : null;
  }
  if (isInstance(value)) return null;
  return castPrimitive(value as EdmValue, from, target);
}
