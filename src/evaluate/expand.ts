// OData Protocol 4.01, section 11.2.5.2 "System Query Option $expand".
import { type EdmType, isSameOrDerived } from '../edm/edm-model.ts';
import { type EdmValue, isCollectionValue, isStructuredValue } from '../edm/value.ts';
import { ODataError } from '../error/odata-error.ts';
import { isRecursive, standsAlone } from '../query/options/standalone-expand.ts';
import type { ExpandItem, QueryOptions } from '../query/query.ts';
import type { EntityResult, ExpandedResult, ItemResult } from '../query/result.ts';
import { countCollection, evaluateCollection } from './collection.ts';
import { entityOf, type Instance, isDerived, type Operand } from './instance.ts';
import { createItemShaper } from './item.ts';
import { isInstance, isOfType, membersOf, relatedInstances } from './member.ts';
import { type Evaluation, nestedScope, type Scope } from './scope.ts';

/** Deepest recursion of `$levels`. */
const deepestLevel = 64;

export type Expander = (row: Operand) => ReadonlyMap<string, ExpandedResult> | undefined;

/** Expands all items of a level for a row; undefined where nothing is to be expanded. Streams are the caller's. */
export function createExpander(
  options: QueryOptions,
  type: EdmType | undefined,
  scope: Scope,
): Expander | undefined {
  const items = (options.expand ?? []).filter(({ stream }) => stream === undefined);
  if (items.length === 0) return undefined;
  return (row) => {
    const expanded = new Map<string, ExpandedResult>();
    for (const item of items) {
      if (item.entitySet !== undefined) expandMember(row, item.entitySet.name, item, scope, expanded);
      else if (item.dynamic !== undefined) expandMember(row, item.dynamic, item, scope, expanded);
      else expandItem(row, item, type, scope, expanded);
    }
    return expanded;
  };
}

/** The entity of a set in a cross join, or what $apply related to the instance under a name. */
function expandMember(
  row: Operand,
  name: string,
  { options, form }: ExpandItem,
  scope: Scope,
  expanded: Map<string, ExpandedResult>,
): void {
  const related = isInstance(row) && isDerived(row) ? row.related.get(name) : undefined;
  if (related === undefined) return;
  if (related === null) expanded.set(name, { kind: 'null' });
  else if (!Array.isArray(related)) {
    const instance = related as Instance;
    expanded.set(name, expandSingle(instance, options, instance.type, scope));
  } else {
    const source = { read: () => related as readonly Instance[], type: undefined };
    const context = { scope: nestedScope(scope), outermost: false, pageSize: undefined };
    const result: ExpandedResult =
      form === '$count'
        ? { kind: 'count', count: countCollection(source, options, context) }
        : evaluateCollection(source, options, context);
    expanded.set(name, result);
  }
}

/** An instance or a complex value that owns a navigation property, and the path of names to it for the result. */
interface Owner {
  readonly instance: Instance;
  readonly value: Operand;
  /** From the entity. */
  readonly path: readonly string[];
  /** From the row. */
  readonly shown: readonly string[];
}

/** Without an instance where no entity has the complex value: a function gave it. */
type PossibleOwner = Omit<Owner, 'instance'> & { readonly instance: Instance | undefined };

function expandItem(
  row: Operand,
  item: ExpandItem,
  type: EdmType | undefined,
  scope: Scope,
  expanded: Map<string, ExpandedResult>,
): void {
  for (const owner of ownersOf(row, item, type, scope)) {
    const { instance, value, shown } = owner;
    const { name } = item.navigationProperty!;
    const at = [...shown, name].join('/');
    if (instance === undefined) {
      if (membersOf(value)?.[name] === undefined) expanded.set(at, nothingAt(item));
      continue;
    }
    const known = { ...owner, instance };
    if (item.options.levels === 'max' && isAncestor(instance, scope)) continue;
    if (isAggregatedAway(known, item)) continue;
    expanded.set(at, expandNavigation(known, item, scope));
  }
}

/** A complex value that no entity has is related to what it was given with alone. */
function nothingAt({ form, navigationProperty }: ExpandItem): ExpandedResult {
  if (form === '$count') return { kind: 'count', count: 0 };
  return navigationProperty?.collection === true ? { kind: 'collection', items: [] } : { kind: 'null' };
}

/** Whether an instance without identity lacks the navigation property: it is not represented then. */
function isAggregatedAway({ instance, path }: Owner, { navigationProperty }: ExpandItem): boolean {
  if (entityOf(instance) !== undefined || !isDerived(instance)) return false;
  return !instance.related.has([...path, navigationProperty!.name].join('/'));
}

