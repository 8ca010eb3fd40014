// OData URL Conventions 4.01, sections 4.2, 4.7 to 4.17: path segments that begin with `$`.

import type { EdmContainerChild, EdmEntitySet } from '../../edm/edm-model.ts';
import { mayBeMediaEntity } from '../../edm/media-entity.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import { didYouMean } from '../../error/did-you-mean.ts';
import type { CrossjoinSegment, FilterSegment, PathSegment, SystemSegment } from '../../uri/syntax-tree.ts';
import { resolveBoolean } from '../expression/resolve-expression.ts';
import { scopeOfResource } from '../expression/scope.ts';
import { findByName } from '../find-name.ts';
import { notFound, primitive, typeReference, urlError } from '../resolve-context.ts';
import { addSegment, describe, type PathState } from './path-state.ts';

/** What each segment asks of what stands before it, and what it yields. */
const resolvers: Readonly<Record<SystemSegment['kind'], (state: PathState, segment: SystemSegment) => void>> =
  {
    $metadata: (state, { at }) => first(state, '$metadata', 'metadata', at),
    $batch: (state, { at }) => first(state, '$batch', 'batch', at),
    $all: (state, { at }) => {
      requireFirst(state, '$all', at);
      state.result = typeReference(primitive(state.context, 'EntityType'), true, false);
      addSegment(state, { kind: 'all', at });
    },
    $entity: (state, { at }) => {
      requireFirst(state, '$entity', at);
      state.result = typeReference(primitive(state.context, 'EntityType'), false, false);
      addSegment(state, { kind: 'entity', at });
    },
    $value: resolveValue,
    $count: resolveCount,
    $ref: resolveRef,
    $each: resolveEach,
    $query: (state, { at }) => {
      if (state.segments.length === 0) throw misplaced(state, '$query', 'a resource', at);
      addSegment(state, { kind: 'query', at });
    },
  };

export function resolveSystemSegment(
  state: PathState,
  segment: Exclude<PathSegment, { kind: 'name' }>,
): void {
  if (segment.kind === '$filter') resolveFilter(state, segment);
  else if (segment.kind === '$crossjoin') resolveCrossjoin(state, segment);
  else resolvers[segment.kind](state, segment);
}

function misplaced(state: PathState, name: string, wanted: string, at: number): Error {
  const found = state.segments.length === 0 ? 'the service root' : describe(state);
  return urlError(
    state.context,
    400,
    'InvalidUrl',
    `'${name}' follows ${wanted} only; here it follows ${found}.`,
    at,
  );
}

function requireFirst(state: PathState, name: string, at: number): void {
  if (state.segments.length > 0)
    throw notFound(state.context, `'${name}' stands directly after the service root only.`, at);
}

function first(state: PathState, name: string, kind: 'metadata' | 'batch', at: number): void {
  requireFirst(state, name, at);
  addSegment(state, { kind, at });
}

/** Section 4.8 "Addressing a Raw Value of a Property or an Entity": primitive values, streams and media entities. */
function resolveValue(state: PathState, { at }: SystemSegment): void {
  const { result, context } = state;
  const wanted = 'a primitive value, a stream or a media entity';
  if (result === undefined || result.collection) throw misplaced(state, '$value', wanted, at);
  const { type } = result;
  const media =
    mayBeMediaEntity(context.model, type) ||
    (type.kind === 'EntityType' && context.options.composeAnything === true);
  if (isStructuredType(type) && !media) throw misplaced(state, '$value', wanted, at);
  addSegment(state, { kind: 'value', at });
}

/** Section 4.9 "Addressing the Count of a Collection". */
function resolveCount(state: PathState, { at }: SystemSegment): void {
  if (!state.result?.collection) throw misplaced(state, '$count', 'a collection', at);
  state.result = typeReference(primitive(state.context, 'Int32'), false, false);
  state.source = undefined;
  addSegment(state, { kind: 'count', at });
}

/** Section 4.7 "Addressing References between Entities"; Protocol, section 11.2.8: what is no entity has no reference. */
function resolveRef(state: PathState, { at }: SystemSegment): void {
  if (state.result?.type.kind !== 'EntityType')
    throw notFound(state.context, `Entities have references; ${describe(state)} has none.`, at);
  addSegment(state, { kind: 'ref', at });
}

/** Section 4.13 "Addressing Each Member of a Collection". */
function resolveEach(state: PathState, { at }: SystemSegment): void {
  if (!state.result?.collection) throw misplaced(state, '$each', 'a collection', at);
  if (state.each || state.spread) {
    const message =
      'An operation was applied to each member: what it yields has no members that $each could stand for.';
    throw urlError(state.context, 400, 'InvalidUrl', message, at);
  }
  state.each = true;
  addSegment(state, { kind: 'each', at });
}

/** Section 4.12 "Filtering a Collection": `/$filter(…)`; `$it` is each item of what stands before. */
function resolveFilter(state: PathState, segment: FilterSegment): void {
  const { result, context } = state;
  if (!result?.collection) throw misplaced(state, '$filter', 'a collection', segment.at);
  const predicate = resolveBoolean(context, scopeOfResource(result), segment.expression);
  addSegment(state, { kind: 'filter', predicate, at: segment.at });
}

/** Section 4.15 "Addressing the Cross Join of Entity Sets". */
function resolveCrossjoin(state: PathState, segment: CrossjoinSegment): void {
  const { context } = state;
  requireFirst(state, '$crossjoin', segment.at);
  const children = context.model.entityContainer?.children ?? new Map();
  const entitySets: EdmEntitySet[] = [];
  for (const { name, at } of segment.entitySets) {
    const child = findByName(children, name, context.options.ignoreCase);
    if (child?.kind !== 'EntitySet')
      throw notFound(
        context,
        `The service has no entity set '${name}'.${didYouMean(name, entitySetNames(children.values()))}`,
        at,
      );
    if (entitySets.includes(child))
      throw urlError(context, 400, 'InvalidUrl', `The entity set '${name}' is joined twice.`, at);
    entitySets.push(child);
  }
  state.result = typeReference(primitive(context, 'ComplexType'), true, false);
  addSegment(state, { kind: 'crossjoin', entitySets, at: segment.at });
}

function entitySetNames(children: Iterable<EdmContainerChild>): readonly string[] {
  return [...children].flatMap((child) => (child.kind === 'EntitySet' ? [child.name] : []));
}
