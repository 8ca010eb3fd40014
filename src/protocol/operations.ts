// OData Protocol 4.01, section 11.5 "Operations": functions in a path, and actions.
import type { EdmFunction, EdmModel, EdmOperation } from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import type { StructuredValue } from '../edm/value.ts';
import { ODataError } from '../error/odata-error.ts';
import type { FunctionResult } from '../evaluate/entity-access.ts';
import type { ResolvedRequest } from '../query/query.ts';
import type { ResourcePath, ResourceSegment } from '../query/resource-path.ts';
import type { QueryResult } from '../query/result.ts';
import { type Binding, handlerFor, type OperationResult } from '../service/handlers.ts';
import type { ReadOptions, StoreReader, StoreTransaction } from '../store/store.ts';
import { acceptableFormat } from './create-entity.ts';
import { checkPreconditions, entityTag, requirePrecondition } from './etag.ts';
import { type Exchange, notImplemented } from './exchange.ts';
import { modify } from './modification.ts';
import { requireAvailable } from './operation-available.ts';
import { checkParameters, parameterValues, readActionCall, unbound } from './operation-parameters.ts';
import { defaultResult, operationResult } from './operation-result.ts';
import { pageSizeOf } from './paging.ts';
import { notFound } from './request-data.ts';
import { prefixOf } from './resource-target.ts';
import { noContent } from './respond.ts';
import { openUploadSession, uploadRuleOf } from './upload-session.ts';
import { writeResult } from './write-result.ts';

/** Runs the functions of a path, the first first; where evaluation is to go on. */
export async function runFunctions(
  exchange: Exchange,
  reader: StoreReader,
  resolved: Pick<ResolvedRequest, 'path'>,
): Promise<NonNullable<ReadOptions['start']>> {
  let start: ReadOptions['start'];
  const { path } = resolved;
  for (const [index, segment] of path.segments.entries()) {
    if (segment.kind !== 'function') continue;
    const binding = await readBinding(exchange, reader, path, index, start);
    const values = await parameterValues(reader, segment.parameters);
    const parameters = checkParameters(unbound(segment.function), values);
    const given = await call(exchange, readOnly(reader), segment.function, binding, parameters);
    start = {
      segment: index,
      result: operationResult(exchange.service.definition.model, segment.function.returnType, given),
    };
  }
  if (start === undefined) throw new TypeError('the path has no function');
  return start;
}

/** What the operation at `index` is bound to; 404 where there is nothing. */
async function readBinding(
  exchange: Exchange,
  reader: StoreReader,
  path: ResourcePath,
  index: number,
  start?: ReadOptions['start'],
): Promise<Binding> {
  if (index === 0) return undefined;
  const query = { path: prefixOf(path, index), options: {} };
  const result = await reader.read(query, start === undefined ? {} : { start });
  if (result === undefined || result.kind === 'null') throw notFound(exchange);
  return bindingOf(result);
}

function bindingOf(result: QueryResult): Binding {
  switch (result.kind) {
    case 'entity':
      return result.entity;
    case 'instance':
      return result.values;
    case 'value':
      return result.value;
    case 'count':
      return result.count;
    case 'null':
      return null;
    case 'collection':
      return result.items.map((item) =>
        item.kind === 'entity' ? item.entity : item.kind === 'value' ? item.value : item.values,
      ) as readonly Entity[];
  }
}

/** POST to an action. */
export async function invokeAction(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const { path } = resolved;
  const index = path.segments.length - 1;
  const segment = path.segments[index];
  if (segment?.kind !== 'action') throw new ODataError(400, 'BadRequest', 'The URL names no action.');
  const upload = uploadRuleOf(exchange, path);
  if (upload !== undefined) return await openUploadSession(exchange, resolved, upload);
  const reader: StoreReader = exchange.transaction ?? exchange.service.store;
  // what is not there is told before what is wrong with the body; the body is read before others have to wait
  await bindingOfAction(exchange, reader, path, index);
  const { action, parameters } = await readActionCall(exchange, reader, segment.overloads);
  let resets = false;
  const given = await modify(exchange, async ({ transaction }) => {
    const binding = await bindingOfAction(exchange, transaction, path, index);
    if (isBoundEntity(binding)) {
      checkPreconditions(exchange, entityTag(exchange.service, binding));
      requirePrecondition(exchange, binding);
    }
    return call(exchange, transaction, action, binding, parameters, () => {
      resets = true;
    });
  });
  if (resets && exchange.transaction !== undefined)
    throw notImplemented('Going back to the seed inside of a change set');
  if (resets) await exchange.service.reset();
  return answerAction(exchange, resolved, segment, action, given);
}

