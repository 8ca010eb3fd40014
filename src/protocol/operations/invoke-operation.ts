// OData Protocol 4.01, section 11.5 "Operations": an operation is called, by its handler or with a default answer.
import type { EdmOperation } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import type { EdmValue, StructuredValue } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { behaviourOf } from '../../service/behaviour-of.ts';
import {
  type Binding,
  handlerFor,
  type OperationHandler,
  type OperationItems,
  type OperationResult,
} from '../../service/handlers.ts';
import type { MaybePromise } from '../../store/maybe-promise.ts';
import type { StoreReader, StoreTransaction } from '../../store/store.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { defaultResult } from './default-answer.ts';
import { requireAvailable } from './operation-available.ts';
import { checkComplexParameters, givenParameters, withReferencedEntities } from './operation-parameters.ts';

export interface OperationCall {
  readonly operation: EdmOperation;
  readonly binding: Binding;
  /** Those that were given, by name, without the binding parameter. */
  readonly parameters: StructuredValue;
  /** Asks for the seed when all is done; functions can't. */
  readonly resetAfterwards?: () => void;
}

/** Calls the handler, or gives a default answer and says so. Items that come one after the other are waited for. */
export function invokeOperation(
  exchange: Exchange,
  store: StoreTransaction,
  call: OperationCall,
): MaybePromise<OperationResult> {
  const whole = (given: OperationResult | OperationItems): MaybePromise<OperationResult> =>
    isItems(given) ? unlessAborted(allOf(given), exchange.cancellation?.signal) : given;
  const given = callOperation(exchange, store, call);
  return given instanceof Promise ? given.then(whole) : whole(given);
}

export function isItems(given: unknown): given is OperationItems {
  return typeof given === 'object' && given !== null && Symbol.asyncIterator in given;
}

async function allOf(items: OperationItems): Promise<OperationResult> {
  const all: (Entity | EdmValue)[] = [];
  for await (const item of items) all.push(item);
  return all as OperationResult;
}

/** The same, with the items as they come. */
export function callOperation(
  exchange: Exchange,
  store: StoreTransaction,
  call: OperationCall,
): MaybePromise<OperationResult | OperationItems> {
  const { operation, binding } = call;
  const parameters = givenParameters(exchange, operation, call.parameters);
  const invoke = (values: StructuredValue) => answerOf(exchange, store, { ...call, parameters: values });
  const entities = withReferencedEntities(exchange, store, operation, parameters);
  const checked = checkComplexParameters(exchange, store, operation, parameters);
  const available = requireAvailable(store, exchange.service.definition.model, operation, binding);
  if (entities === undefined && checked === undefined && available === undefined) return invoke(parameters);
  return Promise.all([entities, checked, available]).then(([values = parameters]) => invoke(values));
}

function answerOf(
  exchange: Exchange,
  store: StoreTransaction,
  call: OperationCall,
): MaybePromise<OperationResult | OperationItems> {
  const { service, record } = exchange;
  const { operation } = call;
  const handler = behaviourOf(service, operation);
  if (record !== undefined) {
    record.operation = operation.qualifiedName;
    const isGiven = handlerFor(service.handlers, operation) !== undefined;
    record.answeredBy = isGiven ? 'handler' : handler === undefined ? 'defaultAnswer' : 'service';
  }
  if (handler !== undefined) return handled(exchange, store, call, handler);
  noteDefaultAnswer(exchange, operation);
  return defaultResult(service.definition.model, operation, service.options.now());
}

/** The log tells it, and a header that names all operations of the request that were answered so. */
function noteDefaultAnswer({ service, request, headers }: Exchange, { qualifiedName }: EdmOperation): void {
  const noted = headers[defaultAnswerHeader]?.split(', ') ?? [];
  if (noted.includes(qualifiedName)) return;
  headers[defaultAnswerHeader] = [...noted, qualifiedName].join(', ');
  const message = `${qualifiedName} has no handler: the answer is a default value.`;
  service.options.log?.({ kind: 'defaultAnswer', message, request });
}

const defaultAnswerHeader = 'OData-Emulator-Default-Answer';

function handled(
  exchange: Exchange,
  store: StoreTransaction,
  { operation, binding, parameters, resetAfterwards = () => {} }: OperationCall,
  handler: OperationHandler,
): MaybePromise<OperationResult | OperationItems> {
  const { service, request } = exchange;
  const signal = exchange.cancellation?.signal;
  const given = handler(parameters, {
    definition: service.definition,
    operation,
    store,
    request,
    signal: signal ?? neverAborted,
    now: service.options.now,
    binding,
    resetAfterwards,
    entities: (relativeUrl) => readEntities(exchange, store, relativeUrl),
  });
  return given instanceof Promise ? unlessAborted(given, signal) : given;
}

const neverAborted = new AbortController().signal;

/** A handler that does not look at the signal is not waited for once it is aborted. */
async function unlessAborted<T>(pending: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return pending;
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop);
  });
  try {
    signal.throwIfAborted();
    return await Promise.race([pending, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function readEntities(
  exchange: Exchange,
  reader: StoreReader,
  relativeUrl: string,
): Promise<readonly Entity[]> {
  const result = await reader.read(exchange.service.resolve(relativeUrl));
  if (result?.kind === 'entity') return [result.entity];
  if (result?.kind !== 'collection') return [];
  return result.items.flatMap((item) => (item.kind === 'entity' ? [item.entity] : []));
}

/** Functions change nothing: what would is refused. */
export function readOnly(reader: StoreReader): StoreTransaction {
  const refuse = (): never => {
    throw new ODataError(500, 'InternalError', 'A function must not change anything; make it an action.');
  };
  return {
    read: (query, options) => reader.read(query, options),
    get: (identity) => reader.get(identity),
    find: (entitySet, key) => reader.find(entitySet, key),
    related: (link) => reader.related(link),
    stream: (entity, property) => reader.stream(entity, property),
    create: refuse,
    replace: refuse,
    delete: refuse,
    link: refuse,
    unlink: refuse,
    setStream: refuse,
    touched: () => [],
    changes: () => [],
  };
}
