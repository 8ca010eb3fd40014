// OData Protocol 4.01, section 11.2 "Requesting Data": one state of a memory store, as evaluation reads it.
import type { EdmEntitySet } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import type { EntityAccess } from '../../evaluate/entity-access.ts';
import type { ReadOptions } from '../store.ts';
import { indexName, pathText } from './collection-index.ts';
import { keyText } from './key-text.ts';
import { entitiesWith, relatedEntities, setCollection } from './relations.ts';
import { collectionOf, type State } from './state.ts';
import { entityAt, readSingleton, type StoreModel } from './stored-entities.ts';

/** Indexes that queries may add to one collection; each makes changes a little slower. */
const indexLimit = 12;

export function createMemoryAccess(
  store: StoreModel,
  state: State,
  { callFunction, aggregate }: Pick<ReadOptions, 'callFunction' | 'aggregate'> = {},
): EntityAccess {
  return {
    entities: (entitySet) => collectionOf(state, setCollection(entitySet)).values(),
    find: (entitySet, key) => {
      const text = keyText(entitySet.entityType, key) ?? derivedKeyText(store, entitySet, key);
      if (text === undefined) return undefined;
      return (
        collectionOf(state, setCollection(entitySet)).get(text) ?? findExisting(store, state, entitySet, text)
      );
    },
    findBy: (entitySet, path, value) => {
      const name = setCollection(entitySet);
      const text = pathText(entitySet.entityType, path, value);
      if (text === undefined) return undefined;
      const indexes = state.indexes.get(name) ?? [];
      if (indexes.length >= indexLimit && !indexes.some((index) => index.name === indexName([path])))
        return undefined;
      return entitiesWith(state, name, entitySet.entityType, [path], [value]);
    },
    singleton: (singleton) => readSingleton(store, state, singleton.name),
    related: (entity, path, navigationProperty) =>
      relatedEntities(store, state, entity, path, navigationProperty),
    ...(callFunction !== undefined && { callFunction }),
    ...(aggregate !== undefined && { aggregate }),
  };
}

/** What exists by nature is contained where it belongs, and has a set of its type as well. */
function findExisting(
  store: StoreModel,
  state: State,
  entitySet: EdmEntitySet,
  text: string,
): Entity | undefined {
  const inSet = store.existingInSet(entitySet, text);
  if (inSet !== undefined) return inSet;
  const identity = store.existingWithKey(entitySet.entityType, text);
  return identity && entityAt(store, state, identity);
}

/** The declared type may be abstract, and only types derived from it have a key. */
function derivedKeyText(
  store: StoreModel,
  entitySet: EdmEntitySet,
  key: Parameters<EntityAccess['find']>[1],
): string | undefined {
  if (entitySet.entityType.key.length > 0) return undefined;
  const withKey = store.model.derivedTypes(entitySet.entityType).find((type) => type.key.length > 0);
  return withKey && keyText(withKey, key);
}
