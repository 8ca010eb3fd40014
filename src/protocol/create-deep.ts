// OData Protocol 4.01, sections 11.4.2.1 "Link to Related Entities When Creating an Entity" and 11.4.2.2 "Create Related Entities When Creating an Entity".
import type { EdmEntityType, EdmNavigationProperty, EdmStructuredType, EdmType } from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import { type NavigationOrigin, navigationTarget } from '../edm/navigation-target.ts';
import type { EdmValue, StructuredValue } from '../edm/value.ts';
import { ODataError } from '../error/odata-error.ts';
import type { EntityPayload, NavigationPayload } from '../json/payload.ts';
import type { EntitySource } from '../query/resource-path.ts';
import { valuesForCreate } from '../service/entity-values.ts';
import { withGeneratedKey } from '../service/generated-key.ts';
import type { CreateTarget, LinkPath } from '../store/store.ts';
import { referencedEntity } from './entity-reference.ts';
import type { Modification } from './modification.ts';
import { storeEmptyContent, storePayloadStreams } from './payload-streams.ts';
import { navigationTargetOf } from './resource-target.ts';

/** A navigation property in a payload, with the complex properties before it. */
export interface PayloadNavigation {
  readonly path: readonly string[];
  readonly navigationProperty: EdmNavigationProperty;
  readonly payload: NavigationPayload;
}

/**
 * Creates an entity with what its payload nests and binds. `implied`: values that follow from where it is created.
 * What the new entity depends on comes first, then the entity, then what depends on it.
 */
export async function createDeep(
  modification: Modification,
  target: CreateTarget,
  payload: EntityPayload,
  implied: StructuredValue = {},
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
  const navigation = payloadNavigation(type, payload);
  const principal = navigation.filter(isPrincipal);
  const sent = { ...payload.values, ...implied };
  const values = valuesForCreate(exchange.service, type, sent, modification.seeding);
  for (const item of principal) Object.assign(values, await principalValues(modification, target, item));
  const complete = await withGeneratedKey(exchange.service, transaction, target, type, values);
  const entity = await transaction.create(target, type, complete);
  await storePayloadStreams(transaction, entity, payload);
  await storeEmptyContent(transaction, entity, payload);
  for (const item of navigation) if (!isPrincipal(item)) await relateNew(modification, entity, item);
  return entity;
}

/** The navigation properties of a payload, resolved by their paths. */
export function payloadNavigation(type: EdmEntityType, payload: EntityPayload): readonly PayloadNavigation[] {
  return [...payload.navigation].map(([name, item]) => {
    const steps = name.split('/');
    const last = steps.pop() ?? '';
    let holder: EdmStructuredType = type;
    for (const step of steps) {
      const next: EdmType | undefined = holder.properties.get(step)?.type.type;
      if (next?.kind === 'ComplexType') holder = next;
    }
    const navigationProperty = holder.navigationProperties.get(last);
    if (navigationProperty === undefined)
      throw new ODataError(400, 'UnknownProperty', `There is no navigation property ${name}.`, {
        target: name,
      });
    return { path: steps, navigationProperty, payload: item };
  });
}

/** The new entity's own values name the target, so that the target must be there first. */
function isPrincipal({ path, navigationProperty, payload }: PayloadNavigation): boolean {
  return (
    path.length === 0 &&
    !navigationProperty.collection &&
    !navigationProperty.containsTarget &&
    navigationProperty.referentialConstraints.length > 0 &&
    payload.kind !== 'entities'
  );
}

