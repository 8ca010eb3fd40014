// OData CSDL 4.01, sections 8.4 "Partner", 8.5 "Referential Constraint" and 8.3 "Containment": which entities a navigation property leads to.
import type { EdmEntitySet, EdmEntityType, EdmNavigationProperty } from '../../edm/edm-model.ts';
import { isSameOrDerived } from '../../edm/edm-model.ts';
import type { Entity, EntityHome, EntityIdentity } from '../../edm/entity.ts';
import { type NavigationOrigin, navigationTarget } from '../../edm/navigation-target.ts';
import { splitConstraints } from '../../edm/referential-constraint.ts';
import { type EdmValue, valueAt } from '../../edm/value.ts';
import { transitiveStep } from '../implied-relations.ts';
import { createIndex, type IndexPaths, indexName, textAt } from './collection-index.ts';
import { containedTargets, transitiveTargets } from './following-targets.ts';
import { keyText } from './key-text.ts';
import { singletonCollection, stepSeparator } from './location.ts';
import { collectionOf, type State } from './state.ts';
import { entityAt, type StoreModel, storedTargets } from './stored-entities.ts';

/** How a navigation property's links are kept. */
export type Relation =
  | { readonly kind: 'contained' }
  /** The way back from a contained entity to its parent. */
  | { readonly kind: 'parent' }
  /** The source's own values name the target. */
  | { readonly kind: 'dependent'; readonly pairs: ConstraintPairs }
  /** The targets' values name the source. */
  | {
      readonly kind: 'principal';
      readonly pairs: ConstraintPairs;
      readonly partner: EdmNavigationProperty;
    }
  | { readonly kind: 'stored' };

/** Property paths of the dependent entity, and of the principal one, in pairs. */
export interface ConstraintPairs {
  readonly dependent: IndexPaths;
  readonly principal: IndexPaths;
}

export function relationOf(home: EntityHome, navigationProperty: EdmNavigationProperty): Relation {
  if (navigationProperty.containsTarget) return { kind: 'contained' };
  if (home.kind === 'contained' && isWayBack(home.navigationProperty, navigationProperty))
    return { kind: 'parent' };
  if (navigationProperty.referentialConstraints.length > 0)
    return { kind: 'dependent', pairs: pairsOf(navigationProperty) };
  const partner = partnerOf(navigationProperty);
  if (partner !== undefined && partner.referentialConstraints.length > 0)
    return { kind: 'principal', pairs: pairsOf(partner), partner };
  return { kind: 'stored' };
}

function isWayBack(containment: EdmNavigationProperty, navigationProperty: EdmNavigationProperty): boolean {
  if (navigationProperty.collection) return false;
  return (
    containment.partner === navigationProperty.name ||
    (navigationProperty.partner === containment.name &&
      isSameOrDerived(containment.declaringType, navigationProperty.entityType))
  );
}

/** The navigation property of the target that leads back; undefined where none is declared. */
export function partnerOf(navigationProperty: EdmNavigationProperty): EdmNavigationProperty | undefined {
  const name = navigationProperty.partner?.split('/').at(-1);
  return name === undefined ? undefined : navigationProperty.entityType.navigationProperties.get(name);
}

const pairsByProperty = new WeakMap<EdmNavigationProperty, ConstraintPairs>();

function pairsOf(navigationProperty: EdmNavigationProperty): ConstraintPairs {
  let pairs = pairsByProperty.get(navigationProperty);
  if (pairs === undefined) {
    const { naming } = splitConstraints(navigationProperty);
    pairs = {
      dependent: naming.map((constraint) => constraint.property.split('/')),
      principal: naming.map((constraint) => constraint.referencedProperty.split('/')),
    };
    pairsByProperty.set(navigationProperty, pairs);
  }
  return pairs;
}

/** The targets, in order of their keys. */
export function relatedEntities(
  store: StoreModel,
  state: State,
  source: Entity,
  path: readonly string[],
  navigationProperty: EdmNavigationProperty,
): readonly Entity[] {
  const step = transitiveStep(store.impliedRelations, navigationProperty, source.type);
  if (step !== undefined)
    return transitiveTargets(source, step, (entity, next) => relatedEntities(store, state, entity, [], next));
  const relation = relationOf(source.identity.home, navigationProperty);
  switch (relation.kind) {
    case 'parent': {
      const { home } = source.identity;
      const parent = home.kind === 'contained' ? entityAt(store, state, home.parent) : undefined;
      return parent === undefined ? [] : [parent];
    }
    case 'dependent':
      return principals(store, state, source, path, navigationProperty, relation.pairs);
    case 'principal':
      return dependents(store, state, source, path, navigationProperty, relation.pairs);
    case 'contained':
      return path.length > 0
        ? storedTargets(store, state, source, path, navigationProperty)
        : containedTargets(store, state, source, navigationProperty);
    case 'stored':
      return storedTargets(store, state, source, path, navigationProperty);
  }
}

