// OData CSDL 4.01, section 8.5 "Referential Constraint": what names a principal follows when the values that it is named by change.
import type { EdmEntitySet, EdmModel, EdmNavigationProperty } from '../../edm/edm-model.ts';
import { isSameOrDerived } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { entitySets } from '../../edm/navigation-target.ts';
import { valueAt } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { type ChangeContext, replaceEntity, withValueAt } from './entity-changes.ts';
import {
  type ConstraintPairs,
  entitiesWith,
  relatedEntities,
  relationOf,
  setCollection,
} from './relations.ts';

/** A navigation property by which entities of a set name a principal through values that may change. */
interface Reference {
  readonly entitySet: EdmEntitySet;
  readonly navigationProperty: EdmNavigationProperty;
  readonly pairs: ConstraintPairs;
}

const byModel = new WeakMap<EdmModel, readonly Reference[]>();

function referencesOf(model: EdmModel): readonly Reference[] {
  let references = byModel.get(model);
  if (references === undefined) {
    references = entitySets(model).flatMap((entitySet) => readReferences(model, entitySet));
    byModel.set(model, references);
  }
  return references;
}

/** Keys never change, so that constraints on them need nothing. */
function readReferences(model: EdmModel, entitySet: EdmEntitySet): readonly Reference[] {
  const types = [entitySet.entityType, ...model.derivedTypes(entitySet.entityType)];
  const properties = new Set(types.flatMap((type) => [...type.navigationProperties.values()]));
  return [...properties].flatMap((navigationProperty) => {
    const relation = relationOf({ kind: 'entitySet', entitySet }, navigationProperty);
    if (relation.kind !== 'dependent') return [];
    const keys = new Set(navigationProperty.entityType.key.map(({ path }) => path.join('/')));
    const changing = relation.pairs.principal.some((path) => !keys.has(path.join('/')));
    return changing ? [{ entitySet, navigationProperty, pairs: relation.pairs }] : [];
  });
}

/** Writes the changed values of a principal to all that name it by the old ones; refuses where those are part of a key. */
export function updateDependents(context: ChangeContext, before: Entity, after: Entity): void {
  for (const reference of referencesOf(context.model)) {
    const { navigationProperty, pairs } = reference;
    if (!isSameOrDerived(before.type, navigationProperty.entityType)) continue;
    const [was, is] = [before, after].map(({ values }) =>
      pairs.principal.map((path) => valueAt(values, path) ?? null),
    ) as [ReturnType<typeof valueAt>[], ReturnType<typeof valueAt>[]];
    if (was.includes(null) || was.every((value, index) => value === is[index])) continue;
    for (const dependent of dependentsBefore(context, reference, before))
      follow(context, dependent, reference, after);
  }
}

/** Those that the old values named, found while the draft still has them. */
function dependentsBefore(
  context: ChangeContext,
  { entitySet, navigationProperty, pairs }: Reference,
  before: Entity,
): readonly Entity[] {
  const values = pairs.principal.map((path) => valueAt(before.values, path) ?? null);
  const candidates = entitiesWith(
    context.draft,
    setCollection(entitySet),
    entitySet.entityType,
    pairs.dependent,
    values,
  );
  return candidates.filter((entity) =>
    relatedEntities(context, context.draft, entity, [], navigationProperty).some(
      ({ identity }) => identity === before.identity,
    ),
  );
}

function follow(
  context: ChangeContext,
  dependent: Entity,
  { navigationProperty, pairs }: Reference,
  after: Entity,
): void {
  let { values } = dependent;
  pairs.dependent.forEach((path, index) => {
    const value = valueAt(after.values, pairs.principal[index] ?? []) ?? null;
    if (valueAt(values, path) === value) return;
    const isKey = dependent.type.key.some((part) => part.path.join('/') === path.join('/'));
    const property = dependent.type.properties.get(path[0] ?? '');
    if (isKey || (value === null && property?.type.nullable === false)) {
      const names = navigationProperty.referentialConstraints.map(
        ({ referencedProperty }) => referencedProperty,
      );
      throw new ODataError(
        409,
        'ConstraintViolated',
        `${names.join(', ')} of this ${after.type.name} cannot change: a ${dependent.type.name} is tied to it by ${path.join('/')}.`,
        { target: names.join(',') },
      );
    }
    values = withValueAt(values, path, value);
  });
  if (values !== dependent.values) replaceEntity(context, dependent, values);
}