async function principalValues(
  modification: Modification,
  target: CreateTarget,
  item: PayloadNavigation,
): Promise<StructuredValue> {
  const { exchange, transaction } = modification;
  const { navigationProperty, payload } = item;
  if (payload.kind === 'entity' && payload.entity === null) return {};
  let principal: Entity;
  if (payload.kind === 'references')
    principal = await referencedEntity(
      exchange,
      transaction,
      payload.ids[0] ?? '',
      navigationProperty.entityType,
    );
  else if (payload.kind === 'entity' && payload.entity?.id !== undefined)
    principal = await referencedEntity(
      exchange,
      transaction,
      payload.entity.id,
      navigationProperty.entityType,
    );
  else if (payload.kind === 'entity' && payload.entity !== null)
    principal = await createDeep(
      modification,
      targetOfNew(modification, target, navigationProperty),
      payload.entity,
    );
  else return {};
  return dependentValues(navigationProperty, principal.values);
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

/** The values of the dependent side that follow from the principal's. */
export function dependentValues(
  navigationProperty: EdmNavigationProperty,
  principal: StructuredValue,
): StructuredValue {
  const values: StructuredValue = {};
  for (const { property, referencedProperty } of navigationProperty.referentialConstraints)
    if (!property.includes('/')) values[property] = valueAt(principal, referencedProperty);
  return values;
}

function valueAt(values: StructuredValue, path: string): EdmValue {
  let value: EdmValue | undefined = values;
  for (const step of path.split('/'))
    value =
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as StructuredValue)[step]
        : undefined;
  return value ?? null;
}

/** Values that a new target of a navigation property gets from the entity that it is created below. */
export function impliedValues(navigationProperty: EdmNavigationProperty, source: Entity): StructuredValue {
  const partner = navigationProperty.entityType.navigationProperties.get(navigationProperty.partner ?? '');
  return partner === undefined ? {} : dependentValues(partner, source.values);
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
      if (payload.entity !== null) await relateOne(modification, entity, item, payload.entity);
      return;
    case 'entities':
      if (payload.delta)
        throw new ODataError(400, 'InvalidPayload', 'A delta of a collection belongs to a PATCH.', {
          target: [...path, navigationProperty.name].join('/'),
        });
      for (const nested of payload.entities) await relateOne(modification, entity, item, nested);
  }
}

async function relateOne(
  modification: Modification,
  entity: Entity,
  item: PayloadNavigation,
  nested: EntityPayload,
): Promise<void> {
  if (nested.id !== undefined && Object.keys(nested.values).length === 0)
    return linkReference(modification, entity, item, nested.id);
  await createRelated(modification, entity, item, nested);
}

export async function linkReference(
  modification: Modification,
  entity: Entity,
  item: Pick<PayloadNavigation, 'path' | 'navigationProperty'>,
  id: string,
): Promise<void> {
  const { exchange, transaction } = modification;
  const { navigationProperty, path } = item;
  const target = await referencedEntity(exchange, transaction, id, navigationProperty.entityType);
  await transaction.link({ source: entity.identity, path, navigationProperty }, target.identity);
}

/** Creates a target of a navigation property where it lives, and links it where that does not follow from its values. */
export async function createRelated(
  modification: Modification,
  source: Entity,
  item: Pick<PayloadNavigation, 'path' | 'navigationProperty'>,
  payload: EntityPayload,
): Promise<Entity> {
  const { transaction, exchange } = modification;
  const { path, navigationProperty } = item;
  const place = sourceOf(exchange.service.definition.model, source, item);
  const { create, link } = await navigationTargetOf(transaction, source, {
    path,
    navigationProperty,
    source: place,
  });
  const entity = await createDeep(modification, create, payload, impliedValues(navigationProperty, source));
  if (link !== undefined) await linkNew(modification, link, entity);
  return entity;
}

export async function linkNew(modification: Modification, link: LinkPath, entity: Entity): Promise<void> {
  await modification.transaction.link(link, entity.identity);
}

function sourceOf(
  model: Modification['exchange']['service']['definition']['model'],
  entity: Entity,
  item: Pick<PayloadNavigation, 'path' | 'navigationProperty'>,
): EntitySource | undefined {
  const target = navigationTarget(model, originOfEntity(entity), item.path, item.navigationProperty);
  if (target.kind === 'navigationSource') return target;
  if (target.kind === 'contained')
    return { kind: 'contained', navigationProperty: item.navigationProperty, path: item.path };
  const last = target.navigationSource.entityType.navigationProperties.get(target.path.at(-1) ?? '');
  return last && { ...target, kind: 'targetPath', navigationProperty: last };
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
