// OData Protocol 4.01, section 11.4.12 "Update a Collection of Entities": the changes of a delta payload, one by one.
import type { Entity } from '../../edm/entity.ts';
import { recordOf } from '../../edm/value.ts';
import { ODataError, type ODataErrorDetail } from '../../error/odata-error.ts';
import { deserializeDelta } from '../../json/read/deserialize.ts';
import type { DeltaItem, EntityPayload } from '../../json/read/payload.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { StoreReader } from '../../store/store.ts';
import type { Applied } from '../delta/answer-delta.ts';
import { allows } from '../exchange/capabilities.ts';
import { type Exchange, notImplemented } from '../exchange/exchange.ts';
import { readJsonText } from '../exchange/read-body.ts';
import { entityWithAlternateKey } from '../resource/alternate-keys.ts';
import { checkSameKey, entityWithKey, hasKey, requireMembersOf } from '../resource/entity-at-place.ts';
import { findReferenced, keyOfId } from '../resource/entity-reference.ts';
import type { CollectionTarget } from '../resource/resource-target.ts';
import { checkPayloadRestrictions } from './change-restrictions.ts';
import { createInTarget, targetOf } from './create-entity.ts';
import type { Modification } from './modification.ts';
import { checkAbsentTag, checkPayloadTag } from './payload-tag.ts';
import { deserializeContext, reportViolations } from './read-payload.ts';
import { linkAt } from './relationship.ts';
import { detach, updateDeep } from './update-deep.ts';

/** One change of a delta payload, with what is wrong with it already as it is read. */
export interface SentChange {
  readonly item: DeltaItem;
  /** The collection that the item is of. */
  readonly collection: ResolvedRequest;
  readonly violations: readonly ODataErrorDetail[];
}

/** "… MUST NOT contain any system query options that affect the shape of the result." */
const shapeless = ['filter', 'search', 'orderby', 'skip', 'top', 'count', 'apply', 'compute'] as const;

/** The changes in the body. `goesOn`: what is wrong with one of them is no matter for the others. */
export async function readDelta(
  exchange: Exchange,
  resolved: ResolvedRequest,
  goesOn: boolean,
): Promise<readonly SentChange[]> {
  const type = resolved.path.result?.type;
  if (type?.kind !== 'EntityType') throw notImplemented('A delta of a collection of values');
  checkOptions(resolved);
  const text = await readJsonText(exchange);
  const { source } = resolved.path;
  const own = source?.kind === 'navigationSource' ? source.navigationSource.name : undefined;
  const context = await deserializeContext(exchange, 'update');
  const { payload, violations } = deserializeDelta(text, type, context, own);
  const spares = goesOn && exchange.service.options.validation === 'strict';
  const violationsOf = (index: number) =>
    violations.filter(({ target }) => target?.startsWith(`value/${index}/`));
  const changes = payload.map((item, index) => ({
    item,
    collection: collectionOf(exchange, resolved, item),
    violations: spares ? violationsOf(index) : [],
  }));
  const spared = new Set(changes.flatMap((change) => change.violations));
  reportViolations(
    exchange,
    violations.filter((violation) => !spared.has(violation)),
  );
  return changes;
}

function collectionOf({ service }: Exchange, resolved: ResolvedRequest, item: DeltaItem): ResolvedRequest {
  const entitySet = item.kind === 'entity' ? item.entitySet : undefined;
  return entitySet === undefined ? resolved : service.resolve(entitySet.name);
}

/** "… the resource path of the collection MUST NOT contain type cast or filter segments" */
function checkOptions({ options, path }: ResolvedRequest): void {
  if (path.segments.at(-1)?.kind === 'cast')
    throw new ODataError(400, 'BadRequest', 'A collection is changed without a cast in its path.');
  const found = shapeless.find((option) => options[option] !== undefined);
  if (found !== undefined)
    throw new ODataError(400, 'InvalidQueryOption', `$${found} has no place where a collection is changed.`, {
      target: `$${found}`,
    });
}

