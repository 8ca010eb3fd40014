// OData URL Conventions 4.01, section 4.3.1 "Canonical URL" to 4.3.6 "Key-as-Segment Convention": key predicates.

import { alternateKeysOf } from '../../edm/alternate-keys.ts';
import {
  type EdmEntityType,
  type EdmKeyProperty,
  type EdmNavigationProperty,
  type EdmProperty,
  isOfType,
} from '../../edm/edm-model.ts';
import type { EdmValue } from '../../edm/value.ts';
import { didYouMean } from '../../error/did-you-mean.ts';
import type { Expr, NamedArgument, ParenthesesArguments } from '../../uri/syntax-tree.ts';
import type { Expression } from '../expression/expression.ts';
import { literalAs, textAs } from '../expression/literal-value.ts';
import { findByName } from '../find-name.ts';
import { dereference } from '../parameter-alias.ts';
import { type ResolveContext, urlError } from '../resolve-context.ts';
import { addSegment, type PathState } from './path-state.ts';
import type { KeyPredicate, ResourceSegment } from './resource-path.ts';

export interface ResolvedKey {
  readonly key: KeyPredicate;
  readonly keyProperties: readonly EdmKeyProperty[];
  readonly alternate: boolean;
}

/** How a value in a key predicate becomes an expression: constants in a path, any expression inside an expression. */
export type KeyValueResolver = (value: Expr, property: EdmKeyProperty) => Expression;

function unfit(context: ResolveContext, property: EdmKeyProperty, shown: string, at: number): Error {
  const type = property.property.type.type.qualifiedName;
  const [status, code] =
    context.options.unfitKey === 'badRequest' ? ([400, 'InvalidKey'] as const) : ([404, 'NotFound'] as const);
  return urlError(
    context,
    status,
    code,
    `No entity has this key: ${shown} is no value of the key property '${property.name}' (${type}).`,
    at,
  );
}

function constant(property: EdmKeyProperty, value: EdmValue, at: number): Expression {
  return { kind: 'literal', value, result: { type: property.property.type.type, collection: false }, at };
}

/** A literal or an alias of one, as a value of the key property's type. */
export function constantKeyValue(context: ResolveContext): KeyValueResolver {
  return (written, property) => {
    const value = dereference(context, written);
    if (value.kind !== 'literal')
      throw urlError(
        context,
        400,
        'InvalidKey',
        `The value of key property '${property.name}' is no literal.`,
        written.at,
      );
    const typed = literalAs(context, value, property.property.type.type);
    if (typed === undefined || (typed === null && !property.property.type.nullable))
      throw unfit(context, property, `'${value.value}'`, written.at);
    return constant(property, typed, written.at);
  };
}

/** The navigation property that the path has just followed, and the key of the entity that it started from. */
interface Principal {
  readonly navigationProperty: EdmNavigationProperty;
  readonly key: KeyPredicate | undefined;
}

function principalOf(segments: readonly ResourceSegment[]): Principal | undefined {
  let at = segments.length - 1;
  while (segments[at]?.kind === 'cast' || segments[at]?.kind === 'filter') at--;
  const navigation = segments[at];
  if (navigation?.kind !== 'navigation') return undefined;
  let before = at - 1;
  while (segments[before]?.kind === 'cast' || segments[before]?.kind === 'property') before--;
  const key = segments[before];
  return {
    navigationProperty: navigation.navigationProperty,
    key: key?.kind === 'key' && !key.alternate ? key.key : undefined,
  };
}

/**
 * Section 4.3.4 "URLs for Related Entities with Referential Constraints": parts of the key that the constraint of the
 * partner (or of the navigation property itself) ties to the entity before, by name of the dependent property.
 */
function constrainedKeys(principal: Principal | undefined): ReadonlyMap<string, Expression | undefined> {
  const values = new Map<string, Expression | undefined>();
  if (principal === undefined) return values;
  const { navigationProperty, key } = principal;
  const partner =
    navigationProperty.partner === undefined
      ? undefined
      : navigationProperty.entityType.navigationProperties.get(navigationProperty.partner);
  for (const constraint of partner?.referentialConstraints ?? [])
    values.set(constraint.property, key?.get(constraint.referencedProperty));
  for (const constraint of navigationProperty.referentialConstraints)
    values.set(constraint.referencedProperty, key?.get(constraint.property));
  return values;
}

function wrongKey(context: ResolveContext, type: EdmEntityType, message: string, at: number): Error {
  const names = type.key.map((part) => part.name).join(', ');
  return urlError(
    context,
    400,
    'InvalidKey',
    `${message} The key of ${type.qualifiedName} is: ${names}.`,
    at,
  );
}

/** Fills in what referential constraints tell; undefined where a part is still missing. */
function completeKey(
  parts: readonly EdmKeyProperty[],
  given: ReadonlyMap<string, Expression>,
  tied: ReadonlyMap<string, Expression | undefined>,
): KeyPredicate | undefined {
  const key = new Map<string, Expression>();
  for (const part of parts) {
    const name = part.path.join('/');
    const value = given.get(part.name) ?? tied.get(name);
    if (value !== undefined) key.set(part.name, value);
    else if (!tied.has(name)) return undefined;
  }
  return key;
}

