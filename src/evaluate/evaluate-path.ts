// OData URL Conventions 4.01, section 4 "Resource Path": from the service root to what the path reads.
import type { EdmEntitySet, EdmSingleton, EdmStructuredType, EdmType } from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import { type EdmValue, isCollectionValue, isStructuredValue, itemsOfValue } from '../edm/value.ts';
import { ODataError } from '../error/odata-error.ts';
import type { ResourcePath, ResourceSegment } from '../query/path/resource-path.ts';
import type { ValueOrigin } from '../query/result.ts';
import { type CollectionSource, rowsOf } from './collection-source.ts';
import { compileExpression } from './compile-expression.ts';
import { allEntities, crossjoinRows } from './crossjoin.ts';
import { callFunction, compileParameters } from './function-call.ts';
import { entityOf, type Instance, type Operand } from './instance.ts';
import { findByKey } from './key-lookup.ts';
import { flat, isOfType, membersOf, relatedInstances, rememberOrigins } from './member.ts';
import { createScope, type Evaluation } from './scope.ts';

/** What a path reads. `undefined` in its place: the resource does not exist. */
export type Located =
  | ({ readonly kind: 'collection' } & CollectionSource)
  | { readonly kind: 'instance'; readonly instance: Instance }
  /** A single value; `origin` of a complex one tells where it lives. */
  | {
      readonly kind: 'value';
      readonly value: EdmValue;
      readonly type: EdmType | undefined;
      readonly origin: ValueOrigin | undefined;
      /** Of an operation's result whose declared type is abstract. */
      readonly typeName?: string | undefined;
    }
  /** A single-valued navigation property without a target. */
  | { readonly kind: 'null' };

type SegmentOf<K extends ResourceSegment['kind']> = Extract<ResourceSegment, { kind: K }>;
type Step<K extends ResourceSegment['kind']> = (
  before: Located | undefined,
  segment: SegmentOf<K>,
  evaluation: Evaluation,
) => Located | undefined;

/** Where the segments go on from when the result of one of them is known already. */
export interface PathStart {
  /** Index of the segment that gave it. */
  readonly segment: number;
  readonly located: Located | undefined;
}

/** Follows the path. `/$count` at its end is the caller's: it reads the collection before. */
export function locate(path: ResourcePath, evaluation: Evaluation, start?: PathStart): Located | undefined {
  let located = start?.located;
  const first = start === undefined ? 0 : start.segment + 1;
  for (let i = first; i < path.segments.length; i++) {
    const segment = path.segments[i]!;
    const step = steps[segment.kind] as Step<ResourceSegment['kind']>;
    located = step(located, segment, evaluation);
    if (located === undefined) return undefined;
  }
  return located;
}

const same = (before: Located | undefined) => before;

function unreadable(_before: Located | undefined, segment: ResourceSegment): never {
  throw new ODataError(
    501,
    'NotImplemented',
    `A path with the segment '${segment.kind}' can't be read as data.`,
  );
}

const steps: { readonly [K in ResourceSegment['kind']]: Step<K> } = {
  entitySet: (_, { entitySet }, evaluation) => readEntitySet(entitySet, evaluation),
  singleton: (_, { singleton }, evaluation) => readSingleton(singleton, evaluation),
  key: byKey,
  // A cast that the URL does not write only helped to find the member, which several derived types may have.
  cast: (before, { type, implicit }, evaluation) =>
    before === undefined || implicit ? before : castTo(before, type, evaluation),
  property: (before, { property }, evaluation) =>
    propertyOf(before, property.name, property.type.type, property.type.collection, evaluation),
  dynamicProperty: (before, { name }, evaluation) =>
    propertyOf(before, name, undefined, undefined, evaluation),
  navigation,
  index: atOrdinal,
  value: same,
  count: same,
  ref: same,
  each: same,
  query: same,
  filter: filtered,
  action: unreadable,
  function: callOf,
  all: (_before, _segment, evaluation) => ({
    kind: 'collection',
    read: () => allEntities(evaluation),
    type: undefined,
  }),
  crossjoin: (_before, { entitySets }, evaluation) => ({
    kind: 'collection',
    read: () => crossjoinRows(entitySets, evaluation),
    type: undefined,
  }),
  batch: unreadable,
  entity: unreadable,
  metadata: unreadable,
};

function readEntitySet(entitySet: EdmEntitySet, { access }: Evaluation): Located {
  const read = (): readonly Entity[] => {
    const entities = access.entities(entitySet);
    return Array.isArray(entities) ? entities : [...entities];
  };
  return { kind: 'collection', read, type: entitySet.entityType, entitySet };
}

function readSingleton(singleton: EdmSingleton, { access }: Evaluation): Located {
  const entity = access.singleton(singleton);
  return entity === undefined ? { kind: 'null' } : { kind: 'instance', instance: entity };
}

function byKey(
  before: Located | undefined,
  segment: SegmentOf<'key'>,
  evaluation: Evaluation,
): Located | undefined {
  const instance = before?.kind === 'collection' ? findByKey(before, segment, evaluation) : undefined;
  return instance && { kind: 'instance', instance };
}

function castTo(before: Located, type: EdmStructuredType, { model }: Evaluation): Located | undefined {
  switch (before.kind) {
    case 'collection': {
      const declared = structured(before.type);
      const { accepts: outer } = before;
      const accepts = (row: Operand) => outer?.(row) !== false && isOfType(row, type, declared, model);
      return { ...before, type, accepts };
    }
    case 'instance':
      return isOfType(before.instance, type, undefined, model) ? before : undefined;
    case 'value':
      return before.value !== null && isOfType(before.value, type, structured(before.type), model)
        ? { ...before, type }
        : undefined;
    case 'null':
      return before;
  }
}