/** Makes one change. */
export async function applyChange(
  modification: Modification,
  { item, collection, violations }: SentChange,
): Promise<Applied> {
  const { transaction, exchange } = modification;
  reportViolations(exchange, violations);
  if (item.kind !== 'entity') return applyLink(modification, item);
  const { entity: payload } = item;
  const target = await targetOf(transaction, collection);
  const existing = await memberOf(exchange, transaction, target, payload);
  checkItemRestrictions(exchange, collection.path, payload, existing);
  if (payload.removed !== undefined) {
    const removed = await removeExisting(modification, target, existing, payload);
    return { ...removed, collection };
  }
  const contentIds = new Map<Entity['identity'], string>();
  const within = { ...modification, contentIds };
  const mode = exchange.method === 'PUT' ? 'PUT' : 'PATCH';
  if (existing === undefined) {
    checkAbsentTag(modification, payload);
    const named = withKeyOfId(exchange, payload);
    requireMembersOf(modification, named, target.link?.navigationProperty);
    const created = await createInTarget(within, target, named);
    return { kind: 'entity', entity: created, collection, payload, contentIds };
  }
  if (mode === 'PUT') requireMembersOf(modification, payload, target.link?.navigationProperty, existing);
  const entity = await updateDeep(within, existing, payload, mode);
  if (target.link !== undefined) await transaction.link(target.link, entity.identity);
  return { kind: 'entity', entity, collection, payload, contentIds };
}

/** What the model restricts holds for each change by itself: it could have come as a request of its own. */
function checkItemRestrictions(
  exchange: Exchange,
  path: ResourcePath,
  payload: EntityPayload,
  existing: Entity | undefined,
): void {
  const ignored = exchange.service.options.capabilities === 'ignore';
  const change = payload.removed !== undefined ? 'Delete' : existing === undefined ? 'Insert' : 'Update';
  if (!ignored && !allows(path, change))
    throw new ODataError(
      400,
      'CapabilityRestricted',
      `The collection does not take this change (Capabilities.${change}Restrictions).`,
    );
  if (change !== 'Delete') checkPayloadRestrictions(exchange, path, payload, change);
}

async function removeExisting(
  modification: Modification,
  { link }: CollectionTarget,
  existing: Entity | undefined,
  payload: EntityPayload,
): Promise<Omit<Applied & { readonly kind: 'removed' }, 'collection'>> {
  const { transaction } = modification;
  if (existing === undefined) throw new ODataError(404, 'NotFound', 'What is to be removed does not exist.');
  checkPayloadTag(modification, existing, payload);
  const { contentId, removed: reason = 'deleted' } = payload;
  if (link === undefined || reason === 'deleted') await transaction.delete(existing.identity);
  else await detach(transaction, link, existing);
  return { kind: 'removed', identity: existing.identity, reason, contentId };
}

/** The entity that an item names, by its id or its key; undefined where it is to be added. */
export async function memberOf(
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
  const through = link && source && { navigationProperty: link.navigationProperty, source };
  const found = await entityWithKey(exchange, reader, create, payload, through);
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
  const { model } = exchange.service.definition;
  const link = source && linkAt(model, source, item.relationship);
  if (
    source === undefined ||
    link === undefined ||
    (target === undefined && (item.kind === 'link' || item.target !== undefined))
  )
    throw new ODataError(
      400,
      'InvalidReference',
      `The link ${item.source} ${item.relationship} ${item.target ?? ''} does not resolve.`,
    );
  // without a target, a single-valued relationship is meant, whatever it leads to
  const former = target ?? (await transaction.related(link))[0];
  if (item.kind === 'link' && target !== undefined) await transaction.link(link, target.identity);
  else await transaction.unlink(link, target?.identity);
  return { kind: item.kind, ...link, source, target: former?.identity };
}
