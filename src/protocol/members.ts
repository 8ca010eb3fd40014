// OData Protocol 4.01, sections 11.4.10 "Managing Members of an Ordered Collection" to 11.4.13 "Update Members of a Collection".
import type { Entity } from '../edm/entity.ts';
import { ODataError } from '../error/odata-error.ts';
import { deserializeDelta } from '../json/deserialize.ts';
import type { DeltaItem, EntityPayload } from '../json/payload.ts';
import type { ResolvedRequest } from '../query/query.ts';
import type { StoreTransaction } from '../store/store.ts';
import { checkPayloadRestrictions } from './change-restrictions.ts';
import { createInTarget, targetOf } from './create-entity.ts';
import { findReferenced } from './entity-reference.ts';
import { checkPreconditions, entityTag } from './etag.ts';
import { type Exchange, notImplemented } from './exchange.ts';
import { type Modification, modify } from './modification.ts';
import { readJsonText } from './read-body.ts';
import { deserializeContext, readEntity, reportViolations } from './read-payload.ts';
import { prefixOf } from './resource-target.ts';
import { noContent } from './respond.ts';
import { updateDeep } from './update-deep.ts';

/** The members that `…/$each` addresses. */
async function membersOf(
  transaction: StoreTransaction,
  resolved: ResolvedRequest,
): Promise<readonly Entity[]> {
  const { segments } = resolved.path;
  const length = segments.at(-1)?.kind === 'each' ? segments.length - 1 : segments.length;
  const { filter, search, orderby, skip, top } = resolved.options;
  const options = {
    ...(filter && { filter }),
    ...(search && { search }),
    ...(orderby && { orderby }),
    ...(skip !== undefined && { skip }),
    ...(top !== undefined && { top }),
  };
  const result = await transaction.read({ path: prefixOf(resolved.path, length), options });
  if (result?.kind !== 'collection') throw new ODataError(404, 'NotFound', 'The collection does not exist.');
  return result.items.flatMap((item) => (item.kind === 'entity' ? [item.entity] : []));
}

/** PATCH …/$each: the same change for each member. */
export async function updateMembers(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const type = resolved.path.result?.type ?? resolved.path.segments.at(-2)?.result?.type;
  if (type?.kind !== 'EntityType') throw notImplemented('Updating each of a collection of values');
  const payload = await readEntity(exchange, type, 'update');
  checkPayloadRestrictions(exchange, resolved.path, payload, 'Update');
  await modify(exchange, async (modification) => {
    for (const member of await membersOf(modification.transaction, resolved)) {
      checkPreconditions(exchange, entityTag(exchange.service, member));
      await updateDeep(modification, member, { ...payload, type: member.type }, 'PATCH');
    }
  });
  return noContent(exchange);
}

/** DELETE …/$each. */
export async function deleteMembers(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  await modify(exchange, async ({ transaction }) => {
    for (const member of await membersOf(transaction, resolved)) {
      checkPreconditions(exchange, entityTag(exchange.service, member));
      // one that went with another, by OnDelete, is gone already
      if ((await transaction.get(member.identity)) !== undefined) await transaction.delete(member.identity);
    }
  });
  return noContent(exchange);
}

/** PATCH of a collection with a delta: what is added, changed, removed. */
export async function updateCollection(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const items = await readDelta(exchange, resolved);
  await modify(exchange, async (modification) => {
    for (const item of items) await applyItem(modification, resolved, item);
  });
  return noContent(exchange);
}

/** PUT of a collection: it then has just these members. */
export async function replaceCollection(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const items = await readDelta(exchange, resolved);
  await modify(exchange, async (modification) => {
    const { transaction } = modification;
    const kept = new Set<Entity['identity']>();
    for (const item of items) {
      const entity = await applyItem(modification, resolved, item);
      if (entity !== undefined) kept.add(entity.identity);
    }
    for (const member of await membersOf(transaction, resolved))
      if (!kept.has(member.identity)) await transaction.delete(member.identity);
  });
  return noContent(exchange);
}

async function readDelta(exchange: Exchange, resolved: ResolvedRequest): Promise<readonly DeltaItem[]> {
  const type = resolved.path.result?.type;
  if (type?.kind !== 'EntityType') throw notImplemented('A delta of a collection of values');
  const text = await readJsonText(exchange);
  const { payload, violations } = deserializeDelta(text, type, await deserializeContext(exchange, 'update'));
  reportViolations(exchange, violations);
  return payload;
}

async function applyItem(
  modification: Modification,
  resolved: ResolvedRequest,
  item: DeltaItem,
): Promise<Entity | undefined> {
  const { transaction, exchange } = modification;
  if (item.kind !== 'entity') return applyLink(modification, item);
  const { entity: payload } = item;
  const existing = await memberOf(modification, resolved, payload);
  if (payload.removed !== undefined) {
    if (existing !== undefined) await transaction.delete(existing.identity);
    return undefined;
  }
  const mode = exchange.method === 'PUT' ? 'PUT' : 'PATCH';
  if (existing !== undefined) return updateDeep(modification, existing, payload, mode);
  return createInTarget(modification, await targetOf(transaction, resolved), payload);
}

async function memberOf(
  { exchange, transaction }: Modification,
  resolved: ResolvedRequest,
  payload: EntityPayload,
): Promise<Entity | undefined> {
  if (payload.id !== undefined) return findReferenced(exchange, transaction, payload.id);
  const { key } = payload.type;
  const values = key.map(({ path }) => payload.values[path[0] ?? ''] ?? null);
  if (values.includes(null)) return undefined;
  const members = await transaction.read({ path: resolved.path, options: {} });
  if (members?.kind !== 'collection') return undefined;
  for (const item of members.items)
    if (item.kind === 'entity' && key.every(({ name }, i) => item.entity.identity.key[name] === values[i]))
      return item.entity;
  return undefined;
}

async function applyLink(
  { exchange, transaction }: Modification,
  item: DeltaItem & { readonly kind: 'link' | 'deletedLink' },
): Promise<undefined> {
  const source = await findReferenced(exchange, transaction, item.source);
  const target =
    item.target === undefined ? undefined : await findReferenced(exchange, transaction, item.target);
  const navigationProperty = source?.type.navigationProperties.get(item.relationship);
  if (
    source === undefined ||
    navigationProperty === undefined ||
    (target === undefined && item.kind === 'link')
  )
    throw new ODataError(
      400,
      'InvalidReference',
      `The link ${item.source} ${item.relationship} ${item.target ?? ''} does not resolve.`,
    );
  const link = { source: source.identity, path: [], navigationProperty };
  if (item.kind === 'link' && target !== undefined) await transaction.link(link, target.identity);
  else await transaction.unlink(link, target?.identity);
  return undefined;
}
