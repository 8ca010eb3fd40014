// OData CSDL 4.01, section 8.5 "Referential Constraint": entities that name others by their values.

import { holdersIn, navigationInComplex } from '../../edm/complex-holders.ts';
import type { EdmEntitySet, EdmModel, EdmNavigationProperty } from '../../edm/edm-model.ts';
import { isSameOrDerived } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { entitySets } from '../../edm/navigation-target.ts';
import { valueAt } from '../../edm/value.ts';
import {
  type ConstraintPairs,
  entitiesWith,
  partnerOf,
  relatedEntities,
  relationOf,
  setCollection,
} from './relations.ts';
import { collectionOf, type State } from './state.ts';
import type { StoreModel } from './stored-entities.ts';

/** A navigation property by which entities of a set name a principal. */
export interface Reference {
  readonly entitySet: EdmEntitySet;
  readonly navigationProperty: EdmNavigationProperty;
  readonly pairs: ConstraintPairs;
  /** The values that name the principal may change: they are not its key. */
  readonly changing: boolean;
  /** The principal has no navigation property that would say what becomes of its dependents. */
  readonly oneWay: boolean;
}

const byModel = new WeakMap<EdmModel, readonly Reference[]>();

/** All references of a model, found once. */
export function referencesOf(model: EdmModel): readonly Reference[] {
  let references = byModel.get(model);
  if (references === undefined) {
    references = entitySets(model).flatMap((entitySet) => readReferences(model, entitySet));
    byModel.set(model, references);
  }
  return references;
}

function readReferences(model: EdmModel, entitySet: EdmEntitySet): readonly Reference[] {
  const types = [entitySet.entityType, ...model.derivedTypes(entitySet.entityType)];
  const properties = new Set(types.flatMap((type) => [...type.navigationProperties.values()]));
  return [...properties].flatMap((navigationProperty) => {
    const relation = relationOf({ kind: 'entitySet', entitySet }, navigationProperty);
    if (relation.kind !== 'dependent') return [];
    const keys = new Set(navigationProperty.entityType.key.map(({ path }) => path.join('/')));
    const changing = relation.pairs.principal.some((path) => !keys.has(path.join('/')));
    const oneWay = partnerOf(navigationProperty) === undefined && !isPartnered(navigationProperty);
    return [{ entitySet, navigationProperty, pairs: relation.pairs, changing, oneWay }];
  });
}

/** Only one side needs to name the other. */
function isPartnered({ name, declaringType, entityType }: EdmNavigationProperty): boolean {
  return [...entityType.navigationProperties.values()].some(
    (back) => back.partner === name && isSameOrDerived(declaringType, back.entityType),
  );
}

/** The entities that name a principal by this reference. */
export function dependentsOf(
  store: StoreModel,
  state: State,
  { entitySet, navigationProperty, pairs }: Reference,
  principal: Entity,
): readonly Entity[] {
  const values = pairs.principal.map((path) => valueAt(principal.values, path) ?? null);
  if (values.includes(null)) return [];
  const collection = setCollection(entitySet);
  return entitiesWith(state, collection, entitySet.entityType, pairs.dependent, values).filter((entity) =>
    relatedEntities(store, state, entity, [], navigationProperty).some(
      ({ identity }) => identity === principal.identity,
    ),
  );
}

/** A complex value that names a principal, by its path from the entity that holds it. */
export interface ComplexDependent {
  readonly entity: Entity;
  readonly path: readonly string[];
  readonly navigationProperty: EdmNavigationProperty;
}

/** Complex values that name a principal by its values. They are found by looking at all that may hold such. */
export function complexDependentsOf(
  store: StoreModel,
  state: State,
  principal: Entity,
): readonly ComplexDependent[] {
  const found: ComplexDependent[] = [];
  for (const entitySet of entitySets(store.model)) {
    const entities = collectionOf(state, setCollection(entitySet));
    // what types of a large model hold is looked into only where there is an entity of them
    if (entities.size === 0) continue;
    const navigation = complexReferencesOf(store.model, entitySet);
    if (!navigation.some(({ entityType }) => isSameOrDerived(principal.type, entityType))) continue;
    for (const entity of entities.values())
      for (const { type, path } of holdersIn(store.model, { ...entity, path: [] }))
        for (const navigationProperty of path.length === 0 ? [] : type.navigationProperties.values())
          if (
            navigation.includes(navigationProperty) &&
            relatedEntities(store, state, entity, path, navigationProperty).some(
              ({ identity }) => identity === principal.identity,
            )
          )
            found.push({ entity, path, navigationProperty });
  }
  return found;
}

const complexBySet = new WeakMap<EdmEntitySet, readonly EdmNavigationProperty[]>();

/** The navigation properties with constraints of complex values in entities of a set. */
function complexReferencesOf(model: EdmModel, entitySet: EdmEntitySet): readonly EdmNavigationProperty[] {
  let navigation = complexBySet.get(entitySet);
  if (navigation === undefined) {
    navigation = navigationInComplex(model, entitySet.entityType).filter(
      ({ referentialConstraints, containsTarget }) => referentialConstraints.length > 0 && !containsTarget,
    );
    complexBySet.set(entitySet, navigation);
  }
  return navigation;
}
