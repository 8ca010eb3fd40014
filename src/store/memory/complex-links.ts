// OData CSDL 4.01, section 8 "Navigation Property": what complex values are related to goes where they go, and ends with them; so do their streams.
import { isSameOrDerived } from '../../edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../../edm/entity.ts';
import type { StructuredValue } from '../../edm/value.ts';
import type { Successors } from '../store.ts';
import type { ChangeContext } from './change-context.ts';
import { containedEntities, deleteEntity } from './entity-changes.ts';
import { createFollower, type FollowValue } from './following-values.ts';
import { dropBothWays, storeBothWays } from './link-changes.ts';
import { type Move, moveContained } from './move-contained.ts';
import { getEntity } from './state.ts';
import { outgoingLinks } from './stored-links.ts';
import { putStream, removeStream, streamsOf } from './stored-streams.ts';

/** Moves and removes the links, the streams and the contained entities of complex values that are not where they were. */
export function followComplexValues(
  context: ChangeContext,
  before: Entity,
  after: Pick<Entity, 'type' | 'values'>,
  successors?: Successors,
): void {
  if (!hasChangedComplexValue(before.values, after.values)) return;
  const follow = createFollower(context.model, before, after, successors);
  followLinks(context, before.identity, follow);
  followContained(context, before.identity, follow);
  followStreams(context, before.identity, follow);
}

function hasChangedComplexValue(before: StructuredValue, after: StructuredValue): boolean {
  for (const name in before) {
    const value = before[name];
    if (typeof value === 'object' && value !== null && value !== after[name]) return true;
  }
  return false;
}

function followLinks(context: ChangeContext, identity: EntityIdentity, follow: FollowValue): void {
  const links = outgoingLinks(context, identity)
    .filter(({ link }) => link.path.length > 0)
    .map((outgoing) => ({ ...outgoing, path: placeOf(outgoing.link, follow) }))
    .filter(({ link, path }) => path?.join('/') !== link.path.join('/'));
  // all are taken away before one is put where another was
  for (const { link, target } of links) dropBothWays(context, link, target);
  for (const { link, target, path } of links)
    if (path !== undefined) storeBothWays(context, { ...link, path }, target);
}

function followContained(context: ChangeContext, identity: EntityIdentity, follow: FollowValue): void {
  const moves: Move[] = [];
  for (const entity of containedEntities(context.draft, identity)) {
    const { home } = entity.identity;
    if (home.kind !== 'contained' || home.path.length === 0) continue;
    const path = placeOf(home, follow);
    if (path === undefined) deleteEntity(context, entity);
    else if (path.join('/') !== home.path.join('/')) moves.push({ entity, home: { ...home, path } });
  }
  // what was deleted may have changed others, or taken them with it
  moveContained(
    context,
    moves.flatMap(({ entity, home }) => {
      const current = getEntity(context.draft, entity.identity);
      return current === undefined ? [] : [{ entity: current, home }];
    }),
  );
}

/** The path of the complex value, where it still has the navigation property. */
function placeOf(
  { path, navigationProperty }: Pick<Move['home'], 'path' | 'navigationProperty'>,
  follow: FollowValue,
): readonly string[] | undefined {
  const followed = follow(path);
  if (followed === undefined) return undefined;
  return isSameOrDerived(followed.type, navigationProperty.declaringType) ? followed.path : undefined;
}

function followStreams({ draft }: ChangeContext, identity: EntityIdentity, follow: FollowValue): void {
  const streams = streamsOf(draft, identity)
    .filter(({ property }) => property?.includes('/') === true)
    .map((stream) => ({ ...stream, to: streamPlace(stream.property ?? '', follow) }))
    .filter(({ property, to }) => to !== property);
  for (const { property } of streams) removeStream(draft, identity, property);
  for (const { to, content } of streams)
    if (to !== undefined) putStream(draft, identity, { property: to, content });
}

function streamPlace(property: string, follow: FollowValue): string | undefined {
  const path = property.split('/');
  const name = path.pop() ?? '';
  const followed = follow(path);
  return followed?.type.properties.has(name) === true ? [...followed.path, name].join('/') : undefined;
}
