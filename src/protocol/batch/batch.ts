// OData Protocol 4.01, section 11.7 "Batch Requests": one unit after the other, each change set in one transaction.
import { ODataError } from '../../error/odata-error.ts';
import { lacks } from '../exchange/capabilities.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { methodNotAllowed } from '../exchange/exchange.ts';
import { covers, parseAccept } from '../exchange/headers.ts';
import { contentTypeOf, readBytes, readText } from '../exchange/read-body.ts';
import { noContent, respond } from '../exchange/respond.ts';
import { checkBatchHeaders } from './batch-headers.ts';
import { parseJsonBatch, writeJsonBatch } from './batch-json.ts';
import { parseMultipart, writeMultipart } from './batch-multipart.ts';
import type { BatchUnit } from './batch-request.ts';
import type { Handle } from './batch-run.ts';
import { runUnits } from './run-batch.ts';

type Format = 'multipart/mixed' | 'application/json';

export async function handleBatch(exchange: Exchange, handle: Handle): Promise<Response> {
  if (exchange.method === 'OPTIONS') {
    exchange.headers.Allow = 'POST, OPTIONS';
    return noContent(exchange);
  }
  if (exchange.method !== 'POST') throw methodNotAllowed(exchange, ['POST']);
  const { request, preferences } = exchange;
  const format = contentTypeOf(exchange)?.type;
  if (format !== 'multipart/mixed' && format !== 'application/json')
    throw new ODataError(415, 'UnsupportedMediaType', 'A batch is multipart/mixed or application/json.', {
      target: 'Content-Type',
    });
  checkBatchHeaders(exchange);
  const answerFormat = negotiateBatch(request.headers.get('accept'), format);
  const units =
    format === 'multipart/mixed'
      ? parseMultipart(await readBytes(exchange), request.headers.get('content-type') ?? '')
      : parseJsonBatch(await readText(exchange));
  checkSize(exchange, units);
  const { service } = exchange;
  const ignoresPreference =
    lacks(service, 'BatchContinueOnErrorSupported') ||
    lacks(service, 'BatchSupport', 'ContinueOnErrorSupported');
  if (!ignoresPreference) preferences.apply('continue-on-error');
  const prefer = ignoresPreference ? null : request.headers.get('prefer');
  const stopsOnError = stopsAtFirstError(prefer, format);
  const results = await runUnits(
    { exchange, handle, answers: new Map(), contentIds: new Map() },
    units,
    stopsOnError,
  );
  if (answerFormat === 'application/json')
    return respond(
      exchange,
      200,
      writeJsonBatch(results, service.profile.batchHeaderNames),
      'application/json',
    );
  const { bytes, contentType } = writeMultipart(results, format === 'application/json');
  return respond(exchange, 200, bytes, contentType);
}

/** The format of the request, unless Accept prefers the other one. */
function negotiateBatch(accept: string | null, own: Format): Format {
  if (accept === null) return own;
  const other = own === 'application/json' ? 'multipart/mixed' : 'application/json';
  for (const range of parseAccept(accept)) {
    if (range.quality <= 0) continue;
    if (covers(range, own)) return own;
    if (covers(range, other)) return other;
  }
  throw new ODataError(406, 'NotAcceptable', 'A batch is answered as multipart/mixed or application/json.', {
    target: 'Accept',
  });
}

function checkSize({ service }: Exchange, units: readonly BatchUnit[]): void {
  const { requests, status } = service.profile.batchLimit;
  const size = units.reduce((sum, unit) => sum + (unit.kind === 'request' ? 1 : unit.requests.length), 0);
  if (size > requests)
    throw new ODataError(
      status,
      'TooComplex',
      `A batch has at most ${requests} requests; this one has ${size}.`,
    );
}

/** Multipart stops unless `continue-on-error`; JSON goes on unless `continue-on-error=false`. */
function stopsAtFirstError(prefer: string | null, format: Format): boolean {
  const preference = /(?:^|[,\s])(?:odata\.)?continue-on-error\s*(?:=\s*"?(true|false)"?)?/i.exec(
    prefer ?? '',
  );
  if (preference === null) return format === 'multipart/mixed';
  return preference[1]?.toLowerCase() === 'false';
}
