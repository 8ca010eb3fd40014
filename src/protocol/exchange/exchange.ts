// OData Protocol 4.01, section 8 "Header Fields": one request with what its headers say, and the headers of its answer.
import { ODataError, type ODataErrorDetail } from '../../error/odata-error.ts';
import type { Variables } from '../../query/expression/scope.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { Cancellation } from '../../service/job.ts';
import type { JournalChange } from '../../service/journal-entry.ts';
import type { ODataService } from '../../service/odata-service.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { acceptOf } from './charset.ts';
import type { Connection } from './connection.ts';
import { type JsonFormat, negotiateJson, negotiateVersion, type ODataVersion } from './headers.ts';
import { type Preferences, parsePrefer } from './prefer.ts';
import type { RequestRecord } from './request-record.ts';

/** A request on its way through the chapters. */
export interface Exchange {
  readonly service: ODataService;
  readonly request: Request;
  readonly method: string;
  /** Absolute URL of the service root, with its slash at the end. */
  readonly serviceRoot: string;
  /** What follows the service root, percent-encoded, with its query part. */
  readonly relativeUrl: string;
  readonly version: ODataVersion;
  readonly preferences: Preferences;
  /** Headers of the answer so far. */
  readonly headers: Record<string, string>;
  /** What was found wrong with the request so far. */
  readonly violations: ODataErrorDetail[];
  /** The transaction of the change set that the request belongs to; undefined where it stands alone. */
  readonly transaction: StoreTransaction | undefined;
  /** How the request is stopped, where it is answered later; undefined where nothing can stop it. */
  readonly cancellation: Cancellation | undefined;
  /** That the answer goes to while it is being written; undefined where it is wanted whole: in a batch, in process. */
  readonly connection: Connection | undefined;
  /** URLs of what earlier requests of a batch created, by `$<Content-ID>`. */
  readonly contentIds: ReadonlyMap<string, string> | undefined;
  /** Variables in the expressions of the request, for values of earlier answers of its batch. */
  readonly references: Variables | undefined;
  /** What is noted for the journal. */
  readonly record: RequestRecord | undefined;
}

/** What a request is part of. */
export interface ExchangeContext {
  readonly transaction?: StoreTransaction | undefined;
  readonly contentIds?: ReadonlyMap<string, string> | undefined;
  readonly references?: Variables | undefined;
  readonly cancellation?: Cancellation | undefined;
  readonly connection?: Connection | undefined;
  /** The request's headers as they came over a connection, names and values by turns; undefined in process. */
  readonly rawHeaders?: readonly string[] | undefined;
  /** Takes the changes that the journal has of each request of a change set, so that they can be taken back with it. */
  readonly notes?: JournalChange[][];
}

export function openExchange(
  service: ODataService,
  request: Request,
  context: ExchangeContext,
  record?: RequestRecord,
): Exchange {
  const { url, headers } = request;
  const rootEnd = rootLength(url, service.path);
  const { profile } = service;
  const version = negotiateVersion(headers.get('odata-maxversion'), profile.defaultVersion);
  return {
    service,
    request,
    method: request.method,
    serviceRoot: `${url.slice(0, rootEnd)}/`,
    relativeUrl: relativeUrl(url.slice(rootEnd), url.slice(0, rootEnd)),
    version,
    preferences: parsePrefer(headers.get('prefer'), service.profile.honoured),
    headers: responseHeaders(service, request, version),
    violations: [],
    transaction: context.transaction,
    contentIds: context.contentIds,
    references: context.references,
    cancellation: context.cancellation,
    connection: context.connection,
    record,
  };
}

export function responseHeaders(
  service: ODataService,
  request: Request,
  version: ODataVersion,
): Record<string, string> {
  return {
    'OData-Version': version,
    Vary: 'Accept, OData-MaxVersion, Prefer',
    ...service.profile.responseHeaders(request),
  };
}

/** Where the service root ends in the URL, without its slash. */
function rootLength(url: string, path: string): number {
  const host = url.indexOf('/', url.indexOf('//') + 2);
  const end = host < 0 ? url.length : host;
  return url.startsWith(path, end) ? end + path.length : end;
}

/**
 * What follows the service root. Clients that take only https URLs for absolute ones (@microsoft/microsoft-graph-client)
 * put an http URL of this service behind its root: it means the same as without the first root.
 */
function relativeUrl(rest: string, root: string): string {
  const fragment = rest.indexOf('#');
  const relative = (fragment < 0 ? rest : rest.slice(0, fragment)).replace(/^\//, '');
  return relative.startsWith(`${root}/`) ? relative.slice(root.length + 1) : relative;
}

/** The JSON format that the answer is to have; 406 where the client wants another. */
export function jsonFormatOf(exchange: Exchange, resolved: Pick<ResolvedRequest, 'format'>): JsonFormat {
  return negotiateJson(acceptOf(exchange.request), resolved.format);
}

export function isPrefixed(exchange: Exchange): boolean {
  const { options, profile } = exchange.service;
  return (
    exchange.version === '4.0' || (options.prefixedControlInformation ?? profile.prefixedControlInformation)
  );
}

/** 405 with the methods that the resource has; RFC 9110, section 10.2.1: an empty Allow says that it has none. */
export function methodNotAllowed(
  exchange: Exchange,
  allowed: readonly string[],
  reason?: string,
): ODataError {
  const possible = allowed.length === 0 ? 'No method is' : `Possible: ${allowed.join(', ')}`;
  return new ODataError(
    405,
    'MethodNotAllowed',
    `${exchange.method} is not possible here${reason === undefined ? '' : `: ${reason}`}. ${possible}.`,
    { headers: { Allow: allowed.join(', ') } },
  );
}

export function notImplemented(what: string): ODataError {
  return new ODataError(501, 'NotImplemented', `${what} is not implemented.`);
}

/** 404 for what the path names. */
export function notFound({ relativeUrl }: Pick<Exchange, 'relativeUrl'>): ODataError {
  const path = relativeUrl.split('?')[0] ?? '';
  return new ODataError(404, 'NotFound', `There is no resource ${path.slice(0, 200)}.`);
}
