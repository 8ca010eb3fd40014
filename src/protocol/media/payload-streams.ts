// OData JSON Format 4.01, sections 9 "Stream Property" and 10 "Media Entity": contents that a body holds inline.
import type { ContentElement } from '../../edm/content-annotation.ts';
import type { EdmType } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { isStructuredValue, type StructuredValue, valueAt } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { EntityPayload } from '../../json/read/payload.ts';
import { isBase64 } from '../../json/read/read-primitive.ts';
import { type StoreTransaction, streamBytes } from '../../store/store.ts';
import type { Modification } from '../modification/modification.ts';
import { reportViolations } from '../modification/read-payload.ts';
import { isOrdinal } from '../resource/property-path.ts';
import { checkAcceptable, toldMediaType } from './media-annotations.ts';

/** A content that is not what its media type asks for is a violation; where it is only reported, the text as sent is the content. */
export async function storePayloadStreams(
  modification: Modification,
  entity: Entity,
  payload: Pick<EntityPayload, 'streams'>,
): Promise<void> {
  const { transaction } = modification;
  for (const [path, { mediaType: sent, content }] of payload.streams) {
    const property = path === '$value' ? undefined : path;
    if (content === null) {
      await transaction.setStream(entity.identity, property, undefined);
      continue;
    }
    const { element, instance } = contentAt(entity, property?.split('/') ?? []);
    const mediaType = sent ?? (element && toldMediaType(element, instance)) ?? 'application/octet-stream';
    if (element !== undefined) checkAcceptable(element, mediaType, path);
    await transaction.setStream(entity.identity, property, {
      ...streamBytes(bytesOf(modification, content, mediaType, path)),
      mediaType,
    });
  }
}

/** A media entity that is created without a content has an empty one. */
export async function storeEmptyContent(
  transaction: StoreTransaction,
  entity: Entity,
  payload: EntityPayload,
): Promise<void> {
  if (!entity.type.hasStream || payload.streams.has('$value')) return;
  const mediaType = toldMediaType(entity.type, entity.values) ?? 'application/octet-stream';
  await transaction.setStream(entity.identity, undefined, { ...streamBytes(new Uint8Array()), mediaType });
}

/** What the model says of the content at a path, and the instance that has it; the declaration is unknown where a derived complex type has it. */
function contentAt(
  entity: Entity,
  steps: readonly string[],
): { readonly element: ContentElement | undefined; readonly instance: StructuredValue } {
  let element: ContentElement | undefined = entity.type;
  let type: EdmType = entity.type;
  for (const step of steps) {
    if (isOrdinal(step)) continue;
    element = 'properties' in type ? type.properties.get(step) : undefined;
    if (element === undefined) break;
    type = element.type.type;
  }
  const instance = valueAt(entity.values, steps.slice(0, -1));
  return { element, instance: isStructuredValue(instance) ? instance : entity.values };
}

/** Whether a content of this media type stands in a body as text, and not in base64url. */
export function isTextual(mediaType: string): boolean {
  return /^(text\/|application\/json)/i.test(mediaType);
}

function bytesOf(
  { exchange, seeding }: Modification,
  content: string,
  mediaType: string,
  target: string,
): Uint8Array {
  const isText = isTextual(mediaType);
  if (!isText && isBase64(content)) return new Uint8Array(Buffer.from(content, 'base64'));
  if (!isText) {
    const message = `A content of ${mediaType} stands in a body as base64url.`;
    if (seeding) throw new ODataError(400, 'InvalidValue', message, { target });
    reportViolations(exchange, [{ code: 'InvalidValue', message, target }]);
  }
  return new Uint8Array(Buffer.from(content, 'utf8'));
}
