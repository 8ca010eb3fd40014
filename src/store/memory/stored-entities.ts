// OData CSDL 4.01, section 8 "Navigation Property": the entities of a state, those that exist by nature, and what links lead to.
import type { EdmEntitySet, EdmEntityType, EdmModel, EdmNavigationProperty } from '../../edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../../edm/entity.ts';
import type { ContainedView } from '../contained-views.ts';
import type { ImpliedRelations } from '../implied-relations.ts';
import { type Extent, linkKey, locationOf, type MemoryIdentity, singletonCollection } from './location.ts';
import { collectionOf, getEntity, type State } from './state.ts';

/** What stays the same for a store: its model, and what follows from it. */
export interface StoreModel {
  readonly model: EdmModel;
  readonly extents: ReadonlyMap<EdmEntitySet, Extent>;
  readonly impliedRelations: ImpliedRelations | undefined;
  /** A singleton that was never written. */
  singletonEntity(name: string): Entity | undefined;
  readonly containedViews: readonly ContainedView[];
  /** Contained entities that exist by nature, as they are when they were never written. */
  existingEntities(parent: Entity, navigationProperty: EdmNavigationProperty): readonly Entity[];
  /** An entity of a set that exists by nature, as it is when it was never written. */
  existingInSet(entitySet: EdmEntitySet, keyText: string): Entity | undefined;
  /** A single one of these by its key, once it has been met: `/me/drive` is found as `/drives/{id}`. */
  existingWithKey(type: EdmEntityType, keyText: string): EntityIdentity | undefined;
}

/** The entity of an identity, written or there by nature; undefined where it is not, or not any more. */
export function entityAt(store: StoreModel, state: State, identity: EntityIdentity): Entity | undefined {
  const entity = getEntity(state, identity);
  const { home } = identity;
  if (entity !== undefined) return entity;
  if (home.kind === 'entitySet')
    return store.existingInSet(home.entitySet, (identity as MemoryIdentity).keyText);
  if (home.kind === 'singleton') return readSingleton(store, state, home.singleton.name);
  const parent = entityAt(store, state, home.parent);
  const location = locationOf(identity);
  return (
    parent &&
    store
      .existingEntities(parent, home.navigationProperty)
      .find((existing) => locationOf(existing.identity) === location)
  );
}

export function readSingleton(store: StoreModel, state: State, name: string): Entity | undefined {
  return collectionOf(state, singletonCollection).get(name) ?? store.singletonEntity(name);
}

/** Stored links, and what was created through a navigation property whose entity set the model does not tell. */
export function storedTargets(
  store: StoreModel,
  state: State,
  source: Entity,
  path: readonly string[],
  navigationProperty: EdmNavigationProperty,
): readonly Entity[] {
  const key = linkKey(source.identity, path, navigationProperty);
  const contained = collectionOf(state, key).values();
  const links = state.links.get(key);
  if (links === undefined) return contained;
  const linked: Entity[] = [];
  for (const identity of links.values()) {
    const entity = entityAt(store, state, identity);
    if (entity !== undefined) linked.push(entity);
  }
  return contained.length === 0 ? linked : [...contained, ...linked];
}
