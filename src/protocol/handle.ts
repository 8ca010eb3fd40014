// OData Protocol 4.01: parse, resolve, act, serialize.
import { ODataError } from '../error/odata-error.ts';
import type { ResolvedRequest } from '../query/query.ts';
import type { ODataService } from '../service/odata-service.ts';
import { andThen, type MaybePromise } from '../store/maybe-promise.ts';
import { answerMonitor, isAsynchronous, isMonitor, startJob } from './asynchronous.ts';
import { handleBatch } from './batch/batch.ts';
import { checkAcceptable } from './data-request/acceptable.ts';
import { enforceBatchSupport, enforceCapabilities } from './data-request/enforce-capabilities.ts';
import { checkSchemaVersion } from './data-request/metadata-document.ts';
import { checkCharset } from './exchange/charset.ts';
import { closeRecord } from './exchange/close-record.ts';
import { withoutContentEncoding } from './exchange/content-encoding.ts';
import { type Exchange, type ExchangeContext, methodNotAllowed, openExchange } from './exchange/exchange.ts';
import { requestVersion } from './exchange/headers.ts';
import { startRecord } from './exchange/request-record.ts';
import { respond, respondError } from './exchange/respond.ts';
import { answerWithFault } from './faults.ts';
import { answerDownload, isDownload } from './media/download.ts';
import { answerUpload, isUpload } from './media/upload-session.ts';
import { actFor, allowedMethods } from './methods.ts';
import { withSupportedOptions } from './modification/modification-query-options.ts';
import { answerOnce, isRepeatable } from './repeatable-requests.ts';
import { resolveRequest } from './resolve-request.ts';

/**
 * Answers a request below the service's path: at once, where nothing has to be waited for. Whatever goes wrong is answered
 * as an OData error; nothing is thrown.
 */
export function handle(
  service: ODataService,
  request: Request,
  context: ExchangeContext = {},
): MaybePromise<Response> {
  const record = startRecord(service);
  let exchange: Exchange | undefined;
  const fail = (error: unknown) => respondError(service, request, exchange, error, record);
  let answered: MaybePromise<Response>;
  try {
    exchange = openExchange(service, withoutContentEncoding(service, request), context, record);
    answered = answerOrFail(exchange);
  } catch (error) {
    answered = fail(error);
  }
  return andThen(answered instanceof Promise ? answered.catch(fail) : answered, (response) => {
    if (record !== undefined) closeRecord(record, service, request, exchange, context, response.status);
    return response;
  });
}

function answerOrFail(exchange: Exchange): MaybePromise<Response> {
  const { service, method, relativeUrl, contentIds } = exchange;
  const fault = service.faults.strike(method, relativeUrl, contentIds !== undefined);
  return fault === undefined
    ? answer(exchange)
    : answerWithFault(exchange, fault, async () => answer(exchange));
}

function answer(exchange: Exchange): MaybePromise<Response> {
  checkIsolation(exchange);
  checkCharset(exchange.request);
  checkPayloadVersion(exchange);
  if (!isRepeatable(exchange)) return dispatch(exchange);
  // an answer that is kept is wanted whole
  return answerOnce(exchange, async () => dispatch({ ...exchange, connection: undefined }));
}

function dispatch(exchange: Exchange): MaybePromise<Response> {
  if (isMonitor(exchange)) return answerMonitor(exchange);
  if (isUpload(exchange)) return answerUpload(exchange);
  if (isDownload(exchange)) return answerDownload(exchange);
  if (isAsynchronous(exchange)) return startJob(exchange, handle);
  if (isBatch(exchange)) {
    enforceBatchSupport(exchange);
    return handleBatch(exchange, handle);
  }
  return andThen(resolveRequest(exchange), (resolved) => act(exchange, resolved));
}

function act(exchange: Exchange, resolved: ResolvedRequest): MaybePromise<Response> {
  checkSchemaVersion(exchange, resolved.schemaversion);
  enforceCapabilities(exchange, resolved);
  const chapter = actFor(exchange, resolved.path);
  if (chapter !== undefined) {
    checkAcceptable(exchange, resolved);
    return chapter(...withSupportedOptions(exchange, resolved));
  }
  const allowed = allowedMethods(exchange, resolved.path);
  if (exchange.method !== 'OPTIONS') throw methodNotAllowed(exchange, allowed);
  exchange.headers.Allow = [...allowed, 'OPTIONS'].join(', ');
  return respond(exchange, 204, null);
}

function isBatch({ relativeUrl, contentIds }: Exchange): boolean {
  return contentIds === undefined && /^(?:\$|%24)batch(?:\?|$)/i.test(relativeUrl);
}

/** Section 8.1.5 "Header OData-Version": a body of a version that is not understood is refused. */
function checkPayloadVersion({ method, request }: Exchange): void {
  if (method === 'POST' || method === 'PUT' || method === 'PATCH') requestVersion(request.headers);
}

/** Section 8.2.9 "Header Isolation": snapshots over several requests are not promised. */
function checkIsolation({ request }: Exchange): void {
  const { headers } = request;
  const target = headers.has('isolation') ? 'Isolation' : 'OData-Isolation';
  const isolation = headers.get(target);
  if (isolation === null) return;
  throw new ODataError(
    412,
    'PreconditionFailed',
    `The isolation ${isolation.slice(0, 40)} is not supported.`,
    { target },
  );
}
