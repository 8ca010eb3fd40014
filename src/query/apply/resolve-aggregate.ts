// OData Data Aggregation Extension 4.0, section 3.2.1 "Transformation aggregate" and 3.5 "Expressions Evaluable on a Collection".
import type { EdmPrimitiveTypeName, EdmType } from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import type { AggregateExpr } from '../../uri/apply-syntax-tree.ts';
import type { MemberSegment, PathExpr } from '../../uri/syntax-tree.ts';
import type { Expression, ExpressionType } from '../expression/expression.ts';
import { isNumeric, isOrdered, isUnknown, primitiveName } from '../expression/numeric-promotion.ts';
import { resolveExpression } from '../expression/resolve-expression.ts';
import { resolvePathExpression } from '../expression/resolve-path-expression.ts';
import { type Scope, type Shaped, scopeOfItems } from '../expression/scope.ts';
import { findType } from '../find-name.ts';
import { pathNames } from '../path/path-names.ts';
import { expressionError, primitive, type ResolveContext, typeName } from '../resolve-context.ts';
import type { AggregateFrom, AggregateItem, GroupingProperty } from './transformation.ts';

const CustomAggregate = 'Org.OData.Aggregation.V1.CustomAggregate';

/** Where the instances come from: custom aggregates may be annotated at their set, or at the container. */
export type Annotated = { readonly annotations: { get(term: string, qualifier?: string): unknown } };

export function resolveAggregateItem(
  context: ResolveContext,
  scope: Scope,
  expr: AggregateExpr,
  annotated: readonly Annotated[],
): AggregateItem {
  const parts = partsOf(context, scope, expr, annotated);
  const alias = expr.alias ?? parts.customAggregate;
  if (alias === undefined)
    throw expressionError(context, `The aggregate expression needs 'as' and a name.`, expr.at);
  const from = resolveFrom(context, scope, expr, parts);
  const last = from.at(-1)?.method;
  const result = last === undefined ? parts.result : resultOfMethod(context, last, parts.result.type);
  return { ...parts, alias, from, result };
}

type Parts = Pick<AggregateItem, 'kind' | 'expression' | 'customAggregate' | 'method' | 'result'>;

function partsOf(
  context: ResolveContext,
  scope: Scope,
  expr: AggregateExpr,
  annotated: readonly Annotated[],
): Parts {
  const prefix: MemberSegment[] = expr.prefix.map((step) => ({ ...step, kind: 'name', parentheses: [] }));
  if (expr.method === undefined) {
    const path = expr.expression?.kind === 'path' ? expr.expression : undefined;
    const segments = [...prefix, ...(path?.segments ?? [])];
    const last = segments.at(-1);
    if (expr.expression === undefined || last?.kind === '$count')
      return countParts(context, scope, expr, last?.kind === '$count' ? segments.slice(0, -1) : segments);
    return customParts(context, scope, expr, segments, annotated);
  }
  const written =
    prefix.length > 0 && (expr.expression === undefined || expr.expression.kind === 'path')
      ? pathOf(expr, [...prefix, ...(expr.expression?.kind === 'path' ? expr.expression.segments : [])])
      : expr.expression;
  const expression = written === undefined ? undefined : resolveExpression(context, scope, written);
  const result = resultOfMethod(context, expr.method, expression?.result.type);
  checkMethod(context, expr, expression);
  return { kind: 'expression', expression, customAggregate: undefined, method: expr.method, result };
}

function pathOf({ at, end }: AggregateExpr, segments: readonly MemberSegment[]): PathExpr {
  return { kind: 'path', root: undefined, segments, at, end };
}

function instancesAt(
  context: ResolveContext,
  scope: Scope,
  expr: AggregateExpr,
  segments: readonly MemberSegment[],
): Expression | undefined {
  return segments.length === 0
    ? undefined
    : resolvePathExpression(context, scope, pathOf(expr, segments)).expression;
}

function countParts(
  context: ResolveContext,
  scope: Scope,
  expr: AggregateExpr,
  segments: readonly MemberSegment[],
): Parts {
  const expression = instancesAt(context, scope, expr, segments);
  const result = { type: primitive(context, 'Decimal'), collection: false };
  return { kind: 'count', expression, customAggregate: undefined, method: undefined, result };
}