function principals(
  store: StoreModel,
  state: State,
  source: Entity,
  path: readonly string[],
  navigationProperty: EdmNavigationProperty,
  pairs: ConstraintPairs,
): readonly Entity[] {
  const values = pairs.dependent.map((dependent) => valueAt(source.values, [...path, ...dependent]) ?? null);
  if (values.includes(null)) return [];
  const name = targetCollection(store, source, path, navigationProperty);
  return name === undefined
    ? []
    : entitiesWith(state, name, navigationProperty.entityType, pairs.principal, values);
}

function dependents(
  store: StoreModel,
  state: State,
  source: Entity,
  path: readonly string[],
  navigationProperty: EdmNavigationProperty,
  pairs: ConstraintPairs,
): readonly Entity[] {
  const values = pairs.principal.map((principal) => valueAt(source.values, principal) ?? null);
  if (values.includes(null)) return [];
  const name = targetCollection(store, source, path, navigationProperty);
  return name === undefined
    ? []
    : entitiesWith(state, name, navigationProperty.entityType, pairs.dependent, values);
}

/** Name of the collection where a navigation property's targets are; undefined where they are contained in the source. */
function targetCollection(
  store: StoreModel,
  source: Entity,
  path: readonly string[],
  navigationProperty: EdmNavigationProperty,
): string | undefined {
  const target = navigationTarget(store.model, originOf(source.identity), path, navigationProperty);
  if (target.kind === 'contained') return undefined;
  const { navigationSource } = target;
  if (target.kind === 'navigationSource')
    return navigationSource.kind === 'EntitySet' ? setCollection(navigationSource) : singletonCollection;
  return [singletonCollection, navigationSource.name, target.path.join('/')].join(stepSeparator);
}

/** The collection that has just the entities that the set shows. */
export function setCollection(entitySet: EdmEntitySet): string {
  return entitySet.name;
}

/** The navigation source from which containment leads to the entity, and the path. */
export function originOf(identity: EntityIdentity): NavigationOrigin {
  const { home } = identity;
  if (home.kind === 'entitySet') return { navigationSource: home.entitySet, path: [] };
  if (home.kind === 'singleton') return { navigationSource: home.singleton, path: [] };
  const parent = originOf(home.parent);
  return {
    navigationSource: parent.navigationSource,
    path: [...parent.path, ...home.path, home.navigationProperty.name],
  };
}

/** Entities of a collection with these values (none null): by key where the paths are the key, else by index. */
export function entitiesWith(
  state: State,
  collection: string,
  type: EdmEntityType,
  paths: IndexPaths,
  values: readonly EdmValue[],
): readonly Entity[] {
  const { key } = type;
  if (key.length === paths.length && key.every((part, i) => part.path.join('/') === paths[i]?.join('/'))) {
    const text = keyText(type, Object.fromEntries(key.map((part, i) => [part.name, values[i] ?? null])));
    const entity = text === undefined ? undefined : collectionOf(state, collection).get(text);
    return entity === undefined ? [] : [entity];
  }
  const probe = Object.create(null);
  paths.forEach((path, i) => {
    setAt(probe, path, values[i] ?? null);
  });
  const text = textAt(type, probe, paths);
  return text === undefined ? [] : (indexOf(state, collection, paths).entries.get(text)?.values() ?? []);
}

function setAt(target: Record<string, unknown>, path: readonly string[], value: EdmValue): void {
  const [step = '', ...rest] = path;
  if (rest.length === 0) target[step] = value;
  else {
    target[step] ??= Object.create(null);
    setAt(target[step] as Record<string, unknown>, rest, value);
  }
}

function indexOf(state: State, collection: string, paths: IndexPaths) {
  const indexes = state.indexes.get(collection) ?? [];
  const name = indexName(paths);
  let index = indexes.find((candidate) => candidate.name === name);
  if (index === undefined) {
    index = createIndex(paths, collectionOf(state, collection).entries());
    state.indexes.set(collection, [...indexes, index]);
  }
  return index;
}
