// OData CSDL 4.01, section 8 "Navigation Property": what complex values are related to goes where they go, and ends with them.
import { type EdmNavigationProperty, type EdmStructuredType, isSameOrDerived } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import {
  type EdmValue,
  isCollectionValue,
  isStructuredValue,
  type StructuredValue,
} from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { Successors } from '../store.ts';
import { type ChangeContext, containedEntities, deleteEntity } from './entity-changes.ts';
import { dropBothWays, storeBothWays } from './link-changes.ts';
import { outgoingLinks } from './stored-links.ts';

type State = Pick<Entity, 'type' | 'values'>;

/** Moves and removes the links, and removes the contained entities, of complex values that are not where they were. */
export function followComplexValues(
  context: ChangeContext,
  before: Entity,
  after: State,
  successors: Successors = new Map(),
): void {
  if (!hasChangedComplexValue(before.values, after.values)) return;
  const follow = (path: readonly string[], navigationProperty: EdmNavigationProperty) =>
    followPath(context, before, after, successors, path, navigationProperty);
  const links = outgoingLinks(context, before.identity)
    .filter(({ link }) => link.path.length > 0)
    .map((outgoing) => ({ ...outgoing, path: follow(outgoing.link.path, outgoing.link.navigationProperty) }))
    .filter(({ link, path }) => path?.join('/') !== link.path.join('/'));
  // all are taken away before one is put where another was
  for (const { link, target } of links) dropBothWays(context, link, target);
  for (const { link, target, path } of links)
    if (path !== undefined) storeBothWays(context, { ...link, path }, target);
  for (const entity of containedEntities(context.draft, before.identity)) {
    const { home } = entity.identity;
    if (home.kind !== 'contained' || home.path.length === 0) continue;
    const path = follow(home.path, home.navigationProperty);
    if (path === undefined) deleteEntity(context, entity);
    else if (path.join('/') !== home.path.join('/')) throw notMovable(home.navigationProperty);
  }
}

function hasChangedComplexValue(before: StructuredValue, after: StructuredValue): boolean {
  for (const name in before) {
    const value = before[name];
    if (typeof value === 'object' && value !== null && value !== after[name]) return true;
  }
  return false;
}

/** The path where the complex value at `path` is after the change; undefined where it is not there any more. */
function followPath(
  { model }: ChangeContext,
  before: State,
  after: State,
  successors: Successors,
  path: readonly string[],
  navigationProperty: EdmNavigationProperty,
): readonly string[] | undefined {
  const followed: string[] = [];
  let was: EdmValue | undefined = before.values;
  let is: EdmValue | undefined = after.values;
  let type: EdmStructuredType | undefined = after.type;
  for (const step of path) {
    if (isCollectionValue(was) && isCollectionValue(is)) {
      const item: EdmValue | undefined = was[Number(step)];
      const next = (isStructuredValue(item) ? successors.get(item) : undefined) ?? item ?? null;
      const ordinal = is.indexOf(next);
      if (ordinal < 0) return undefined;
      followed.push(String(ordinal));
      was = item;
      is = next;
    } else if (isStructuredValue(was) && isStructuredValue(is)) {
      const declared: EdmStructuredType | undefined = complexTypeOf(type, step);
      followed.push(step);
      was = was[step];
      is = is[step];
      type = declared;
    } else return undefined;
    if (isStructuredValue(is) && typeof is['@type'] === 'string')
      type = model.findStructuredType(is['@type']) ?? type;
  }
  if (!isStructuredValue(is) || type === undefined) return undefined;
  return isSameOrDerived(type, navigationProperty.declaringType) ? followed : undefined;
}

function complexTypeOf(type: EdmStructuredType | undefined, name: string): EdmStructuredType | undefined {
  const member = type?.properties.get(name)?.type.type;
  return member?.kind === 'ComplexType' ? member : undefined;
}

function notMovable({ name }: EdmNavigationProperty): ODataError {
  return new ODataError(
    501,
    'NotImplemented',
    `Moving complex values that contain entities (${name}) within their collection is not implemented.`,
    { target: name },
  );
}
