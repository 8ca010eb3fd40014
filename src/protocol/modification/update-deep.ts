// OData Protocol 4.01, section 11.4.3.1 "Upsert Related Entities When Upserting an Entity".
import type { EdmNavigationProperty } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { recordOf, type StructuredValue } from '../../edm/value.ts';
import { type EntityPayload, isReference } from '../../json/read/payload.ts';
import { isKey, valuesForPatch, valuesForPut } from '../../service/entity-values.ts';
import type { LinkPath, StoreTransaction } from '../../store/store.ts';
import { storePayloadStreams } from '../media/payload-streams.ts';
import { checkSameKey, entityWithKey, hasKey, requireMembersOf } from '../resource/entity-at-place.ts';
import { findReferenced, referencedEntity } from '../resource/entity-reference.ts';
import { createRelated, linkReference, payloadNavigation, targetOfRelated } from './create-deep.ts';
import type { Modification, PayloadNavigation } from './modification.ts';
import { checkAbsentTag, checkPayloadTag } from './payload-tag.ts';

export type UpdateMode = 'PATCH' | 'PUT';

/** Changes an entity, and what its payload says of related ones. */
export async function updateDeep(
  modification: Modification,
  entity: Entity,
  payload: EntityPayload,
  mode: UpdateMode,
): Promise<Entity> {
  const { exchange, transaction } = modification;
  checkPayloadTag(modification, entity, payload);
  if (payload.contentId !== undefined) modification.contentIds.set(entity.identity, payload.contentId);
  const navigation = payloadNavigation(payload).filter(({ path }) => path.length === 0);
  const sent = withoutBoundDependents(payload.values, navigation);
  const type = payload.typed ? payload.type : entity.type;
  const { service } = exchange;
  const values =
    mode === 'PATCH'
      ? valuesForPatch(service, type, entity, sent)
      : valuesForPut(service, type, entity.values, sent);
  if (mode === 'PUT') keepDependents(values, entity, sent, navigation);
  const changed = await transaction.replace(entity.identity, values, type);
  await storePayloadStreams(modification, changed, payload);
  return updateNavigation(modification, changed, payload, mode);
}

/** Changes what a payload says of entities that are related to one. */
export async function updateNavigation(
  modification: Modification,
  entity: Entity,
  payload: Pick<EntityPayload, 'navigation'>,
  mode: UpdateMode,
): Promise<Entity> {
  let changed = entity;
  for (const item of payloadNavigation(payload)) {
    await updateRelated(modification, changed, item, mode);
    changed = (await modification.transaction.get(entity.identity)) ?? changed;
  }
  return changed;
}

/** A binding wins over the dependent property that says the same. */
function withoutBoundDependents(
  sent: StructuredValue,
  navigation: readonly PayloadNavigation[],
): StructuredValue {
  const bound = navigation.flatMap(({ navigationProperty }) =>
    navigationProperty.referentialConstraints.map(({ property }) => property),
  );
  if (bound.length === 0) return sent;
  const rest = recordOf(sent);
  for (const name of bound) delete rest[name];
  return rest;
}

/** Omitted dependent properties of a bound navigation property are not reset by PUT. */
function keepDependents(
  values: StructuredValue,
  entity: Entity,
  sent: StructuredValue,
  navigation: readonly PayloadNavigation[],
): void {
  for (const { navigationProperty } of navigation)
    for (const { property } of navigationProperty.referentialConstraints)
      if (sent[property] === undefined && property in values)
        values[property] = entity.values[property] ?? null;
}

async function updateRelated(
  modification: Modification,
  entity: Entity,
  item: PayloadNavigation,
  mode: UpdateMode,
): Promise<void> {
  const { payload } = item;
  switch (payload.kind) {
    case 'references': {
      const kept = new Set<Entity['identity']>();
      for (const id of payload.ids) kept.add((await linkReference(modification, entity, item, id)).identity);
      if (!payload.adds) await removeOthers(modification, entity, item, kept);
      return;
    }
    case 'entity':
      return updateSingle(modification, entity, item, payload.entity, mode);
    case 'entities': {
      const kept = await updateMembers(modification, entity, item, payload.entities, mode);
      if (!payload.delta) await removeOthers(modification, entity, item, kept);
    }
  }
}

async function updateSingle(
  modification: Modification,
  entity: Entity,
  item: PayloadNavigation,
  nested: EntityPayload | null,
  mode: UpdateMode,
): Promise<void> {
  const { transaction } = modification;
  const link = linkOf(entity, item);
  const [current] = await transaction.related(link);
  if (nested === null) {
    if (current !== undefined) await detach(transaction, link, current);
    return;
  }
  const named = await existingEntity(modification, entity, item, nested);
  // what is contained as the only one needs no key to be meant
  const isMeant = item.navigationProperty.containsTarget && !hasKey(nested);
  const target = named ?? (isMeant ? current : undefined);
  if (nested.removed !== undefined) {
    const gone = target ?? current;
    if (gone !== undefined) await removeMember(transaction, link, gone, nested.removed);
    return;
  }
  if (target === undefined) return void (await createNested(modification, entity, item, nested));
  if (target.identity !== current?.identity) await transaction.link(link, target.identity);
  await updateNested(modification, target, item, nested, mode);
}

