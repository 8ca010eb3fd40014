// OData Protocol 4.01, sections 11.4.12 "Update a Collection of Entities" and 11.4.13 "Replace a Collection of Entities".
import type { Entity } from '../../edm/entity.ts';
import { recordOf } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { deserializeDelta } from '../../json/read/deserialize.ts';
import type { DeltaItem, EntityPayload } from '../../json/read/payload.ts';
import type { QueryOptions, ResolvedRequest } from '../../query/query.ts';
import type { StoreReader } from '../../store/store.ts';
import { type Applied, answerDelta } from '../delta/answer-delta.ts';
import { type Exchange, notImplemented } from '../exchange/exchange.ts';
import { readJsonText } from '../exchange/read-body.ts';
import { noContent } from '../exchange/respond.ts';
import { writeResult } from '../exchange/write-result.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { entityWithAlternateKey } from '../resource/alternate-keys.ts';
import { checkSameKey, entityWithKey, hasKey, requireMembersOf } from '../resource/entity-at-place.ts';
import { findReferenced, keyOfId } from '../resource/entity-reference.ts';
import type { CollectionTarget } from '../resource/resource-target.ts';
import { impliedValues } from './create-deep.ts';
import { acceptableFormat, createInTarget, targetOf } from './create-entity.ts';
import { membersOf } from './members.ts';
import { type Modification, modify } from './modification.ts';
import { checkAbsentTag, checkPayloadTag } from './payload-tag.ts';
import { deserializeContext, reportViolations } from './read-payload.ts';
import { detach, updateDeep } from './update-deep.ts';

/** PATCH of a collection with a delta: what is added, changed, removed. */
export async function updateCollection(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const items = await readDelta(exchange, resolved);
  const { preferences } = exchange;
  // in a change set all is done or nothing
  const goesOn = preferences.continueOnError && exchange.transaction === undefined;
  if (goesOn) preferences.apply('continue-on-error');
  const applied = goesOn
    ? await applyOneByOne(exchange, resolved, items)
    : await modify(exchange, async (modification) => {
        const all: Applied[] = [];
        for (const item of items) all.push(await applyItem(modification, resolved, item));
        return all;
      });
  return answerDelta(exchange, resolved, applied);
}

/** Each change stands alone: what fails is told, and the others are done. */
async function applyOneByOne(
  exchange: Exchange,
  resolved: ResolvedRequest,
  items: readonly DeltaItem[],
): Promise<readonly Applied[]> {
  const applied: Applied[] = [];
  for (const item of items) {
    const operation = await operationOf(exchange, resolved, item);
    try {
      applied.push(await modify(exchange, (modification) => applyItem(modification, resolved, item)));
    } catch (error) {
      if (!(error instanceof ODataError) || error.status >= 500) throw error;
      applied.push({ kind: 'failed', item, operation, error });
    }
  }
  return applied;
}

async function operationOf(
  exchange: Exchange,
  resolved: ResolvedRequest,
  item: DeltaItem,
): Promise<(Applied & { readonly kind: 'failed' })['operation']> {
  if (item.kind !== 'entity') return item.kind === 'link' ? 'link' : 'unlink';
  const reader = readerOf(exchange);
  const target = await targetOf(reader, resolved);
  const { removed } = item.entity;
  if (removed !== undefined) return removed === 'deleted' || target.link === undefined ? 'delete' : 'unlink';
  const existing = await memberOf(exchange, reader, target, item.entity).catch(() => undefined);
  return existing === undefined ? 'insert' : 'update';
}

/** PUT of a collection: it then has just these members. */
export async function replaceCollection(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const items = await readDelta(exchange, resolved);
  const isWhole = items.every((item) => item.kind === 'entity' && item.entity.removed === undefined);
  if (!isWhole)
    throw new ODataError(400, 'InvalidPayload', 'A collection is replaced by entities, not by changes.', {
      target: 'value',
    });
  await modify(exchange, async (modification) => {
    const { transaction } = modification;
    const kept = new Set<Entity['identity']>();
    for (const item of items) {
      const applied = await applyItem(modification, resolved, item);
      if (applied.kind === 'entity') kept.add(applied.entity.identity);
    }
    const { link } = await targetOf(transaction, resolved);
    for (const member of await membersOf(transaction, resolved)) {
      if (kept.has(member.identity)) continue;
      if (link === undefined) await transaction.delete(member.identity);
      else await detach(transaction, link, member);
    }
  });
  const { preferences } = exchange;
  preferences.apply('return');
  if (preferences.return !== 'representation') return noContent(exchange);
  const reader = readerOf(exchange);
  const result = await reader.read(resolved);
  if (result === undefined) return noContent(exchange);
  return writeResult(exchange, reader, resolved, result, { format: acceptableFormat(exchange, resolved) });
}

