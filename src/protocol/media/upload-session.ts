// Microsoft Graph, "driveItem: createUploadSession" and "attachment: createUploadSession": a content is sent in ranges.
import type { EdmEntityType } from '../../edm/edm-model.ts';
import { createRecord, type EdmValue, isStructuredValue, type StructuredValue } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { ResourcePath, ResourceSegment } from '../../query/path/resource-path.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import { type ConflictBehavior, conflictBehaviorOf } from '../../service/conflict-behavior.ts';
import type { UploadRule, UploadSession } from '../../service/upload-session.ts';
import { type Exchange, methodNotAllowed } from '../exchange/exchange.ts';
import { type BodyLimit, tooLarge } from '../exchange/read-body.ts';
import { noContent, respond } from '../exchange/respond.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { readActionCall } from '../operations/read-action-call.ts';
import { prefixOf } from '../resource/resource-target.ts';
import { finishUpload } from './finish-upload.ts';
import { contentLimit, readContent } from './read-content.ts';
import { uploadPlace } from './upload-place.ts';

const uploadPath = '$upload/';
/** Sessions of one service. */
const sessionLimit = 100;
/** Milliseconds since the last range that a session is kept. */
const keptFor = 60 * 60 * 1_000;
/** Bytes of one range, as documented. */
const rangeLimit: BodyLimit = {
  bytes: 60 * 1024 * 1024,
  what: 'range',
  remedy: 'send more and smaller ranges',
};

/** The profile's rule for an action that nobody has given a behaviour. */
export function uploadRuleOf(exchange: Exchange, path: ResourcePath): UploadRule | undefined {
  const { profile, handlers, definition } = exchange.service;
  const last = path.segments.at(-1);
  if (last?.kind !== 'action') return undefined;
  const [{ qualifiedName, parameters } = { qualifiedName: '', parameters: [] }] = last.overloads;
  if (Object.hasOwn(handlers, qualifiedName)) return undefined;
  return profile.uploadSessions.find(({ action, boundTo }) => {
    const declared = definition.model.findEntityType(boundTo);
    const bound = parameters[0]?.type.type;
    return action === qualifiedName && declared !== undefined && declared === bound;
  });
}

/** POST to the action: 200 with the URL that takes the ranges. */
export async function openUploadSession(
  exchange: Exchange,
  resolved: ResolvedRequest,
  rule: UploadRule,
): Promise<Response> {
  const { service } = exchange;
  const last = resolved.path.segments.at(-1) as ResourceSegment & { readonly kind: 'action' };
  const type = service.definition.model.findEntityType(rule.creates);
  if (type === undefined) throw new ODataError(501, 'NotImplemented', `The model has no ${rule.creates}.`);
  const path = prefixOf(resolved.path, resolved.path.segments.length - 1);
  const reader = readerOf(exchange);
  const target = { ...resolved, path, options: {} };
  const bound = { path, type, naming: rule.naming } as const;
  // what is not there is told before what is wrong with the body
  await uploadPlace(exchange, reader, { ...bound, conflict: 'replace' });
  const { parameters } = await readActionCall(exchange, reader, last.overloads);
  const conflict = conflictOf(rule, parameters[rule.parameter]);
  await uploadPlace(exchange, reader, { ...bound, conflict });
  removeExpired(exchange);
  if (service.uploads.size >= sessionLimit)
    throw new ODataError(503, 'ServiceUnavailable', `There are ${sessionLimit} upload sessions already.`);
  const session: UploadSession = {
    id: crypto.randomUUID(),
    rule,
    type,
    target,
    conflict,
    values: describedValues(type, parameters[rule.parameter]),
    deferred: parameters.deferCommit === true,
    pieces: [],
    received: 0,
    total: undefined,
    expiresAt: service.options.now().getTime() + keptFor,
  };
  service.uploads.set(session.id, session);
  return answerState(exchange, session, 200, exchange.serviceRoot + uploadPath + session.id);
}

function conflictOf({ naming }: UploadRule, description: EdmValue | undefined): ConflictBehavior {
  if (naming === undefined) return 'replace';
  const given = isStructuredValue(description) ? description[naming.conflict] : undefined;
  return conflictBehaviorOf(given, naming.conflict, 'replace');
}

/** The described members that the type has as properties. */
function describedValues(type: EdmEntityType, description: EdmValue | undefined): StructuredValue {
  const values = createRecord();
  if (!isStructuredValue(description)) return values;
  for (const [name, value] of Object.entries(description))
    if (type.properties.has(name) && value !== null) values[name] = value;
  return values;
}

