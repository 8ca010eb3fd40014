// OData JSON Format 4.01, sections 9 "Stream Property" and 10 "Media Entity": contents that a body holds inline.
import type { Entity } from '../edm/entity.ts';
import type { EntityPayload } from '../json/payload.ts';
import type { StoreTransaction } from '../store/store.ts';

export async function storePayloadStreams(
  transaction: StoreTransaction,
  entity: Entity,
  payload: EntityPayload,
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

function bytesOf(content: string, mediaType: string | undefined): Uint8Array {
  const isText = mediaType !== undefined && /^(text\/|application\/json)/i.test(mediaType);
  return new Uint8Array(isText ? Buffer.from(content, 'utf8') : Buffer.from(content, 'base64'));
}
