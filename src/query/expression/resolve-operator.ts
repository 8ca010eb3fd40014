// OData URL Conventions 4.01, section 5.1.1.1 "Logical Operators" and 5.1.1.2 "Arithmetic Operators".
import type { EdmPrimitiveTypeName } from '../../edm/edm-model.ts';
import type { BinaryExpr, BinaryOperator, Expr, InExpr, UnaryExpr } from '../../uri/syntax-tree.ts';
import { expressionError, primitive, type ResolveContext, typeName } from '../resolve-context.ts';
import type { Expression, ExpressionType } from './expression.ts';
import {
  areComparable,
  isNumeric,
  isOrdered,
  isUnknown,
  primitiveName,
  promote,
} from './numeric-promotion.ts';
import {
  adapt,
  adaptable,
  allowedMembers,
  resolveBoolean,
  resolveExpression,
  resolveTyped,
} from './resolve-expression.ts';
import type { Scope } from './scope.ts';

type Operands = readonly [Expression, Expression];

/** Both operands; where one is a literal it takes the type of the other, if it can. */
function resolveOperands(context: ResolveContext, scope: Scope, left: Expr, right: Expr): Operands {
  const leftLiteral = adaptable(context, left);
  const rightLiteral = adaptable(context, right);
  if (rightLiteral !== undefined) {
    const typed = resolveExpression(context, scope, left);
    return [typed, adaptOr(context, scope, right, typed)];
  }
  const typed = resolveExpression(context, scope, right);
  if (leftLiteral !== undefined) return [adaptOr(context, scope, left, typed), typed];
  return [resolveExpression(context, scope, left), typed];
}

function adaptOr(context: ResolveContext, scope: Scope, expr: Expr, other: Expression): Expression {
  const literal = adaptable(context, expr);
  const adapted =
    literal === undefined || isUnknown(other.result.type)
      ? undefined
      : adapt(context, scope, literal, other.result);
  if (adapted !== undefined) return adapted;
  if (literal?.kind === 'literal' && other.result.type?.kind === 'EnumType' && literal.type === 'string')
    throw expressionError(
      context,
      `'${literal.value}' is no value of ${typeName(other.result)}.${allowedMembers(other.result)}`,
      expr.at,
    );
  return resolveExpression(context, scope, expr);
}

function mismatch(context: ResolveContext, expr: BinaryExpr, [left, right]: Operands): Error {
  return expressionError(
    context,
    `The operator '${expr.operator}' is not defined for ${typeName(left.result)} and ${typeName(right.result)}.`,
    expr.at,
  );
}

type OperatorGroup = 'logical' | 'equality' | 'order' | 'has' | 'arithmetic';

const groups: Readonly<Record<BinaryOperator, OperatorGroup>> = {
  or: 'logical',
  and: 'logical',
  eq: 'equality',
  ne: 'equality',
  lt: 'order',
  le: 'order',
  gt: 'order',
  ge: 'order',
  has: 'has',
  add: 'arithmetic',
  sub: 'arithmetic',
  mul: 'arithmetic',
  div: 'arithmetic',
  divby: 'arithmetic',
  mod: 'arithmetic',
};

/** A chain of `and` and `or` is as deep as it is long, so it is walked with a list rather than by recursion. */
function resolveLogical(context: ResolveContext, scope: Scope, expr: BinaryExpr): Expression {
  const chain: BinaryExpr[] = [];
  let first: Expr = expr;
  while (first.kind === 'binary' && groups[first.operator] === 'logical') {
    chain.push(first);
    first = first.left;
  }
  let left = resolveBoolean(context, scope, first);
  const result = { type: primitive(context, 'Boolean'), collection: false };
  for (const node of chain.reverse()) {
    const right = resolveBoolean(context, scope, node.right);
    left = { kind: 'binary', operator: node.operator, left, right, result, at: node.at };
  }
  return left;
}

export function resolveBinary(context: ResolveContext, scope: Scope, expr: BinaryExpr): Expression {
  const { operator, at } = expr;
  const group = groups[operator];
  if (group === 'logical') return resolveLogical(context, scope, expr);
  const operands = resolveOperands(context, scope, expr.left, expr.right);
  const [left, right] = operands;
  const result = resultOf(context, expr, group, operands);
  return { kind: 'binary', operator, left, right, result, at };
}

function resultOf(
  context: ResolveContext,
  expr: BinaryExpr,
  group: Exclude<OperatorGroup, 'logical'>,
  operands: Operands,
): ExpressionType {
  const [left, right] = operands.map((operand) => operand.result) as [ExpressionType, ExpressionType];
  const boolean = { type: primitive(context, 'Boolean'), collection: false };
  switch (group) {
    case 'equality':
      if (!areComparable(left, right) && !comparesWithNull(operands)) throw mismatch(context, expr, operands);
      return boolean;
    case 'order':
      if (
        !areComparable(left, right) ||
        left.collection ||
        right.collection ||
        !isOrdered(left.type) ||
        !isOrdered(right.type)
      )
        throw mismatch(context, expr, operands);
      return boolean;
    case 'has':
      if (!isFlagsTest(left, right)) throw mismatch(context, expr, operands);
      return boolean;
    case 'arithmetic': {
      const type = arithmeticType(expr.operator, left, right);
      if (type === null) throw mismatch(context, expr, operands);
      return { type: type === undefined ? undefined : primitive(context, type), collection: false };
    }
  }
}

function comparesWithNull(operands: Operands): boolean {
  return operands.some((operand) => operand.kind === 'literal' && operand.value === null);
}

