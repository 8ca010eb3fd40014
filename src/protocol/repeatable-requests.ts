// OASIS Repeatable Requests Version 1.0: a change that is sent again is done once, and answered as it was.
import { ODataError } from '../error/odata-error.ts';
import type { JobAnswer } from '../service/job.ts';
import type { ODataService } from '../service/odata-service.ts';
import type { Exchange } from './exchange/exchange.ts';

/** Milliseconds that an answer is kept, and that a first sending may lie back. */
const keptFor = 5 * 60 * 1_000;
const answerLimit = 1_000;

/** Section 2: whether the request can be sent again; both headers belong together. */
export function isRepeatable({ request, method }: Exchange): boolean {
  const id = request.headers.get('repeatability-request-id');
  const firstSent = request.headers.get('repeatability-first-sent');
  if (id === null && firstSent === null) return false;
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return false;
  if (id === null || firstSent === null || !/^[\w-]{1,128}$/.test(id))
    throw new ODataError(
      400,
      'InvalidHeader',
      'Repeatability-Request-ID and Repeatability-First-Sent come together, the first as a GUID.',
      { target: 'Repeatability-Request-ID' },
    );
  return true;
}

/** Answers from memory where the request was answered already, else by `act`; 412 where it was first sent too long ago. */
export async function answerOnce(exchange: Exchange, act: () => Promise<Response>): Promise<Response> {
  const { service, request, method, relativeUrl, headers } = exchange;
  const now = service.options.now().getTime();
  const firstSent = Date.parse(request.headers.get('repeatability-first-sent') ?? '');
  if (Number.isNaN(firstSent))
    throw new ODataError(400, 'InvalidHeader', 'Repeatability-First-Sent must be an HTTP date.', {
      target: 'Repeatability-First-Sent',
    });
  if (firstSent < now - keptFor)
    throw new ODataError(
      412,
      'PreconditionFailed',
      'The request was first sent too long ago to be repeated.',
      {
        headers: { 'Repeatability-Result': 'rejected' },
      },
    );
  const { repeatable } = service;
  forgetOld(service, now);
  const key = `${request.headers.get('repeatability-request-id')} ${method} ${relativeUrl}`;
  headers['Repeatability-Result'] = 'accepted';
  let pending = repeatable.get(key);
  if (pending === undefined) {
    pending = act().then((response) => keep(response, now));
    repeatable.set(key, pending);
    // what failed is done anew when it is sent again
    pending.catch(() => repeatable.delete(key));
  }
  const answer = await pending;
  return new Response(answer.body.length === 0 ? null : answer.body, answer);
}

async function keep(response: Response, finishedAt: number): Promise<JobAnswer> {
  const headers = Object.fromEntries([...response.headers]);
  return { status: response.status, headers, body: new Uint8Array(await response.arrayBuffer()), finishedAt };
}

/** The oldest come first. */
function forgetOld({ repeatable }: ODataService, now: number): void {
  for (const [key, pending] of repeatable) {
    if (repeatable.size >= answerLimit) repeatable.delete(key);
    else
      void pending.then(({ finishedAt }) => {
        if (finishedAt < now - keptFor) repeatable.delete(key);
      });
    if (repeatable.size < answerLimit) return;
  }
}
