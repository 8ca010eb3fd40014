// OData Protocol 4.01, section 11.4.6 "Modifying Relationships between Entities"; CSDL 4.01, section 8.4 "Partner Navigation Property".
import type { EdmNavigationProperty } from '../../edm/edm-model.ts';
import { isSameOrDerived } from '../../edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../../edm/entity.ts';
import { isInKey } from '../../edm/related-key.ts';
import { valueAt } from '../../edm/value.ts';
import { withValueAt } from '../../edm/value-at.ts';
import { ODataError } from '../../error/odata-error.ts';
import { impliedPartner, transitiveStep } from '../implied-relations.ts';
import type { LinkPath } from '../store.ts';
import type { ChangeContext } from './change-context.ts';
import { currentEntity, replaceEntity, touchEntity } from './entity-changes.ts';
import { type ConstraintPairs, partnerOf, relatedEntities, relationOf } from './relations.ts';
import { getEntity } from './state.ts';
import { entityAt } from './stored-entities.ts';
import { dropLink, hasStoredLink, storedTargets, storeLink } from './stored-links.ts';

/** Relates two entities; both sides show it. Nothing changes where they are related already. */
export function linkEntities(context: ChangeContext, link: LinkPath, target: EntityIdentity): void {
  const { navigationProperty } = link;
  const source = currentEntity(context, link.source);
  const targetEntity = currentEntity(context, target);
  if (!isSameOrDerived(targetEntity.type, navigationProperty.entityType))
    throw new ODataError(
      400,
      'InvalidReference',
      `${navigationProperty.name} leads to ${navigationProperty.entityType.qualifiedName}, not to ${targetEntity.type.qualifiedName}.`,
      { target: navigationProperty.name },
    );
  if (transitiveStep(context.impliedRelations, navigationProperty, source.type) !== undefined)
    throw notLinkable(navigationProperty, 'follows from others');
  const relation = relationOf(source.identity.home, navigationProperty);
  switch (relation.kind) {
    case 'parent':
      throw notLinkable(navigationProperty);
    case 'contained':
      if (!context.linksThroughContainment) throw notLinkable(navigationProperty);
      storeBothWays(context, link, target);
      return;
    case 'dependent':
      setDependent(context, source, link.path, relation.pairs, targetEntity, navigationProperty);
      return;
    case 'principal': {
      if (!navigationProperty.collection) releaseOthers(context, source, link, target);
      setDependent(context, targetEntity, [], relation.pairs, source, relation.partner);
      return;
    }
    case 'stored':
      for (const way of [link, wayBack(context, link, target)])
        if (way !== undefined) refuseOtherKey(context, way, way === link ? target : link.source);
      storeBothWays(context, link, target);
  }
}

/** Section 11.4.6.3: what a navigation property of the key leads to cannot change. `target`: the only one that it may lead to. */
function refuseOtherKey(context: ChangeContext, link: LinkPath, target: EntityIdentity | undefined): void {
  const { source, path, navigationProperty } = link;
  if (path.length > 0 || !isInKey(getEntity(context.draft, source)?.type, navigationProperty.name)) return;
  if (!storedTargets(context, link).some((old) => old !== target)) return;
  throw new ODataError(
    400,
    'ConstraintViolated',
    `${navigationProperty.name} cannot change: the key of this entity has a part of what it leads to.`,
    { target: navigationProperty.name },
  );
}

function notLinkable(
  navigationProperty: EdmNavigationProperty,
  reason = 'contains its entities: they are created and deleted there',
): ODataError {
  return new ODataError(
    400,
    'InvalidReference',
    `${navigationProperty.name} ${reason}, and can't be linked.`,
    { target: navigationProperty.name },
  );
}

