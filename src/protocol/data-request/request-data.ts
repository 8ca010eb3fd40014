// OData Protocol 4.01, section 11.2 "Requesting Data": GET and HEAD.
import { isEntity } from '../../edm/entity.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { QueryResult } from '../../query/result.ts';
import { andThen, type MaybePromise } from '../../store/maybe-promise.ts';
import type { ReadOptions, StoreReader } from '../../store/store.ts';
import { definingRequest, requestChanges, trackChanges } from '../delta/delta.ts';
import { textContentType } from '../exchange/charset.ts';
import { checkMatch, checkNotModified, entityTag } from '../exchange/etag.ts';
import { type Exchange, jsonFormatOf, notFound } from '../exchange/exchange.ts';
import type { JsonFormat } from '../exchange/headers.ts';
import { pagedByTop, pageSizeOf } from '../exchange/paging.ts';
import { noContent, respond } from '../exchange/respond.ts';
import type { Tracking } from '../exchange/tracking.ts';
import { writeResult } from '../exchange/write-result.ts';
import { redirectToDownload } from '../media/download.ts';
import { readStream } from '../media/media-entity.ts';
import { boundTo, readerOf } from '../operations/exchange-reader.ts';
import { answerItemByItem, goesItemByItem } from '../operations/function-items.ts';
import { answerStream, isStreamType } from '../operations/stream-result.ts';
import { isStreamRequest } from '../resource/stream-path.ts';
import { writeRawValue } from './raw-value.ts';

export function requestData(exchange: Exchange, asked: ResolvedRequest): MaybePromise<Response> {
  if (asked.options.deltatoken !== undefined) return requestChanges(exchange, asked);
  const tracking = trackChanges(exchange, asked);
  const { resolved, pageSize } = pagedByTop(
    exchange,
    tracking === undefined ? asked : definingRequest(exchange, asked),
  );
  const reader = readerOf(exchange);
  const redirect = redirectToDownload(exchange, resolved);
  if (redirect !== undefined) return redirect;
  if (isStreamRequest(resolved.path)) return readStream(exchange, reader, resolved);
  const last = resolved.path.segments.at(-1)?.kind;
  if (last === 'value' || last === 'count') return rawData(exchange, reader, resolved, last);
  const reading = { reader, resolved, tracking, options: pagingOf(exchange, resolved, pageSize) };
  return last === 'function' ? functionData(exchange, reading) : data(exchange, reading);
}

/** What is read, and how. */
interface Reading {
  readonly reader: StoreReader;
  readonly resolved: ResolvedRequest;
  readonly options: ReadOptions;
  readonly tracking: Tracking | undefined;
}

function data(exchange: Exchange, reading: Reading): MaybePromise<Response> {
  const format = jsonFormatOf(exchange, reading.resolved);
  return andThen(reading.reader.read(reading.resolved, reading.options), (result) =>
    answerResult(exchange, reading, format, result),
  );
}

/** The result of a function: a stream, items as they come, or data as any other. */
async function functionData(exchange: Exchange, reading: Reading): Promise<Response> {
  const { reader, resolved, tracking, options } = reading;
  await checkBinding(exchange, reader, resolved);
  if (isStreamType(resolved.path.result)) return answerStream(exchange, await reader.read(resolved));
  if (tracking !== undefined || !goesItemByItem(exchange, resolved, options)) return data(exchange, reading);
  const answered = await answerItemByItem(exchange, reader, resolved, jsonFormatOf(exchange, resolved));
  if (answered instanceof Response) return answered;
  return data(exchange, { ...reading, options: { ...options, start: answered } });
}

function answerResult(
  exchange: Exchange,
  { reader, resolved, tracking }: Reading,
  format: JsonFormat,
  result: QueryResult | undefined,
): MaybePromise<Response> {
  if (result === undefined) throw notFound(exchange);
  const isFunction = resolved.path.segments.at(-1)?.kind === 'function';
  if (result.kind === 'null' || (result.kind === 'value' && result.value === null)) {
    if (isFunction && resolved.path.result?.nullable === false) throw notFound(exchange);
    return noContent(exchange);
  }
  if (result.kind === 'entity') {
    const tag = entityTag(exchange.service, result.entity);
    if (!isFunction) checkMatch(exchange, tag);
    checkNotModified(exchange, tag);
  }
  return writeResult(exchange, reader, resolved, result, { format, tracking });
}

/** The page size, where the result has pages; `given`: the one that the query itself says. */
function pagingOf(exchange: Exchange, { path, options }: ResolvedRequest, given?: number): ReadOptions {
  const hasCollections = path.result?.collection === true || options.expand !== undefined;
  const pageSize = given ?? (hasCollections ? pageSizeOf(exchange) : undefined);
  return pageSize === undefined ? {} : { pageSize };
}

/** Section 11.5.4.1: If-Match of a function is about what it is bound to. Collections have no ETag here. */
async function checkBinding(
  exchange: Exchange,
  reader: StoreReader,
  { path }: ResolvedRequest,
): Promise<void> {
  const index = path.segments.length - 1;
  if (index === 0 || !exchange.request.headers.has('if-match')) return;
  const binding = await boundTo(exchange, reader, path, index);
  checkMatch(exchange, isEntity(binding) ? entityTag(exchange.service, binding) : undefined);
}

/** `/$count` and `/$value` of a primitive value. */
function rawData(
  exchange: Exchange,
  reader: StoreReader,
  resolved: ResolvedRequest,
  kind: 'value' | 'count',
): MaybePromise<Response> {
  return andThen(reader.read(resolved, pagingOf(exchange, resolved)), (result) => {
    if (result === undefined) throw notFound(exchange);
    if (kind === 'value') return writeRawValue(exchange, reader, resolved, result);
    return respond(exchange, 200, countText(result), textContentType(exchange.request));
  });
}

function countText(result: QueryResult): string {
  if (result.kind === 'count') return String(result.count);
  throw new ODataError(500, 'InternalError', `A ${result.kind} is no count.`);
}
