// OData Protocol 4.01, section 11.5.4 "Functions": items of a result that a handler gives one after the other are sent as they come.

import { isCollectionValue } from '../../edm/value.ts';
import { collectionWriter } from '../../json/write/serialize.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { CollectionResult, ItemResult } from '../../query/result.ts';
import type { OperationItems, OperationResult } from '../../service/handlers.ts';
import type { ReadOptions, StoreReader } from '../../store/store.ts';
import { type Exchange, isPrefixed } from '../exchange/exchange.ts';
import { type JsonFormat, jsonContentType } from '../exchange/headers.ts';
import { takesParts } from '../exchange/in-stream-error.ts';
import { partsAsTheyCome, respondInParts } from '../exchange/write-in-parts.ts';
import { serializeContextOf } from '../exchange/write-result.ts';
import { callAtEnd } from './exchange-reader.ts';
import { isItems } from './invoke-operation.ts';
import { operationResult } from './operation-result.ts';

/** Options that say something of each item, whatever the others are. */
const ofEachItem: ReadonlySet<string> = new Set(['compute', 'expand', 'filter', 'select', 'shape']);

/** Whether the result of the function that a path ends with can be sent item by item. */
export function goesItemByItem(
  exchange: Exchange,
  { path, options }: ResolvedRequest,
  { pageSize }: ReadOptions,
): boolean {
  const isFunction = path.segments.at(-1)?.kind === 'function' && path.result?.collection === true;
  if (!isFunction || pageSize !== undefined || !takesParts(exchange)) return false;
  return Object.entries(options).every(([name, value]) => value === undefined || ofEachItem.has(name));
}

/** The answer, where the handler gives items; else where reading is to go on. */
export async function answerItemByItem(
  exchange: Exchange,
  reader: StoreReader,
  resolved: ResolvedRequest,
  format: JsonFormat,
): Promise<Response | NonNullable<ReadOptions['start']>> {
  const { service } = exchange;
  const given = await callAtEnd(exchange, exchange.transaction ?? service.store, resolved.path);
  if (!isItems(given)) return given;
  const none: CollectionResult = { kind: 'collection', items: [] };
  const writer = collectionWriter(none, serializeContextOf(exchange, reader, resolved, format));
  const parts = partsAsTheyCome(writer, resultsOf(exchange, reader, resolved, given));
  return await respondInParts(exchange, parts, jsonContentType(format, isPrefixed(exchange)));
}

async function* resultsOf(
  { service }: Exchange,
  reader: StoreReader,
  resolved: ResolvedRequest,
  items: OperationItems,
): AsyncGenerator<ItemResult> {
  const { segments, result: reference } = resolved.path;
  if (reference === undefined) return;
  for await (const item of items) {
    const given = operationResult(service.definition.model, reference, [item] as OperationResult);
    const start = { segment: segments.length - 1, result: given };
    const result = await reader.read(resolved, { start });
    if (result?.kind === 'collection') yield* result.items;
    else if (result?.kind === 'value' && isCollectionValue(result.value))
      for (const value of result.value) yield { kind: 'value', value };
  }
}
