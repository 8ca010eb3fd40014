// OData Protocol 4.01, sections 11.4.2 "Create an Entity", 11.4.3 "Upsert an Entity" and 11.4.4 "Delete an Entity", on a draft of the store's state.

import { holdersIn } from '../../edm/complex-holders.ts';
import {
  type EdmEntityType,
  type EdmNavigationProperty,
  type EdmProperty,
  type EdmStructuredType,
  type EdmType,
  isSameOrDerived,
} from '../../edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../../edm/entity.ts';
import { splitConstraints } from '../../edm/referential-constraint.ts';
import { isInKey } from '../../edm/related-key.ts';
import { recordOf, type StructuredValue } from '../../edm/value.ts';
import { withValueAt } from '../../edm/value-at.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { CreateTarget, EntityChange } from '../store.ts';
import type { ChangeContext } from './change-context.ts';
import { keyOf } from './key-text.ts';
import { createIdentity, locationOf, stepSeparator } from './location.ts';
import { complexDependentsOf, dependentsOf, referencesOf } from './references.ts';
import { relatedEntities, relationOf } from './relations.ts';
import { withRepeatedValues } from './repeated-values.ts';
import { type Draft, getEntity, logChange, putEntity, removeEntity } from './state.ts';
import { entityAt } from './stored-entities.ts';
import { removeLinksOf } from './stored-links.ts';
import { removeStreams } from './stored-streams.ts';

export function log(context: ChangeContext, change: EntityChange): void {
  logChange(context.draft, change, context.changeLogLimit);
}

/** The entity as it is in the draft; a singleton that was never written is there as well. */
export function currentEntity(context: ChangeContext, identity: EntityIdentity): Entity {
  const entity = entityAt(context, context.draft, identity);
  if (entity === undefined) throw new ODataError(404, 'NotFound', 'The entity does not exist any more.');
  return entity;
}

export function createEntity(
  context: ChangeContext,
  target: CreateTarget,
  type: EdmEntityType,
  values: StructuredValue,
  relatedKey: StructuredValue = {},
): Entity {
  const key = recordOf(keyOf(type, values), relatedKey);
  const identity = createIdentity(context.extents, target, type, key);
  if (identity === undefined)
    throw new ODataError(
      400,
      'InvalidKey',
      `The key ${keyNames(type)} of ${type.qualifiedName} needs a value.`,
    );
  const single = target.kind === 'contained' && !target.navigationProperty.collection;
  if (single) {
    const old = getEntity(context.draft, identity);
    if (old !== undefined) deleteEntity(context, old);
  } else if (getEntity(context.draft, identity) !== undefined) {
    throw new ODataError(
      409,
      'Conflict',
      `An entity with the key ${Object.values(identity.key).map(String).join(', ')} exists already.`,
    );
  }
  const complete = withRepeatedValues(context, context.draft, identity, type, values);
  const entity: Entity = { identity, type, values: complete, revision: 1 };
  putEntity(context.draft, context.extents, entity);
  log(context, { kind: 'created', identity, before: undefined, after: entity });
  return entity;
}

function keyNames(type: EdmEntityType): string {
  return type.key.map((part) => part.name).join(', ');
}

export function replaceEntity(
  context: ChangeContext,
  entity: Entity,
  values: StructuredValue,
  type: EdmEntityType = entity.type,
): Entity {
  const { identity } = entity;
  const complete = withRepeatedValues(context, context.draft, identity, type, values);
  const changed: Entity = { identity, type, values: complete, revision: entity.revision + 1 };
  if (type !== entity.type) removeEntity(context.draft, context.extents, entity);
  putEntity(context.draft, context.extents, changed);
  log(context, { kind: 'updated', identity: entity.identity, before: entity, after: changed });
  return changed;
}

/** The same values at the next revision: a link or a stream of the entity has changed. */
export function touchEntity(context: ChangeContext, identity: EntityIdentity): void {
  const entity = entityAt(context, context.draft, identity);
  if (entity !== undefined) replaceEntity(context, entity, entity.values);
}

/** Deletes the entity, what it contains, its links and streams, and does what its navigation properties' OnDelete says. */
export function deleteEntity(context: ChangeContext, entity: Entity): void {
  const { draft } = context;
  if (getEntity(draft, entity.identity) === undefined && entity.identity.home.kind !== 'singleton') return;
  for (const { type, path } of holdersIn(context.model, { ...entity, path: [] }))
    for (const navigationProperty of type.navigationProperties.values())
      releaseRelated(context, entity, path, navigationProperty);
  releaseOneWay(context, entity);
  deleteKeyedBy(context, entity);
  for (const contained of containedEntities(draft, entity.identity)) deleteEntity(context, contained);
  removeLinksOf(context, entity.identity);
  removeStreams(draft, entity.identity);
  removeEntity(draft, context.extents, entity);
  log(context, { kind: 'deleted', identity: entity.identity, before: entity, after: undefined });
}

