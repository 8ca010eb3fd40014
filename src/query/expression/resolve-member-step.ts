// OData URL Conventions 4.01, section 5.1.1.15 "Path Expressions": one step of a path in an expression.

import type { EdmStructuredType } from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import { didYouMean } from '../../error/did-you-mean.ts';
import type { MemberSegment, ParenthesesArguments } from '../../uri/syntax-tree.ts';
import { resolveAggregateExpression } from '../apply/resolve-aggregate.ts';
import { findCast, findDerivedMember, findMember, type Member } from '../find-name.ts';
import { resolveCountOptions } from '../options/resolve-options.ts';
import { resolveKey } from '../path/resolve-key.ts';
import { expressionError, primitive, type ResolveContext, typeName } from '../resolve-context.ts';
import type { Expression } from './expression.ts';
import { isUnknown } from './numeric-promotion.ts';
import { resolveBoolean, resolveTyped } from './resolve-expression.ts';
import { resolveBoundFunction } from './resolve-function-expression.ts';
import { type Scope, type Shaped, scopeOfItems } from './scope.ts';

type NameStep = Extract<MemberSegment, { kind: 'name' }>;

/** One resolver for each kind of step. */
const resolvers: {
  readonly [K in MemberSegment['kind']]: (
    context: ResolveContext,
    scope: Scope,
    source: Shaped,
    segment: Extract<MemberSegment, { kind: K }>,
  ) => Shaped;
} = {
  name: resolveName,
  key: (context, scope, source, { key }) => withKeys(context, scope, source, [key]),
  annotation: resolveAnnotation,
  any: resolveLambda,
  all: resolveLambda,
  $count: resolveCount,
  $filter: resolveFilter,
  aggregate: (context, scope, source, segment) => ({
    expression: resolveAggregateExpression(context, scope, source, segment),
    shape: undefined,
  }),
};

export function resolveMemberStep(
  context: ResolveContext,
  scope: Scope,
  source: Shaped,
  segment: MemberSegment,
): Shaped {
  return (
    resolvers[segment.kind] as (
      context: ResolveContext,
      scope: Scope,
      source: Shaped,
      segment: MemberSegment,
    ) => Shaped
  )(context, scope, source, segment);
}

function resolveName(context: ResolveContext, scope: Scope, source: Shaped, segment: NameStep): Shaped {
  const member = memberOf(context, source, segment);
  if (member !== undefined) return withKeys(context, scope, member, segment.parentheses);
  const call = resolveBoundFunction(context, scope, source, segment);
  if (call !== undefined) return withKeys(context, scope, call, segment.parentheses.slice(1));
  throw unknownMember(context, source, segment);
}

/** A dynamic member of the shape, a declared member, a cast, or what an open type has undeclared. */
function memberOf(context: ResolveContext, source: Shaped, segment: NameStep): Shaped | undefined {
  const { expression, shape } = source;
  const { name, at } = segment;
  const { type, collection } = expression.result;
  const dynamic = shape?.dynamic.get(name);
  if (dynamic !== undefined) {
    const result = { type: dynamic.type, collection: dynamic.collection || collection };
    return {
      expression: { kind: 'computedProperty', source: expression, name, result, at },
      shape: dynamic.shape,
    };
  }
  if (isStructuredType(type)) {
    const declared = findMember(context, type, name) ?? findDerivedMember(context, type, name)?.member;
    if (declared !== undefined) return declaredMember(source, declared, at);
    const cast = segment.parentheses.length > 0 ? undefined : findCast(context, type, name);
    if (cast !== undefined) return castStep(source, cast, at);
    if (!type.open || name.includes('.') || segment.parentheses.length > 0) return undefined;
  } else if (!isUnknown(type) || name.includes('.') || segment.parentheses.length > 0) return undefined;
  const result = { type: undefined, collection };
  return { expression: { kind: 'dynamicProperty', source: expression, name, result, at }, shape: undefined };
}

/** Data Aggregation, section 3.6.3: what transformations have aggregated away is null, which evaluation finds. */
function declaredMember(source: Shaped, member: Member, at: number): Shaped {
  const { expression, shape } = source;
  const inner = shape?.declared?.get(member.name);
  const many = expression.result.collection;
  if (member.kind === 'Property') {
    const result = { type: member.type.type, collection: member.type.collection || many };
    return {
      expression: { kind: 'property', source: expression, property: member, result, at },
      shape: inner,
    };
  }
  const result = { type: member.entityType, collection: member.collection || many };
  return {
    expression: { kind: 'navigation', source: expression, navigationProperty: member, result, at },
    shape: inner,
  };
}

