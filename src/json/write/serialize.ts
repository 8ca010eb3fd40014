// OData JSON Format 4.01, section 4.2 "Message Body": a result as the text of a response.
import type { EdmEntityType, EdmTypeReference } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { isBuiltInAbstract } from '../../edm/primitive-types.ts';
import { type EdmValue, isCollectionValue, isStructuredValue } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import type {
  CollectionResult,
  EntityResult,
  ItemResult,
  QueryResult,
  ValueResult,
} from '../../query/result.ts';
import { contextFragment, entityFragment, propertyPathOf } from '../context-url.ts';
import { sourcePath } from '../entity-url.ts';
import { jsonNotation, typeUri, typeUriOfName } from './control-information.ts';
import type { SerializeContext, WriteState } from './serialize-context.ts';
import { crossjoinItem } from './write-crossjoin.ts';
import { impliedTypeName, untypedType } from './write-dynamic.ts';
import { countText, writeEntity, writeInstance, writeReference } from './write-entity.ts';
import { writeExpanded } from './write-expanded.ts';
import { advertisedCollectionOperations } from './write-operations.ts';
import { isTypeEvident, primitiveReferenceWriter, quote } from './write-primitive.ts';
import { actualType, append, writeComplex, writerFor } from './write-structured.ts';

/**
 * The response body for a result. A result that has no representation (`null`) is the caller's to answer, with 204;
 * a bare count is plain text.
 */
