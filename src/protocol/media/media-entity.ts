// OData Protocol 4.01, sections 11.4.7 "Managing Media Entities" and 11.4.8 "Managing Stream Properties": a content is read, replaced, deleted.
import type { ContentElement } from '../../edm/content-annotation.ts';
import type { EdmEntityType } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { isStructuredValue, type StructuredValue, valueAt } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import { contentRuleOf } from '../../service/derived-content.ts';
import type { NewStreamContent, StoreReader, StreamContent } from '../../store/store.ts';
import {
  checkContentState,
  checkMatch,
  checkNotModified,
  requirePrecondition,
  streamTag,
} from '../exchange/etag.ts';
import { type Exchange, notFound, notImplemented } from '../exchange/exchange.ts';
import { noContent, respond } from '../exchange/respond.ts';
import { modify } from '../modification/modification.ts';
import { answerUpdated, mayInsert } from '../modification/update-entity.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { entityAtPath, prefixOf } from '../resource/resource-target.ts';
import { requireStream, type StreamPath, streamSteps } from '../resource/stream-path.ts';
import { createSingleMediaEntity } from './create-media-entity.ts';
import { describeContent, describedBy } from './describe-content.ts';
import { checkAcceptable, contentDisposition, toldMediaType } from './media-annotations.ts';
import { readContent } from './read-content.ts';
import { contentUpload, putUpload } from './upload-content.ts';
import { writeContent } from './write-content.ts';

/** A stream of just this entity. */
interface Stream {
  readonly entity: Entity;
  /** What the model says of the content. */
  readonly element: ContentElement;
  /** As the store names the property; undefined for the content of a media entity. */
  readonly property: string | undefined;
  /** Steps to what has the property. */
  readonly holder: readonly string[];
  readonly content: StreamContent | undefined;
}

async function streamAt(
  exchange: Exchange,
  reader: StoreReader,
  { path }: ResolvedRequest,
  target: StreamPath,
): Promise<Stream> {
  const entity = await entityAtPath(reader, path, target.entityLength);
  if (entity === undefined) throw notFound(exchange);
  const steps = streamSteps(entity, target);
  const property = steps?.join('/');
  return {
    entity,
    element: target.property?.declaration ?? entity.type,
    property,
    holder: steps?.slice(0, -1) ?? [],
    content: await reader.stream(entity.identity, property),
  };
}

/** The content that the profile derives for entities of the type; undefined where it derives none. */
async function derivedStream(
  { service }: Exchange,
  reader: StoreReader,
  { path }: ResolvedRequest,
  { entityLength, property }: StreamPath,
): Promise<Stream | undefined> {
  const { contents } = service.profile;
  if (property !== undefined || contents.length === 0) return undefined;
  const entity = await entityAtPath(reader, path, entityLength);
  const content = entity && (await contentRuleOf(contents, entity.type)?.content(entity, reader));
  if (entity === undefined || content === undefined) return undefined;
  const derived = { ...content, revision: entity.revision };
  return { entity, element: entity.type, property: undefined, holder: [], content: derived };
}

export async function readStream(
  exchange: Exchange,
  reader: StoreReader,
  resolved: ResolvedRequest,
): Promise<Response> {
  const target = requireStream(resolved.path);
  const format = resolved.custom.get('format');
  if (format !== undefined) throw notImplemented(`Conversion of a content to ${format.slice(0, 40)}`);
  const stream =
    (await derivedStream(exchange, reader, resolved, target)) ??
    (await streamAt(exchange, reader, resolved, target));
  const { content, element } = stream;
  if (content === undefined) return emptyStream(exchange, stream);
  const tag = streamTag(content);
  checkMatch(exchange, tag);
  checkNotModified(exchange, tag);
  exchange.headers.ETag = tag;
  const disposition = contentDisposition(element, instanceOf(stream));
  if (disposition !== undefined) exchange.headers['Content-Disposition'] = disposition;
  return writeContent(exchange, content);
}

/** What the annotations of the stream look at. */
function instanceOf({ entity, holder }: Stream): StructuredValue {
  const instance = valueAt(entity.values, holder);
  return isStructuredValue(instance) ? instance : entity.values;
}