/** Protocol, section 11.4.4: "If the related 'key' entity is deleted, the dependent entity is also deleted." */
function deleteKeyedBy(context: ChangeContext, { identity }: Entity): void {
  for (const { source, navigationProperty } of context.draft.incoming.get(locationOf(identity))?.values() ??
    []) {
    const dependent = getEntity(context.draft, source);
    if (dependent !== undefined && isInKey(dependent.type, navigationProperty.name))
      deleteEntity(context, dependent);
  }
}

export function containedEntities(draft: Draft, identity: EntityIdentity): readonly Entity[] {
  const prefix = locationOf(identity) + stepSeparator;
  const found: Entity[] = [];
  for (const [name, entities] of draft.collections.entries(prefix)) {
    if (!name.startsWith(prefix)) break;
    if (!name.includes(stepSeparator, prefix.length)) found.push(...entities.values());
  }
  return found;
}

/** CSDL 4.01, section 8.6 "On-Delete Action". */
function releaseRelated(
  context: ChangeContext,
  entity: Entity,
  path: readonly string[],
  navigationProperty: EdmNavigationProperty,
): void {
  const { onDelete } = navigationProperty;
  const relation = relationOf(entity.identity.home, navigationProperty);
  if (relation.kind === 'contained' || relation.kind === 'parent') return;
  if (onDelete === undefined && relation.kind !== 'principal') return;
  for (const target of relatedEntities(context, context.draft, entity, path, navigationProperty)) {
    if (target.identity === entity.identity) continue;
    if (onDelete === 'Cascade') deleteEntity(context, target);
    else if (onDelete === 'None') throw stillRelated(entity, navigationProperty);
    else if (relation.kind === 'principal')
      resetDependent(context, target, relation.pairs.dependent, onDelete, entity, navigationProperty);
  }
}

/** Nothing is declared for those that name the entity one-way: their values become null, or it stays. */
function releaseOneWay(context: ChangeContext, entity: Entity): void {
  for (const reference of referencesOf(context.model)) {
    const { navigationProperty, pairs, oneWay } = reference;
    if (!oneWay || !isSameOrDerived(entity.type, navigationProperty.entityType)) continue;
    for (const target of dependentsOf(context, context.draft, reference, entity))
      if (target.identity !== entity.identity)
        resetDependent(context, target, pairs.dependent, undefined, entity, navigationProperty);
  }
  for (const { entity: target, path, navigationProperty } of complexDependentsOf(
    context,
    context.draft,
    entity,
  )) {
    const values = splitConstraints(navigationProperty).naming.map(({ property }) => property.split('/'));
    const paths = values.map((step) => [...path, ...step]);
    resetDependent(
      context,
      currentEntity(context, target.identity),
      paths,
      undefined,
      entity,
      navigationProperty,
    );
  }
}

function resetDependent(
  context: ChangeContext,
  target: Entity,
  paths: readonly (readonly string[])[],
  onDelete: EdmNavigationProperty['onDelete'],
  entity: Entity,
  navigationProperty: EdmNavigationProperty,
): void {
  let values = target.values;
  for (const path of paths) {
    const property = propertyAt(target.type, path);
    const isKey = target.type.key.some((part) => part.path[0] === path[0]);
    const value = onDelete === 'SetDefault' ? (property?.defaultValue ?? null) : null;
    if (isKey || (value === null && property?.type.nullable === false))
      throw stillRelated(entity, navigationProperty);
    values = withValueAt(values, path, value);
  }
  replaceEntity(context, target, values);
}

/** The property that a path of names and ordinals leads to, as the types declare it. */
function propertyAt(type: EdmEntityType, path: readonly string[]): EdmProperty | undefined {
  let holder: EdmStructuredType | undefined = type;
  let property: EdmProperty | undefined;
  for (const step of path) {
    if (/^\d/.test(step)) continue;
    property = holder?.properties.get(step);
    const next: EdmType | undefined = property?.type.type;
    holder = next?.kind === 'ComplexType' ? next : undefined;
  }
  return property;
}

function stillRelated(entity: Entity, navigationProperty: EdmNavigationProperty): ODataError {
  return new ODataError(
    409,
    'ConstraintViolated',
    `This ${entity.type.name} cannot be deleted as long as others are related to it (${navigationProperty.name}).`,
    { target: navigationProperty.name },
  );
}
