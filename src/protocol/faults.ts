// OData Protocol 4.01, section 9.3 "Client Error Responses" and 9.4 "Server Error Responses": answers that a rule makes fail.
import { STATUS_CODES } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, FaultRule } from '../service/faults.ts';
import type { Profile } from '../service/profile.ts';
import type { Exchange } from './exchange/exchange.ts';
import { failInStream, headersOfParts } from './exchange/in-stream-error.ts';
import { respondError, type SentError, writeError } from './exchange/respond.ts';

/**
 * Answers as the rule says, and says so in a header. A reset connection is the Fetch standard's network error
 * (`Response.error()`), which who holds the connection makes true.
 */
export async function answerWithFault(
  exchange: Exchange,
  { rule, name, latency }: Fault,
  answer: () => Promise<Response>,
): Promise<Response> {
  const { record, service, request } = exchange;
  exchange.headers['OData-Emulator-Fault'] = name;
  if (record !== undefined) record.fault = name;
  if (latency > 0) await delay(latency);
  if (record !== undefined && (rule.status !== undefined || rule.connection !== undefined))
    record.answeredBy = 'fault';
  if (rule.status !== undefined)
    return writeError(service, request, exchange, errorOf(rule, rule.status, service.profile));
  if (rule.connection !== undefined) return Response.error();
  if (rule.body === undefined) return await answer();
  const response = await answer().catch((error: unknown) => respondError(service, request, exchange, error));
  return await bodyFaults[rule.body](response, exchange, rule);
}

type BodyFault = (response: Response, exchange: Exchange, rule: FaultRule) => Promise<Response>;

const bodyFaults: Readonly<Record<NonNullable<FaultRule['body']>, BodyFault>> = {
  truncated,
  malformed,
  'in-stream-error': failingInStream,
};

function errorOf(rule: FaultRule, status: number, { throttling }: Profile): SentError {
  const reason = STATUS_CODES[status] ?? 'Error';
  const usual =
    status === 429
      ? throttling
      : { code: reason.replace(/[^A-Za-z]/g, ''), message: `${reason}; a fault of the emulator.` };
  const seconds = rule.retryAfter ?? (status === 429 || status === 503 ? 10 : undefined);
  return {
    status,
    code: rule.code ?? usual.code,
    message: rule.message ?? usual.message,
    headers: seconds === undefined ? {} : { 'Retry-After': String(seconds) },
  };
}

/** Half of the body, and then the connection ends though the headers promise more. */
async function truncated(response: Response, exchange: Exchange): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length === 0) return response;
  const error = { code: 'Truncated', message: 'the body ends in the middle, by a fault of the emulator' };
  const body = halfOf(bytes, (controller) => failInStream(exchange, controller, error));
  return changedBody(response, body, { 'Content-Length': String(bytes.length) });
}

/** Half of the body of a success, and then what is told of an error when it is too late for a status. */
async function failingInStream(response: Response, exchange: Exchange, rule: FaultRule): Promise<Response> {
  if (!response.ok) return response;
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length === 0) return changedBody(response, null);
  const error = errorOf(rule, 500, exchange.service.profile);
  const body = halfOf(bytes, (controller) => failInStream(exchange, controller, error));
  return changedBody(response, body, headersOfParts(exchange));
}

function halfOf(
  bytes: Uint8Array,
  fail: (controller: ReadableStreamDefaultController<Uint8Array>) => void,
): ReadableStream<Uint8Array> {
  let isSent = false;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (isSent) return fail(controller);
        isSent = true;
        controller.enqueue(bytes.subarray(0, Math.ceil(bytes.length / 2)));
      },
    },
    // nothing is pulled ahead: it fails when the half is on its way
    { highWaterMark: 0 },
  );
}

/** Whole by its length, and no JSON. */
async function malformed(response: Response): Promise<Response> {
  const text = await response.text();
  if (text === '') return changedBody(response, null);
  return changedBody(response, text.includes('":') ? text.replace('":', '"=') : `${text}}`);
}

/** The answer with another body; how the body was framed goes with it. */
function changedBody(
  { status, headers: given }: Response,
  body: string | ReadableStream<Uint8Array> | null,
  framing: Readonly<Record<string, string>> = {},
): Response {
  const headers = new Headers(given);
  for (const name of ['Content-Length', 'Transfer-Encoding', 'Trailer']) headers.delete(name);
  for (const [name, value] of Object.entries(framing)) headers.set(name, value);
  return new Response(body, { status, headers });
}
