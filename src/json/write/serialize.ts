// OData JSON Format 4.01, section 4.2 "Message Body": a result as the text of a response.
import { anyEntityType } from '../../edm/any-entity-type.ts';
import type { EdmEntityType } from '../../edm/edm-model.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { CollectionResult, EntityResult, ItemResult, QueryResult } from '../../query/result.ts';
import { contextFragment, entityFragment, tellsTypeAlone } from '../context-url.ts';
import { sourceOf } from '../entity-url.ts';
import { jsonNotation } from './control-information.ts';
import type { SerializeContext, WriteState } from './serialize-context.ts';
import { crossjoinItem } from './write-crossjoin.ts';
import { countText, writeEntity, writeInstance, writeReference } from './write-entity.ts';
import { writeExpanded } from './write-expanded.ts';
import { advertisedCollectionOperations } from './write-operations.ts';
import { append, quote } from './write-primitive.ts';
import { writeComplexIn } from './write-structured.ts';
import { annotationsOfCollection, collectionType, valueItemWriter, writeValue } from './write-value.ts';

/**
 * The response body for a result. A result that has no representation (`null`) is the caller's to answer, with 204;
 * a bare count is plain text.
 */
export function serialize(result: QueryResult, context: SerializeContext): string {
  const { state, head } = begin(result, context);
  switch (result.kind) {
    case 'entity':
      return writeRootEntity(result, state, head);
    case 'collection':
      return writeCollection(result, state, head);
    case 'value':
      return writeValue(result, state, head);
    case 'instance':
      return writeInstance(result, context.query.options, state, head, rootEntityType(state));
    case 'count':
      return String(result.count);
    case 'null':
      throw new ODataError(500, 'InternalError', 'A null result has no JSON representation.');
  }
}

export function createWriteState(context: SerializeContext): WriteState {
  const notation = jsonNotation({
    metadata: context.metadata,
    version: context.version,
    prefix: context.version === '4.0' || context.prefixed ? '@odata.' : '@',
    ieee754Compatible: context.ieee754Compatible,
    exponentialDecimals: context.exponentialDecimals ?? false,
    omitValues: context.omitValues,
    alwaysType: context.alwaysType ?? false,
  });
  return { context, notation, typeAlone: false, writeTyped: writeComplexIn, writeExpanded };
}

/** `head`: `"@odata.context":"…"`, or nothing with metadata=none. */
function begin(result: QueryResult, context: SerializeContext): { state: WriteState; head: string } {
  const state = createWriteState(context);
  if (context.metadata === 'none') return { state, head: '' };
  const fragment = contextFragment(context.query, context, result);
  const head = `"${state.notation.prefix}context":${quote(`${context.serviceRoot}$metadata${fragment}`)}`;
  return { state: tellsTypeAlone(fragment) ? { ...state, typeAlone: true } : state, head };
}

function writeRootEntity(result: EntityResult, state: WriteState, head: string): string {
  if (isReferencePath(state)) return writeReference(result.entity, state, head);
  const { options, path } = state.context.query;
  return writeEntity(result, options, rootEntityType(state), state, head, sourceOf(path.source));
}

/** The entity type that the model tells of the path. */
function rootEntityType({ context }: WriteState): EdmEntityType | undefined {
  const type = context.query.path.result?.type;
  if (type?.qualifiedName === anyEntityType.qualifiedName) return anyEntityType;
  return type?.kind === 'EntityType' ? type : undefined;
}

const isReferencePath = ({ context }: WriteState): boolean => lastKind(context) === 'ref';
const lastKind = ({ query }: SerializeContext): string | undefined => query.path.segments.at(-1)?.kind;

/** A collection as a body: what is before its items, each of them, and what follows. */
export interface CollectionWriter {
  readonly head: string;
  readonly item: (item: ItemResult) => string;
  readonly tail: string;
}

/** For bodies that are sent item by item. */
export function collectionWriter(result: CollectionResult, context: SerializeContext): CollectionWriter {
  const { state, head } = begin(result, context);
  return writerOf(result, state, head);
}

/** Sections 7.3, 7.4 and 13: `{"value":[…]}` with count and links. */
function writerOf(result: CollectionResult, state: WriteState, start: string): CollectionWriter {
  const { context, notation } = state;
  const { prefix } = notation;
  let head = append(start, collectionType(result, state));
  if (result.count !== undefined) head = append(head, `"${prefix}count":${countText(result.count, state)}`);
  head = annotationsOfCollection(result, state).reduce(append, head);
  const type = context.query.path.result?.type;
  if (type !== undefined && context.query.options.apply === undefined)
    head = append(head, advertisedCollectionOperations(result, type, state));
  let tail = '';
  const nextLink = context.nextLink?.(result, undefined);
  if (nextLink !== undefined) tail += `,"${prefix}nextLink":${quote(nextLink)}`;
  const deltaLink = nextLink === undefined ? context.deltaLink?.(result) : undefined;
  if (deltaLink !== undefined) tail += `,"${prefix}deltaLink":${quote(deltaLink)}`;
  return { head: `{${append(head, '"value":[')}`, item: itemWriter(result, state), tail: `]${tail}}` };
}

function writeCollection(result: CollectionResult, state: WriteState, start: string): string {
  const { head, item: write, tail } = writerOf(result, state, start);
  let items = '';
  for (const item of result.items) items += items === '' ? write(item) : `,${write(item)}`;
  return head + items + tail;
}

function itemWriter(collection: CollectionResult, state: WriteState): (item: ItemResult) => string {
  const { context } = state;
  const { options } = context.query;
  const last = lastKind(context);
  const expected = rootEntityType(state);
  const told = sourceOf(context.query.path.source);
  const writeItem = valueItemWriter(collection, state);
  // in `$all`, and in what an operation yields that declares Edm.EntityType
  const isMixed = last === 'all' || expected === anyEntityType;
  return (item) => {
    if (item.kind === 'value') return writeItem(item);
    if (item.kind === 'instance')
      return last === 'crossjoin'
        ? crossjoinItem(item, state)
        : writeInstance(item, options, state, '', expected);
    if (last === 'ref') return writeReference(item.entity, state);
    if (isMixed) return writeEntity(item, options, expected, state, ownContext(item, state));
    return writeEntity(item, options, expected, state, '', told);
  };
}

/** Entities of different sets have a context each. */
function ownContext({ entity }: EntityResult, { context, notation }: WriteState): string {
  if (notation.metadata === 'none') return '';
  const fragment = entityFragment(entity.identity.home, entity.type);
  return `"${notation.prefix}context":${quote(`${context.serviceRoot}$metadata${fragment}`)}`;
}
