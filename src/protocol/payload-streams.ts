// OData JSON Format 4.01, sections 9 "Stream Property" and 10 "Media Entity": contents that a body holds inline.
import type { EdmEntityType } from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import { Core } from '../edm/vocabularies.ts';
import type { EntityPayload } from '../json/payload.ts';
import type { StoreTransaction } from '../store/store.ts';

export async function storePayloadStreams(
  transaction: StoreTransaction,
  entity: Entity,
  payload: Pick<EntityPayload, 'streams'>,
): Promise<void> {
  for (const [path, stream] of payload.streams) {
    const property = path === '$value' ? undefined : path;
    const content =
      stream.content === null
        ? undefined
        : {
            bytes: bytesOf(stream.content, stream.mediaType),
            mediaType: stream.mediaType ?? 'application/octet-stream',
          };
    await transaction.setStream(entity.identity, property, content);
  }
}

/** A media entity that is created without a content has an empty one. */
export async function storeEmptyContent(
  transaction: StoreTransaction,
  entity: Entity,
  payload: EntityPayload,
): Promise<void> {
  if (!entity.type.hasStream || payload.streams.has('$value')) return;
  const named = entity.values[mediaTypePath(entity.type) ?? ''];
  const mediaType = typeof named === 'string' && named !== '' ? named : 'application/octet-stream';
  await transaction.setStream(entity.identity, undefined, { bytes: new Uint8Array(), mediaType });
}

/** Name of the property that holds the media type of a media entity's content, by Core.MediaType. */
export function mediaTypePath(type: EdmEntityType): string | undefined {
  const mediaType = type.annotations.get(Core.MediaType);
  const path =
    typeof mediaType === 'object' && mediaType !== null
      ? (mediaType as { $Path?: unknown }).$Path
      : undefined;
  return typeof path === 'string' ? path : undefined;
}

function bytesOf(content: string, mediaType: string | undefined): Uint8Array {
  const isText = mediaType !== undefined && /^(text\/|application\/json)/i.test(mediaType);
  return new Uint8Array(isText ? Buffer.from(content, 'utf8') : Buffer.from(content, 'base64'));
}
