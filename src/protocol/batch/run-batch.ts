// OData Protocol 4.01, section 11.7.7.5 "Processing a Multipart Batch Request"; JSON Format, section 19.5 "Processing a Batch Request".
import { ODataError } from '../../error/odata-error.ts';
import type { JournalChange } from '../../service/journal-entry.ts';
import type { ExchangeContext } from '../exchange/exchange.ts';
import { respondError } from '../exchange/respond.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { isConditionMet } from './batch-condition.ts';
import type { BatchRequest, BatchResponse, BatchResult, BatchUnit } from './batch-request.ts';
import type { BatchRun } from './batch-run.ts';
import type { References } from './batch-value-reference.ts';
import { absoluteUrl, answeredOf, innerRequest } from './inner-request.ts';

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
  const { group } = unit;
  const notes: JournalChange[][] = [];
  try {
    const { service, cancellation } = run.exchange;
    const responses = await service.store.transaction(async (transaction) => {
      const members = await runMembers(run, unit, failedGroups, { transaction, notes });
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
  { group, requests }: BatchUnit & { readonly kind: 'changeSet' },
  failedGroups: ReadonlySet<string>,
  changeSet: ChangeSet,
): Promise<readonly BatchResponse[]> {
  const responses: BatchResponse[] = [];
  for (const request of requests) {
    const isRefused = group === undefined && (request.method === 'GET' || request.method === 'HEAD');
    const response = isRefused
      ? await failure(run, request.id, readInChangeSet())
      : await runDependent(run, request, failedGroups, changeSet);
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

/** Section 11.7.2: the atomicity groups of the JSON format may hold any requests. */
function readInChangeSet(): ODataError {
  return new ODataError(400, 'BadRequest', 'A change set holds changes and actions; reads stand beside it.');
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
  const { exchange, contentIds } = run;
  try {
    await checkDependencies(run, request, failedGroups, changeSet);
    const references: References = new Map();
    const inner = innerRequest(run, request, references);
    const context: ExchangeContext = {
      ...changeSet,
      contentIds,
      references: references.size > 0 ? references : undefined,
      cancellation: exchange.cancellation,
    };
    return await toResponse(request.id, await run.handle(exchange.service, inner, context));
  } catch (error) {
    return failure(run, request.id, error);
  }
}

/** The condition `if` decides alone, where there is one; in a change set it sees what that has changed so far. */
async function checkDependencies(
  run: BatchRun,
  { dependsOn, condition }: BatchRequest,
  failedGroups: ReadonlySet<string>,
  changeSet: ChangeSet | undefined,
): Promise<void> {
  if (condition === undefined) {
    const failed = dependsOn.find((name) => failedGroups.has(name) || isFailed(run, name));
    if (failed !== undefined) throw dependencyError(`The request depends on ${failed}, which failed.`);
    return;
  }
  const reader = readerOf(run.exchange, changeSet?.transaction);
  if (!(await isConditionMet(condition, answeredOf(run), reader)))
    throw dependencyError(`The condition ${condition.slice(0, 100)} does not hold.`);
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
