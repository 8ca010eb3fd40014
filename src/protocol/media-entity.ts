// OData Protocol 4.01, sections 11.4.7 "Managing Media Entities" and 11.4.8 "Managing Stream Properties".
import type { EdmEntityType, EdmProperty } from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import { createRecord } from '../edm/value.ts';
import { Core } from '../edm/vocabularies.ts';
import { ODataError } from '../error/odata-error.ts';
import { type EntityPayload, emptyPayload } from '../json/payload.ts';
import type { ResolvedRequest } from '../query/query.ts';
import type { ResourcePath } from '../query/resource-path.ts';
import { isStream } from '../service/entity-values.ts';
import type { StoreReader, StoreTransaction, StreamContent } from '../store/store.ts';
import { byteRange } from './byte-range.ts';
import { answerCreated, createInTarget, targetOf } from './create-entity.ts';
import { checkMatch, checkNotModified, checkPreconditions, entityTag, streamTag } from './etag.ts';
import { type Exchange, notImplemented } from './exchange.ts';
import { readerOf } from './exchange-reader.ts';
import { modify } from './modification.ts';
import { mediaTypePath } from './payload-streams.ts';
import { contentTypeOf, readBytes } from './read-body.ts';
import { notFound } from './request-data.ts';
import { entityAtPath } from './resource-target.ts';
import { noContent, respond } from './respond.ts';
import { answerUpdated } from './update-entity.ts';

interface StreamPath {
  /** Segments that name the entity. */
  readonly entityLength: number;
  /** Path of the stream property, undefined for the content of a media entity. */
  readonly property: string | undefined;
  readonly declaration: EdmProperty | undefined;
}

/** `Photo`, `Photo/$value`, or `$value` of a media entity at the end of a path. */
export function streamPath(path: ResourcePath): StreamPath | undefined {
  const { segments } = path;
  const isValue = segments.at(-1)?.kind === 'value';
  let at = segments.length - (isValue ? 2 : 1);
  const segment = segments[at];
  if (segment?.kind === 'property' && isStream(segment.property)) {
    const names = [segment.property.name];
    for (at--; at >= 0; at--) {
      const before = segments[at];
      if (before?.kind === 'property') names.unshift(before.property.name);
      else if (before?.kind !== 'cast' || before.result?.type.kind === 'EntityType') break;
    }
    return { entityLength: at + 1, property: names.join('/'), declaration: segment.property };
  }
  const type = segment?.result?.type;
  if (isValue && type?.kind === 'EntityType' && segment?.result?.collection === false)
    return { entityLength: at + 1, property: undefined, declaration: undefined };
  return undefined;
}

export function isStreamRequest(path: ResourcePath): boolean {
  return streamPath(path) !== undefined;
}

export async function readStream(
  exchange: Exchange,
  reader: StoreReader,
  resolved: ResolvedRequest,
): Promise<Response> {
  const target = requireStream(resolved.path);
  const entity = await entityAtPath(reader, resolved.path, target.entityLength);
  if (entity === undefined) throw notFound(exchange);
  checkHasStream(entity, target);
  const content = await reader.stream(entity.identity, target.property);
  if (content === undefined) return emptyStream(exchange, target);
  const tag = streamTag(content);
  checkMatch(exchange, tag);
  checkNotModified(exchange, tag);
  exchange.headers.ETag = tag;
  return writeContent(exchange, content, dispositionOf(entity, target));
}

function requireStream(path: ResourcePath): StreamPath {
  const target = streamPath(path);
  if (target === undefined) throw new ODataError(400, 'BadRequest', 'The URL names no stream.');
  return target;
}

function checkHasStream(entity: Entity, { property }: StreamPath): void {
  if (property === undefined && !entity.type.hasStream)
    throw new ODataError(400, 'BadRequest', `${entity.type.name} is no media entity: it has no $value.`);
}

