// OData Protocol 4.01, sections 11.2 "Requesting Data" and 11.5.4 "Functions": reading as a request does, with the functions that it calls.
import { ODataError } from '../../error/odata-error.ts';
import type { FunctionCall, FunctionResult } from '../../evaluate/entity-access.ts';
import type { ResourcePath, ResourceSegment } from '../../query/path/resource-path.ts';
import type { Query } from '../../query/query.ts';
import type { QueryResult } from '../../query/result.ts';
import type { Binding, OperationItems, OperationResult } from '../../service/handlers.ts';
import type { ODataService } from '../../service/odata-service.ts';
import type { MaybePromise } from '../../store/maybe-promise.ts';
import type { ReadOptions, StoreReader, StoreTransaction } from '../../store/store.ts';
import { type Exchange, notFound } from '../exchange/exchange.ts';
import { prefixOf } from '../resource/resource-target.ts';
import {
  expandDefaultAnswer,
  followDefaultAnswer,
  isBelowDefaultAnswer,
  isDefaultAnswer,
} from './default-answer.ts';
import { evaluateWithCalls } from './function-calls.ts';
import { callOperation, invokeOperation, isItems, type OperationCall, readOnly } from './invoke-operation.ts';
import { parameterValues } from './operation-parameters.ts';
import { bindingOf, operationResult } from './operation-result.ts';
import { transformationResult } from './transformation-result.ts';

type Start = NonNullable<ReadOptions['start']>;
type FunctionSegment = ResourceSegment & { readonly kind: 'function' };

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

/** Reads queries as the request does. */
export function readOf(exchange: Exchange, reader: StoreReader): StoreReader['read'] {
  const evaluated = evaluatedBy(exchange, reader);
  const afterFunctions = async (query: Query, options: ReadOptions) => {
    const start = await startOf(exchange, evaluated, reader, query.path, options);
    return evaluated(query, { ...options, start: withExpanded(exchange, query, start) });
  };
  return (query, options = {}) =>
    lastFunction(query.path) > (options.start?.segment ?? -1)
      ? afterFunctions(query, options)
      : evaluated(query, options);
}

/** What a query expands of a default answer at the end of its path. */
function withExpanded({ service }: Exchange, { path, options }: Query, start: Start): Start {
  if (options.expand === undefined || start.segment !== path.segments.length - 1) return start;
  if (!isBelowDefaultAnswer(service, path)) return start;
  const {
    definition,
    options: { now },
  } = service;
  return { ...start, result: expandDefaultAnswer(definition.model, start.result, options, now()) };
}

type Evaluate = (query: Query, options: ReadOptions) => MaybePromise<QueryResult | undefined>;

const optionsOfServices = new WeakMap<ODataService, ReadOptions>();

/** How all requests to a service read. */
function readOptionsOf(service: ODataService): ReadOptions {
  let known = optionsOfServices.get(service);
  if (known === undefined) {
    known = makeReadOptions(service);
    optionsOfServices.set(service, known);
  }
  return known;
}

function makeReadOptions({ options, profile }: ODataService): ReadOptions {
  const { now, searchProperties, aggregates } = options;
  return {
    now,
    searchByProperty: profile.searchByProperty,
    ...(searchProperties !== undefined && {
      searchable: (type) => searchProperties[type.qualifiedName]?.map((path) => path.split('/')),
    }),
    ...(aggregates !== undefined && {
      aggregate: (name, values) => (Object.hasOwn(aggregates, name) ? aggregates[name]?.(values) : undefined),
    }),
  };
}

function evaluatedBy(exchange: Exchange, reader: StoreReader): Evaluate {
  const always = readOptionsOf(exchange.service);
  let store: StoreTransaction | undefined;
  return (query, options) =>
    evaluateWithCalls(
      (callFunction) => reader.read(query, { ...always, ...options, callFunction }),
      (call) => {
        exchange.cancellation?.signal.throwIfAborted();
        store ??= readOnly(readerOf(exchange, reader));
        return functionResult(exchange, store, call);
      },
    );
}

function lastFunction({ segments }: ResourcePath): number {
  return segments.findLastIndex(({ kind }) => kind === 'function');
}

/** Calls the functions of a path, the first first; where evaluation is to go on. */
async function startOf(
  exchange: Exchange,
  evaluated: Evaluate,
  reader: StoreReader,
  path: ResourcePath,
  options: ReadOptions,
): Promise<Start> {
  let { start } = options;
  for (const [index, segment] of path.segments.entries()) {
    if (segment.kind !== 'function' || index <= (start?.segment ?? -1)) continue;
    const call = await callAt(exchange, evaluated, reader, path, index, start);
    const given = await invokeOperation(exchange, readOnly(readerOf(exchange, reader)), call);
    start = startBehind(exchange, path, index, given);
  }
  return start as Start;
}

/** The call of the function at `index`. */
async function callAt(
  exchange: Exchange,
  evaluated: Evaluate,
  reader: StoreReader,
  path: ResourcePath,
  index: number,
  start: Start | undefined,
): Promise<OperationCall> {
  const segment = path.segments[index] as FunctionSegment;
  const before = { ...reader, read: (query: Query, more: ReadOptions = {}) => evaluated(query, more) };
  const binding = await boundTo(exchange, before, path, index, start);
  const type = path.segments[index - 1]?.result;
  const parameters = await parameterValues(before, segment.parameters, type && { type, binding });
  return { operation: segment.function, binding, parameters };
}

/** Where evaluation goes on when the function at `index` has given this. */
export function startBehind(
  exchange: Exchange,
  path: ResourcePath,
  index: number,
  given: OperationResult,
): Start {
  const { definition, options } = exchange.service;
  const { function: called } = path.segments[index] as FunctionSegment;
  const start = { segment: index, result: operationResult(definition.model, called.returnType, given) };
  return isDefaultAnswer(exchange.service, called)
    ? followDefaultAnswer(definition.model, path, start, options.now())
    : start;
}

/** Calls the function that a path ends with: its items as they come, or where evaluation is to go on. */
export async function callAtEnd(
  exchange: Exchange,
  reader: StoreReader,
  path: ResourcePath,
): Promise<OperationItems | Start> {
  const index = path.segments.length - 1;
  const evaluated = evaluatedBy(exchange, reader);
  const before = prefixOf(path, index);
  const start = lastFunction(before) < 0 ? undefined : await startOf(exchange, evaluated, reader, before, {});
  const call = await callAt(exchange, evaluated, reader, path, index, start);
  const given = await callOperation(exchange, readOnly(readerOf(exchange, reader)), call);
  return isItems(given) ? given : startBehind(exchange, path, index, given);
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
    throw new ODataError(400, 'InvalidUrl', '$each has no meaning inside of an expression.');
  const query = { path: prefixOf(path, index), options: {} };
  const result = await reader.read(query, start === undefined ? {} : { start });
  if (result === undefined || result.kind === 'null') throw notFound(exchange);
  return bindingOf(result);
}

/** The result of a function in an expression. */
function functionResult(
  exchange: Exchange,
  store: StoreTransaction,
  { function: called, binding, parameters, transformedType }: FunctionCall,
): MaybePromise<FunctionResult> {
  const { model } = exchange.service.definition;
  const given = invokeOperation(exchange, store, {
    operation: called,
    binding: binding as Binding,
    parameters,
  });
  const result = (value: OperationResult) =>
    transformedType === undefined
      ? (bindingOf(operationResult(model, called.returnType, value)) as FunctionResult)
      : transformationResult(model, transformedType, value);
  return given instanceof Promise ? given.then(result) : result(given);
}
