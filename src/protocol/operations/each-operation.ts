// OData Protocol 4.01, section 11.5.2 "Applying an Action to Members of a Collection"; JSON Format, section 12 "Collection of Operation Responses".

import type { EdmOperation, EdmTypeReference } from '../../edm/edm-model.ts';
import { isEntity } from '../../edm/entity.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import { ODataError } from '../../error/odata-error.ts';
import { serialize } from '../../json/write/serialize.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import type { Query, ResolvedRequest } from '../../query/query.ts';
import type { ItemResult, QueryResult } from '../../query/result.ts';
import type { Binding, OperationResult } from '../../service/handlers.ts';
import type { StoreReader } from '../../store/store.ts';
import { checkPreconditions, entityTag } from '../exchange/etag.ts';
import { type Exchange, isPrefixed, jsonFormatOf, notFound } from '../exchange/exchange.ts';
import { type JsonFormat, jsonContentType } from '../exchange/headers.ts';
import { noContent, respond } from '../exchange/respond.ts';
import { serializeContextOf, writeResult } from '../exchange/write-result.ts';
import { acceptableFormat } from '../modification/create-entity.ts';
import { modify } from '../modification/modification.ts';
import { prefixOf } from '../resource/resource-target.ts';
import { readerOf } from './exchange-reader.ts';
import { invokeOperation, readOnly } from './invoke-operation.ts';
import { parameterValues } from './operation-parameters.ts';
import { bindingOf, operationResult } from './operation-result.ts';
import { readActionCall } from './read-action-call.ts';

/** GET …/$each/ns.Function(). */
export async function invokeFunctionOnEach(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const { path } = resolved;
  const segment = path.segments.at(-1);
  if (segment?.kind !== 'function') throw new ODataError(400, 'BadRequest', 'The URL names no function.');
  const format = jsonFormatOf(exchange, resolved);
  const reader = readerOf(exchange);
  const parameters = await parameterValues(reader, segment.parameters);
  const given: OperationResult[] = [];
  for (const binding of await membersOf(exchange, reader, path))
    given.push(
      await invokeOperation(exchange, readOnly(reader), { operation: segment.function, binding, parameters }),
    );
  return answerEach(exchange, resolved, segment.function, given, format);
}

/** POST …/$each/ns.Action: on all members, or on none. */
export async function invokeActionOnEach(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const { path } = resolved;
  const segment = path.segments.at(-1);
  if (segment?.kind !== 'action') throw new ODataError(400, 'BadRequest', 'The URL names no action.');
  const reader = readerOf(exchange);
  await membersOf(exchange, reader, path);
  const { action, parameters } = await readActionCall(exchange, reader, segment.overloads);
  const given = await modify(exchange, async ({ transaction }) => {
    const results: OperationResult[] = [];
    for (const binding of await membersOf(exchange, transaction, path)) {
      if (isEntity(binding)) checkPreconditions(exchange, entityTag(exchange.service, binding));
      results.push(await invokeOperation(exchange, transaction, { operation: action, binding, parameters }));
    }
    return results;
  });
  const { preferences } = exchange;
  preferences.apply('return');
  if (action.returnType === undefined || preferences.return === 'minimal') return noContent(exchange);
  return answerEach(exchange, resolved, action, given, acceptableFormat(exchange, resolved));
}

/** The members that `…/$each` stands for. */
async function membersOf(
  exchange: Exchange,
  reader: StoreReader,
  path: ResourcePath,
): Promise<readonly Binding[]> {
  const result = await reader.read({ path: prefixOf(path, path.segments.length - 2), options: {} });
  if (result?.kind !== 'collection') throw notFound(exchange);
  return result.items.map(bindingOf);
}

/** A collection of the results; where the result is primitive or a collection, of objects that hold it as `value`. */
async function answerEach(
  exchange: Exchange,
  { path, options, format: wanted }: ResolvedRequest,
  { returnType }: EdmOperation,
  given: readonly OperationResult[],
  format: JsonFormat,
): Promise<Response> {
  if (returnType === undefined) return noContent(exchange);
  const reader = readerOf(exchange);
  const query = { path: pathWith(path, returnType), options, format: wanted };
  const results: QueryResult[] = [];
  for (const one of given) results.push(await shaped(exchange, reader, query, returnType, one));
  const { type, collection } = returnType;
  if (!collection && isStructuredType(type)) {
    const items = results.filter((result): result is ItemResult => isItem(result));
    const whole = { path: pathWith(path, { ...returnType, collection: true }), options };
    return writeResult(exchange, reader, whole, { kind: 'collection', items }, { format });
  }
  const context = serializeContextOf(exchange, reader, query, format);
  const bodies = results.map((result) =>
    result.kind === 'value' && result.value === null ? '{"value":null}' : serialize(result, context),
  );
  return respond(
    exchange,
    200,
    `{"value":[${bodies.join(',')}]}`,
    jsonContentType(format, isPrefixed(exchange)),
  );
}

/** Null has no representation among entities and complex values. */
function isItem(result: QueryResult): result is ItemResult {
  return (
    result.kind === 'entity' ||
    result.kind === 'instance' ||
    (result.kind === 'value' && result.value !== null)
  );
}

async function shaped(
  { service }: Exchange,
  reader: StoreReader,
  query: Query,
  returnType: EdmTypeReference,
  given: OperationResult,
): Promise<QueryResult> {
  const start = {
    segment: query.path.segments.length - 1,
    result: operationResult(service.definition.model, returnType, given),
  };
  return (await reader.read(query, { start })) ?? start.result;
}

/** The path with a result of this type at its end. */
function pathWith(path: ResourcePath, result: EdmTypeReference): ResourcePath {
  const segments = path.segments.map((segment, index) =>
    index === path.segments.length - 1 ? { ...segment, result } : segment,
  );
  return { ...path, segments, result };
}
