// A store in memory. Its state is immutable: readers keep the state that they started with, writers run one after another,
// and what a failed transaction did is simply not kept.
import type { EdmEntitySet, EdmModel, EdmNavigationProperty, EdmSingleton } from '../../edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../../edm/entity.ts';
import type { StructuredValue } from '../../edm/value.ts';
import { evaluateQuery } from '../../evaluate/evaluate-query.ts';
import type { ContainedView } from '../contained-views.ts';
import type { ExistingEntities, ExistingInSet } from '../existing-entities.ts';
import type { ImpliedRelations } from '../implied-relations.ts';
import type { ReadOptions, Store, StoreReader, StoreTransaction } from '../store.ts';
import type { ChangeContext } from './change-context.ts';
import { followComplexValues } from './complex-links.ts';
import { refreshRepeated, updateDependents } from './dependent-values.ts';
import { createEntity, currentEntity, deleteEntity, replaceEntity, touchEntity } from './entity-changes.ts';
import { keyOf, keyText } from './key-text.ts';
import { linkEntities, unlinkEntities } from './link-changes.ts';
import { createIdentity, findExtents, type MemoryIdentity, streamKey } from './location.ts';
import { createMemoryAccess } from './memory-access.ts';
import { relatedEntities } from './relations.ts';
import { createDraft, emptyState, finishDraft, type State } from './state.ts';
import { entityAt, type StoreModel } from './stored-entities.ts';
import { putStream, removeStream } from './stored-streams.ts';

export interface MemoryStoreOptions {
  /** The values of a singleton that nobody has written yet; undefined where it is null. */
  readonly singletonValues?: (singleton: EdmSingleton) => StructuredValue | undefined;
  /** The values of contained entities that exist before anybody has written them; none where absent. */
  readonly existingEntities?: ExistingEntities | undefined;
  /** The same for entities of sets. */
  readonly existingInSet?: ExistingInSet | undefined;
  /** Collections that show what others contain. */
  readonly containedViews?: readonly ContainedView[];
  /** Containment navigation properties take links to entities that live elsewhere. Default false. */
  readonly linksThroughContainment?: boolean;
  /** Navigation properties that are kept in step without the model saying so. */
  readonly impliedRelations?: ImpliedRelations | undefined;
  /** Entries that the change log keeps; older ones are forgotten. */
  readonly changeLogLimit?: number;
}

export function createMemoryStore(model: EdmModel, options: MemoryStoreOptions = {}): Store {
  return storeWith(createStoreModel(model, options), emptyState(), options);
}

function createStoreModel(model: EdmModel, options: MemoryStoreOptions): StoreModel {
  const singletons = new Map<string, Entity | undefined>();
  let extents: StoreModel['extents'] | undefined;
  const inSets = new Map<EdmEntitySet, readonly Entity[]>();
  return {
    model,
    impliedRelations: options.impliedRelations,
    get extents() {
      extents ??= findExtents(model);
      return extents;
    },
    singletonEntity(name) {
      if (!singletons.has(name)) singletons.set(name, defaultSingleton(model, options, name));
      return singletons.get(name);
    },
    containedViews: options.containedViews ?? [],
    existingInSet(entitySet, text) {
      const known = inSets.get(entitySet) ?? entitiesInSet(this.extents, entitySet, options);
      inSets.set(entitySet, known);
      return known.find(({ identity }) => (identity as MemoryIdentity).keyText === text);
    },
    ...existingIn(options.existingEntities),
  };
}

const noEntities: readonly never[] = [];

function entitiesInSet(
  extents: StoreModel['extents'],
  entitySet: EdmEntitySet,
  { existingInSet }: MemoryStoreOptions,
): readonly Entity[] {
  const type = entitySet.entityType;
  return (existingInSet?.(entitySet) ?? noEntities).flatMap((values) => {
    const identity = createIdentity(extents, { kind: 'entitySet', entitySet }, type, keyOf(type, values));
    return identity === undefined ? [] : [{ identity, type, values, revision: 1 }];
  });
}

/** Made once for a parent, so that their identities stay, and known by their keys from then on. */
function existingIn(
  valuesOf: ExistingEntities | undefined,
): Pick<StoreModel, 'existingEntities' | 'existingWithKey'> {
  if (valuesOf === undefined) return { existingEntities: () => noEntities, existingWithKey: () => undefined };
  const known = new WeakMap<EntityIdentity, Map<string, readonly Entity[]>>();
  const byKey = new Map<string, EntityIdentity>();
  return {
    existingEntities(parent, navigationProperty) {
      const made = known.get(parent.identity)?.get(navigationProperty.name);
      if (made !== undefined) return made;
      const values = valuesOf(parent, navigationProperty);
      if (values.length === 0) return noEntities;
      const entities = values.flatMap((one) => existingEntity(parent, navigationProperty, one));
      const byName = known.get(parent.identity) ?? new Map<string, readonly Entity[]>();
      known.set(parent.identity, byName.set(navigationProperty.name, entities));
      if (!navigationProperty.collection)
        for (const { identity, type, values: own } of entities)
          byKey.set(`${type.qualifiedName} ${keyText(type, keyOf(type, own))}`, identity);
      return entities;
    },
    existingWithKey: ({ qualifiedName }, text) => byKey.get(`${qualifiedName} ${text}`),
  };
}