/** Follows complex properties and casts; a collection of complex values on the way has one owner for each of its items. */
function ownersOf(
  row: Operand,
  item: ExpandItem,
  type: EdmType | undefined,
  scope: Scope,
): readonly PossibleOwner[] {
  const start = startOf(row, scope);
  let places: {
    value: Operand;
    path: readonly string[];
    shown: readonly string[];
    type: EdmType | undefined;
  }[] = [{ value: row, path: start?.path ?? [], shown: [], type }];
  for (const step of item.path) {
    if (step.kind === 'cast') {
      places = places.filter(({ value, type: declared }) =>
        isOfType(
          value,
          step.type,
          declared?.kind === 'ComplexType' ? declared : undefined,
          scope.evaluation.model,
        ),
      );
      continue;
    }
    const { name, type: reference } = step.property;
    places = places.flatMap(({ value, path, shown }) => {
      const member = membersOf(value)?.[name] ?? null;
      const next = { path: [...path, name], shown: [...shown, name], type: reference.type };
      if (isStructuredValue(member)) return [{ ...next, value: member as Operand }];
      if (!isCollectionValue(member)) return [];
      return member.map((one: EdmValue, ordinal) => ({
        value: one as Operand,
        path: [...next.path, String(ordinal)],
        shown: [...next.shown, String(ordinal)],
        type: reference.type,
      }));
    });
  }
  return places
    .filter(({ value }) => start !== undefined || membersOf(value) !== undefined)
    .map(({ value, path, shown }) => ({ instance: start?.instance, value, path, shown }));
}

/** The instance that a row is, or the entity that the complex value lives in. */
function startOf(row: Operand, scope: Scope): { instance: Instance; path: readonly string[] } | undefined {
  const origin = typeof row === 'object' && row !== null ? scope.evaluation.origins.get(row) : undefined;
  if (origin !== undefined) return { instance: origin.entity, path: origin.path };
  return isInstance(row) ? { instance: row, path: [] } : undefined;
}

function expandNavigation(owner: Owner, item: ExpandItem, scope: Scope): ExpandedResult {
  const navigationProperty = item.navigationProperty!;
  const { evaluation } = scope;
  let related = relatedInstances(evaluation.access, owner.instance, owner.path, navigationProperty);
  const { cast } = item;
  if (cast !== undefined) {
    related = related.filter((one) => one.type !== undefined && isSameOrDerived(one.type, cast));
  }
  if (item.form !== '$count') countExpanded(related.length, evaluation);
  const options = optionsOfNextLevel(item, scope);
  const type = cast ?? navigationProperty.entityType;
  const source = { read: () => related, type };
  const paged = entityOf(owner.instance) !== undefined && standsAlone(item);
  const context = {
    scope: scopeBelow(scope, owner.instance),
    outermost: false,
    pageSize: paged ? evaluation.pageSize : undefined,
  };
  if (item.form === '$count') return { kind: 'count', count: countCollection(source, options, context) };
  const { ancestors } = context.scope;
  if (navigationProperty.collection) {
    const collection = evaluateCollection(source, options, context);
    if (item.options.levels !== 'max') return collection;
    return { ...collection, items: collection.items.map((one) => withoutCircle(one, ancestors)) };
  }
  const [target] = related;
  if (target === undefined) return { kind: 'null' };
  const single = expandSingle(target, options, type, context.scope);
  return item.options.levels === 'max' ? withoutCircle(single, ancestors) : single;
}

/** `$levels=max` MUST solve circular dependencies by injecting an entity reference. */
function withoutCircle<R extends ExpandedResult | ItemResult>(
  result: R,
  ancestors: Scope['ancestors'],
): R | EntityResult {
  if (result.kind !== 'entity' || !ancestors.includes(result.entity.identity)) return result;
  return { kind: 'entity', entity: result.entity, reference: true };
}

function expandSingle(
  target: Instance,
  options: QueryOptions,
  type: EdmType | undefined,
  scope: Scope,
): ExpandedResult {
  const nested = nestedScope(scope);
  nested.current = target;
  return createItemShaper(options, type, nested, false)(target) as ExpandedResult;
}

/** Most related entities that one request expands: nested expansions multiply. */
const mostExpanded = 1_000_000;

function countExpanded(count: number, { expanded }: Evaluation): void {
  expanded.count += count;
  if (expanded.count <= mostExpanded) return;
  throw new ODataError(400, 'TooComplex', `$expand leads to more than ${mostExpanded} related entities.`, {
    target: '$expand',
  });
}

function scopeBelow(scope: Scope, instance: Instance): Scope {
  const identity = entityOf(instance)?.identity;
  return nestedScope(scope, identity === undefined ? scope.ancestors : [...scope.ancestors, identity]);
}

function isAncestor(instance: Instance, scope: Scope): boolean {
  const identity = entityOf(instance)?.identity;
  return identity !== undefined && scope.ancestors.includes(identity);
}

/**
 * `$levels=n`: the item is expanded again in its own results, n - 1 levels deep. `max` goes down to what is
 * expanded above already.
 */
function optionsOfNextLevel(item: ExpandItem, scope: Scope): QueryOptions {
  const { levels, ...options } = item.options;
  if (levels === undefined || levels === 1 || !isRecursive(item)) return options;
  if (levels !== 'max' && levels > deepestLevel) {
    throw new ODataError(
      400,
      'TooComplex',
      `$levels is ${levels}; this service expands ${deepestLevel} levels at most.`,
      { target: '$levels' },
    );
  }
  if (levels === 'max' && scope.ancestors.length >= deepestLevel) return options;
  const below: ExpandItem = {
    ...item,
    options: { ...item.options, levels: levels === 'max' ? 'max' : levels - 1 },
  };
  return { ...options, expand: [...(options.expand ?? []), below] };
}
