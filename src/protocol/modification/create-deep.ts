// OData Protocol 4.01, sections 11.4.2.1 "Link to Related Entities When Creating an Entity" and 11.4.2.2 "Create Related Entities When Creating an Entity".
import {
  type EdmEntitySet,
  type EdmEntityType,
  type EdmModel,
  type EdmNavigationProperty,
  isSameOrDerived,
} from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { type NavigationOrigin, navigationTarget } from '../../edm/navigation-target.ts';
import { isInKey } from '../../edm/related-key.ts';
import { recordOf } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { contentsOf, type EntityPayload } from '../../json/read/payload.ts';
import { placeOfNavigation } from '../../query/path/entity-source.ts';
import { valuesForCreate } from '../../service/entity-values.ts';
import { withGeneratedKey } from '../../service/generated-key.ts';
import { andThen, type MaybePromise } from '../../store/maybe-promise.ts';
import type { CreateTarget, StoreTransaction } from '../../store/store.ts';
import { storeEmptyContent, storePayloadStreams } from '../media/payload-streams.ts';
import { namesByKey, referredEntity } from '../resource/entity-at-place.ts';
import { findReferenced, referencedEntity } from '../resource/entity-reference.ts';
import {
  dependentValues,
  impliedValues,
  type Principals,
  principalOfWay,
  type Through,
} from '../resource/implied-values.ts';
import { relatedKey } from '../resource/related-key.ts';
import { linkAt, navigationTargetOf } from '../resource/resource-target.ts';
import type { Modification, PayloadNavigation } from './modification.ts';

/**
 * Creates an entity with what its payload nests and binds. `through`: the way that it is created by, which implies values.
 * What the new entity depends on comes first, then the entity, then what depends on it.
 */
export async function createDeep(
  modification: Modification,
  target: CreateTarget,
  payload: EntityPayload,
  through?: Through,
): Promise<Entity> {
  const { exchange, transaction } = modification;
  const { type } = payload;
  if (type.abstract)
    throw new ODataError(
      400,
      'UnknownType',
      `${type.qualifiedName} is abstract: say which derived type is meant.`,
      {
        target: '@odata.type',
      },
    );
  const all = payloadNavigation(payload);
  const navigation = all.filter((item) => !isPostponed(modification, type, item));
  const principal = navigation.filter((item) => isPrincipal(type, item));
  const sent = recordOf(payload.values, through === undefined ? {} : impliedValues(through));
  const values = valuesForCreate(exchange.service, type, sent, modification.seeding);
  const principals = new Map(await principalsOfPlace(transaction, target, through));
  for (const item of principal) {
    const found = await principalOf(modification, target, item);
    if (found === undefined) continue;
    principals.set(item.navigationProperty.name, found);
    Object.assign(values, dependentValues(item.navigationProperty, found.values));
  }
  const complete = await withGeneratedKey(exchange.service, transaction, target, type, values);
  const entity = await transaction.create(target, type, complete, relatedKey(type, principals));
  if (payload.contentId !== undefined) modification.contentIds.set(entity.identity, payload.contentId);
  if (payload.streams.size > 0) await storePayloadStreams(modification, entity, payload);
  if (type.hasStream) await storeEmptyContent(transaction, entity, payload);
  for (const item of principal) await linkKeyed(transaction, entity, item, principals);
  for (const item of all) if (!principal.includes(item)) await relateNowOrLater(modification, entity, item);
  return entity;
}

/** Data may refer to what stands later in them, unless it is part of the key. */
function isPostponed(
  { postpone }: Modification,
  type: EdmEntityType,
  { payload, navigationProperty }: PayloadNavigation,
): boolean {
  return (
    postpone !== undefined && contentsOf(payload).length === 0 && !isInKey(type, navigationProperty.name)
  );
}

/** Creates and links what a payload has for one navigation property of a new entity, unless that is postponed. */
export async function relateNowOrLater(
  modification: Modification,
  entity: Entity,
  item: PayloadNavigation,
): Promise<void> {
  if (isPostponed(modification, entity.type, item)) modification.postpone?.(entity, item);
  else await relateNew(modification, entity, item);
}

