// OData Protocol 4.01, sections 11.4.14 "Update Members of a Collection" and 11.4.15 "Delete Members of a Collection".
import type { Entity } from '../../edm/entity.ts';
import { recordOf } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { entityUrl } from '../../json/entity-url.ts';
import { type EntityPayload, emptyPayload } from '../../json/read/payload.ts';
import type { Query, ResolvedRequest } from '../../query/query.ts';
import type { CollectionResult, ItemResult } from '../../query/result.ts';
import type { StoreReader } from '../../store/store.ts';
import { type Applied, answerDelta } from '../delta/answer-delta.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { noContent } from '../exchange/respond.ts';
import { writeResult } from '../exchange/write-result.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { type ContentIds, withContentIds } from '../resource/content-ids.ts';
import { prefixOf, queryForMember } from '../resource/resource-target.ts';
import { checkPayloadRestrictions, originOfPath } from './change-restrictions.ts';
import { changeEach, continuesOnError, failureOf, type Outcome, withException } from './continue-on-error.ts';
import { acceptableFormat } from './create-entity.ts';
import { expandOf, withExpand, withNested } from './deep-expand.ts';
import { deleteEachValue, updateEachValue } from './each-value.ts';
import { readEntity } from './read-payload.ts';
import { updateDeep } from './update-deep.ts';

/** The entities of a collection, or those that `…/$each` addresses. */
export async function membersOf(
  reader: Pick<StoreReader, 'read'>,
  resolved: ResolvedRequest,
): Promise<readonly Entity[]> {
  const result = await reader.read({ path: withoutEach(resolved), options: {} });
  if (result?.kind !== 'collection') throw new ODataError(404, 'NotFound', 'The collection does not exist.');
  return result.items.flatMap((item) => (item.kind === 'entity' ? [item.entity] : []));
}

/** The same, to be asked of any reader. */
function membersIn(resolved: ResolvedRequest): (reader: StoreReader) => Promise<readonly Entity[]> {
  return (reader) => membersOf(reader, resolved);
}

function withoutEach({ path }: ResolvedRequest): Query['path'] {
  const { segments } = path;
  return segments.at(-1)?.kind === 'each' ? prefixOf(path, segments.length - 1) : path;
}

/** PATCH …/$each: the same change for each member. */
export async function updateMembers(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const collection = withoutEach(resolved);
  const type = collection.result?.type;
  if (type?.kind !== 'EntityType') return updateEachValue(exchange, resolved);
  const payload = await readEntity(exchange, type, 'update');
  checkPayloadRestrictions(exchange, resolved.path, payload, 'Update');
  const goesOn = continuesOnError(exchange);
  const outcomes = await changeEach(exchange, goesOn, membersIn(resolved), async (modification, member) => {
    await updateDeep(modification, member, payload, 'PATCH');
    return modification.contentIds;
  });
  const { preferences } = exchange;
  preferences.apply('return');
  const asksForMembers = Object.keys(resolved.options).length > 0;
  const wanted = preferences.return ?? (asksForMembers ? 'representation' : 'minimal');
  const failed = outcomes.filter((outcome) => 'error' in outcome);
  if (wanted === 'minimal' && failed.length === 0) return noContent(exchange);
  const told = wanted === 'minimal' ? failed : outcomes;
  return answerMembers(exchange, { ...resolved, path: collection }, payload, told);
}

/**
 * The members as they are, with what the body nested; those that could not be changed come last, with why. Query options
 * are about the answer: which members are changed is told by the path.
 */
async function answerMembers(
  exchange: Exchange,
  resolved: ResolvedRequest,
  payload: EntityPayload,
  outcomes: readonly Outcome<Entity, ContentIds>[],
): Promise<Response> {
  const reader = readerOf(exchange);
  const { path, options } = resolved;
  const deep = expandOf(exchange.service.definition.model, originOfPath(path), payload);
  const query = { path, options: withNested(options, deep) };
  const changed = outcomes.flatMap((outcome) => ('error' in outcome ? [] : [outcome]));
  const result = await readMembers(
    reader,
    query,
    changed.map(({ member }) => member),
  );
  const contentIds: ContentIds = new Map(changed.flatMap(({ value }) => [...value]));
  const items = result.items.map((item) =>
    item.kind === 'entity' ? withContentIds(item, contentIds) : item,
  );
  for (const outcome of outcomes) {
    if (!('error' in outcome)) continue;
    const item = await reader.read(queryForMember(path, outcome.member, withExpand(options, deep)));
    if (item?.kind === 'entity') items.push(withException(item, failureOf('update', outcome.error)));
  }
  const format = acceptableFormat(exchange, resolved);
  return writeResult(exchange, reader, query, { ...result, items }, { format });
}

/** Members of the collection that a query names, as it asks for them. */
async function readMembers(
  reader: StoreReader,
  query: Query,
  members: readonly Entity[],
): Promise<CollectionResult> {
  const items: ItemResult[] = [];
  for (const { identity } of members) {
    const entity = await reader.get(identity);
    if (entity !== undefined) items.push({ kind: 'entity', entity });
  }
  const all: CollectionResult = { kind: 'collection', items };
  const start = { segment: query.path.segments.length - 1, result: all };
  const result = await reader.read(query, { start });
  return result?.kind === 'collection' ? result : all;
}

/** DELETE …/$each. */
export async function deleteMembers(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const path = withoutEach(resolved);
  refuseSelection(resolved);
  if (path.result?.type.kind !== 'EntityType') return deleteEachValue(exchange, resolved);
  const goesOn = continuesOnError(exchange);
  const outcomes = await changeEach(exchange, goesOn, membersIn(resolved), ({ transaction }, { identity }) =>
    Promise.resolve(transaction.delete(identity)),
  );
  const failed = outcomes.flatMap((outcome) =>
    'error' in outcome ? [failedDelete(exchange, outcome.member, outcome.error)] : [],
  );
  return answerDelta(exchange, { ...resolved, path }, failed);
}

/** Options would not spare what they leave out of the answer: it is better to ask than to delete too much. */
function refuseSelection({ options }: ResolvedRequest): void {
  const [option] = (['filter', 'search', 'top', 'skip', 'apply'] as const).filter((name) => name in options);
  if (option === undefined) return;
  const message = `$${option} does not choose what is deleted: /$filter(…) before /$each does.`;
  throw new ODataError(400, 'InvalidQueryOption', message, { target: `$${option}` });
}

/** What is still there, by its id and its key. */
function failedDelete({ serviceRoot }: Exchange, entity: Entity, error: ODataError): Applied {
  const { type } = entity;
  const key = recordOf(
    Object.fromEntries(type.key.map(({ property: { name } }) => [name, entity.values[name] ?? null])),
  );
  const named = { ...emptyPayload(type), id: entityUrl(entity, serviceRoot), values: key };
  return { kind: 'failed', item: { kind: 'entity', entity: named }, operation: 'delete', error };
}
