// Microsoft Graph, "driveItem: createUploadSession", section "Completing a file": the content goes where it was meant for.

import type { Entity } from '../edm/entity.ts';
import { createRecord, type StructuredValue } from '../edm/value.ts';
import type { EntityPayload } from '../json/payload.ts';
import { isStream } from '../service/entity-values.ts';
import type { UploadSession } from '../service/upload-session.ts';
import { acceptableFormat, answerCreated, createInTarget, targetOf } from './create-entity.ts';
import type { Exchange } from './exchange.ts';
import { type Modification, modify } from './modification.ts';
import { notFound } from './request-data.ts';
import { entityAtPath } from './resource-target.ts';
import { writeResult } from './write-result.ts';

/** 201 with what was created, 200 with what got a new content. */
export async function finishUpload(
  exchange: Exchange,
  session: UploadSession,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  const { target } = session;
  const reader = exchange.service.store;
  if (target.path.result?.collection === true) {
    const payload = payloadOf(session, bytes);
    const entity = await modify(exchange, async (modification) => {
      const place = await targetOf(modification.transaction, target);
      const created = await createInTarget(modification, place, payload);
      await putStream(modification, session, created, bytes);
      return created;
    });
    return await answerCreated(exchange, reader, target, entity, payload);
  }
  const entity = await modify(exchange, async (modification) => {
    const { transaction } = modification;
    const found = await entityAtPath(transaction, target.path);
    if (found === undefined) throw notFound(exchange);
    const values = Object.assign(createRecord(), found.values, uploadedValues(session, bytes));
    await transaction.replace(found.identity, values);
    await putStream(modification, session, found, bytes);
    return found;
  });
  const result = { kind: 'entity', entity: (await reader.get(entity.identity)) ?? entity } as const;
  return await writeResult(exchange, reader, target, result, { format: acceptableFormat(exchange, target) });
}

function payloadOf(session: UploadSession, bytes: Uint8Array<ArrayBuffer>): EntityPayload {
  return {
    type: session.type,
    id: undefined,
    etag: undefined,
    removed: undefined,
    values: uploadedValues(session, bytes),
    navigation: new Map(),
    // a media entity whose content is a property has its stream from there
    streams: new Map(session.type.hasStream ? [['$value', { mediaType: undefined, content: null }]] : []),
    ignored: [],
  };
}

function uploadedValues({ rule, type, values }: UploadSession, bytes: Uint8Array): StructuredValue {
  const all = Object.assign(createRecord(), values);
  const size = type.properties.get(rule.size);
  if (size !== undefined)
    all[size.name] = size.type.type.name === 'Int64' ? BigInt(bytes.length) : bytes.length;
  const content = type.properties.get(rule.content);
  if (content !== undefined && !isStream(content)) all[content.name] = Buffer.from(bytes).toString('base64');
  return all;
}

/** The content as a stream: of the property, or of the media entity that has it as a binary property, too. */
async function putStream(
  { transaction }: Modification,
  { rule, type, values }: UploadSession,
  entity: Entity,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const content = type.properties.get(rule.content);
  const isOfProperty = content !== undefined && isStream(content);
  if (!isOfProperty && !type.hasStream) return;
  const mediaType = typeof values.contentType === 'string' ? values.contentType : 'application/octet-stream';
  await transaction.setStream(entity.identity, isOfProperty ? content.name : undefined, { bytes, mediaType });
}