/** Writes the principal's values to the dependent entity; `undefined` as principal writes null. */
function setDependent(
  context: ChangeContext,
  dependent: Entity,
  path: readonly string[],
  pairs: ConstraintPairs,
  principal: Entity | undefined,
  navigationProperty: EdmNavigationProperty,
): void {
  let { values } = dependent;
  pairs.dependent.forEach((dependentPath, i) => {
    const value = (principal && valueAt(principal.values, pairs.principal[i] ?? [])) ?? null;
    if (valueAt(values, [...path, ...dependentPath]) === value) return;
    const property = dependent.type.properties.get(dependentPath[0] ?? '');
    const isKey = dependent.type.key.some((part) => part.path.join('/') === dependentPath.join('/'));
    if (isKey || (value === null && property?.type.nullable === false))
      throw new ODataError(
        400,
        'ConstraintViolated',
        `${navigationProperty.name} of this ${dependent.type.name} cannot change, since ${dependentPath.join('/')} ${isKey ? 'is part of its key' : 'may not be null'}.`,
        { target: navigationProperty.name },
      );
    values = withValueAt(values, [...path, ...dependentPath], value);
  });
  if (values !== dependent.values) replaceEntity(context, dependent, values);
}

function releaseOthers(context: ChangeContext, source: Entity, link: LinkPath, target: EntityIdentity): void {
  for (const other of relatedEntities(context, context.draft, source, link.path, link.navigationProperty))
    if (other.identity !== target) unlinkEntities(context, link, other.identity);
}

export function storeBothWays(context: ChangeContext, link: LinkPath, target: EntityIdentity): void {
  if (hasStoredLink(context, link, target)) return;
  if (!link.navigationProperty.collection)
    for (const old of storedTargets(context, link)) dropBothWays(context, link, old);
  storeLink(context, link, target);
  const back = wayBack(context, link, target);
  if (back !== undefined) {
    if (!back.navigationProperty.collection)
      for (const old of storedTargets(context, back)) dropBothWays(context, back, old);
    storeLink(context, back, link.source);
    touchEntity(context, target);
  }
  touchEntity(context, link.source);
}

export function dropBothWays(context: ChangeContext, link: LinkPath, target: EntityIdentity): void {
  dropLink(context, link, target);
  const back = wayBack(context, link, target);
  if (back !== undefined) {
    dropLink(context, back, link.source);
    touchEntity(context, target);
  }
}

function wayBack(context: ChangeContext, link: LinkPath, target: EntityIdentity): LinkPath | undefined {
  const { navigationProperty } = link;
  const declared = partnerOf(navigationProperty);
  // a partner below a complex property is one way only: which of its values would hold the link is not told
  const isBelow =
    declared !== undefined && navigationProperty.partner?.split('/').some(isProperty, declared) === true;
  if (isBelow) return undefined;
  const partner = declared ?? impliedWayBack(context, link, target);
  return partner && { source: target, path: [], navigationProperty: partner };
}

function impliedWayBack(
  context: ChangeContext,
  { source, navigationProperty }: LinkPath,
  target: EntityIdentity,
): EdmNavigationProperty | undefined {
  const { impliedRelations: relations } = context;
  const [from, to] = [entityAt(context, context.draft, source), entityAt(context, context.draft, target)];
  if (relations === undefined || from === undefined || to === undefined) return undefined;
  return impliedPartner(relations, navigationProperty, from.type, to.type);
}

function isProperty(this: EdmNavigationProperty, step: string): boolean {
  return !step.includes('.') && step !== this.name;
}

/** Removes one target, or the only one; whether there was one. */
export function unlinkEntities(
  context: ChangeContext,
  link: LinkPath,
  target: EntityIdentity | undefined,
): boolean {
  const source = currentEntity(context, link.source);
  if (transitiveStep(context.impliedRelations, link.navigationProperty, source.type) !== undefined)
    throw notLinkable(link.navigationProperty, 'follows from others');
  const targets = relatedEntities(context, context.draft, source, link.path, link.navigationProperty);
  const found = target === undefined ? targets[0] : targets.find((entity) => entity.identity === target);
  if (found === undefined) return false;
  const relation = relationOf(source.identity.home, link.navigationProperty);
  const lives = relation.kind === 'contained' && !hasStoredLink(context, link, found.identity);
  if (lives || relation.kind === 'parent') throw notLinkable(link.navigationProperty);
  if (relation.kind === 'dependent')
    setDependent(context, source, link.path, relation.pairs, undefined, link.navigationProperty);
  else if (relation.kind === 'principal')
    setDependent(context, found, [], relation.pairs, undefined, relation.partner);
  else {
    for (const way of [link, wayBack(context, link, found.identity)])
      if (way !== undefined) refuseOtherKey(context, way, undefined);
    dropBothWays(context, link, found.identity);
    touchEntity(context, link.source);
  }
  return true;
}