function structured(type: EdmType | undefined): EdmStructuredType | undefined {
  return type?.kind === 'EntityType' || type?.kind === 'ComplexType' ? type : undefined;
}

/** Section 4.7: of an instance or complex value; there is none on null, nor a dynamic one that the instance has not. */
function propertyOf(
  before: Located | undefined,
  name: string,
  type: EdmType | undefined,
  collection: boolean | undefined,
  evaluation: Evaluation,
): Located | undefined {
  if (before?.kind !== 'instance' && before?.kind !== 'value') return undefined;
  const members = membersOf(before.kind === 'instance' ? before.instance : before.value);
  const value = members?.[name];
  if (members === undefined || (value === undefined && collection === undefined)) return undefined;
  const origin = originOf(before, name);
  if (collection ?? isCollectionValue(value)) {
    const items = itemsOfValue(value);
    if (origin !== undefined) rememberOrigins(evaluation.origins, items, origin.entity, origin.path);
    return { kind: 'collection', read: () => items, type, origin };
  }
  if (origin !== undefined && isStructuredValue(value)) evaluation.origins.set(value, origin);
  return { kind: 'value', value: value ?? null, type, origin };
}

function originOf(
  before: Extract<Located, { kind: 'instance' | 'value' }>,
  name: string,
): ValueOrigin | undefined {
  if (before.kind === 'value') {
    return before.origin && { entity: before.origin.entity, path: [...before.origin.path, name] };
  }
  const entity = entityOf(before.instance);
  return entity && { entity, path: [name] };
}

function navigation(
  before: Located | undefined,
  { navigationProperty }: SegmentOf<'navigation'>,
  evaluation: Evaluation,
): Located | undefined {
  const { access, origins } = evaluation;
  let targets: readonly Instance[];
  if (before?.kind === 'instance')
    targets = relatedInstances(access, before.instance, [], navigationProperty);
  else if (before?.kind === 'value' && before.origin !== undefined && before.value !== null) {
    targets = access.related(before.origin.entity, before.origin.path, navigationProperty);
  } else if (before?.kind === 'collection') {
    targets = rowsOf(before).flatMap((row) => {
      const origin = typeof row === 'object' && row !== null ? origins.get(row) : undefined;
      if (origin !== undefined) return access.related(origin.entity, origin.path, navigationProperty);
      return relatedInstances(access, row as Instance, [], navigationProperty);
    });
    return { kind: 'collection', read: () => targets, type: navigationProperty.entityType };
  } else return undefined;
  if (navigationProperty.collection) {
    const origin = originOf(before, navigationProperty.name);
    return { kind: 'collection', read: () => targets, type: navigationProperty.entityType, origin };
  }
  const [target] = targets;
  return target === undefined ? { kind: 'null' } : { kind: 'instance', instance: target };
}

/** Section 4.10: from 0, or from the end where negative; 404 where there is no such item. */
function atOrdinal(
  before: Located | undefined,
  { ordinal }: SegmentOf<'index'>,
  { origins }: Evaluation,
): Located | undefined {
  if (before?.kind !== 'collection') return undefined;
  const row = rowsOf(before).at(ordinal);
  if (row === undefined) return undefined;
  if (before.type?.kind === 'EntityType') return { kind: 'instance', instance: row as Instance };
  const origin = isStructuredValue(row as EdmValue) ? origins.get(row as object) : undefined;
  return { kind: 'value', value: row as EdmValue, type: before.type, origin };
}

/** Section 4.12: each item in turn is the current instance. */
function filtered(
  before: Located | undefined,
  { predicate }: SegmentOf<'filter'>,
  evaluation: Evaluation,
): Located | undefined {
  if (before?.kind !== 'collection') return undefined;
  const test = compileExpression(predicate);
  const scope = createScope(evaluation);
  const read = () =>
    rowsOf(before).filter((row) => {
      scope.it = row;
      scope.current = row;
      return test(scope) === true;
    });
  return { kind: 'collection', read, type: before.type, ordered: before.ordered };
}

function callOf(
  before: Located | undefined,
  segment: SegmentOf<'function'>,
  evaluation: Evaluation,
): Located | undefined {
  const binding = before === undefined ? undefined : operandOf(before);
  const parameters = compileParameters(segment.parameters, compileExpression)(createScope(evaluation));
  const result = callFunction(evaluation, segment.function, binding, parameters);
  return locatedResult(result, segment.function.returnType);
}

/** The result of an operation, as what a path goes on from. */
function locatedResult(
  result: Operand,
  { type, collection }: { readonly type: EdmType; readonly collection: boolean },
): Located {
  if (collection) return { kind: 'collection', read: () => flat(result), type, ordered: true };
  if (type.kind !== 'EntityType')
    return { kind: 'value', value: result as EdmValue, type, origin: undefined };
  return result === null ? { kind: 'null' } : { kind: 'instance', instance: result as Instance };
}

/** What a path reads, as an operand of expressions. */
export function operandOf(located: Located | undefined): Operand {
  switch (located?.kind) {
    case 'collection':
      return rowsOf(located);
    case 'instance':
      return located.instance;
    case 'value':
      return located.value;
    default:
      return null;
  }
}
