// OData Protocol 4.01, section 11.5.5 "Actions".
import type { EdmOperation } from '../../edm/edm-model.ts';
import { type Entity, type EntityIdentity, isEntity } from '../../edm/entity.ts';
import { ODataError } from '../../error/odata-error.ts';
import { entityUrl } from '../../json/entity-url.ts';
import type { ResourceSegment } from '../../query/path/resource-path.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { QueryResult } from '../../query/result.ts';
import type { OperationResult } from '../../service/handlers.ts';
import type { StoreReader } from '../../store/store.ts';
import { checkPreconditions, entityTag, requirePrecondition } from '../exchange/etag.ts';
import { type Exchange, notImplemented } from '../exchange/exchange.ts';
import { pageSizeOf } from '../exchange/paging.ts';
import { noContent, respond } from '../exchange/respond.ts';
import { writeResult } from '../exchange/write-result.ts';
import { openUploadSession, uploadRuleOf } from '../media/upload-session.ts';
import { acceptableFormat } from '../modification/create-entity.ts';
import { modify } from '../modification/modification.ts';
import { boundTo, readerOf } from './exchange-reader.ts';
import { invokeOperation } from './invoke-operation.ts';
import { operationResult } from './operation-result.ts';
import { readActionCall } from './read-action-call.ts';
import { answerStream, isStreamType } from './stream-result.ts';

/** POST to an action. */
export async function invokeAction(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const { path } = resolved;
  const index = path.segments.length - 1;
  const segment = path.segments[index];
  if (segment?.kind !== 'action') throw new ODataError(400, 'BadRequest', 'The URL names no action.');
  const upload = uploadRuleOf(exchange, path);
  if (upload !== undefined) return await openUploadSession(exchange, resolved, upload);
  const reader = readerOf(exchange);
  // what is not there is told before what is wrong with the body; the body is read before others have to wait
  const found = await boundTo(exchange, reader, path, index);
  const type = path.segments[index - 1]?.result;
  const bound = type === undefined ? undefined : { type, binding: found };
  const { action, parameters } = await readActionCall(exchange, reader, segment.overloads, bound);
  let resets = false;
  let made: ReadonlySet<EntityIdentity> = new Set();
  const given = await modify(exchange, async ({ transaction, created }) => {
    made = created;
    const binding = await boundTo(exchange, transaction, path, index);
    if (isEntity(binding)) {
      checkPreconditions(exchange, entityTag(exchange.service, binding));
      requirePrecondition(exchange, binding);
    }
    const resetAfterwards = (): void => {
      resets = true;
    };
    return invokeOperation(exchange, transaction, {
      operation: action,
      binding,
      parameters,
      resetAfterwards,
    });
  });
  if (resets && exchange.transaction !== undefined)
    throw notImplemented('Going back to the seed inside of a change set');
  if (resets) await exchange.service.reset();
  const isNew = isEntity(given) && made.has(given.identity);
  if (isNew) locate(exchange, given);
  return answerAction(exchange, resolved, segment, action, given, isNew ? 201 : 200);
}

/** An action that creates an entity and returns it is answered as a creation is. */
function locate({ headers, serviceRoot }: Exchange, entity: Entity): void {
  headers.Location = entityUrl(entity, serviceRoot);
  headers['OData-EntityId'] = headers.Location;
}

async function answerAction(
  exchange: Exchange,
  resolved: ResolvedRequest,
  segment: ResourceSegment,
  action: EdmOperation,
  given: OperationResult,
  status: number,
): Promise<Response> {
  const { returnType } = action;
  const { preferences } = exchange;
  if (returnType !== undefined || preferences.return === 'minimal') preferences.apply('return');
  if (returnType === undefined && exchange.service.profile.acceptedActions.includes(action.qualifiedName))
    return respond(exchange, 202, null);
  if (returnType === undefined || preferences.return === 'minimal') return noContent(exchange);
  const reader = readerOf(exchange);
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
  if (isStreamType(returnType)) return answerStream(exchange, start.result);
  const pageSize = returnType.collection ? pageSizeOf(exchange) : undefined;
  const result = await reader.read(query, { start, ...(pageSize !== undefined && { pageSize }) });
  if (result === undefined || result.kind === 'null' || (result.kind === 'value' && result.value === null))
    return noContent(exchange);
  return writeResult(exchange, reader, query, result, {
    status,
    format: acceptableFormat(exchange, resolved),
  });
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
