// OData Protocol 4.01, section 9 "Common Response Status Codes", and JSON Format, section 21 "Error Handling".
import { type EdmEntityType, isOfType } from '../../edm/edm-model.ts';
import type { ErrorCode } from '../../error/error-codes.ts';
import { ODataError } from '../../error/odata-error.ts';
import { type ErrorContent, serializeError } from '../../json/write/error-body.ts';
import type { ODataService } from '../../service/odata-service.ts';
import { type Exchange, responseHeaders } from './exchange.ts';
import { negotiateVersion, type ODataVersion } from './headers.ts';
import { keptText } from './request-record.ts';

/** An answer with the headers that the exchange has gathered. The body is written once: the server sends text fastest. */
export function respond(
  exchange: Exchange,
  status: number,
  body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null,
  contentType?: string,
): Response {
  const { headers, method, preferences, record } = exchange;
  if (record !== undefined) record.responseBody = keptText(body);
  if (contentType !== undefined) headers['Content-Type'] = contentType;
  const applied = preferences.applied();
  if (applied !== undefined) headers['Preference-Applied'] = applied;
  if (method !== 'HEAD') {
    // Without it, an empty body would go as chunks. 204 has no body at all.
    if (body === null && status !== 204) headers['Content-Length'] = '0';
    return new Response(body, { status, headers });
  }
  if (typeof body === 'string') headers['Content-Length'] = String(Buffer.byteLength(body));
  else if (body instanceof Uint8Array) headers['Content-Length'] ??= String(body.byteLength);
  return new Response(null, { status, headers });
}

export function noContent(exchange: Exchange): Response {
  return respond(exchange, 204, null);
}

/** An error as it is answered. */
export interface SentError extends ErrorContent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** The one place where what was thrown becomes an OData error. */
export function respondError(
  service: ODataService,
  request: Request,
  exchange: Exchange | undefined,
  thrown: unknown,
  record = exchange?.record,
): Response {
  return writeError(service, request, exchange, thrownError(service, request, thrown), record);
}

export function thrownError(service: ODataService, request: Request, thrown: unknown): ODataError {
  return thrown instanceof ODataError ? thrown : defect(service, request, thrown);
}

/** An error as it is sent. */
export function writeError(
  service: ODataService,
  request: Request,
  exchange: Exchange | undefined,
  error: SentError,
  record = exchange?.record,
): Response {
  const headers: Record<string, string> = {
    ...(exchange?.headers ?? responseHeaders(service, request, versionOf(service, request))),
  };
  if (error.status !== 304) {
    headers['Content-Language'] = 'en';
    delete headers.ETag;
    delete headers.Location;
  }
  Object.assign(headers, error.headers);
  if (error.status === 304) return new Response(null, { status: 304, headers });
  headers['Content-Type'] = 'application/json';
  const { message, target, details } = error;
  const content = { code: codeOf(service, exchange, error), message, target, details };
  const body = serializeError(content, errorMembers(service, request, error, headers));
  if (record !== undefined) record.responseBody = keptText(body);
  if (request.method === 'HEAD') {
    headers['Content-Length'] = String(Buffer.byteLength(body));
    return new Response(null, { status: error.status, headers });
  }
  return new Response(body, { status: error.status, headers });
}

/** The code that the profile has for entities of the type that the URL names, or the usual one. */
function codeOf(
  { profile, resolve }: ODataService,
  exchange: Exchange | undefined,
  { code }: SentError,
): string {
  const rules = profile.errorCodes.filter(({ codes }) => code in codes);
  if (rules.length === 0 || exchange === undefined) return code;
  const type = typeOfUrl(resolve, exchange.relativeUrl);
  const rule = type && rules.find(({ of }) => of.some((name) => isOfType(type, name)));
  return rule?.codes[code as ErrorCode] ?? code;
}

/** The entity type of the last entities that a URL names; undefined where it can't be resolved. */
function typeOfUrl(resolve: ODataService['resolve'], relativeUrl: string): EdmEntityType | undefined {
  try {
    const types = resolve(relativeUrl).path.segments.map(({ result }) => result?.type);
    return types.findLast((type): type is EdmEntityType => type?.kind === 'EntityType');
  } catch {
    return undefined;
  }
}

/** The version of an error about a request that was not opened: its OData-MaxVersion may be what is wrong. */
function versionOf({ profile }: ODataService, { headers }: Request): ODataVersion {
  try {
    return negotiateVersion(headers.get('odata-maxversion'), profile.defaultVersion);
  } catch {
    return profile.defaultVersion;
  }
}

/** What a debugging service and the profile add to an error. */
function errorMembers(
  service: ODataService,
  request: Request,
  { cause, status }: SentError,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  return {
    ...(service.options.debug === true &&
      cause instanceof Error && { innererror: { message: cause.message, stacktrace: cause.stack } }),
    ...service.profile.errorMembers(request, headers, status),
  };
}

function defect(service: ODataService, request: Request, cause: unknown): ODataError {
  const message = 'The request failed by a defect of the service.';
  service.options.log?.({ kind: 'defect', message, request, cause });
  return new ODataError(500, 'InternalError', 'The service failed; its log has the cause.', { cause });
}