async function updateNested(
  modification: Modification,
  existing: Entity,
  { navigationProperty }: PayloadNavigation,
  nested: EntityPayload,
  mode: UpdateMode,
): Promise<void> {
  if (isReference(nested)) return;
  if (mode === 'PUT') requireMembersOf(modification, nested, navigationProperty, existing);
  await updateDeep(modification, existing, nested, mode);
}

/** Updates, links and creates members; the ones that the payload names. */
async function updateMembers(
  modification: Modification,
  entity: Entity,
  item: PayloadNavigation,
  members: readonly EntityPayload[],
  mode: UpdateMode,
): Promise<ReadonlySet<Entity['identity']>> {
  const { transaction } = modification;
  const link = linkOf(entity, item);
  const kept = new Set<Entity['identity']>();
  for (const nested of members) {
    const existing = await existingEntity(modification, entity, item, nested);
    if (nested.removed !== undefined) {
      if (existing !== undefined) await removeMember(transaction, link, existing, nested.removed);
      continue;
    }
    const target = existing ?? (await createNested(modification, entity, item, nested));
    kept.add(target.identity);
    if (existing === undefined) continue;
    await updateNested(modification, existing, item, nested, mode);
    if (!item.navigationProperty.containsTarget) await transaction.link(link, existing.identity);
  }
  return kept;
}

/** Nested entities that are not there yet are inserts: they need what those need. */
async function createNested(
  modification: Modification,
  entity: Entity,
  item: PayloadNavigation,
  nested: EntityPayload,
): Promise<Entity> {
  checkAbsentTag(modification, nested);
  if (!isReference(nested)) requireMembersOf(modification, nested, item.navigationProperty);
  return createRelated(modification, entity, item, nested);
}

async function removeMember(
  transaction: StoreTransaction,
  link: LinkPath,
  member: Entity,
  reason: 'deleted' | 'changed',
): Promise<void> {
  if (reason === 'deleted') await transaction.delete(member.identity);
  else await detach(transaction, link, member);
}

async function removeOthers(
  { transaction }: Modification,
  entity: Entity,
  item: PayloadNavigation,
  kept: ReadonlySet<Entity['identity']>,
): Promise<void> {
  const link = linkOf(entity, item);
  for (const member of await transaction.related(link))
    if (!kept.has(member.identity)) {
      if (cannotStand(member, item.navigationProperty)) await transaction.delete(member.identity);
      else await detach(transaction, link, member);
    }
}

/** What is left out of a full set and is declared to end with its principal ends where it cannot be without one. */
function cannotStand({ type }: Entity, { onDelete, partner }: EdmNavigationProperty): boolean {
  if (onDelete !== 'Cascade') return false;
  const constraints = type.navigationProperties.get(partner ?? '')?.referentialConstraints ?? [];
  return constraints.some(({ property: name }) => {
    const property = type.properties.get(name);
    return property !== undefined && (isKey(type, property) || !property.type.nullable);
  });
}

/** What is contained ends with its relationship; all else is only unlinked. */
export async function detach(transaction: StoreTransaction, link: LinkPath, member: Entity): Promise<void> {
  const { home } = member.identity;
  if (home.kind === 'contained' && home.navigationProperty === link.navigationProperty)
    await transaction.delete(member.identity);
  else await transaction.unlink(link, member.identity);
}

/** The entity that the payload's id or key names; undefined where it names none that exists. */
async function existingEntity(
  modification: Modification,
  source: Entity,
  item: PayloadNavigation,
  nested: EntityPayload,
): Promise<Entity | undefined> {
  const { exchange, transaction } = modification;
  const { navigationProperty } = item;
  const { id } = nested;
  if (id !== undefined && (isReference(nested) || nested.removed !== undefined))
    return referencedEntity(exchange, transaction, id, navigationProperty.entityType);
  const named = id === undefined ? undefined : await findReferenced(exchange, transaction, id);
  if (named !== undefined) checkSameKey(named, nested);
  if (named !== undefined || !hasKey(nested)) return named;
  const { create } = await targetOfRelated(modification, source, item, nested);
  return entityWithKey(exchange, transaction, create, nested, { navigationProperty, source });
}

function linkOf(entity: Entity, item: PayloadNavigation): LinkPath {
  return { source: entity.identity, path: item.path, navigationProperty: item.navigationProperty };
}
