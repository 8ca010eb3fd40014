// OData URL Conventions 4.01, section 5.1.1 "Common Expression Syntax": what occurs inside an expression.
import type { Expression, ExpressionKind } from '../query/expression/expression.ts';

const known = new WeakMap<Expression, Map<ExpressionKind, boolean>>();

/** Whether an expression of the kind is the expression, or occurs in it. */
export function mentions(expression: Expression, kind: ExpressionKind): boolean {
  const answers = known.get(expression) ?? new Map<ExpressionKind, boolean>();
  known.set(expression, answers);
  let answer = answers.get(kind);
  if (answer === undefined) {
    answer = expression.kind === kind || operandsOf(expression).some((operand) => mentions(operand, kind));
    answers.set(kind, answer);
  }
  return answer;
}

/** Members of expressions that hold expressions; model elements lead everywhere and are left alone. */
const holders = new Set([
  'source',
  'left',
  'right',
  'operand',
  'arguments',
  'predicate',
  'key',
  'cases',
  'items',
  'members',
  'parameters',
  'options',
  'filter',
  'condition',
  'value',
]);

/** The expressions directly inside an expression. */
function operandsOf(expression: Expression): readonly Expression[] {
  const found: Expression[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value) || value instanceof Map) for (const item of value.values()) visit(item);
    else if (isExpression(value)) found.push(value);
    else visitHolders(value);
  };
  const visitHolders = (value: object): void => {
    for (const [member, inner] of Object.entries(value)) if (holders.has(member)) visit(inner);
  };
  if (expression.kind !== 'literal') visitHolders(expression);
  return found;
}

function isExpression(value: object): value is Expression {
  return 'kind' in value && 'result' in value && 'at' in value;
}