function isFlagsTest(left: ExpressionType, right: ExpressionType): boolean {
  const enumeration = left.type?.kind === 'EnumType' || isUnknown(left.type);
  return enumeration && !left.collection && !right.collection && areComparable(left, right);
}

/** Sections 5.1.1.2.1 to 5.1.1.2.4: operators on dates and durations, `left operator right` to result. */
const temporal: Readonly<Record<string, EdmPrimitiveTypeName>> = {
  'DateTimeOffset add Duration': 'DateTimeOffset',
  'Duration add DateTimeOffset': 'DateTimeOffset',
  'Duration add Duration': 'Duration',
  'Date add Duration': 'Date',
  'Duration add Date': 'Date',
  'DateTimeOffset sub Duration': 'DateTimeOffset',
  'Duration sub Duration': 'Duration',
  'DateTimeOffset sub DateTimeOffset': 'Duration',
  'Date sub Duration': 'Date',
  'Date sub Date': 'Duration',
};

/** @returns the result's type; undefined where it is known only at run time, null where the operator does not apply */
function arithmeticType(
  operator: BinaryOperator,
  left: ExpressionType,
  right: ExpressionType,
): EdmPrimitiveTypeName | undefined | null {
  if (left.collection || right.collection) return null;
  const a = primitiveName(left.type);
  const b = primitiveName(right.type);
  const known = (type: ExpressionType) => !isUnknown(type.type);
  if (known(left) && a === undefined) return null;
  if (known(right) && b === undefined) return null;
  if (a === undefined || b === undefined || !known(left) || !known(right))
    return [left, right].every((side) => !known(side) || isNumeric(side.type) || isTemporal(side))
      ? undefined
      : null;
  if (isNumeric(left.type) && isNumeric(right.type)) {
    const promoted = promote(a, b);
    return operator === 'divby' && promoted !== 'Double' && promoted !== 'Single' ? 'Decimal' : promoted;
  }
  if (a === 'Duration' && isNumeric(right.type) && ['mul', 'div', 'divby'].includes(operator))
    return 'Duration';
  if (b === 'Duration' && isNumeric(left.type) && operator === 'mul') return 'Duration';
  return temporal[`${a} ${operator} ${b}`] ?? null;
}

function isTemporal(side: ExpressionType): boolean {
  return ['Date', 'DateTimeOffset', 'Duration', 'TimeOfDay'].includes(primitiveName(side.type) ?? '');
}

export function resolveUnary(context: ResolveContext, scope: Scope, expr: UnaryExpr): Expression {
  const { operator, at } = expr;
  if (operator === 'not') {
    const operand = resolveBoolean(context, scope, expr.operand);
    return { kind: 'unary', operator, operand, result: operand.result, at };
  }
  const operand = resolveExpression(context, scope, expr.operand);
  const { type, collection } = operand.result;
  if (collection || !(isUnknown(type) || isNumeric(type) || primitiveName(type) === 'Duration'))
    throw expressionError(context, `The operator '-' is not defined for ${typeName(operand.result)}.`, at);
  return { kind: 'unary', operator, operand, result: operand.result, at };
}

/** Section 5.1.1.1.11 "In": a list, or anything that yields a collection. */
export function resolveIn(context: ResolveContext, scope: Scope, expr: InExpr): Expression {
  const literal = adaptable(context, expr.right);
  const result = { type: primitive(context, 'Boolean'), collection: false };
  const leftIsLiteral = adaptable(context, expr.left) !== undefined;
  if (literal?.kind === 'list' || literal?.kind === 'collection') {
    const left = resolveExpression(context, scope, expr.left);
    const items = { type: left.result.type, collection: true };
    const right =
      // a JSON array writes values of any type as JSON does, GUIDs and dates as strings
      (literal.kind === 'collection' ? adapt(context, scope, literal, items) : undefined) ??
      resolveItems(context, scope, expr, left);
    return { kind: 'in', left, right, result, at: expr.at };
  }
  const right = resolveExpression(context, scope, expr.right);
  if (!right.result.collection && !isUnknown(right.result.type))
    throw expressionError(
      context,
      `Right of 'in' is ${typeName(right.result)}, no collection.`,
      expr.right.at,
    );
  const item = { type: right.result.type, collection: false };
  const left = leftIsLiteral
    ? resolveTyped(context, scope, expr.left, item)
    : resolveExpression(context, scope, expr.left);
  if (!areComparable(left.result, item))
    throw expressionError(
      context,
      `The operator 'in' is not defined for ${typeName(left.result)} and ${typeName(right.result)}.`,
      expr.at,
    );
  return { kind: 'in', left, right, result, at: expr.at };
}

/** Each item as a value of the left operand's type. */
function resolveItems(context: ResolveContext, scope: Scope, expr: InExpr, left: Expression): Expression {
  const list = adaptable(context, expr.right);
  const written = list?.kind === 'list' || list?.kind === 'collection' ? list.items : [];
  const items = written.map((item) => {
    const resolved =
      adaptable(context, item) === undefined
        ? resolveExpression(context, scope, item)
        : adaptOr(context, scope, item, left);
    if (!areComparable(left.result, resolved.result) && !comparesWithNull([left, resolved]))
      throw expressionError(
        context,
        `The operator 'in' is not defined for ${typeName(left.result)} and an item of ${typeName(resolved.result)}.`,
        item.at,
      );
    return resolved;
  });
  return {
    kind: 'collection',
    items,
    result: { type: left.result.type, collection: true },
    at: expr.right.at,
  };
}