export function serialize(result: QueryResult, context: SerializeContext): string {
  const state = createWriteState(context);
  switch (result.kind) {
    case 'entity':
      return writeRootEntity(result, state);
    case 'collection':
      return writeCollection(result, state);
    case 'value':
      return writeValue(result, state);
    case 'instance':
      return writeInstance(
        result,
        context.query.options,
        state,
        contextMember(result, state),
        rootEntityType(state),
      );
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
  return { context, notation, writeExpanded };
}

/** `"@odata.context":"…"`, or nothing with metadata=none. */
function contextMember(result: QueryResult, state: WriteState): string {
  const { context, notation } = state;
  if (notation.metadata === 'none') return '';
  const fragment = contextFragment(context.query, context, result);
  return `"${notation.prefix}context":${quote(`${context.serviceRoot}$metadata${fragment}`)}`;
}

function writeRootEntity(result: EntityResult, state: WriteState): string {
  const head = contextMember(result, state);
  if (isReferencePath(state)) return writeReference(result.entity, state, head);
  return writeEntity(result, state.context.query.options, rootEntityType(state), state, head);
}

/** The entity type that the context URL tells; undefined where it is an abstract built-in type. */
function rootEntityType({ context }: WriteState): EdmEntityType | undefined {
  const type = context.query.path.result?.type;
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
  return writerOf(result, createWriteState(context));
}

/** Sections 7.3, 7.4 and 13: `{"value":[…]}` with count and links. */
function writerOf(result: CollectionResult, state: WriteState): CollectionWriter {
  const { context, notation } = state;
  const { prefix } = notation;
  let head = append(contextMember(result, state), collectionType(state));
  if (result.count !== undefined) head = append(head, `"${prefix}count":${countText(result.count, state)}`);
  const operations = context.query.options.select?.operations ?? [];
  if (operations.length > 0)
    head = append(
      head,
      advertisedCollectionOperations(operations, () => collectionUrl(state), state),
    );
  let tail = '';
  const nextLink = context.nextLink?.(result, undefined);
  if (nextLink !== undefined) tail += `,"${prefix}nextLink":${quote(nextLink)}`;
  const deltaLink = nextLink === undefined ? context.deltaLink?.(result) : undefined;
  if (deltaLink !== undefined) tail += `,"${prefix}deltaLink":${quote(deltaLink)}`;
  return { head: `{${append(head, '"value":[')}`, item: itemWriter(state), tail: `]${tail}}` };
}

function writeCollection(result: CollectionResult, state: WriteState): string {
  const { head, item: write, tail } = writerOf(result, state);
  let items = '';
  for (const item of result.items) items += items === '' ? write(item) : `,${write(item)}`;
  return head + items + tail;
}

function collectionUrl({ context }: WriteState): string {
  const source = context.query.path.source;
  return (
    context.serviceRoot + (source?.kind === 'navigationSource' ? sourcePath(source.navigationSource) : '')
  );
}

function itemWriter(state: WriteState): (item: ItemResult) => string {
  const { context } = state;
  const { options, path } = context.query;
  const last = lastKind(context);
  const expected = rootEntityType(state);
  return (item) => {
    if (item.kind === 'value') return writeSingle(item, path.result, '', state);
    if (item.kind === 'instance')
      return last === 'crossjoin'
        ? crossjoinItem(item, state)
        : writeInstance(item, options, state, '', expected);
    if (last === 'ref') return writeReference(item.entity, state);
    return writeEntity(item, options, expected, state, last === 'all' ? ownContext(item, state) : '');
  };
}

/** Items of `$all` live in different sets: each has a context of its own. */
function ownContext({ entity }: EntityResult, { context, notation }: WriteState): string {
  if (notation.metadata === 'none') return '';
  const fragment = entityFragment(entity.identity.home, entity.type);
  return `"${notation.prefix}context":${quote(`${context.serviceRoot}$metadata${fragment}`)}`;
}

/** Section 4.6.3: full metadata tells the type of a collection of values, too, as it does of a property in an entity. */
function collectionType({ context, notation }: WriteState): string {
  const { path, options } = context.query;
  const { result } = path;
  if (notation.metadata !== 'full' || result === undefined || options.apply !== undefined) return '';
  if (!result.collection || isBuiltInAbstract(result.type) || result.type.kind === 'EntityType') return '';
  return `"${notation.prefix}type":${quote(typeUri(result, notation.version))}`;
}

/** Section 11 "Individual Property or Operation Response". */
function writeValue(result: ValueResult, state: WriteState): string {
  const reference = state.context.query.path.result;
  const head = contextMember(result, state);
  const { value } = result;
  if (isStructuredValue(value) && isStructuredType(reference?.type.kind))
    return writeSingle(result, reference, head, state);
  const isDynamic =
    reference === undefined || (reference.type.kind === 'Primitive' && reference.type.name === 'Untyped');
  const type = isDynamic ? impliedType(value, state) : declaredType(value, reference, state);
  return `{${append(append(head, type), `"value":${writeAny(result, reference, state)}`)}}`;
}

/** The type of a dynamic property's value, where JSON does not tell it. */
function impliedType(value: EdmValue, { notation }: WriteState): string {
  const typeName = impliedTypeName(value);
  if (typeName === undefined || notation.metadata === 'none') return '';
  return `"${notation.prefix}type":${quote(typeUriOfName(typeName, notation.version))}`;
}

/** Section 3.1.2: full metadata tells the type of the addressed value where JSON does not. */
function declaredType(value: EdmValue, { type, collection }: EdmTypeReference, state: WriteState): string {
  const { metadata, prefix, version } = state.notation;
  if (metadata !== 'full' || isBuiltInAbstract(type) || (!collection && isTypeEvident(type, value)))
    return '';
  return `"${prefix}type":${quote(typeUri({ type, collection }, version))}`;
}

function writeAny(result: ValueResult, reference: EdmTypeReference | undefined, state: WriteState): string {
  const { value } = result;
  if (!isCollectionValue(value)) return writeSingle(result, reference, '', state);
  const items = value.map((item: EdmValue) =>
    writeSingle({ kind: 'value', value: item }, reference, '', state),
  );
  return `[${items.join(',')}]`;
}

const isStructuredType = (kind: string | undefined): boolean =>
  kind === 'ComplexType' || kind === 'EntityType';

function writeSingle(
  { value, expanded, computed, selected, owner }: ValueResult,
  reference: EdmTypeReference | undefined,
  head: string,
  state: WriteState,
): string {
  if (value === null) return 'null';
  const type = reference?.type;
  if (isStructuredValue(value) && (type?.kind === 'ComplexType' || type?.kind === 'EntityType')) {
    const { options, path } = state.context.query;
    const writer = writerFor(actualType(value, type, state) ?? type, options, state.notation);
    const place = owner && propertyPathOf(path.segments);
    const addressed = place === undefined ? undefined : { entity: owner as Entity, path: place };
    const around = { state, entity: undefined, addressed, expanded, path: '', computed, selected };
    return writeComplex(value, writer, type, around, head);
  }
  const item: EdmTypeReference = { type: type ?? untypedType, collection: false, nullable: true };
  return primitiveReferenceWriter(item, state.notation)(value);
}