/** A content that is not there is null, or by the service's choice an empty one. */
function emptyStream(exchange: Exchange, { property }: StreamPath): Response {
  const mediaType = exchange.service.options.emptyStreamMediaType;
  if (property === undefined || mediaType === undefined) return noContent(exchange);
  return respond(exchange, 200, new Uint8Array(), mediaType);
}

function dispositionOf(entity: Entity, { property, declaration }: StreamPath): string | undefined {
  const annotations = property === undefined ? entity.type.annotations : declaration?.annotations;
  const disposition = annotations?.get(Core.ContentDisposition);
  if (typeof disposition !== 'object' || disposition === null || Array.isArray(disposition)) return undefined;
  const { Type: type = 'attachment', Filename: name } = disposition as Record<string, unknown>;
  const fileName =
    typeof name === 'object' && name !== null
      ? entity.values[(name as { $Path?: string }).$Path ?? '']
      : name;
  return typeof fileName === 'string'
    ? `${String(type)}; filename*=UTF-8''${encodeURIComponent(fileName)}`
    : String(type);
}

function writeContent(exchange: Exchange, content: StreamContent, disposition: string | undefined): Response {
  const { headers } = exchange;
  headers['Accept-Ranges'] = 'bytes';
  if (disposition !== undefined) headers['Content-Disposition'] = disposition;
  // contents are never changed in place, so that answers share their bytes with the store
  const bytes = content.bytes as Uint8Array<ArrayBuffer>;
  const range = byteRange(exchange.request.headers.get('range'), bytes.length);
  if (range === undefined) return respond(exchange, 200, bytes, content.mediaType);
  headers['Content-Range'] = `bytes ${range.start}-${range.end - 1}/${bytes.length}`;
  return respond(exchange, 206, bytes.subarray(range.start, range.end), content.mediaType);
}

/** PUT of a content: binary as sent, with its media type. */
export async function replaceStream(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const target = requireStream(resolved.path);
  const content = await readContent(exchange, target.declaration);
  const entity = await modify(exchange, async ({ transaction }) => {
    const found = await entityAtPath(transaction, resolved.path, target.entityLength);
    if (found === undefined) throw notFound(exchange);
    checkHasStream(found, target);
    await checkStreamState(exchange, transaction, found, target);
    await transaction.setStream(found.identity, target.property, content);
    if (target.property === undefined) await describeContent(exchange, transaction, found, content);
    return found;
  });
  if (target.property === undefined && exchange.preferences.return === 'representation')
    return answerUpdated(exchange, readerOf(exchange), entityRequest(resolved, target), entity, undefined);
  return noContent(exchange);
}

function entityRequest(resolved: ResolvedRequest, { entityLength }: StreamPath): ResolvedRequest {
  const segments = resolved.path.segments.slice(0, entityLength);
  const last = segments.at(-1);
  return { ...resolved, path: { segments, result: last?.result, source: last?.source } };
}

/** If-Match may name the state of the content, or that of its entity. */
async function checkStreamState(
  exchange: Exchange,
  reader: StoreReader,
  entity: Entity,
  { property }: StreamPath,
): Promise<void> {
  const content = await reader.stream(entity.identity, property);
  const own = content && streamTag(content);
  const header = exchange.request.headers.get('if-match') ?? '';
  checkPreconditions(
    exchange,
    own !== undefined && header.includes(own) ? own : (entityTag(exchange.service, entity) ?? own),
  );
}

async function readContent(
  exchange: Exchange,
  declaration: EdmProperty | undefined,
): Promise<Omit<StreamContent, 'revision'>> {
  const mediaType = exchange.request.headers.get('content-type') ?? 'application/octet-stream';
  checkAcceptable(mediaType, declaration);
  return { bytes: await readBytes(exchange), mediaType };
}

