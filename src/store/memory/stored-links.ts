// OData Protocol 4.01, section 11.4.6 "Modifying Relationships between Entities": links that no value of an entity tells.
import type { EntityIdentity } from '../../edm/entity.ts';
import type { LinkPath } from '../store.ts';
import type { ChangeContext } from './change-context.ts';
import { linkKey, locationOf, stepSeparator } from './location.ts';
import { createOrderedMap } from './ordered-map.ts';
import { logChange, type StoredLink } from './state.ts';

export function hasStoredLink(context: ChangeContext, link: LinkPath, target: EntityIdentity): boolean {
  return context.draft.links.get(keyOfLink(link))?.has(locationOf(target)) === true;
}

export function storedTargets(context: ChangeContext, link: LinkPath): readonly EntityIdentity[] {
  return context.draft.links.get(keyOfLink(link))?.values() ?? [];
}

function keyOfLink(link: LinkPath): string {
  return linkKey(link.source, link.path, link.navigationProperty);
}

/** Adds one direction of a link. */
export function storeLink(context: ChangeContext, link: LinkPath, target: EntityIdentity): void {
  const { draft } = context;
  const key = keyOfLink(link);
  const location = locationOf(target);
  const targets = draft.links.get(key) ?? createOrderedMap<string, EntityIdentity>();
  draft.links = draft.links.set(key, targets.set(location, target));
  const sources = draft.incoming.get(location) ?? createOrderedMap<string, StoredLink>();
  draft.incoming = draft.incoming.set(location, sources.set(key, link));
  logChange(draft, { kind: 'linked', identity: link.source, link, target }, context.changeLogLimit);
}

/** Removes one direction of a link. */
export function dropLink(context: ChangeContext, link: LinkPath, target: EntityIdentity): void {
  const { draft } = context;
  const key = keyOfLink(link);
  const location = locationOf(target);
  const targets = draft.links.get(key)?.delete(location);
  if (targets === undefined) return;
  draft.links = targets.size === 0 ? draft.links.delete(key) : draft.links.set(key, targets);
  const sources = draft.incoming.get(location)?.delete(key);
  if (sources !== undefined)
    draft.incoming =
      sources.size === 0 ? draft.incoming.delete(location) : draft.incoming.set(location, sources);
  logChange(draft, { kind: 'unlinked', identity: link.source, link, target }, context.changeLogLimit);
}

/** Removes all links from and to an entity that is deleted. */
export function removeLinksOf(context: ChangeContext, identity: EntityIdentity): void {
  const { draft } = context;
  const location = locationOf(identity);
  for (const link of draft.incoming.get(location)?.values() ?? []) dropLink(context, link, identity);
  for (const { link, target } of outgoingLinks(context, identity)) dropLink(context, link, target);
}

/** All links from an entity, those of complex values included. */
export function outgoingLinks(
  { draft }: ChangeContext,
  identity: EntityIdentity,
): readonly { readonly link: StoredLink; readonly target: EntityIdentity }[] {
  const prefix = locationOf(identity) + stepSeparator;
  const outgoing: { link: StoredLink; target: EntityIdentity }[] = [];
  for (const [key, targets] of draft.links.entries(prefix)) {
    if (!key.startsWith(prefix)) break;
    for (const target of targets.values()) {
      const link = draft.incoming.get(locationOf(target))?.get(key);
      if (link !== undefined) outgoing.push({ link, target });
    }
  }
  return outgoing;
}