/** What an action is bound to may be the result of a function: `range(address='A1')/insert`. */
async function bindingOfAction(
  exchange: Exchange,
  reader: StoreReader,
  path: ResourcePath,
  index: number,
): Promise<Binding> {
  const before = prefixOf(path, index);
  const calls = before.segments.some(({ kind }) => kind === 'function');
  const start = calls ? await runFunctions(exchange, reader, { path: before }) : undefined;
  return readBinding(exchange, reader, path, index, start);
}

function isBoundEntity(binding: Binding): binding is Entity {
  return typeof binding === 'object' && binding !== null && 'identity' in binding;
}

async function answerAction(
  exchange: Exchange,
  resolved: ResolvedRequest,
  segment: ResourceSegment,
  action: EdmOperation,
  given: OperationResult,
): Promise<Response> {
  const { returnType } = action;
  const { preferences } = exchange;
  preferences.apply('return');
  if (returnType === undefined || preferences.return === 'minimal') return noContent(exchange);
  const reader = exchange.transaction ?? exchange.service.store;
  const { path } = resolved;
  const last: ResourceSegment = { ...segment, result: returnType };
  const query = {
    path: { ...path, segments: [...path.segments.slice(0, -1), last], result: returnType },
    options: resolved.options,
  };
  const start = {
    segment: path.segments.length - 1,
    result: await current(reader, operationResult(exchange.service.definition.model, returnType, given)),
  };
  const pageSize = returnType.collection ? pageSizeOf(exchange) : undefined;
  const result = await reader.read(query, { start, ...(pageSize !== undefined && { pageSize }) });
  if (result === undefined || result.kind === 'null' || (result.kind === 'value' && result.value === null))
    return noContent(exchange);
  return writeResult(exchange, reader, query, result, { format: acceptableFormat(exchange, resolved) });
}

/** Entities as they are when all is done: computed values have followed since the handler gave them. */
async function current(reader: StoreReader, result: QueryResult): Promise<QueryResult> {
  if (result.kind === 'entity')
    return { kind: 'entity', entity: (await reader.get(result.entity.identity)) ?? result.entity };
  if (result.kind !== 'collection') return result;
  const items = [];
  for (const item of result.items)
    items.push(
      item.kind === 'entity'
        ? { ...item, entity: (await reader.get(item.entity.identity)) ?? item.entity }
        : item,
    );
  return { ...result, items };
}

/** Calls the handler, or gives a default answer and says so. */
async function call(
  exchange: Exchange,
  store: StoreTransaction,
  operation: EdmOperation,
  binding: Binding,
  parameters: StructuredValue,
  resetAfterwards: () => void = () => {},
): Promise<OperationResult> {
  const { service, record } = exchange;
  await requireAvailable(store, service.definition.model, operation, binding);
  const handler = handlerFor(service.handlers, operation);
  if (record !== undefined) {
    record.operation = operation.qualifiedName;
    record.answeredBy = handler === undefined ? 'defaultAnswer' : 'handler';
  }
  if (handler === undefined) {
    service.options.log?.({
      kind: 'defaultAnswer',
      message: `${operation.qualifiedName} has no handler: the answer is a default value.`,
      request: exchange.request,
    });
    exchange.headers['OData-Emulator-Default-Answer'] = operation.qualifiedName;
    return defaultResult(service.definition.model, operation, service.options.now());
  }
  return handler(parameters, {
    definition: service.definition,
    operation,
    store,
    request: exchange.request,
    now: service.options.now,
    binding,
    resetAfterwards,
    entities: (relativeUrl) => readEntities(exchange, store, relativeUrl),
  });
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
function readOnly(reader: StoreReader): StoreTransaction {
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

/** Functions in expressions are called while a query is evaluated: their handlers must answer at once. */
export function functionCaller(
  exchange: Exchange,
  reader: StoreReader,
): NonNullable<ReadOptions['callFunction']> {
  return ({ function: edmFunction, binding, parameters }) => {
    const handler = handlerFor(exchange.service.handlers, edmFunction);
    const { service, request } = exchange;
    if (handler === undefined)
      return defaultResult(service.definition.model, edmFunction, service.options.now()) as FunctionResult;
    const given = handler(parameters, {
      definition: service.definition,
      operation: edmFunction,
      store: readOnly(reader),
      request,
      now: service.options.now,
      binding: binding as Binding,
      resetAfterwards: () => {},
      entities: (relativeUrl) => readEntities(exchange, reader, relativeUrl),
    });
    if (given instanceof Promise)
      throw notImplemented(
        `Calling ${edmFunction.qualifiedName} in an expression, since its handler answers later,`,
      );
    return plainResult(service.definition.model, edmFunction, given as OperationResult);
  };
}

function plainResult(model: EdmModel, edmFunction: EdmFunction, given: OperationResult): FunctionResult {
  const result = operationResult(model, edmFunction.returnType, given);
  return bindingOf(result) as FunctionResult;
}
