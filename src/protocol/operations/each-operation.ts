// OData Protocol 4.01, section 11.5.2 "Applying an Action to Members of a Collection"; JSON Format, section 12 "Collection of Operation Responses".

import type { EdmOperation, EdmTypeReference } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import { ODataError } from '../../error/odata-error.ts';
import { serialize } from '../../json/write/serialize.ts';
import { serializeFailedMember } from '../../json/write/serialize-failed-member.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import type { Query, ResolvedRequest } from '../../query/query.ts';
import type { ItemResult, QueryResult } from '../../query/result.ts';
import type { Binding, OperationResult } from '../../service/handlers.ts';
import type { StoreReader } from '../../store/store.ts';
import { type Exchange, isPrefixed, jsonFormatOf, notFound } from '../exchange/exchange.ts';
import { type JsonFormat, jsonContentType } from '../exchange/headers.ts';
import { noContent, respond } from '../exchange/respond.ts';
import { serializeContextOf, writeResult } from '../exchange/write-result.ts';
import { changeEach, continuesOnError, failureOf, type Outcome } from '../modification/continue-on-error.ts';
import { acceptableFormat } from '../modification/create-entity.ts';
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
  const given: Given[] = [];
  for (const binding of await membersOf(exchange, reader, path)) {
    const call = { operation: segment.function, binding, parameters };
    given.push({ kind: 'given', result: await invokeOperation(exchange, readOnly(reader), call) });
  }
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
  // only entities can be told apart in an answer
  const goesOn = areEntities(path) && continuesOnError(exchange);
  const outcomes = await changeEach(
    exchange,
    goesOn,
    (from) => membersOf(exchange, from, path),
    async ({ transaction }, binding) =>
      invokeOperation(exchange, transaction, { operation: action, binding, parameters }),
  );
  const { preferences } = exchange;
  preferences.apply('return');
  const isSilent = action.returnType === undefined || preferences.return === 'minimal';
  const told = isSilent ? outcomes.filter((outcome) => 'error' in outcome) : outcomes;
  if (isSilent && told.length === 0) return noContent(exchange);
  return answerEach(exchange, resolved, action, told.map(givenBy), acceptableFormat(exchange, resolved));
}

function areEntities({ segments }: ResourcePath): boolean {
  return segments.at(-3)?.result?.type.kind === 'EntityType';
}

/** A member for which the operation failed. */
interface FailedMember {
  readonly kind: 'failed';
  readonly member: Entity;
  readonly error: ODataError;
}

type Given = FailedMember | { readonly kind: 'given'; readonly result: OperationResult };

function givenBy(outcome: Outcome<Binding, OperationResult>): Given {
  if (!('error' in outcome)) return { kind: 'given', result: outcome.value };
  return { kind: 'failed', member: outcome.member as Entity, error: outcome.error };
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

/**
 * A collection of the results. Where a result is primitive or a collection, and where an operation has failed, each is told
 * by itself: as an object that holds it as `value`, as an instance with its context, as a reference to the failed member.
 */
async function answerEach(
  exchange: Exchange,
  { path, options, format: wanted }: ResolvedRequest,
  { returnType }: EdmOperation,
  given: readonly Given[],
  format: JsonFormat,
): Promise<Response> {
  const reader = readerOf(exchange);
  const own = returnType === undefined ? path : pathWith(path, returnType);
  const query = { path: own, options, format: wanted };
  const results: (QueryResult | FailedMember)[] = [];
  for (const one of given) {
    if (one.kind === 'failed') results.push(one);
    else if (returnType !== undefined)
      results.push(await shaped(exchange, reader, query, returnType, one.result));
  }
  const isSingle = returnType?.collection === false && isStructuredType(returnType.type);
  if (isSingle && !results.some(({ kind }) => kind === 'failed')) {
    const whole = { path: pathWith(path, { ...returnType, collection: true }), options };
    return writeResult(
      exchange,
      reader,
      whole,
      { kind: 'collection', items: results.filter(isItem) },
      { format },
    );
  }
  const context = serializeContextOf(exchange, reader, query, format);
  const bodies = results
    .filter((result) => !isSingle || result.kind === 'failed' || isItem(result))
    .map((result) => {
      if (result.kind === 'failed')
        return serializeFailedMember(result.member, failureOf('invoke', result.error), context);
      return result.kind === 'value' && result.value === null ? '{"value":null}' : serialize(result, context);
    });
  const body = `{"value":[${bodies.join(',')}]}`;
  return respond(exchange, 200, body, jsonContentType(format, isPrefixed(exchange)));
}

/** Null has no representation among entities and complex values. */
function isItem(result: QueryResult | FailedMember): result is ItemResult {
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
