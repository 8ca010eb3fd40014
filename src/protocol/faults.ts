// OData Protocol 4.01, section 9.3 "Client Error Responses" and 9.4 "Server Error Responses": answers that a rule makes fail.
import { STATUS_CODES } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, FaultRule } from '../service/faults.ts';
import type { Profile } from '../service/profile.ts';
import type { Exchange } from './exchange.ts';
import { respondError, writeError } from './respond.ts';

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
  return rule.body === 'truncated' ? truncated(response) : malformed(response);
}

function errorOf(rule: FaultRule, status: number, { throttling }: Profile): Parameters<typeof writeError>[3] {
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
async function truncated(response: Response): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length === 0) return response;
  const headers = new Headers(response.headers);
  headers.set('Content-Length', String(bytes.length));
  let isSent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (isSent) {
        controller.error(
          new TypeError('terminated: the body ends in the middle, by a fault of the emulator'),
        );
        return;
      }
      isSent = true;
      controller.enqueue(bytes.subarray(0, Math.ceil(bytes.length / 2)));
    },
  });
  return new Response(body, { status: response.status, headers });
}

/** Whole by its length, and no JSON. */
async function malformed(response: Response): Promise<Response> {
  const text = await response.text();
  if (text === '') return new Response(null, { status: response.status, headers: response.headers });
  const spoilt = text.includes('":') ? text.replace('":', '"=') : `${text}}`;
  const headers = new Headers(response.headers);
  headers.delete('Content-Length');
  return new Response(spoilt, { status: response.status, headers });
}
