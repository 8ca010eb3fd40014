// OData Protocol 4.01, section 11.7.7.5 "Processing a Multipart Batch Request"; JSON Format, section 19.5 "Processing a Batch Request".
import { ODataError } from '../error/odata-error.ts';
import type { JournalChange } from '../service/journal.ts';
import type { ODataService } from '../service/odata-service.ts';
import type { StoreReader } from '../store/store.ts';
import { isConditionMet } from './batch-condition.ts';
import { headersWithin } from './batch-headers.ts';
import type { BatchRequest, BatchResponse, BatchResult, BatchUnit } from './batch-request.ts';
import { type References, withReferencedValues, withReferencesInBody } from './batch-value-reference.ts';
import { relativeId } from './entity-reference.ts';
import type { Exchange, ExchangeContext } from './exchange.ts';
import { readerOf } from './exchange-reader.ts';
import type { Answered } from './referenced-value.ts';
import { respondError } from './respond.ts';

/** What answers one request of a batch. */
export type Handle = (
  service: ODataService,
  request: Request,
  context?: ExchangeContext,
) => Promise<Response>;

/** A batch in progress. */
export interface BatchRun {
  readonly exchange: Exchange;
  readonly handle: Handle;
  /** Answers so far, by id. */
  readonly answers: Map<string, BatchResponse>;
  /** URLs of what was created or read, by `$<id>`. */
  readonly contentIds: Map<string, string>;
}

/** Answers the units in order, until one fails where that stops the batch. */
export async function runUnits(
  run: BatchRun,
  units: readonly BatchUnit[],
  stopsOnError: boolean,
): Promise<readonly BatchResult[]> {
  const results: BatchResult[] = [];
  const failedGroups = new Set<string>();
  for (const unit of units) {
    run.exchange.cancellation?.signal.throwIfAborted();
    const result =
      unit.kind === 'request'
        ? ({
            kind: 'request',
            response: await runDependent(run, unit.request, failedGroups, undefined),
          } as const)
        : await runChangeSet(run, unit, failedGroups);
    results.push(result);
    const failed = result.kind === 'request' ? result.response.status >= 400 : result.failed;
    if (failed && stopsOnError) break;
  }
  return results;
}

/** What the requests of a change set have in common. */
type ChangeSet = Required<Pick<ExchangeContext, 'transaction' | 'notes'>>;

/** Undoes the transaction of a change set. */
class ChangeSetFailed extends Error {
  constructor(readonly responses: readonly BatchResponse[]) {
    super('a request of the change set failed');
  }
}

async function runChangeSet(
  run: BatchRun,
  unit: BatchUnit & { readonly kind: 'changeSet' },
  failedGroups: Set<string>,
): Promise<BatchResult> {
  const { group, requests } = unit;
  const notes: JournalChange[][] = [];
  try {
    const { service, cancellation } = run.exchange;
    const responses = await service.store.transaction(async (transaction) => {
      const members = await runMembers(run, requests, failedGroups, { transaction, notes });
      cancellation?.apply(transaction.changes().length > 0);
      return members;
    });
    return { kind: 'changeSet', group, failed: false, responses };
  } catch (error) {
    for (const noted of notes) noted.length = 0;
    if (!(error instanceof ChangeSetFailed)) throw error;
    if (group !== undefined) failedGroups.add(group);
    return {
      kind: 'changeSet',
      group,
      failed: true,
      responses: await failedResponses(run, unit, error.responses),
    };
  }
}

async function runMembers(
  run: BatchRun,
  requests: readonly BatchRequest[],
  failedGroups: ReadonlySet<string>,
  changeSet: ChangeSet,
): Promise<readonly BatchResponse[]> {
  const responses: BatchResponse[] = [];
  for (const request of requests) {
    const response = await runDependent(run, request, failedGroups, changeSet);
    responses.push(response);
    if (response.status >= 400) throw new ChangeSetFailed(responses);
  }
  return responses;
}

/** The one that failed has its own answer; in the JSON format all others of the group failed with it. */
async function failedResponses(
  run: BatchRun,
  { group, requests }: BatchUnit & { readonly kind: 'changeSet' },
  responses: readonly BatchResponse[],
): Promise<readonly BatchResponse[]> {
  const failed = responses.at(-1) as BatchResponse;
  if (group === undefined) return [failed];
  const all: BatchResponse[] = [];
  for (const { id } of requests) {
    const other = dependencyError('Another request of the atomicity group failed.');
    const response = id === failed.id ? failed : await failure(run, id, other);
    remember(run, id, response, undefined);
    all.push(response);
  }
  return all;
}

function dependencyError(message: string): ODataError {
  return new ODataError(424, 'FailedDependency', message);
}

/** 424 where what it depends on failed, or its condition does not hold. */
async function runDependent(
  run: BatchRun,
  request: BatchRequest,
  failedGroups: ReadonlySet<string>,
  changeSet: ChangeSet | undefined,
): Promise<BatchResponse> {
  const response = await runOrRefuse(run, request, failedGroups, changeSet);
  remember(run, request.id, response, request);
  return response;
}

