// Microsoft Graph, "driveItem: createUploadSession", section "Completing a file": the content goes where it was meant for.

import type { Entity } from '../../edm/entity.ts';
import { createRecord, type StructuredValue } from '../../edm/value.ts';
import { type EntityPayload, emptyPayload } from '../../json/read/payload.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import { isStream } from '../../service/entity-values.ts';
import type { UploadSession } from '../../service/upload-session.ts';
import type { StreamBytes } from '../../store/store.ts';
import { type Exchange, notFound } from '../exchange/exchange.ts';
import { writeResult } from '../exchange/write-result.ts';
import { acceptableFormat, answerCreated, createInTarget, targetOf } from '../modification/create-entity.ts';
import { type Modification, modify } from '../modification/modification.ts';
import { entityAtPath } from '../resource/resource-target.ts';
import { sizeValue } from './describe-content.ts';
import { createFolders, type UploadAim, uploadPlace } from './upload-place.ts';

/** A content that has come, and what it is for. */
export type Upload = Pick<UploadSession, 'rule' | 'type' | 'target' | 'values' | 'conflict' | 'mediaType'>;

export function aimOf({ rule, type, target, conflict }: Upload): UploadAim {
  return { path: target.path, type, naming: rule.naming, conflict };
}

/** 201 with what was created, 200 with what got a new content. */
export async function finishUpload(
  exchange: Exchange,
  session: Upload,
  bytes: StreamBytes,
): Promise<Response> {
  const { target } = session;
  const aim = aimOf(session);
  const reader = exchange.service.store;
  // another may have created or deleted it since the session was opened
  const { place, payload, entity } = await modify(exchange, async (modification) => {
    const { transaction } = modification;
    const { path, values } = await uploadPlace(exchange, transaction, aim);
    await createFolders(modification, { path, values }, aim);
    const found = { place: { ...target, path }, payload: payloadOf(session, values, bytes) };
    const uploaded =
      path.result?.collection === true
        ? await createInTarget(modification, await targetOf(transaction, found.place), found.payload)
        : await replaceValues(exchange, modification, path, found.payload);
    await putStream(modification, session, uploaded, bytes);
    return { ...found, entity: uploaded };
  });
  if (place.path.result?.collection === true)
    return await answerCreated(exchange, reader, place, entity, payload);
  const result = await reader.read(place);
  if (result?.kind !== 'entity') throw notFound(exchange);
  return await writeResult(exchange, reader, place, result, { format: acceptableFormat(exchange, place) });
}

async function replaceValues(
  exchange: Exchange,
  { transaction }: Modification,
  path: ResourcePath,
  { values }: EntityPayload,
): Promise<Entity> {
  const entity = await entityAtPath(transaction, path);
  if (entity === undefined) throw notFound(exchange);
  await transaction.replace(entity.identity, Object.assign(createRecord(), entity.values, values));
  return entity;
}

function payloadOf(session: Upload, placed: StructuredValue, bytes: StreamBytes): EntityPayload {
  return {
    ...emptyPayload(session.type),
    values: Object.assign(createRecord(), uploadedValues(session, bytes), placed),
    // a media entity whose content is a property has its stream from there
    streams: new Map(session.type.hasStream ? [['$value', { mediaType: undefined, content: null }]] : []),
  };
}

function uploadedValues({ rule, type, values }: Upload, bytes: StreamBytes): StructuredValue {
  const all = Object.assign(createRecord(), values);
  const size = type.properties.get(rule.size);
  if (size !== undefined) all[size.name] = sizeValue(size.type.type.name, bytes.length);
  const content = type.properties.get(rule.content);
  if (content !== undefined && !isStream(content))
    all[content.name] = Buffer.concat(bytes.pieces).toString('base64');
  return all;
}

/** The content as a stream: of the property, or of the media entity that has it as a binary property, too. */
async function putStream(
  { transaction }: Modification,
  { rule, type, values, mediaType: told }: Upload,
  entity: Entity,
  bytes: StreamBytes,
): Promise<void> {
  const content = type.properties.get(rule.content);
  const isOfProperty = content !== undefined && isStream(content);
  if (!isOfProperty && !type.hasStream) return;
  const described = typeof values.contentType === 'string' ? values.contentType : undefined;
  const mediaType = told ?? described ?? 'application/octet-stream';
  await transaction.setStream(entity.identity, isOfProperty ? content.name : undefined, {
    ...bytes,
    mediaType,
  });
}