function checkAcceptable(mediaType: string, declaration: EdmProperty | undefined): void {
  const allowed = declaration?.annotations.get(Core.AcceptableMediaTypes);
  if (!Array.isArray(allowed)) return;
  const type = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
  const fits = allowed.some((pattern) => {
    const text = String(pattern).toLowerCase();
    return text === '*/*' || text === type || (text.endsWith('/*') && type.startsWith(text.slice(0, -1)));
  });
  if (!fits)
    throw new ODataError(
      415,
      'UnsupportedMediaType',
      `${declaration?.name} takes ${allowed.join(', ')}, not ${type}.`,
      {
        target: 'Content-Type',
      },
    );
}

/** The properties that the model, or the service's configuration, puts beside a content: media type and size. */
async function describeContent(
  exchange: Exchange,
  transaction: StoreTransaction,
  entity: Entity,
  content: Omit<StreamContent, 'revision'>,
): Promise<void> {
  const current = (await transaction.get(entity.identity)) ?? entity;
  const described = contentValues(exchange, entity.type, content);
  if (Object.keys(described).length > 0)
    await transaction.replace(entity.identity, Object.assign(createRecord(), current.values, described));
}

function contentValues(
  exchange: Exchange,
  type: EdmEntityType,
  content: Omit<StreamContent, 'revision'>,
): EntityPayload['values'] {
  const values = createRecord();
  const path = mediaTypePath(type);
  if (path !== undefined) values[path] = content.mediaType;
  const sizeProperty = exchange.service.options.contentSizes?.[type.qualifiedName];
  const size = sizeProperty === undefined ? undefined : type.properties.get(sizeProperty);
  if (size !== undefined)
    values[size.name] = size.type.type.name === 'Int64' ? BigInt(content.bytes.length) : content.bytes.length;
  return values;
}

/** POST to a set of media entities: the body is the content, whatever its media type. */
export async function createMediaEntity(
  exchange: Exchange,
  resolved: ResolvedRequest,
  type: EdmEntityType,
): Promise<Response> {
  if (contentTypeOf(exchange) === undefined)
    throw new ODataError(415, 'UnsupportedMediaType', 'A content needs a Content-Type.', {
      target: 'Content-Type',
    });
  if (type.abstract)
    throw notImplemented(`Creating a media entity of the abstract type ${type.qualifiedName}`);
  const content = await readContent(exchange, undefined);
  const values = Object.assign(contentValues(exchange, type, content), slugValues(exchange, type));
  const payload: EntityPayload = {
    ...emptyPayload(type),
    values,
    // the bytes follow when the entity is there
    streams: new Map([['$value', { mediaType: undefined, content: null }]]),
  };
  const entity = await modify(exchange, async (modification) => {
    const target = await targetOf(modification.transaction, resolved);
    const created = await createInTarget(modification, target, payload);
    await modification.transaction.setStream(created.identity, undefined, content);
    return created;
  });
  return answerCreated(exchange, readerOf(exchange), resolved, entity, payload);
}

/** RFC 5023, section 9.7 "The Slug Header": a name for what is created. */
function slugValues(exchange: Exchange, type: EdmEntityType): EntityPayload['values'] {
  const values = createRecord();
  const slug = exchange.request.headers.get('slug');
  const property = exchange.service.options.slugProperties?.[type.qualifiedName];
  if (slug !== null && property !== undefined && type.properties.has(property))
    values[property] = decodeSlug(slug);
  return values;
}

function decodeSlug(slug: string): string {
  try {
    return decodeURIComponent(slug);
  } catch {
    return slug;
  }
}

/** DELETE: a stream property becomes null; a media entity ends with its content. */
export async function deleteStream(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const target = requireStream(resolved.path);
  if (target.declaration?.type.nullable === false)
    throw new ODataError(400, 'NullNotAllowed', `${target.declaration.name} may not be null.`);
  await modify(exchange, async ({ transaction }) => {
    const entity = await entityAtPath(transaction, resolved.path, target.entityLength);
    if (entity === undefined) throw notFound(exchange);
    checkHasStream(entity, target);
    await checkStreamState(exchange, transaction, entity, target);
    if (target.property === undefined) await transaction.delete(entity.identity);
    else await transaction.setStream(entity.identity, target.property, undefined);
  });
  return noContent(exchange);
}
