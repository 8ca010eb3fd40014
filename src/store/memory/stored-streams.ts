// OData Protocol 4.01, sections 11.4.7 "Managing Media Entities" and 11.4.8 "Managing Stream Properties": the contents that are kept for an entity.
import type { EntityIdentity } from '../../edm/entity.ts';
import type { StreamContent } from '../store.ts';
import { locationOf, ownContent, stepSeparator, streamKey } from './location.ts';
import type { Draft } from './state.ts';

export interface StoredStream {
  /** Path of the stream property; undefined for the content of a media entity. */
  readonly property: string | undefined;
  readonly content: StreamContent;
}

/** The contents of the entity itself. */
export function streamsOf(draft: Draft, identity: EntityIdentity): readonly StoredStream[] {
  const { length } = prefixOf(identity);
  return entriesBelow(draft, identity).flatMap(([key, content]) => {
    const name = key.slice(length);
    if (name.includes(stepSeparator)) return [];
    return [{ property: name === ownContent ? undefined : name, content }];
  });
}

export function putStream(draft: Draft, identity: EntityIdentity, { property, content }: StoredStream): void {
  draft.streams = draft.streams.set(streamKey(identity, property), content);
}

export function removeStream(draft: Draft, identity: EntityIdentity, property: string | undefined): void {
  draft.streams = draft.streams.delete(streamKey(identity, property));
}

/** Removes the contents of the entity and of what it contains. */
export function removeStreams(draft: Draft, identity: EntityIdentity): void {
  for (const [key] of entriesBelow(draft, identity)) draft.streams = draft.streams.delete(key);
}

function entriesBelow(draft: Draft, identity: EntityIdentity): readonly [string, StreamContent][] {
  const prefix = prefixOf(identity);
  const found: [string, StreamContent][] = [];
  for (const entry of draft.streams.entries(prefix)) {
    if (!entry[0].startsWith(prefix)) break;
    found.push(entry);
  }
  return found;
}

function prefixOf(identity: EntityIdentity): string {
  return locationOf(identity) + stepSeparator;
}
