// OData CSDL 4.01, section 8.3 "Containment Navigation Property": contained entities whose place in their parent changes, and with it their identity.
import type { Entity, EntityHome, EntityIdentity } from '../../edm/entity.ts';
import type { ChangeContext } from './change-context.ts';
import { containedEntities, log, touchEntity } from './entity-changes.ts';
import { createIdentity, linkKey, locationOf } from './location.ts';
import { putEntity, removeEntity, type StoredLink } from './state.ts';
import { dropLink, outgoingLinks, storeLink } from './stored-links.ts';
import { putStream, removeStreams, type StoredStream, streamsOf } from './stored-streams.ts';

/** A contained entity, and where it goes. */
export interface Move {
  readonly entity: Entity;
  readonly home: EntityHome & { readonly kind: 'contained' };
}

interface Moved {
  readonly entity: Entity;
  readonly to: EntityIdentity;
  readonly streams: readonly StoredStream[];
}

interface HeldLink {
  readonly link: StoredLink;
  readonly target: EntityIdentity;
}

/** Moves entities with what they contain, their links and their contents. All are taken away before one is put where another was. */
export function moveContained(context: ChangeContext, moves: readonly Move[]): void {
  if (moves.length === 0) return;
  const moved = moves.flatMap((move) => withContained(context, move));
  const identities = new Map(moved.map(({ entity, to }) => [entity.identity, to]));
  const links = linksOf(context, [...identities.keys()]);
  const now = (identity: EntityIdentity) => identities.get(identity) ?? identity;
  for (const { link, target } of links) dropLink(context, link, target);
  for (const { entity } of moved) takeAway(context, entity);
  for (const one of moved) putDown(context, one);
  for (const { link, target } of links)
    storeLink(context, { ...link, source: now(link.source) }, now(target));
  const others = new Set(links.map(({ link }) => link.source).filter((source) => !identities.has(source)));
  for (const source of others) touchEntity(context, source);
}

/** The entity and what it contains at any depth, parents first. */
function withContained(context: ChangeContext, { entity, home }: Move): readonly Moved[] {
  const { draft, extents } = context;
  const to = createIdentity(extents, home, entity.type, entity.identity.key);
  if (to === undefined) return [];
  const inner = containedEntities(draft, entity.identity).flatMap((contained) => {
    const place = contained.identity.home;
    return place.kind === 'contained'
      ? withContained(context, { entity: contained, home: { ...place, parent: to } })
      : [];
  });
  return [{ entity, to, streams: streamsOf(draft, entity.identity) }, ...inner];
}

/** All stored links from and to these entities, each once. */
function linksOf(context: ChangeContext, identities: readonly EntityIdentity[]): readonly HeldLink[] {
  const found = new Map<string, HeldLink>();
  const add = (held: HeldLink) => {
    const { source, path, navigationProperty } = held.link;
    found.set(`${linkKey(source, path, navigationProperty)} ${locationOf(held.target)}`, held);
  };
  for (const target of identities) {
    for (const link of context.draft.incoming.get(locationOf(target))?.values() ?? []) add({ link, target });
    for (const held of outgoingLinks(context, target)) add(held);
  }
  return [...found.values()];
}

function takeAway(context: ChangeContext, entity: Entity): void {
  removeStreams(context.draft, entity.identity);
  removeEntity(context.draft, context.extents, entity);
  log(context, { kind: 'deleted', identity: entity.identity, before: entity, after: undefined });
}

function putDown(context: ChangeContext, { entity, to, streams }: Moved): void {
  const after = { ...entity, identity: to };
  putEntity(context.draft, context.extents, after);
  for (const stream of streams) putStream(context.draft, to, stream);
  log(context, { kind: 'created', identity: to, before: undefined, after });
}