function answerState(
  exchange: Exchange,
  { received, total, expiresAt }: UploadSession,
  status: number,
  uploadUrl?: string,
): Response {
  const ranges = total !== undefined && received === total ? [] : [`${received}-`];
  const state = {
    ...(uploadUrl !== undefined && {
      '@odata.context': `${exchange.serviceRoot}$metadata#microsoft.graph.uploadSession`,
      uploadUrl,
    }),
    expirationDateTime: new Date(expiresAt).toISOString(),
    nextExpectedRanges: ranges,
  };
  return respond(exchange, status, JSON.stringify(state), 'application/json');
}

function removeExpired({ service }: Exchange): void {
  const now = service.options.now().getTime();
  for (const [id, { expiresAt }] of service.uploads) if (expiresAt < now) service.uploads.delete(id);
}

export function isUpload({ relativeUrl, contentIds }: Exchange): boolean {
  return contentIds === undefined && relativeUrl.startsWith(uploadPath);
}

/** PUT: a range. GET: what is expected next. POST: the end of a deferred upload. DELETE: the upload is given up. */
export async function answerUpload(exchange: Exchange): Promise<Response> {
  const { service, method } = exchange;
  removeExpired(exchange);
  const id = exchange.relativeUrl.slice(uploadPath.length).split('?')[0] ?? '';
  const session = service.uploads.get(id);
  if (session === undefined)
    throw new ODataError(404, 'NotFound', 'There is no such upload session: it has ended or expired.');
  switch (method) {
    case 'GET':
    case 'HEAD':
      return answerState(exchange, session, 200);
    case 'DELETE':
      service.uploads.delete(id);
      return noContent(exchange);
    case 'PUT':
      return await takeRange(exchange, session);
    case 'POST':
      return await commit(exchange, session);
    default:
      throw methodNotAllowed(exchange, ['GET', 'HEAD', 'PUT', 'POST', 'DELETE']);
  }
}

async function takeRange(exchange: Exchange, session: UploadSession): Promise<Response> {
  const { service, request } = exchange;
  const range = contentRange(exchange, request.headers.get('content-range'));
  checkRange(session, range);
  const { pieces, length } = await readContent(exchange, rangeLimit);
  if (length !== range.end - range.start + 1)
    throw new ODataError(
      400,
      'BadRequest',
      `The range has ${range.end - range.start + 1} bytes, the body ${length}.`,
    );
  // another may have come while this one was read
  checkRange(session, range);
  session.pieces.push(...pieces);
  session.received += length;
  session.total = range.total;
  session.expiresAt = service.options.now().getTime() + keptFor;
  if (session.received < range.total || session.deferred) return answerState(exchange, session, 202);
  return await end(exchange, session);
}

interface ContentRange {
  readonly start: number;
  /** The last byte. */
  readonly end: number;
  readonly total: number;
}

function contentRange(exchange: Exchange, header: string | null): ContentRange {
  const [, start, end, total] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(header ?? '') ?? [];
  if (start === undefined || Number(end) < Number(start) || Number(end) >= Number(total))
    throw new ODataError(
      400,
      'InvalidHeader',
      'A range is sent with Content-Range: bytes <first>-<last>/<total>.',
      { target: 'Content-Range' },
    );
  const limit = contentLimit(exchange);
  if (Number(total) > limit.bytes) throw tooLarge(limit);
  return { start: Number(start), end: Number(end), total: Number(total) };
}

/** Ranges follow one another without gap or overlap, and agree on the length of the whole. */
function checkRange(session: UploadSession, { start, total }: ContentRange): void {
  if (start !== session.received || (session.total !== undefined && total !== session.total))
    throw new ODataError(
      416,
      'InvalidHeader',
      `Expected next: ${session.received}-${session.total === undefined ? '' : ` of ${session.total}`}.`,
      { target: 'Content-Range' },
    );
}

async function commit(exchange: Exchange, session: UploadSession): Promise<Response> {
  if (session.total === undefined || session.received < session.total)
    throw new ODataError(400, 'BadRequest', `Ranges are missing from ${session.received} on.`);
  return await end(exchange, session);
}

/** The session ends even where its content can't be put: a client begins anew. */
async function end(exchange: Exchange, session: UploadSession): Promise<Response> {
  exchange.service.uploads.delete(session.id);
  return await finishUpload(exchange, session, { pieces: session.pieces, length: session.received });
}