function existingEntity(
  { identity: parent }: Entity,
  navigationProperty: EdmNavigationProperty,
  values: StructuredValue,
): readonly Entity[] {
  const type = navigationProperty.entityType;
  const target = { kind: 'contained', parent, path: [], navigationProperty } as const;
  const identity = createIdentity(new Map(), target, type, keyOf(type, values));
  return identity === undefined ? [] : [{ identity, type, values, revision: 1 }];
}

function defaultSingleton(model: EdmModel, options: MemoryStoreOptions, name: string): Entity | undefined {
  const singleton = model.entityContainer?.children.get(name);
  if (singleton?.kind !== 'Singleton' || singleton.nullable) return undefined;
  const values = options.singletonValues?.(singleton);
  if (values === undefined) return undefined;
  const type = singleton.entityType;
  const identity = createIdentity(new Map(), { kind: 'singleton', singleton }, type, keyOf(type, values));
  return identity && { identity, type, values, revision: 1 };
}

const nothing = (): void => {};

function storeWith(store: StoreModel, initial: State, options: MemoryStoreOptions): Store {
  let state = initial;
  let last: Promise<unknown> = Promise.resolve();
  const changeLogLimit = options.changeLogLimit ?? 10_000;

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    // who waits needs to know that it is over, and must not keep what it gave
    last = result.then(nothing, nothing);
    return result;
  };

  return {
    ...createReader(store, () => state),
    transaction: (work) =>
      inTurn(async () => {
        const context: ChangeContext = {
          model: store.model,
          extents: store.extents,
          impliedRelations: store.impliedRelations,
          singletonEntity: store.singletonEntity,
          containedViews: store.containedViews,
          existingEntities: store.existingEntities,
          existingInSet: (entitySet, text) => store.existingInSet(entitySet, text),
          existingWithKey: store.existingWithKey,
          draft: createDraft(state),
          changeLogLimit,
          linksThroughContainment: options.linksThroughContainment === true,
        };
        const result = await work(createTransaction(store, context));
        state = finishDraft(context.draft);
        return result;
      }),
    position: () => state.position,
    changesSince(position) {
      const { changes } = state;
      if (position > state.position || position + changes.size < state.position) return undefined;
      return changes.valuesFrom(position + 1);
    },
    fork: () => storeWith(store, { ...state, indexes: new Map(state.indexes) }, options),
    snapshot: () => ({ state }),
    restore: (snapshot) =>
      inTurn(async () => {
        const { position } = state;
        const empty = emptyState();
        // positions never come back, so that what was handed out before the restore is known to be old
        state = { ...(snapshot.state as State), changes: empty.changes, position: position + 1 };
      }),
  };
}

function createReader(store: StoreModel, state: () => State): StoreReader {
  return {
    read(query, options: ReadOptions = {}) {
      const access = createMemoryAccess(store, state(), options);
      return evaluateQuery(query, access, { ...options, model: store.model });
    },
    get: (identity) => entityAt(store, state(), identity),
    find: (entitySet, key) => createMemoryAccess(store, state()).find(entitySet, key),
    related(link) {
      const source = entityAt(store, state(), link.source);
      return source === undefined
        ? []
        : relatedEntities(store, state(), source, link.path, link.navigationProperty);
    },
    stream: (entity, property) => state().streams.get(streamKey(entity, property)),
  };
}

function createTransaction(store: StoreModel, context: ChangeContext): StoreTransaction {
  const { draft } = context;
  const start = draft.position;
  const reader = createReader(store, () => draft);
  // Member by member: a spread would cost more than what most transactions do.
  return {
    read: reader.read,
    get: reader.get,
    find: reader.find,
    related: reader.related,
    stream: reader.stream,
    create: (target, type, values, relatedKey) => createEntity(context, target, type, values, relatedKey),
    replace(identity, values, type, successors) {
      const before = currentEntity(context, identity);
      updateDependents(context, before, { ...before, values });
      followComplexValues(context, before, { type: type ?? before.type, values }, successors);
      const changed = replaceEntity(context, currentEntity(context, identity), values, type);
      refreshRepeated(context, before, changed);
      return changed;
    },
    delete: (identity) => deleteEntity(context, currentEntity(context, identity)),
    link: (link, target) => linkEntities(context, link, target),
    unlink: (link, target) => {
      unlinkEntities(context, link, target);
    },
    setStream(entity, property, content) {
      const revision = draft.position + 1;
      if (content === undefined) removeStream(draft, entity, property);
      else putStream(draft, entity, { property, content: { ...content, revision } });
      touchEntity(context, entity);
    },
    touched: (): readonly EntityIdentity[] => [...draft.touched],
    changes: () => draft.changes.valuesFrom(start + 1),
  };
}
