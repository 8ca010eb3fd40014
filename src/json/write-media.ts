// OData JSON Format 4.01, section 4.6.13 "media*", sections 9 "Stream Property" and 10 "Media Entity".
import { entityPath } from './entity-url.ts';
import type { MediaInformation } from './serialize-context.ts';
import { quote } from './write-primitive.ts';
import type { Surroundings } from './write-structured.ts';

/** `"Photo@odata.mediaReadLink":"…",…`; `property` undefined: of the media entity itself. */
export function mediaMembers(property: string | undefined, around: Surroundings): string {
  const { state, entity, path } = around;
  const { metadata, prefix } = state.notation;
  if (metadata === 'none' || entity === undefined) return '';
  const streamPath = property === undefined ? undefined : `${path ?? ''}${property}`;
  const information: MediaInformation = state.context.media?.(entity, streamPath) ?? {};
  const links = metadata === 'full' || state.context.mediaLinks === true;
  const conventional =
    links && path !== undefined ? entityPathOf(around) + (streamPath ?? '$value') : undefined;
  const members = {
    mediaEditLink: information.editLink ?? conventional,
    mediaReadLink: information.readLink ?? conventional,
    mediaContentType: information.contentType,
    mediaEtag: information.etag,
  };
  const name = property ?? '';
  return Object.entries(members)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([member, value]) => `${quote(`${name}${prefix}${member}`)}:${quote(value)}`)
    .join(',');
}

function entityPathOf({ state, entity }: Surroundings): string {
  if (entity === undefined) return '';
  const { serviceRoot, keyAsSegment = false } = state.context;
  return `${serviceRoot}${entityPath(entity.identity, { keyAsSegment }, entity.type)}/`;
}