/** The navigation properties of a payload, with the paths to them. */
export function payloadNavigation(payload: Pick<EntityPayload, 'navigation'>): readonly PayloadNavigation[] {
  return [...payload.navigation].map(([name, item]) => ({
    path: name.split('/').slice(0, -1),
    navigationProperty: item.navigationProperty,
    payload: item,
  }));
}

/** The new entity's own values or its key name the target, so that the target must be there first. */
function isPrincipal(type: EdmEntityType, { path, navigationProperty, payload }: PayloadNavigation): boolean {
  return (
    path.length === 0 &&
    !navigationProperty.collection &&
    !navigationProperty.containsTarget &&
    (navigationProperty.referentialConstraints.length > 0 || isInKey(type, navigationProperty.name)) &&
    payload.kind !== 'entities'
  );
}

/** What the new entity is related to by the place where it is created. */
function principalsOfPlace(
  transaction: StoreTransaction,
  target: CreateTarget,
  through: Through | undefined,
): MaybePromise<Principals> {
  if (target.kind !== 'contained') return principalOfWay(through);
  return andThen(transaction.get(target.parent), (source) =>
    principalOfWay(source && { source, navigationProperty: target.navigationProperty }),
  );
}

/** A principal that the key names, and no value, is linked; a parent needs no link. */
async function linkKeyed(
  transaction: StoreTransaction,
  entity: Entity,
  { navigationProperty }: PayloadNavigation,
  principals: Principals,
): Promise<void> {
  const principal = principals.get(navigationProperty.name);
  if (principal === undefined || navigationProperty.referentialConstraints.length > 0) return;
  const { home } = entity.identity;
  if (home.kind === 'contained' && home.parent === principal.identity) return;
  await transaction.link({ source: entity.identity, path: [], navigationProperty }, principal.identity);
}

async function principalOf(
  modification: Modification,
  target: CreateTarget,
  { navigationProperty, payload }: PayloadNavigation,
): Promise<Entity | undefined> {
  const { exchange, transaction } = modification;
  const { entityType } = navigationProperty;
  if (payload.kind === 'references')
    return referencedEntity(exchange, transaction, payload.ids[0] ?? '', entityType);
  if (payload.kind === 'entities' || payload.entity === null) return undefined;
  const place = targetOfNew(modification, target, navigationProperty);
  const existing = await referredEntity(modification, place, navigationProperty, payload.entity);
  return existing ?? createDeep(modification, place, payload.entity);
}

/** Where a principal lives whose dependent does not exist yet. */
function targetOfNew(
  modification: Modification,
  target: CreateTarget,
  navigationProperty: EdmNavigationProperty,
): CreateTarget {
  const { model } = modification.exchange.service.definition;
  const found = navigationTarget(model, originOfTarget(target), [], navigationProperty);
  if (found.kind === 'navigationSource' && found.navigationSource.kind === 'EntitySet')
    return { kind: 'entitySet', entitySet: found.navigationSource };
  throw new ODataError(
    400,
    'InvalidPayload',
    `The model does not tell where a new ${navigationProperty.entityType.name} for ${navigationProperty.name} lives.`,
    { target: navigationProperty.name },
  );
}

function originOfTarget(target: CreateTarget): NavigationOrigin | undefined {
  if (target.kind === 'entitySet') return { navigationSource: target.entitySet, path: [] };
  return target.kind === 'singleton' ? { navigationSource: target.singleton, path: [] } : undefined;
}

/** Section 11.4.2.1: what a payload binds the way back to must not contradict the path that the entity is created by. */
export async function checkImplicitBinding(
  modification: Modification,
  navigationProperty: EdmNavigationProperty,
  source: Entity,
  { navigation }: EntityPayload,
): Promise<void> {
  const { exchange, transaction } = modification;
  const sent = navigation.get(navigationProperty.partner ?? '');
  if (sent === undefined || sent.navigationProperty.collection || sent.kind === 'entities') return;
  if (sent.kind === 'entity' && sent.entity !== null && namesByKey(sent.entity, source)) return;
  const id = sent.kind === 'references' ? sent.ids[0] : sent.entity?.id;
  const target = id === undefined ? undefined : await findReferenced(exchange, transaction, id);
  if (target?.identity === source.identity) return;
  const { name } = sent.navigationProperty;
  throw contradiction(name);
}

