// OData Protocol 4.01, sections 11.2 "Requesting Data" and 11.5.4 "Functions": reading as a request does, with the functions that it calls.
import type { FunctionCall, FunctionResult } from '../evaluate/entity-access.ts';
import type { Query } from '../query/query.ts';
import type { ResourcePath } from '../query/resource-path.ts';
import type { QueryResult } from '../query/result.ts';
import type { Binding, OperationResult } from '../service/handlers.ts';
import type { MaybePromise, ReadOptions, StoreReader, StoreTransaction } from '../store/store.ts';
import { followDefaultAnswer, isDefaultAnswer } from './default-answer.ts';
import { type Exchange, notImplemented } from './exchange.ts';
import { evaluateWithCalls } from './function-calls.ts';
import { invokeOperation, readOnly } from './invoke-operation.ts';
import { parameterValues } from './operation-parameters.ts';
import { bindingOf, operationResult } from './operation-result.ts';
import { notFound } from './request-data.ts';
import { prefixOf } from './resource-target.ts';

type Start = NonNullable<ReadOptions['start']>;

/**
 * What the request reads from: the transaction of its change set, or the store; or the reader that is given. Functions in
 * paths and in expressions are called, `$search` looks where the service says, and the clock is the service's.
 */
export function readerOf(
  exchange: Exchange,
  reader: StoreReader = exchange.transaction ?? exchange.service.store,
): StoreReader {
  return {
    read: readOf(exchange, reader),
    get: (identity) => reader.get(identity),
    find: (entitySet, key) => reader.find(entitySet, key),
    related: (link) => reader.related(link),
    stream: (entity, property) => reader.stream(entity, property),
  };
}

/** A transaction of the request, which reads as the request does. */
export function transactionOf(exchange: Exchange, transaction: StoreTransaction): StoreTransaction {
  return { ...transaction, read: readOf(exchange, transaction) };
}

function readOf(exchange: Exchange, reader: StoreReader): StoreReader['read'] {
  const { now, searchProperties } = exchange.service.options;
  const always: ReadOptions = {
    now,
    ...(searchProperties !== undefined && {
      searchable: (type) => searchProperties[type.qualifiedName]?.map((path) => path.split('/')),
    }),
  };
  const evaluated = (query: Query, options: ReadOptions): MaybePromise<QueryResult | undefined> =>
    evaluateWithCalls(
      (callFunction) => reader.read(query, { ...always, ...options, callFunction }),
      (call) => {
        exchange.cancellation?.signal.throwIfAborted();
        return functionResult(exchange, reader, call);
      },
    );
  const afterFunctions = async (query: Query, options: ReadOptions) =>
    evaluated(query, { ...options, start: await startOf(exchange, evaluated, reader, query.path, options) });
  return (query, options = {}) =>
    lastFunction(query.path) > (options.start?.segment ?? -1)
      ? afterFunctions(query, options)
      : evaluated(query, options);
}

function lastFunction({ segments }: ResourcePath): number {
  return segments.findLastIndex(({ kind }) => kind === 'function');
}

/** Calls the functions of a path, the first first; where evaluation is to go on. */
async function startOf(
  exchange: Exchange,
  evaluated: (query: Query, options: ReadOptions) => MaybePromise<QueryResult | undefined>,
  reader: StoreReader,
  path: ResourcePath,
  options: ReadOptions,
): Promise<Start> {
  const { model } = exchange.service.definition;
  const { now } = exchange.service.options;
  let { start } = options;
  for (const [index, segment] of path.segments.entries()) {
    if (segment.kind !== 'function' || index <= (start?.segment ?? -1)) continue;
    const read: StoreReader['read'] = (query, more = {}) => evaluated(query, more);
    const before = { ...reader, read };
    const binding = await boundTo(exchange, before, path, index, start);
    const parameters = await parameterValues(before, segment.parameters);
    const call = { operation: segment.function, binding, parameters };
    const given = await invokeOperation(exchange, readOnly(readerOf(exchange, reader)), call);
    const result = operationResult(model, segment.function.returnType, given);
    start = { segment: index, result };
    if (isDefaultAnswer(exchange.service, segment.function))
      start = followDefaultAnswer(model, path, start, now());
  }
  return start as Start;
}

/** What the operation at `index` is bound to; 404 where there is nothing. */
export async function boundTo(
  exchange: Exchange,
  reader: Pick<StoreReader, 'read'>,
  path: ResourcePath,
  index: number,
  start?: Start,
): Promise<Binding> {
  if (index === 0) return undefined;
  if (path.segments[index - 1]?.kind === 'each')
    throw notImplemented('A path behind an operation on each member');
  const query = { path: prefixOf(path, index), options: {} };
  const result = await reader.read(query, start === undefined ? {} : { start });
  if (result === undefined || result.kind === 'null') throw notFound(exchange);
  return bindingOf(result);
}

/** The result of a function in an expression. */
function functionResult(
  exchange: Exchange,
  reader: StoreReader,
  { function: called, binding, parameters }: FunctionCall,
): MaybePromise<FunctionResult> {
  const { model } = exchange.service.definition;
  const given = invokeOperation(exchange, readOnly(readerOf(exchange, reader)), {
    operation: called,
    binding: binding as Binding,
    parameters,
  });
  const result = (value: OperationResult) =>
    bindingOf(operationResult(model, called.returnType, value)) as FunctionResult;
  return given instanceof Promise ? given.then(result) : result(given);
}
