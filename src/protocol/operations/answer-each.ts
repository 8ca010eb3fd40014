// OData JSON Format 4.01, section 12 "Collection of Operation Responses": what an operation on each member of a collection yields.
import type { EdmTypeReference } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { primitiveType } from '../../edm/primitive-types.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import type { EdmValue } from '../../edm/value.ts';
import type { ODataError } from '../../error/odata-error.ts';
import { operandOfResult } from '../../evaluate/operand-of-result.ts';
import { serialize } from '../../json/write/serialize.ts';
import { serializeFailedMember } from '../../json/write/serialize-failed-member.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import type { Query, ResolvedRequest } from '../../query/query.ts';
import type { CollectionResult, ItemResult, QueryResult } from '../../query/result.ts';
import type { StoreReader } from '../../store/store.ts';
import { type Exchange, isPrefixed } from '../exchange/exchange.ts';
import { type JsonFormat, jsonContentType } from '../exchange/headers.ts';
import { respond } from '../exchange/respond.ts';
import { serializeContextOf, writeResult } from '../exchange/write-result.ts';
import { failureOf } from '../modification/continue-on-error.ts';
import { prefixOf } from '../resource/resource-target.ts';
import { readerOf } from './exchange-reader.ts';

/** A member for which the operation failed. */
export interface FailedMember {
  readonly kind: 'failed';
  readonly member: Entity;
  readonly error: ODataError;
}

/**
 * One result for each member, with the query options applied to all of them. Where they are primitive or collections, and
 * where the operation has failed for a member, each stands for itself: as an object that holds it as `value`, as an instance
 * with its context, as a reference to the failed member; these come last.
 */
export async function answerEach(
  exchange: Exchange,
  { path, options }: ResolvedRequest,
  returnType: EdmTypeReference | undefined,
  results: readonly (QueryResult | FailedMember)[],
  format: JsonFormat,
): Promise<Response> {
  const reader = readerOf(exchange);
  const failed = results.filter((result) => result.kind === 'failed');
  const given = results.filter((result) => result.kind !== 'failed');
  const each =
    returnType === undefined ? { path, options } : { path: pathOfResult(path, returnType), options };
  if (returnType?.collection === true) {
    const page = await pageOf(reader, each, given);
    return answerOneByOne(exchange, each, page, failed, format);
  }
  const whole = { ...each, path: asCollection(each.path) };
  const collection = await shaped(reader, whole, given.flatMap(itemOf));
  if (failed.length === 0 && isStructuredType(returnType?.type))
    return writeResult(exchange, reader, whole, collection, { format });
  return answerOneByOne(
    exchange,
    each,
    { results: collection.items, count: collection.count },
    failed,
    format,
  );
}

/** The path with a result of this type at its end. A number at its end is a value, like others. */
function pathOfResult(path: ResourcePath, result: EdmTypeReference): ResourcePath {
  const counts = path.segments.at(-1)?.kind === 'count';
  const { segments, source } = counts ? prefixOf(path, path.segments.length - 1) : path;
  const type = counts ? { ...result, type: primitiveType('Int32') } : result;
  const own = segments.map((segment, index) =>
    index === segments.length - 1 ? { ...segment, result: type } : segment,
  );
  return { segments: own, result: type, source: counts ? undefined : source };
}

function asCollection(path: ResourcePath): ResourcePath {
  return path.result === undefined ? path : pathOfResult(path, { ...path.result, collection: true });
}

/** One item of the collection; nothing where a member has no entity and no complex value. */
function itemOf(result: QueryResult): readonly ItemResult[] {
  switch (result.kind) {
    case 'entity':
    case 'instance':
    case 'value':
      return [result];
    case 'count':
      return [{ kind: 'value', value: result.count }];
    default:
      return [];
  }
}

async function shaped(
  reader: StoreReader,
  query: Query,
  items: readonly ItemResult[],
): Promise<CollectionResult> {
  const isStructured = isStructuredType(query.path.result?.type);
  const present = items.filter((item) => !isStructured || item.kind !== 'value' || item.value !== null);
  const all: CollectionResult = { kind: 'collection', items: present };
  if (query.path.result === undefined) return all;
  const start = { segment: query.path.segments.length - 1, result: all };
  const result = await reader.read(query, { start });
  return result?.kind === 'collection' ? result : all;
}

interface Page {
  readonly results: readonly QueryResult[];
  readonly count: number | undefined;
}

/** Of a collection of collections, options choose among the inner ones and order and page these, or shape their members. */
async function pageOf(
  reader: StoreReader,
  { path, options }: Query,
  given: readonly QueryResult[],
): Promise<Page> {
  const { filter, orderby, count, top, skip, ...shape } = options;
  const segment = path.segments.length - 1;
  // each collection is one item to the options: what `$it` stands for
  const collections = new Map(given.map((one) => [operandOfResult(one) as EdmValue, one]));
  const items = [...collections.keys()].map((value): ItemResult => ({ kind: 'value', value }));
  const outer: Query = {
    path,
    options: {
      ...(filter && { filter }),
      ...(orderby && { orderby }),
      ...(count !== undefined && { count }),
      ...(top !== undefined && { top }),
      ...(skip !== undefined && { skip }),
    },
  };
  const page = await reader.read(outer, { start: { segment, result: { kind: 'collection', items } } });
  if (page?.kind !== 'collection') return { results: given, count: undefined };
  const results: QueryResult[] = [];
  for (const item of page.items) {
    const one = item.kind === 'value' ? collections.get(item.value) : undefined;
    if (one !== undefined)
      results.push((await reader.read({ path, options: shape }, { start: { segment, result: one } })) ?? one);
  }
  return { results, count: page.count };
}

function answerOneByOne(
  exchange: Exchange,
  query: Query,
  { results, count }: Page,
  failed: readonly FailedMember[],
  format: JsonFormat,
): Response {
  const context = serializeContextOf(exchange, readerOf(exchange), query, format);
  const bodies = [
    ...results.map((result) =>
      result.kind === 'value' && result.value === null ? '{"value":null}' : serialize(result, context),
    ),
    ...failed.map(({ member, error }) => serializeFailedMember(member, failureOf('invoke', error), context)),
  ];
  const prefix = isPrefixed(exchange) ? '@odata.' : '@';
  const head = count === undefined ? '' : `"${prefix}count":${count},`;
  const body = `{${head}"value":[${bodies.join(',')}]}`;
  return respond(exchange, 200, body, jsonContentType(format, isPrefixed(exchange)));
}