/** Section 5.3 "Custom Aggregates": declared at the type, the set or the container; the value names the result's type. */
function customParts(
  context: ResolveContext,
  scope: Scope,
  expr: AggregateExpr,
  segments: readonly MemberSegment[],
  annotated: readonly Annotated[],
): Parts {
  const last = segments.at(-1);
  const name = last?.kind === 'name' ? last.name : '';
  const expression = instancesAt(context, scope, expr, segments.slice(0, -1));
  const type = expression === undefined ? scope.current?.type : expression.result.type;
  const candidates: Annotated[] = expression === undefined ? [...annotated] : [];
  for (let t: EdmType | undefined = type; isStructuredType(t); t = t.baseType) candidates.push(t);
  if (context.model.entityContainer !== undefined) candidates.push(context.model.entityContainer);
  for (const candidate of candidates) {
    const declared = candidate.annotations.get(CustomAggregate, name);
    if (typeof declared !== 'string') continue;
    const result = { type: findType(context, declared), collection: false };
    return { kind: 'custom', expression, customAggregate: name, method: undefined, result };
  }
  throw expressionError(
    context,
    `'${name}' is no custom aggregate, and the expression has no 'with' and method.`,
    expr.at,
  );
}

/** Sections 3.2.1.3.1 to 3.2.1.3.5: the type of what a method yields. */
function resultOfMethod(context: ResolveContext, method: string, type: EdmType | undefined): ExpressionType {
  const name = primitiveName(type);
  const of = (result: EdmPrimitiveTypeName): ExpressionType => ({
    type: primitive(context, result),
    collection: false,
  });
  switch (method) {
    case 'sum':
    case 'average':
      if (isUnknown(type)) return { type: undefined, collection: false };
      return of(name === 'Double' || name === 'Single' ? 'Double' : 'Decimal');
    case 'min':
    case 'max':
      return { type, collection: false };
    case 'countdistinct':
      return of('Decimal');
    default:
      return { type: undefined, collection: false };
  }
}

function checkMethod(context: ResolveContext, expr: AggregateExpr, expression: Expression | undefined): void {
  const { method } = expr;
  if (method === undefined) return;
  const type = expression?.result.type;
  const numeric = method === 'sum' || method === 'average';
  const ordered = method === 'min' || method === 'max';
  const known = numeric || ordered || method === 'countdistinct' || method.includes('.');
  if (!known) throw expressionError(context, `'${method}' is no aggregation method.`, expr.at);
  if (expression === undefined || isUnknown(type)) return;
  if ((numeric && !isNumeric(type)) || (ordered && !isOrdered(type)))
    throw expressionError(
      context,
      `The aggregation method '${method}' does not take ${typeName(expression.result)}.`,
      expr.at,
    );
}

function resolveFrom(
  context: ResolveContext,
  scope: Scope,
  expr: AggregateExpr,
  parts: Parts,
): readonly AggregateFrom[] {
  return expr.from.map(({ path, paths, method }) => {
    if (method === undefined && parts.kind !== 'custom')
      throw expressionError(context, `'from' needs 'with' and an aggregation method here.`, path.at);
    return { groupby: paths.map((one) => groupingProperty(context, scope, one)), method };
  });
}

/** A single-valued path to group by. */
export function groupingProperty(context: ResolveContext, scope: Scope, path: PathExpr): GroupingProperty {
  const { expression } = resolvePathExpression(context, scope, path);
  if (expression.result.collection)
    throw expressionError(context, 'A path to group by goes through single values only.', path.at);
  return { expression, path: pathNames(expression) };
}

/** `Items/aggregate(Amount with sum)` and `$these/aggregate(…)`: an aggregated value inside an expression. */
export function resolveAggregateExpression(
  context: ResolveContext,
  scope: Scope,
  source: Shaped,
  segment: Extract<MemberSegment, { kind: 'aggregate' }>,
): Expression {
  const { type, collection } = source.expression.result;
  if (!collection && !isUnknown(type))
    throw expressionError(context, `'aggregate' follows a collection only.`, segment.at);
  const inner = scopeOfItems(scope, type, source.shape);
  const aggregate = resolveAggregateItem(context, inner, { ...segment.expression, alias: 'value' }, []);
  return {
    kind: 'aggregate',
    source: source.expression,
    aggregate,
    result: aggregate.result,
    at: segment.at,
  };
}
