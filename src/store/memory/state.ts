// The state of a memory store: immutable maps. Each change of a draft replaces maps and leaves the earlier ones as they were.
import type { EdmEntitySet, EdmNavigationProperty } from '../../edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../../edm/entity.ts';
import type { EntityChange, StreamContent } from '../store.ts';
import { type CollectionIndex, indexedAgain } from './collection-index.ts';
import { type Extent, type MemoryIdentity, viewsOf } from './location.ts';
import { createOrderedMap, type OrderedMap } from './ordered-map.ts';

export interface StoredLink {
  readonly source: EntityIdentity;
  readonly path: readonly string[];
  readonly navigationProperty: EdmNavigationProperty;
}

/** Entities of one collection by the texts of their keys. */
export type EntityMap = OrderedMap<string, Entity>;

export interface State {
  /** By name of the collection: extents, the sets of an extent of several, singletons, contained collections. */
  readonly collections: OrderedMap<string, EntityMap>;
  /** Targets by location, by link key. Links that follow from referential constraints are not here. */
  readonly links: OrderedMap<string, OrderedMap<string, EntityIdentity>>;
  /** Stored links by link key, by the location of their target. */
  readonly incoming: OrderedMap<string, OrderedMap<string, StoredLink>>;
  readonly streams: OrderedMap<string, StreamContent>;
  readonly changes: OrderedMap<number, EntityChange>;
  /** Number of the last change. */
  readonly position: number;
  /** Indexes by name of the collection. They are made when first asked for, also on a state that is otherwise finished. */
  readonly indexes: Map<string, readonly CollectionIndex[]>;
}

/** A state in the making: its maps are replaced one by one. */
export type Draft = { -readonly [member in keyof State]: State[member] } & {
  /** Entities that were created or changed, their links and streams included. */
  readonly touched: Set<EntityIdentity>;
};

export const emptyState = (): State => ({
  collections: createOrderedMap(),
  links: createOrderedMap(),
  incoming: createOrderedMap(),
  streams: createOrderedMap(),
  changes: createOrderedMap(),
  position: 0,
  indexes: new Map(),
});

// Member by member, both: a spread costs as much as what most drafts are made for.
export function createDraft(state: State): Draft {
  return {
    collections: state.collections,
    links: state.links,
    incoming: state.incoming,
    streams: state.streams,
    changes: state.changes,
    position: state.position,
    indexes: new Map(state.indexes),
    touched: new Set(),
  };
}

export function finishDraft(draft: Draft): State {
  return {
    collections: draft.collections,
    links: draft.links,
    incoming: draft.incoming,
    streams: draft.streams,
    changes: draft.changes,
    position: draft.position,
    indexes: draft.indexes,
  };
}

const noEntities: EntityMap = createOrderedMap();

export function collectionOf(state: State, name: string): EntityMap {
  return state.collections.get(name) ?? noEntities;
}

export function getEntity(state: State, identity: EntityIdentity): Entity | undefined {
  const { collection, keyText } = identity as MemoryIdentity;
  return state.collections.get(collection)?.get(keyText);
}

/** Puts an entity in its collection and in all that show it. */
export function putEntity(draft: Draft, extents: ReadonlyMap<EdmEntitySet, Extent>, entity: Entity): void {
  const { collection, keyText } = entity.identity as MemoryIdentity;
  const before = draft.collections.get(collection)?.get(keyText);
  for (const name of collectionsOf(extents, entity)) {
    draft.collections = draft.collections.set(name, collectionOf(draft, name).set(keyText, entity));
    reindex(draft, name, keyText, before, entity);
  }
  draft.touched.add(entity.identity);
}

export function removeEntity(draft: Draft, extents: ReadonlyMap<EdmEntitySet, Extent>, entity: Entity): void {
  const { keyText } = entity.identity as MemoryIdentity;
  for (const name of collectionsOf(extents, entity)) {
    const rest = collectionOf(draft, name).delete(keyText);
    draft.collections = rest.size === 0 ? draft.collections.delete(name) : draft.collections.set(name, rest);
    reindex(draft, name, keyText, entity, undefined);
  }
  draft.touched.delete(entity.identity);
}

function collectionsOf(extents: ReadonlyMap<EdmEntitySet, Extent>, entity: Entity): readonly string[] {
  const { home, collection } = entity.identity as MemoryIdentity;
  if (home.kind !== 'entitySet') return [collection];
  const extent = extents.get(home.entitySet);
  if (extent === undefined || extent.sets.length === 1) return [collection];
  return [collection, ...viewsOf(extent, home.entitySet, entity.type)];
}

function reindex(
  draft: Draft,
  name: string,
  key: string,
  before: Entity | undefined,
  after: Entity | undefined,
) {
  const indexes = draft.indexes.get(name);
  if (indexes !== undefined)
    draft.indexes.set(
      name,
      indexes.map((index) => indexedAgain(index, key, before, after)),
    );
}

/** Appends to the change log, and forgets what is over its limit. */
export function logChange(draft: Draft, change: EntityChange, limit: number): void {
  draft.position++;
  draft.changes = draft.changes.set(draft.position, change);
  if (draft.changes.size > limit) draft.changes = draft.changes.delete(draft.position - limit);
}
