// OData Protocol 4.01, section 11.6 "Asynchronous Requests", and 8.2.8.8 "Preference respond-async".
import { ODataError } from '../error/odata-error.ts';
import { createCancellation, type Job, type JobAnswer } from '../service/job.ts';
import type { ODataService } from '../service/odata-service.ts';
import { httpMessage } from './batch/batch-multipart.ts';
import type { Handle } from './batch/batch-run.ts';
import { lacks } from './exchange/capabilities.ts';
import { type Exchange, methodNotAllowed } from './exchange/exchange.ts';
import { parseMediaType } from './exchange/headers.ts';
import { readBytes } from './exchange/read-body.ts';
import { noContent, respond } from './exchange/respond.ts';

/** Jobs of one service, running and finished. */
const jobLimit = 100;
/** Milliseconds that a finished job is kept. */
const keptFor = 5 * 60 * 1_000;
/** Seconds that a request is waited for at most, whatever the client asks for. */
const waitLimit = 60;
/** Milliseconds that a callback may take. */
const callbackLimit = 10_000;
const monitorPath = '$async/jobs/';

/** Whether the request is to be answered later. The preference is ignored where the service says that it does not do that. */
export function isAsynchronous({ preferences, contentIds, service }: Exchange): boolean {
  return (
    preferences.respondAsync && contentIds === undefined && !lacks(service, 'AsynchronousRequestsSupported')
  );
}

/** Starts the work and answers 202 with the monitor's URL; or with the result, where that is there in the time that the client waits. */
export async function startJob(exchange: Exchange, handle: Handle): Promise<Response> {
  const { service, headers, preferences } = exchange;
  makeRoom(service);
  const inner = await synchronous(exchange);
  const cancellation = createCancellation();
  const response = Promise.resolve(handle(service, inner, { cancellation }));
  const wait = service.options.ignoreWait === true ? undefined : preferences.wait;
  if (wait !== undefined && (await isDoneWithin(response, wait))) return response;
  const job: Job = { id: crypto.randomUUID(), cancellation, answer: undefined };
  service.jobs.set(job.id, job);
  const finished = finish(service, job, response);
  preferences.apply('respond-async');
  if (wait !== undefined) preferences.apply('wait');
  const callback = callbackUrl(preferences.callback);
  if (callback !== undefined) {
    preferences.apply('callback');
    void finished.then(() => (service.jobs.has(job.id) ? callBack(exchange, callback) : undefined));
  }
  headers.Location = exchange.serviceRoot + monitorPath + job.id;
  headers['Retry-After'] = '1';
  return respond(exchange, 202, null, undefined);
}

/** Forgets what has expired, and where that is not enough the finished job that is oldest; 503 where all are running. */
function makeRoom(service: ODataService): void {
  removeExpired(service);
  if (service.jobs.size < jobLimit) return;
  const finished = [...service.jobs.values()].find(({ answer }) => answer !== undefined);
  if (finished === undefined)
    throw new ODataError(503, 'ServiceUnavailable', `${jobLimit} jobs are running already.`, {
      headers: { 'Retry-After': '5' },
    });
  service.jobs.delete(finished.id);
}

/** Whether the answer is there after at most so many seconds, of which a minute counts. */
async function isDoneWithin(response: Promise<Response>, seconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), Math.min(seconds, waitLimit) * 1_000);
  });
  const done = await Promise.race([response.then(() => true as const), timeout]);
  clearTimeout(timer);
  return done;
}

/** Section 8.2.8.2 "Preference callback": other URLs than those of HTTP are not called, which the answer tells by not naming the preference. */
function callbackUrl(text: string | undefined): string | undefined {
  return text !== undefined && URL.canParse(text) && /^https?:/i.test(text) ? text : undefined;
}

/** Tells the client's URL by a GET that the result is there. Nobody waits for its answer. */
async function callBack({ service, request }: Exchange, url: string): Promise<void> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(callbackLimit) });
    await response.body?.cancel();
  } catch (cause) {
    service.options.log?.({ kind: 'defect', message: `The callback to ${url} failed.`, request, cause });
  }
}

