// OData Protocol 4.01, section 11.4 "Data Modification": changes below the default answer of a function are checked and answered, and nothing lasts.
import { recordOf } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { keyText } from '../../json/entity-url.ts';
import {
  deserializeReference,
  deserializeReferences,
  deserializeValue,
} from '../../json/read/deserialize.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { InstanceResult, QueryResult } from '../../query/result.ts';
import { type Exchange, notFound, notImplemented } from '../exchange/exchange.ts';
import { readJsonText } from '../exchange/read-body.ts';
import { noContent } from '../exchange/respond.ts';
import { writeResult } from '../exchange/write-result.ts';
import { checkAcceptable } from '../media/media-annotations.ts';
import { readContent } from '../media/read-content.ts';
import { defaultResult } from '../operations/default-answer.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { operationResult } from '../operations/operation-result.ts';
import { referencedEntity } from '../resource/entity-reference.ts';
import { propertyPath } from '../resource/property-path.ts';
import { type ResourceKind, resourceKind } from '../resource/resource-kind.ts';
import { prefixOf } from '../resource/resource-target.ts';
import { requireStream, streamPath } from '../resource/stream-path.ts';
import { readDelta } from './apply-change.ts';
import { acceptableFormat } from './create-entity.ts';
import { readValue } from './properties.ts';
import { deserializeContext, readEntity, reportViolations } from './read-payload.ts';

type Change = (exchange: Exchange, resolved: ResolvedRequest, found: QueryResult) => Promise<Response>;

/** What can be changed. */
const changes: Readonly<Partial<Record<ResourceKind, Change>>> = {
  entity: changeInstance,
  collection: changeCollection,
  property: changeValue,
  rawValue: changeRawValue,
  stream: changeStream,
  reference: changeReferences,
  references: changeReferences,
  members: changeMembers,
};

export async function changeDefaultAnswer(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const kind = resourceKind(resolved.path);
  const change = changes[kind];
  if (change === undefined) throw notImplemented(`Changing a ${kind} below a default answer`);
  // what is not there is told before what is wrong with the body
  const found = await readerOf(exchange).read({ path: holderOf(resolved.path), options: {} });
  if (found === undefined) throw notFound(exchange);
  return change(exchange, resolved, found);
}

/** What must be there for a change: a stream need not be, but the entity that has it. */
function holderOf(path: ResourcePath): ResourcePath {
  const stream = streamPath(path);
  if (stream !== undefined) return prefixOf(path, stream.entityLength);
  const isMark = changeMarks.has(path.segments.at(-1)?.kind ?? '');
  return isMark ? prefixOf(path, path.segments.length - 1) : path;
}

const changeMarks: ReadonlySet<string> = new Set(['ref', 'each', 'value']);

/** PATCH and PUT: as if the instance had been changed; DELETE: as if it had been deleted. */
async function changeInstance(
  exchange: Exchange,
  resolved: ResolvedRequest,
  found: QueryResult,
): Promise<Response> {
  const { preferences, method } = exchange;
  if (method === 'DELETE') return noContent(exchange);
  if (found.kind !== 'instance' || found.type?.kind !== 'EntityType') throw notFound(exchange);
  const { values } = await readEntity(exchange, found.type, method === 'PUT' ? 'replace' : 'update');
  preferences.apply('return');
  const wanted = preferences.return ?? (resolved.options.select || resolved.options.expand);
  if (wanted === undefined || wanted === 'minimal') return noContent(exchange);
  return writeInstance(exchange, resolved, { ...found, values: recordOf(found.values, values) }, 200);
}

/** POST to a collection creates in it; PATCH and PUT of a whole one have a delta payload. */
async function changeCollection(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  if (exchange.method === 'POST') return createInstance(exchange, resolved);
  await readDelta(exchange, resolved, false);
  return noContent(exchange);
}