/** A member of a payload says another thing than the relationship that the entity is created through. */
export function contradiction(name: string): ODataError {
  const message = `${name} contradicts the entity by which this one is related to it.`;
  return new ODataError(400, 'InvalidReference', message, { target: name });
}

/** Creates and links what a payload has for one navigation property of a new entity. */
export async function relateNew(
  modification: Modification,
  entity: Entity,
  item: PayloadNavigation,
): Promise<void> {
  const { navigationProperty, payload, path } = item;
  switch (payload.kind) {
    case 'references':
      for (const id of payload.ids) await linkReference(modification, entity, item, id);
      return;
    case 'entity':
      if (payload.entity !== null) await createRelated(modification, entity, item, payload.entity);
      return;
    case 'entities':
      if (payload.delta)
        throw new ODataError(400, 'InvalidPayload', 'A delta of a collection belongs to a PATCH.', {
          target: [...path, navigationProperty.name].join('/'),
        });
      for (const nested of payload.entities) await createRelated(modification, entity, item, nested);
  }
}

export async function linkReference(
  modification: Modification,
  entity: Entity,
  item: Pick<PayloadNavigation, 'path' | 'navigationProperty'>,
  id: string,
): Promise<Entity> {
  const { exchange, transaction } = modification;
  const { navigationProperty, path } = item;
  const target = await referencedEntity(exchange, transaction, id, navigationProperty.entityType);
  await transaction.link({ source: entity.identity, path, navigationProperty }, target.identity);
  return target;
}

/** Creates a target of a navigation property where it lives, or takes the existing one that the payload refers to, and links it. */
export async function createRelated(
  modification: Modification,
  source: Entity,
  item: Pick<PayloadNavigation, 'path' | 'navigationProperty'>,
  payload: EntityPayload,
): Promise<Entity> {
  const { transaction } = modification;
  const { path, navigationProperty } = item;
  const { create, link } = await targetOfRelated(modification, source, item, payload);
  const through = { navigationProperty, source };
  const existing = await referredEntity(modification, create, navigationProperty, payload, through);
  if (existing !== undefined) {
    await transaction.link({ source: source.identity, path, navigationProperty }, existing.identity);
    return existing;
  }
  await checkImplicitBinding(modification, navigationProperty, source, payload);
  const entity = await createDeep(modification, create, payload, through);
  if (link !== undefined) await transaction.link(link, entity.identity);
  return entity;
}

/**
 * Where new targets of a navigation property of an entity live, and the link to be made beside. Where the model does not
 * tell, the payload may: by the entity set in its context URL.
 */
export async function targetOfRelated(
  { transaction, exchange }: Modification,
  source: Entity,
  item: Pick<PayloadNavigation, 'path' | 'navigationProperty'>,
  payload: EntityPayload,
): ReturnType<typeof navigationTargetOf> {
  const { model } = exchange.service.definition;
  const place = placeOfNavigation(model, originOfEntity(source), item.path, item.navigationProperty);
  const target = await navigationTargetOf(transaction, source, { ...item, source: place.source });
  const told = item.navigationProperty.containsTarget || target.create.kind !== 'contained';
  const entitySet = told ? undefined : setOfContext(model, payload);
  if (entitySet === undefined) return target;
  return { create: { kind: 'entitySet', entitySet }, link: linkAt(source, item) };
}

function setOfContext(model: EdmModel, { context, type }: EntityPayload): EdmEntitySet | undefined {
  const name = /#([^(/]+)/.exec(context ?? '')?.[1];
  const set = name === undefined ? undefined : model.entityContainer?.children.get(name);
  return set?.kind === 'EntitySet' && isSameOrDerived(type, set.entityType) ? set : undefined;
}

export function originOfEntity(entity: Entity): NavigationOrigin {
  const names: string[] = [];
  let { home } = entity.identity;
  while (home.kind === 'contained') {
    names.unshift(...home.path, home.navigationProperty.name);
    home = home.parent.home;
  }
  return { navigationSource: home.kind === 'entitySet' ? home.entitySet : home.singleton, path: names };
}