/**
 * The same request without the preference, and with the formats that its result may have: application/http is how the
 * monitor wraps it. The body is read now, since the client goes on after the 202.
 */
async function synchronous(exchange: Exchange): Promise<Request> {
  const { request } = exchange;
  const headers = new Headers(request.headers);
  const rest = (headers.get('prefer') ?? '')
    .split(',')
    .filter((part) => !/^\s*(?:(?:odata\.)?respond-async|wait|callback)\b/i.test(part))
    .join(',');
  if (rest.trim() === '') headers.delete('prefer');
  else headers.set('prefer', rest);
  const accept = (headers.get('accept') ?? '').split(',').filter((range) => !namesHttp(range));
  if (accept.join('').trim() === '') headers.delete('accept');
  else headers.set('accept', accept.join(','));
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  const body = hasBody ? await readBytes(exchange) : undefined;
  return new Request(request.url, {
    method: request.method,
    headers,
    ...(body !== undefined && body.length > 0 && { body }),
  });
}

async function finish(service: ODataService, job: Job, pending: Promise<Response>): Promise<void> {
  const response = await pending;
  const headers = Object.fromEntries([...response.headers]);
  const body = new Uint8Array(await response.arrayBuffer());
  job.answer = { status: response.status, headers, body, finishedAt: service.options.now().getTime() };
}

function removeExpired(service: ODataService): void {
  const oldest = service.options.now().getTime() - keptFor;
  for (const [id, { answer }] of service.jobs)
    if (answer !== undefined && answer.finishedAt < oldest) service.jobs.delete(id);
}

export function isMonitor({ relativeUrl, contentIds }: Exchange): boolean {
  return contentIds === undefined && relativeUrl.startsWith(monitorPath);
}

/** GET: 202 as long as the job runs, then its answer. DELETE: a running job is stopped and leaves nothing, and the job is forgotten. */
export function answerMonitor(exchange: Exchange): Response {
  const { service, method } = exchange;
  removeExpired(service);
  const id = exchange.relativeUrl.slice(monitorPath.length).split('?')[0] ?? '';
  const job = service.jobs.get(id);
  if (job === undefined)
    throw new ODataError(404, 'NotFound', 'There is no such job; finished ones are kept for five minutes.');
  if (method === 'DELETE') {
    if (job.answer === undefined && !job.cancellation.cancel())
      throw new ODataError(
        409,
        'Conflict',
        'A part of the work is done already: it can no longer be cancelled.',
      );
    service.jobs.delete(id);
    return noContent(exchange);
  }
  if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed(exchange, ['GET', 'HEAD', 'DELETE']);
  return job.answer === undefined ? stillRunning(exchange, job) : finished(exchange, job.answer);
}

function stillRunning(exchange: Exchange, job: Job): Response {
  exchange.headers.Location = exchange.serviceRoot + monitorPath + job.id;
  exchange.headers['Retry-After'] = '1';
  return respond(exchange, 202, null);
}

/** The answer itself, with its status in AsyncResult; or as application/http where the client asks for that. */
function finished(exchange: Exchange, { status, headers, body }: JobAnswer): Response {
  const { request, service, version } = exchange;
  const accept = request.headers.get('accept');
  const plain = service.options.plainJobResults === true;
  const asHttp = accept === null ? version === '4.0' && !plain : accept.split(',').some(namesHttp);
  if (asHttp) {
    if (version !== '4.0') exchange.headers.AsyncResult = String(status);
    return respond(exchange, 200, new Uint8Array(httpMessage(status, headers, body)), 'application/http');
  }
  // the result is of the version that its own request asked for
  const resultVersion = headers['odata-version'] === '4.0' ? '4.0' : version;
  exchange.headers['OData-Version'] = resultVersion;
  if (resultVersion !== '4.0' || !plain) exchange.headers.AsyncResult = String(status);
  for (const [name, value] of Object.entries(headers))
    if (name !== 'odata-version' && name !== 'content-type' && name !== 'content-length')
      exchange.headers[name] = value;
  return respond(exchange, 200, body, headers['content-type']);
}

function namesHttp(range: string): boolean {
  const { type, quality } = parseMediaType(range);
  return type === 'application/http' && quality > 0;
}