/** POST to a collection: as if an entity had been created. */
async function createInstance(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const { service, serviceRoot, relativeUrl, headers, preferences } = exchange;
  const { model } = service.definition;
  const type = resolved.path.result?.type;
  if (type?.kind !== 'EntityType') throw notFound(exchange);
  const payload = await readEntity(exchange, type, 'create');
  const returnType = { type: payload.type, collection: false, nullable: false };
  const made = operationResult(
    model,
    returnType,
    defaultResult(model, { returnType }, service.options.now()),
  );
  if (made.kind !== 'instance')
    throw new ODataError(400, 'BadRequest', `${payload.type.qualifiedName} is abstract.`);
  const values = recordOf(made.values, payload.values);
  const [path = ''] = relativeUrl.split('?', 1);
  headers.Location = serviceRoot + path + keyText(payload.type.key, values);
  headers['OData-EntityId'] = headers.Location;
  preferences.apply('return');
  if (preferences.return === 'minimal') return noContent(exchange);
  return writeInstance(exchange, resolved, { ...made, values }, 201);
}

async function writeInstance(
  exchange: Exchange,
  resolved: ResolvedRequest,
  instance: InstanceResult,
  status: number,
): Promise<Response> {
  const reader = readerOf(exchange);
  const query = { path: singlePath(resolved.path), options: resolved.options };
  const start = { segment: query.path.segments.length - 1, result: instance };
  const shaped = await reader.read(query, { start });
  if (shaped === undefined) throw notFound(exchange);
  return writeResult(exchange, reader, query, shaped, {
    status,
    format: acceptableFormat(exchange, resolved),
  });
}

/** The path to one member of the collection that the path names, or to what a single-valued one names. */
function singlePath(path: ResourcePath): ResourcePath {
  if (path.result === undefined) return path;
  const result = { ...path.result, collection: false };
  const segments = path.segments.map((segment, index) =>
    index === path.segments.length - 1 ? { ...segment, result } : segment,
  );
  return { ...path, segments, result };
}

/** PUT, PATCH, POST and DELETE of properties. */
async function changeValue(exchange: Exchange, { path }: ResolvedRequest): Promise<Response> {
  if (exchange.method === 'DELETE' || path.result === undefined) return noContent(exchange);
  const item = exchange.method === 'POST' ? { ...path.result, collection: false } : path.result;
  const context = await deserializeContext(exchange, exchange.method === 'PATCH' ? 'update' : 'value');
  const { violations } = deserializeValue(await readJsonText(exchange), item, context);
  reportViolations(exchange, violations);
  return noContent(exchange);
}

async function changeRawValue(exchange: Exchange, { path }: ResolvedRequest): Promise<Response> {
  if (exchange.method === 'PUT') await readValue(exchange, propertyPath(path), 'replace');
  return noContent(exchange);
}

/** PUT of a content: of a media type that is acceptable, and not too large. */
async function changeStream(exchange: Exchange, { path }: ResolvedRequest): Promise<Response> {
  if (exchange.method !== 'PUT') return noContent(exchange);
  const { property } = requireStream(path);
  const entityType = holderOf(path).result?.type;
  const element = property?.declaration ?? (entityType?.kind === 'EntityType' ? entityType : undefined);
  const mediaType = exchange.request.headers.get('content-type');
  if (element !== undefined && mediaType !== null) checkAcceptable(element, mediaType);
  await readContent(exchange);
  return noContent(exchange);
}

/** References must be to what exists. */
async function changeReferences(exchange: Exchange, { path }: ResolvedRequest): Promise<Response> {
  const type = path.result?.type;
  if (exchange.method === 'DELETE' || type?.kind !== 'EntityType') return noContent(exchange);
  const text = await readJsonText(exchange);
  const context = await deserializeContext(exchange, 'value');
  const many = exchange.method === 'PUT' && path.result?.collection === true;
  const { payload, violations } = many
    ? deserializeReferences(text, type, context)
    : deserializeReference(text, type, context);
  reportViolations(exchange, violations);
  const reader = readerOf(exchange);
  for (const { id } of [payload].flat())
    if (id !== undefined) await referencedEntity(exchange, reader, id, type);
  return noContent(exchange);
}

/** PATCH and DELETE of each member. */
async function changeMembers(exchange: Exchange, { path }: ResolvedRequest): Promise<Response> {
  const type = path.result?.type;
  if (exchange.method === 'DELETE') return noContent(exchange);
  if (type?.kind === 'EntityType') await readEntity(exchange, type, 'update');
  else
    await readValue(
      exchange,
      { ...propertyPath(holderOf(path)), type: path.result && { ...path.result, collection: false } },
      'update',
    );
  return noContent(exchange);
}