function namedKey(
  context: ResolveContext,
  type: EdmEntityType,
  named: readonly NamedArgument[],
  state: PathState | undefined,
  resolveValue: KeyValueResolver,
  at: number,
): ResolvedKey {
  const tied = constrainedKeys(state === undefined ? undefined : principalOf(state.segments));
  const source = state?.source?.kind === 'navigationSource' ? state.source.navigationSource : undefined;
  const candidates = [type.key, ...alternateKeysOf(source, type)];
  for (const [index, keyProperties] of candidates.entries()) {
    const byName = new Map(keyProperties.map((part) => [part.name, part]));
    const parts = named.map((argument) => findByName(byName, argument.name, context.options.ignoreCase));
    if (parts.some((part) => part === undefined) || new Set(parts).size !== named.length) continue;
    const given = new Map<string, Expression>();
    for (const [i, argument] of named.entries()) {
      const part = parts[i] as EdmKeyProperty;
      given.set(part.name, resolveValue(argument.value, part));
    }
    const key = completeKey(keyProperties, given, index === 0 ? tied : new Map());
    if (key !== undefined) return { key, keyProperties, alternate: index > 0 };
  }
  const wrong = named.find((argument) => !type.key.some((part) => part.name === argument.name));
  const message =
    wrong === undefined
      ? 'The key predicate lacks a part of the key.'
      : `'${wrong.name}' is no key property.${didYouMean(
          wrong.name,
          type.key.map((part) => part.name),
        )}`;
  throw wrongKey(context, type, message, wrong?.at ?? at);
}

/** `(1)`: the only key property, or the only one that no referential constraint gives. */
function simpleKey(
  context: ResolveContext,
  type: EdmEntityType,
  value: Expr,
  state: PathState | undefined,
  resolveValue: KeyValueResolver,
): ResolvedKey {
  const tied = constrainedKeys(state === undefined ? undefined : principalOf(state.segments));
  const open = type.key.length === 1 ? type.key : type.key.filter((part) => !tied.has(part.path.join('/')));
  const [part] = open;
  if (part === undefined || open.length > 1)
    throw wrongKey(context, type, 'A key of several parts needs names: (name=value,…).', value.at);
  const given = new Map([[part.name, resolveValue(value, part)]]);
  const key = completeKey(type.key, given, tied) ?? given;
  return { key, keyProperties: type.key, alternate: false };
}

/** Resolves what stands in parentheses after a collection of entities. */
export function resolveKey(
  context: ResolveContext,
  type: EdmEntityType,
  parentheses: ParenthesesArguments,
  state: PathState | undefined,
  resolveValue: KeyValueResolver,
): ResolvedKey {
  switch (parentheses.kind) {
    case 'empty':
      if (type.key.length > 0 && state !== undefined) {
        const tied = constrainedKeys(principalOf(state.segments));
        const key = completeKey(type.key, new Map(), tied);
        if (key !== undefined) return { key, keyProperties: type.key, alternate: false };
      }
      throw wrongKey(context, type, 'The key predicate is empty.', parentheses.at);
    case 'simple':
      return simpleKey(context, type, parentheses.value, state, resolveValue);
    case 'named':
      return namedKey(context, type, parentheses.arguments, state, resolveValue, parentheses.at);
  }
}

export function addKeySegment(
  state: PathState,
  type: EdmEntityType,
  resolved: ResolvedKey,
  at: number,
): void {
  if (state.result !== undefined) state.result = { ...state.result, collection: false, nullable: false };
  state.complexPath = [];
  const standIns = resolved.alternate ? [] : standInsOf(state.context, type);
  addSegment(state, {
    kind: 'key',
    entityType: type,
    ...resolved,
    ...(standIns.length > 0 && { standIns }),
    at,
  });
}

function standInsOf({ options }: ResolveContext, type: EdmEntityType): readonly EdmProperty[] {
  const standIns = options.keyStandIns?.filter((standIn) => isOfType(type, standIn.type)) ?? [];
  return standIns.flatMap(({ property }) => type.properties.get(property) ?? []);
}

/**
 * Key-as-segment: how many of the segments' texts make up the key, each one part in the order of the key; parts that a
 * referential constraint gives are left out.
 */
export function keyAsSegment(
  state: PathState,
  type: EdmEntityType,
  texts: readonly { readonly raw: string; readonly at: number }[],
): { readonly resolved: ResolvedKey; readonly consumed: number } | undefined {
  const { context } = state;
  const tied = constrainedKeys(principalOf(state.segments));
  const open = type.key.length === 1 ? type.key : type.key.filter((part) => !tied.has(part.path.join('/')));
  if (open.length === 0 || texts.length < open.length) return undefined;
  const given = new Map<string, Expression>();
  for (const [index, part] of open.entries()) {
    const { raw, at } = texts[index] as { raw: string; at: number };
    const value = textAs(context, raw, part.property.type.type);
    if (value === undefined) throw unfit(context, part, `'${raw}'`, at);
    given.set(part.name, constant(part, value, at));
  }
  const key = completeKey(type.key, given, tied) ?? given;
  return { resolved: { key, keyProperties: type.key, alternate: false }, consumed: open.length };
}