/** A content that is not there is null, or by the service's choice an empty one. */
function emptyStream(exchange: Exchange, { property }: Stream): Response {
  checkMatch(exchange, undefined);
  const mediaType = exchange.service.options.emptyStreamMediaType;
  if (property === undefined || mediaType === undefined) return noContent(exchange);
  return respond(exchange, 200, new Uint8Array(), mediaType);
}

/** PUT of a content: binary as sent, with its media type. */
export async function replaceStream(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const target = requireStream(resolved.path);
  const streamToChange = async (reader: StoreReader) => {
    const stream = await streamAt(exchange, reader, resolved, target);
    checkContentState(exchange, stream.entity, stream.content);
    requirePrecondition(exchange, stream.entity);
    return stream;
  };
  const upload = contentUpload(exchange, resolved, target);
  if (upload !== undefined) {
    const there = await entityAtPath(readerOf(exchange), resolved.path, target.entityLength);
    if (there !== undefined) await streamToChange(readerOf(exchange));
    return putUpload(exchange, upload);
  }
  const entityRequest = { ...resolved, path: prefixOf(resolved.path, target.entityLength) };
  const missing = await missingMediaEntity(exchange, entityRequest, target);
  if (missing !== undefined) return await createSingleMediaEntity(exchange, entityRequest, missing);
  // what would be refused is refused before a large body is sent; the body is read before others have to wait
  const content = await readNewContent(exchange, await streamToChange(readerOf(exchange)));
  const { entity, property } = await modify(exchange, async ({ transaction }) => {
    const stream = await streamToChange(transaction);
    await transaction.setStream(stream.entity.identity, stream.property, content);
    const description = describedBy(exchange.service, stream.element, content);
    await describeContent(transaction, stream.entity, stream.holder, description);
    return stream;
  });
  return await answerReplaced(exchange, entityRequest, entity, property);
}

/** Section 11.4.7.1: the type of the media entity that is created by its content, where a place for one is null. */
async function missingMediaEntity(
  exchange: Exchange,
  { path }: ResolvedRequest,
  { property }: StreamPath,
): Promise<EdmEntityType | undefined> {
  const type = path.result?.type;
  if (property !== undefined || type?.kind !== 'EntityType' || !type.hasStream) return undefined;
  if (!mayInsert(exchange, path)) return undefined;
  return (await entityAtPath(readerOf(exchange), path)) === undefined ? type : undefined;
}

/** 204, or 200 where the client prefers it: with the media entity, or with the content of the stream property. */
async function answerReplaced(
  exchange: Exchange,
  entityRequest: ResolvedRequest,
  entity: Entity,
  property: string | undefined,
): Promise<Response> {
  const { preferences, headers } = exchange;
  const reader = readerOf(exchange);
  preferences.apply('return');
  const isWanted = preferences.return === 'representation';
  if (isWanted && property === undefined)
    return answerUpdated(exchange, reader, entityRequest, entity, undefined);
  const replaced = await reader.stream(entity.identity, property);
  if (replaced === undefined) return noContent(exchange);
  headers.ETag = streamTag(replaced);
  return isWanted ? writeContent(exchange, replaced) : noContent(exchange);
}

async function readNewContent(exchange: Exchange, stream: Stream): Promise<NewStreamContent> {
  const { headers } = exchange.request;
  if (headers.has('content-range'))
    throw new ODataError(400, 'InvalidHeader', 'A content is put as a whole, without Content-Range.', {
      target: 'Content-Range',
    });
  const mediaType =
    headers.get('content-type') ??
    toldMediaType(stream.element, instanceOf(stream)) ??
    'application/octet-stream';
  checkAcceptable(stream.element, mediaType);
  return { ...(await readContent(exchange)), mediaType };
}

/** DELETE: a stream property becomes null; a media entity ends with its content. */
export async function deleteStream(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const target = requireStream(resolved.path);
  const declaration = target.property?.declaration;
  if (declaration?.type.nullable === false)
    throw new ODataError(400, 'NullNotAllowed', `${declaration.name} may not be null.`);
  await modify(exchange, async ({ transaction }) => {
    const { entity, property, content } = await streamAt(exchange, transaction, resolved, target);
    checkContentState(exchange, entity, content);
    requirePrecondition(exchange, entity);
    if (property === undefined) await transaction.delete(entity.identity);
    else await transaction.setStream(entity.identity, property, undefined);
  });
  return noContent(exchange);
}
