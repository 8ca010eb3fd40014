// OData Protocol 4.01, section 11.6 "Asynchronous Requests", and 8.2.8.8 "Preference respond-async".
import { ODataError } from '../error/odata-error.ts';
import type { Job, JobAnswer } from '../service/job.ts';
import type { ODataService } from '../service/odata-service.ts';
import { httpMessage } from './batch-multipart.ts';
import { type Exchange, methodNotAllowed } from './exchange.ts';
import { covers, parseAccept } from './headers.ts';
import { readBytes } from './read-body.ts';
import { noContent, respond } from './respond.ts';
import type { Handle } from './run-batch.ts';

/** Jobs of one service, running and finished. */
const jobLimit = 100;
/** Milliseconds that a finished job is kept. */
const keptFor = 5 * 60 * 1_000;
const monitorPath = '$async/jobs/';

/** Whether the request is to be answered later. */
export function isAsynchronous({ preferences, contentIds }: Exchange): boolean {
  return preferences.respondAsync && contentIds === undefined;
}

/** Starts the work and answers 202 with the monitor's URL. */
export async function startJob(exchange: Exchange, handle: Handle): Promise<Response> {
  const { service, headers, preferences } = exchange;
  removeExpired(service);
  if (service.jobs.size >= jobLimit)
    throw new ODataError(503, 'ServiceUnavailable', `There are ${jobLimit} jobs already.`, {
      headers: { 'Retry-After': '5' },
    });
  const job: Job = { id: crypto.randomUUID(), answer: undefined };
  const inner = await synchronous(exchange);
  service.jobs.set(job.id, job);
  void finish(service, job, handle(service, inner));
  preferences.apply('respond-async');
  headers.Location = exchange.serviceRoot + monitorPath + job.id;
  headers['Retry-After'] = '1';
  return respond(exchange, 202, null, undefined);
}

/** The same request without the preference; its body is read now, since the client goes on after the 202. */
async function synchronous(exchange: Exchange): Promise<Request> {
  const { request } = exchange;
  const headers = new Headers(request.headers);
  const rest = (headers.get('prefer') ?? '')
    .split(',')
    .filter((part) => !/^\s*(?:(?:odata\.)?respond-async|wait)\b/i.test(part))
    .join(',');
  if (rest.trim() === '') headers.delete('prefer');
  else headers.set('prefer', rest);
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

/** GET: 202 as long as the job runs, then its answer. DELETE: the job is forgotten. */
export function answerMonitor(exchange: Exchange): Response {
  const { service, method } = exchange;
  removeExpired(service);
  const id = exchange.relativeUrl.slice(monitorPath.length).split('?')[0] ?? '';
  const job = service.jobs.get(id);
  if (job === undefined)
    throw new ODataError(404, 'NotFound', 'There is no such job; finished ones are kept for five minutes.');
  if (method === 'DELETE') {
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
  const accept = exchange.request.headers.get('accept');
  if (accept !== null && wantsHttp(accept))
    return respond(exchange, 200, new Uint8Array(httpMessage(status, headers, body)), 'application/http');
  if (exchange.version !== '4.0') exchange.headers.AsyncResult = String(status);
  for (const [name, value] of Object.entries(headers))
    if (name !== 'odata-version' && name !== 'content-type' && name !== 'content-length')
      exchange.headers[name] = value;
  return respond(exchange, 200, body, headers['content-type']);
}

function wantsHttp(accept: string): boolean {
  const best = parseAccept(accept)[0];
  return best !== undefined && best.type !== '*/*' && covers(best, 'application/http');
}