/** "… MUST NOT contain any system query options that affect the shape of the result." */
const shapeless = ['filter', 'search', 'orderby', 'skip', 'top', 'count', 'apply', 'compute'] as const;

async function readDelta(exchange: Exchange, resolved: ResolvedRequest): Promise<readonly DeltaItem[]> {
  const type = resolved.path.result?.type;
  if (type?.kind !== 'EntityType') throw notImplemented('A delta of a collection of values');
  checkOptions(resolved.options);
  const text = await readJsonText(exchange);
  const { payload, violations } = deserializeDelta(text, type, await deserializeContext(exchange, 'update'));
  reportViolations(exchange, violations);
  return payload;
}

function checkOptions(options: QueryOptions): void {
  const found = shapeless.find((option) => options[option] !== undefined);
  if (found !== undefined)
    throw new ODataError(400, 'InvalidQueryOption', `$${found} has no place where a collection is changed.`, {
      target: `$${found}`,
    });
}

async function applyItem(
  modification: Modification,
  resolved: ResolvedRequest,
  item: DeltaItem,
): Promise<Applied> {
  const { transaction, exchange } = modification;
  if (item.kind !== 'entity') return applyLink(modification, item);
  const { entity: payload } = item;
  const target = await targetOf(transaction, resolved);
  const existing = await memberOf(exchange, transaction, target, payload);
  if (payload.removed !== undefined) return removeExisting(modification, target, existing, payload);
  const { contentId } = payload;
  const mode = exchange.method === 'PUT' ? 'PUT' : 'PATCH';
  if (existing === undefined) {
    checkAbsentTag(modification, payload);
    const named = withKeyOfId(exchange, payload);
    requireMembersOf(modification, named, target.link?.navigationProperty);
    return { kind: 'entity', entity: await createInTarget(modification, target, named), contentId };
  }
  if (mode === 'PUT') requireMembersOf(modification, payload, target.link?.navigationProperty, existing);
  const entity = await updateDeep(modification, existing, payload, mode);
  if (target.link !== undefined) await transaction.link(target.link, entity.identity);
  return { kind: 'entity', entity, contentId };
}

async function removeExisting(
  modification: Modification,
  { link }: CollectionTarget,
  existing: Entity | undefined,
  payload: EntityPayload,
): Promise<Applied> {
  const { transaction } = modification;
  if (existing === undefined) throw new ODataError(404, 'NotFound', 'What is to be removed does not exist.');
  checkPayloadTag(modification, existing, payload);
  const { contentId, removed: reason = 'deleted' } = payload;
  if (link === undefined || reason === 'deleted') await transaction.delete(existing.identity);
  else await detach(transaction, link, existing);
  return { kind: 'removed', identity: existing.identity, reason, contentId };
}

/** The entity that an item names, by its id or its key; undefined where it is to be added. */
async function memberOf(
  exchange: Exchange,
  reader: StoreReader,
  { create, link }: CollectionTarget,
  payload: EntityPayload,
): Promise<Entity | undefined> {
  if (payload.id !== undefined) {
    const named = await findReferenced(exchange, reader, payload.id);
    if (named !== undefined) checkSameKey(named, payload);
    return named;
  }
  const source = link && (await reader.get(link.source));
  const implied = link && source ? impliedValues(link.navigationProperty, source) : {};
  const values = recordOf(payload.values, implied);
  const found = await entityWithKey(reader, create, payload.type, values);
  if (found !== undefined || create.kind !== 'entitySet' || hasKey(payload)) return found;
  return entityWithAlternateKey(exchange, reader, create.entitySet, payload);
}

/** What is added by an id has the key that the id names. */
function withKeyOfId(exchange: Exchange, payload: EntityPayload): EntityPayload {
  if (payload.id === undefined) return payload;
  return { ...payload, values: recordOf(payload.values, keyOfId(exchange, payload.id, payload.type)) };
}

async function applyLink(
  { exchange, transaction }: Modification,
  item: DeltaItem & { readonly kind: 'link' | 'deletedLink' },
): Promise<Applied> {
  const source = await findReferenced(exchange, transaction, item.source);
  const target =
    item.target === undefined ? undefined : await findReferenced(exchange, transaction, item.target);
  const navigationProperty = source?.type.navigationProperties.get(item.relationship);
  if (
    source === undefined ||
    navigationProperty === undefined ||
    (target === undefined && (item.kind === 'link' || item.target !== undefined))
  )
    throw new ODataError(
      400,
      'InvalidReference',
      `The link ${item.source} ${item.relationship} ${item.target ?? ''} does not resolve.`,
    );
  const link = { source: source.identity, path: [], navigationProperty };
  if (item.kind === 'link' && target !== undefined) await transaction.link(link, target.identity);
  else await transaction.unlink(link, target?.identity);
  return { kind: item.kind, ...link, target: target?.identity };
}