function castStep({ expression, shape }: Shaped, type: EdmStructuredType, at: number): Shaped {
  const result = { type, collection: expression.result.collection };
  return { expression: { kind: 'castSegment', source: expression, type, result, at }, shape };
}

/** Key predicates after a collection; values may be any expressions here. */
function withKeys(
  context: ResolveContext,
  scope: Scope,
  source: Shaped,
  keys: readonly ParenthesesArguments[],
): Shaped {
  let current = source;
  for (const parentheses of keys) {
    const { expression, shape } = current;
    const { type, collection } = expression.result;
    if (type?.kind !== 'EntityType' || !collection)
      throw expressionError(context, `${typeName(expression.result)} takes no key.`, parentheses.at);
    const { key, keyProperties } = resolveKey(context, type, parentheses, undefined, (value, property) =>
      resolveTyped(context, scope, value, property.property.type),
    );
    const result = { type, collection: false };
    current = {
      expression: { kind: 'key', source: expression, key, keyProperties, result, at: parentheses.at },
      shape,
    };
  }
  return current;
}

function unknownMember(context: ResolveContext, source: Shaped, segment: NameStep): Error {
  const { type } = source.expression.result;
  const names = [...(source.shape?.dynamic.keys() ?? [])];
  if (isStructuredType(type)) names.push(...type.properties.keys(), ...type.navigationProperties.keys());
  return expressionError(
    context,
    `${typeName(source.expression.result)} has no member '${segment.name}'.${didYouMean(segment.name, names)}`,
    segment.at,
  );
}

function resolveAnnotation(
  context: ResolveContext,
  _scope: Scope,
  source: Shaped,
  segment: Extract<MemberSegment, { kind: 'annotation' }>,
): Shaped {
  const dot = segment.term.lastIndexOf('.');
  const namespace = segment.term.slice(0, dot);
  const name = `${context.model.expandAlias(namespace) ?? namespace}.${segment.term.slice(dot + 1)}`;
  const declared = context.model.findTerm(name);
  const term = segment.qualifier === undefined ? name : `${name}#${segment.qualifier}`;
  const of = segment.of === undefined ? {} : { of: segment.of };
  const result = { type: declared?.type.type, collection: declared?.type.collection ?? false };
  return {
    expression: { kind: 'annotation', source: source.expression, ...of, term, result, at: segment.at },
    shape: undefined,
  };
}

function requireCollection(context: ResolveContext, source: Shaped, what: string, at: number): void {
  const { type, collection } = source.expression.result;
  if (collection || isUnknown(type)) return;
  throw expressionError(
    context,
    `'${what}' follows a collection only, not ${typeName(source.expression.result)}.`,
    at,
  );
}

/** Section 5.1.1.13 "Lambda Operators". */
function resolveLambda(
  context: ResolveContext,
  scope: Scope,
  source: Shaped,
  segment: Extract<MemberSegment, { kind: 'any' | 'all' }>,
): Shaped {
  requireCollection(context, source, segment.kind, segment.at);
  const { kind, variable, at } = segment;
  const item = { type: source.expression.result.type, collection: false, shape: source.shape };
  const inner: Scope =
    variable === undefined ? scope : { ...scope, variables: new Map(scope.variables).set(variable, item) };
  const predicate =
    segment.predicate === undefined ? undefined : resolveBoolean(context, inner, segment.predicate);
  if (kind === 'all' && predicate === undefined)
    throw expressionError(context, `'all' needs a condition.`, at);
  const result = { type: primitive(context, 'Boolean'), collection: false };
  return {
    expression: { kind, source: source.expression, variable, predicate, result, at },
    shape: undefined,
  };
}

function resolveCount(
  context: ResolveContext,
  scope: Scope,
  source: Shaped,
  segment: Extract<MemberSegment, { kind: '$count' }>,
): Shaped {
  requireCollection(context, source, '$count', segment.at);
  const inner = scopeOfItems(scope, source.expression.result.type, source.shape);
  const options = resolveCountOptions(context, inner, segment.options);
  const result = { type: primitive(context, 'Int32'), collection: false };
  return {
    expression: { kind: 'count', source: source.expression, options, result, at: segment.at },
    shape: undefined,
  };
}

function resolveFilter(
  context: ResolveContext,
  scope: Scope,
  source: Shaped,
  segment: Extract<MemberSegment, { kind: '$filter' }>,
): Shaped {
  requireCollection(context, source, '$filter', segment.at);
  const { type } = source.expression.result;
  const predicate = resolveBoolean(context, scopeOfItems(scope, type, source.shape), segment.expression);
  const result = { type, collection: true };
  const expression: Expression = {
    kind: 'filter',
    source: source.expression,
    predicate,
    result,
    at: segment.at,
  };
  return { expression, shape: source.shape };
}