async function runOrRefuse(
  run: BatchRun,
  request: BatchRequest,
  failedGroups: ReadonlySet<string>,
  changeSet: ChangeSet | undefined,
): Promise<BatchResponse> {
  try {
    const failed = request.dependsOn.find((name) => failedGroups.has(name) || isFailed(run, name));
    if (request.condition === undefined) {
      if (failed !== undefined) throw dependencyError(`The request depends on ${failed}, which failed.`);
    } else if (!(await isConditionMet(request.condition, answeredOf(run), readerIn(run, changeSet))))
      throw dependencyError(`The condition ${request.condition.slice(0, 100)} does not hold.`);
    const { cancellation } = run.exchange;
    const references: References = new Map();
    const inner = innerRequest(run, request, references);
    const context: ExchangeContext = {
      ...changeSet,
      contentIds: run.contentIds,
      references: references.size > 0 ? references : undefined,
      cancellation,
    };
    return await toResponse(request.id, await run.handle(run.exchange.service, inner, context));
  } catch (error) {
    return failure(run, request.id, error);
  }
}

/** Inside of a change set, conditions see what it has changed so far. */
function readerIn({ exchange }: BatchRun, changeSet: ChangeSet | undefined): StoreReader {
  return readerOf(exchange, changeSet?.transaction);
}

function answeredOf({ exchange, answers, contentIds }: BatchRun): Answered {
  const { service, serviceRoot } = exchange;
  const urlOf = (id: string): string | undefined => contentIds.get(`$${id}`)?.slice(serviceRoot.length);
  return { service, answers, urlOf };
}

function isFailed(run: BatchRun, name: string): boolean {
  const answer = run.answers.get(name);
  return answer !== undefined && (answer.status < 200 || answer.status > 299);
}

function failure(run: BatchRun, id: string | undefined, error: unknown): Promise<BatchResponse> {
  const { service, request } = run.exchange;
  return toResponse(id, respondError(service, request, undefined, error));
}

async function toResponse(id: string | undefined, response: Response): Promise<BatchResponse> {
  return {
    id,
    status: response.status,
    headers: headersOf(response),
    body: new Uint8Array(await response.arrayBuffer()),
  };
}

function headersOf(response: Response): Record<string, string> {
  return Object.fromEntries([...response.headers].filter(([name]) => name !== 'content-length'));
}

/** References by `$<id>` stand for what Location says, or for the URL of the request. */
function remember(
  run: BatchRun,
  id: string | undefined,
  response: BatchResponse,
  request: BatchRequest | undefined,
): void {
  if (id === undefined) return;
  run.answers.set(id, response);
  const url = response.headers.location ?? (request && withoutQuery(absoluteUrl(run, request.url)));
  if (url !== undefined && response.status < 300 && !topLevel.has(id)) run.contentIds.set(`$${id}`, url);
}

/** Section 11.7.4: resources that have these names with `$` have precedence. */
const topLevel: ReadonlySet<string> = new Set([
  'batch',
  'crossjoin',
  'all',
  'entity',
  'root',
  'id',
  'metadata',
]);

function withoutQuery(url: string): string {
  return url.split('?')[0] ?? url;
}

/** `references` takes the variables that its expressions have. */
function innerRequest(
  run: BatchRun,
  { method, url, headers, body }: BatchRequest,
  references: References,
): Request {
  const answered = answeredOf(run);
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (name !== 'host' && name !== 'content-length')
      own[name] = isTagHeader(name) ? tagOf(run, value) : value;
  const all = headersWithin(run.exchange.request, own);
  const hasBody = body !== undefined && method !== 'GET' && method !== 'HEAD';
  const sent = hasBody ? withValuesInBody(body, headers, answered, references) : null;
  const target = absoluteUrl(run, withValuesInQuery(url, answered, references));
  try {
    return new Request(target, { method, headers: all, body: sent });
  } catch (cause) {
    throw new ODataError(
      400,
      'BadRequest',
      `A request of the batch is malformed: ${method} ${url.slice(0, 100)}`,
      { cause },
    );
  }
}

/** Only the query part of a URL may refer to values. */
function withValuesInQuery(url: string, answered: Answered, references: References): string {
  const at = url.indexOf('?');
  return at < 0 ? url : url.slice(0, at) + withReferencedValues(url.slice(at), answered, references);
}

function withValuesInBody(
  body: Uint8Array<ArrayBuffer>,
  headers: BatchRequest['headers'],
  answered: Answered,
  references: References,
): Uint8Array<ArrayBuffer> | string {
  if (!/^application\/json/i.test(headers['content-type'] ?? '')) return body;
  return withReferencesInBody(new TextDecoder().decode(body), answered, references) ?? body;
}

function isTagHeader(name: string): boolean {
  return name === 'if-match' || name === 'if-none-match';
}

/** `If-Match: $1` stands for the ETag of an earlier answer. */
function tagOf(run: BatchRun, value: string): string {
  const id = /^\$(.+)$/.exec(value.trim())?.[1];
  return (id === undefined ? undefined : run.answers.get(id)?.headers.etag) ?? value;
}

function absoluteUrl(run: BatchRun, url: string): string {
  const { exchange, contentIds } = run;
  const relative = relativeId({ ...exchange, contentIds }, url);
  if (relative === undefined)
    throw new ODataError(404, 'NotFound', `${url.slice(0, 120)} is no URL of this service.`);
  return exchange.serviceRoot + relative;
}
