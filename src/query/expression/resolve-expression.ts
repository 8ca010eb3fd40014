// OData URL Conventions 4.01, section 5.1.1 "Common Expression Syntax": expressions against the model.
import type { EdmTypeReference } from '../../edm/edm-model.ts';
import type {
  CallExpr,
  CollectionExpr,
  Expr,
  ListExpr,
  LiteralExpr,
  PathExpr,
  RecordExpr,
} from '../../uri/syntax-tree.ts';
import { dereference, insideAlias } from '../parameter-alias.ts';
import { expressionError, primitive, type ResolveContext, typeName } from '../resolve-context.ts';
import type { Expression, ExpressionType } from './expression.ts';
import { literalAs, naturalValue } from './literal-value.ts';
import { isAssignable, isUnknown } from './numeric-promotion.ts';
import { resolveCall } from './resolve-canonical-function.ts';
import { resolveBinary, resolveIn, resolveUnary } from './resolve-operator.ts';
import { resolvePathExpression } from './resolve-path-expression.ts';
import { resolveCollection, resolveRecord } from './resolve-structured-literal.ts';
import type { Scope } from './scope.ts';

type ExprKind = Expr['kind'];

/** One resolver for each kind of syntax. */
const resolvers: {
  readonly [K in ExprKind]: (
    context: ResolveContext,
    scope: Scope,
    expr: Extract<Expr, { kind: K }>,
  ) => Expression;
} = {
  literal: resolveLiteral,
  path: (context, scope, expr) => {
    const call = quotedTypeCall(context, expr);
    return call === undefined
      ? resolvePathExpression(context, scope, expr).expression
      : resolveCall(context, scope, call);
  },
  alias: (context, scope, expr) => {
    const inner = insideAlias(context, expr.name, expr.at);
    const aliasScope = scope.it === undefined ? scope : { ...scope, current: scope.it };
    return resolveExpression(inner, aliasScope, dereference(context, expr));
  },
  binary: resolveBinary,
  unary: resolveUnary,
  in: resolveIn,
  call: resolveCall,
  list: (context, scope, expr) => resolveCollection(context, scope, expr, undefined),
  collection: (context, scope, expr) => resolveCollection(context, scope, expr, undefined),
  record: (context, scope, expr) => resolveRecord(context, scope, expr, undefined),
  type: (context, _scope, expr) => {
    throw expressionError(context, `The type '${expr.name}' is no value.`, expr.at);
  },
};

/** Resolves an expression by itself: literals have the type that they have without a context. */
export function resolveExpression(context: ResolveContext, scope: Scope, expr: Expr): Expression {
  return (resolvers[expr.kind] as (context: ResolveContext, scope: Scope, expr: Expr) => Expression)(
    context,
    scope,
    expr,
  );
}

/** Where literals may be quoted, `isof('ns.Type')` too: the grammar takes it for a name with a key. */
function quotedTypeCall(
  context: ResolveContext,
  { root, segments, at, end }: PathExpr,
): CallExpr | undefined {
  const [segment, ...more] = segments;
  if (context.options.quotedLiterals !== true || root !== undefined || more.length > 0) return undefined;
  if (segment?.kind !== 'name' || !/^(isof|cast)$/i.test(segment.name)) return undefined;
  const [argument, ...others] = segment.parentheses;
  const isType = argument?.kind === 'simple' && argument.value.kind === 'literal' && others.length === 0;
  if (!isType) return undefined;
  return { kind: 'call', function: segment.name.toLowerCase(), arguments: [argument.value], at, end };
}

function resolveLiteral(context: ResolveContext, _scope: Scope, expr: LiteralExpr): Expression {
  const { type, value } = naturalValue(context, expr);
  if (value === undefined) throw expressionError(context, unreadable(expr), expr.at);
  return { kind: 'literal', value, result: { type, collection: false }, at: expr.at };
}

function unreadable(expr: LiteralExpr): string {
  return expr.type === 'enum'
    ? `'${expr.value}' is no member of the enumeration type ${expr.typeName ?? ''}.`
    : `'${expr.value}' is no value of any type.`;
}

/** Syntax whose value takes the type that is asked for. */
export type Adaptable = LiteralExpr | CollectionExpr | ListExpr | RecordExpr;

/** The literal behind the expression, aliases followed; undefined where it is none. */
export function adaptable(context: ResolveContext, expr: Expr): Adaptable | undefined {
  const value = dereference(context, expr);
  return value.kind === 'literal' ||
    value.kind === 'collection' ||
    value.kind === 'list' ||
    value.kind === 'record'
    ? value
    : undefined;
}

/** The literal as a value of the type; undefined where it is none. */
export function adapt(
  context: ResolveContext,
  scope: Scope,
  literal: Adaptable,
  expected: ExpressionType,
): Expression | undefined {
  if (literal.kind === 'collection' || literal.kind === 'list')
    return expected.collection || isUnknown(expected.type)
      ? resolveCollection(context, scope, literal, expected.type)
      : undefined;
  if (literal.kind === 'record')
    return expected.collection ? undefined : resolveRecord(context, scope, literal, expected.type);
  if (literal.type === 'null')
    return { kind: 'literal', value: null, result: { ...expected }, at: literal.at };
  if (expected.collection || expected.type === undefined) return undefined;
  const value = literalAs(context, literal, expected.type);
  if (value === undefined) return undefined;
  const result = isUnknown(expected.type)
    ? { type: naturalValue(context, literal).type, collection: false }
    : { ...expected };
  return { kind: 'literal', value, result, at: literal.at };
}

/**
 * Resolves an expression as a value of the expected type.
 * @throws ODataError 400 InvalidExpression where it is of another type
 */
export function resolveTyped(
  context: ResolveContext,
  scope: Scope,
  expr: Expr,
  expected: EdmTypeReference | ExpressionType,
): Expression {
  const wanted: ExpressionType = { type: expected.type, collection: expected.collection };
  const literal = adaptable(context, expr);
  const adapted = literal === undefined ? undefined : adapt(context, scope, literal, wanted);
  if (adapted !== undefined) return adapted;
  const expression = resolveExpression(context, scope, expr);
  if (literal !== undefined && literal.kind === 'literal' && !isUnknown(wanted.type))
    throw expressionError(
      context,
      `'${literal.value}' is no value of ${typeName(wanted)}.${allowedMembers(wanted)}`,
      expr.at,
    );
  if (!isAssignable(expression.result, wanted))
    throw expressionError(
      context,
      `Here is ${typeName(expression.result)}, but ${typeName(wanted)} is expected.`,
      expr.at,
    );
  return expression;
}

/** For messages about enumeration types. */
export function allowedMembers(type: ExpressionType): string {
  if (type.type?.kind !== 'EnumType') return '';
  const names = [...type.type.members.keys()];
  const shown = names.slice(0, 12).join(', ');
  return ` Its members are: ${shown}${names.length > 12 ? ', …' : ''}.`;
}

/** Resolves a Boolean expression: a condition. */
export function resolveBoolean(context: ResolveContext, scope: Scope, expr: Expr): Expression {
  const result = { type: primitive(context, 'Boolean'), collection: false };
  return resolveTyped(context, scope, expr, result);
}
