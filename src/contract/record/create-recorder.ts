// RFC 9110, section 7.6 "Message Forwarding": a proxy that checks and records what it forwards.
import { type Upstream, withoutSecrets } from '../upstream/upstream-fetch.ts';
import { answerInstead, type Substitute, type Substitutes, unanswered } from './answer-instead.ts';
import { forward, headersWithOrigin, type Incoming, withOrigin } from './forward.ts';
import {
  type ByteStream,
  type KeptBody,
  keeping,
  noBody,
  streamOf,
  type TakenBody,
  takeUpTo,
} from './kept-body.ts';
import { createExchangeRecord, type ExchangeRecordOptions } from './record-exchange.ts';
import { isText } from './recording.ts';
import { type OriginChange, rewriteText } from './rewrite-origin.ts';

export interface RecorderOptions extends Substitutes, ExchangeRecordOptions {
  /** Root of the service; the recorder has the same path on its own origin. undefined: nothing is forwarded. */
  readonly upstream: URL | undefined;
  readonly client: Upstream;
  /** Bytes of a body that are kept to be checked and recorded; larger ones pass all the same. */
  readonly limit: number;
}

export type AnsweredBy = 'upstream' | 'nobody' | Substitute['by'];

/** Answers with the header `OData-Emulator-Answered-By`. */
export function createRecorder(options: RecorderOptions): (request: Request) => Promise<Response> {
  const { upstream, client, limit } = options;
  const record = createExchangeRecord(options);
  let number = 0;
  return async (request) => {
    const own = new URL(request.url);
    const asked = await openRequest(request, own, options);
    if (upstream === undefined)
      return await substitute(asked, 'No service is named that could answer.', options);
    const sent = sending(asked.body, limit);
    const answer = await forward({ ...asked, body: sent.body, signal: request.signal }, client);
    if (typeof answer === 'string') return await substitute(asked, answer, options);
    if (isAway(answer.status)) {
      const instead = await substituteFor(asked, answer, options);
      if (instead !== undefined) return instead;
    }
    const id = `exchange ${++number}`;
    const done = (body: KeptBody): void => {
      const { status, headers } = answer;
      const request = { headers: asked.headers, body: sent.kept() };
      record(id, { ...asked, request, response: { status, headers, body } });
    };
    return toClient(answer, own.origin, limit, options, done);
  };
}

interface Asked {
  readonly method: string;
  /** At the service. */
  readonly url: string;
  readonly ownUrl: string;
  readonly headers: Headers;
  readonly body: TakenBody;
}

/** The request as the service is to see it: its URLs are those of the service. */
async function openRequest(request: Request, own: URL, { upstream, limit }: RecorderOptions): Promise<Asked> {
  const { method, headers } = request;
  const body = await takeUpTo(request.body as ByteStream | null, limit);
  const asked = { method, ownUrl: own.href, url: own.href, headers, body };
  if (upstream === undefined) return asked;
  const change = { from: own.origin, to: upstream.origin };
  const isRewritten = body.rest === undefined && isText(headers.get('content-type') ?? '');
  return {
    ...asked,
    url: `${upstream.origin}${own.pathname}${own.search}`,
    headers: headersWithOrigin(headers, change),
    body: isRewritten ? { ...body, start: rewriteBytes(body.start, change) } : body,
  };
}

function rewriteBytes(bytes: Uint8Array, change: OriginChange): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(rewriteText(Buffer.from(bytes).toString('latin1'), change), 'latin1'));
}

interface Sending {
  readonly body: Uint8Array<ArrayBuffer> | ByteStream | undefined;
  /** As far as it has gone. */
  readonly kept: () => KeptBody;
}

function sending({ start, rest }: TakenBody, limit: number): Sending {
  let kept: KeptBody = { content: rest === undefined ? start : undefined, bytes: start.length };
  if (rest === undefined) return { body: start.length === 0 ? undefined : start, kept: () => kept };
  const body = keeping(streamOf({ start, rest }), limit, (whole) => {
    kept = whole;
  });
  return { body, kept: () => kept };
}

/** Answers of gateways: the service is not there, or has no time. */
function isAway(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}

/** A substitute for such an answer, where there is one; else the answer is what the client gets. */
async function substituteFor(
  asked: Asked,
  { status, body }: Incoming,
  options: RecorderOptions,
): Promise<Response | undefined> {
  const answered = asked.body.rest === undefined ? await ask(asked, options) : undefined;
  if (answered === undefined) return undefined;
  await body?.cancel();
  return report(asked, answered, `the service answers ${status}`, options);
}

async function substitute(asked: Asked, reason: string, options: RecorderOptions): Promise<Response> {
  // Of a body that is not kept, a part may have gone to the service already.
  if (asked.body.rest !== undefined && options.upstream !== undefined)
    return refuse(asked, `${reason}; the body is over the limit, so that nobody else gets it`, options);
  const answered = await ask(asked, options);
  return answered === undefined ? refuse(asked, reason, options) : report(asked, answered, reason, options);
}

async function ask(asked: Asked, options: RecorderOptions): Promise<Substitute | undefined> {
  const { rest, start } = asked.body;
  const content =
    rest === undefined ? start : new Uint8Array(await new Response(streamOf(asked.body)).arrayBuffer());
  return await answerInstead({ ...asked, content }, options);
}

function report(
  asked: Asked,
  { by, response }: Substitute,
  reason: string,
  options: RecorderOptions,
): Response {
  const from = by === 'recording' ? 'recordings' : 'the emulator';
  const why = options.upstream === undefined ? '' : ` (${reason})`;
  options.log(`${lineOf(asked)}: ${response.status} from ${from}${why}`);
  return answeredBy(response, by);
}

function refuse(asked: Asked, reason: string, { log }: RecorderOptions): Response {
  log(`${lineOf(asked)}: 502: ${reason}`);
  return answeredBy(unanswered(reason), 'nobody');
}

function lineOf({ method, url }: Asked): string {
  return `${method} ${withoutSecrets(url)}`;
}

function answeredBy(response: Response, by: AnsweredBy): Response {
  const headers = new Headers(response.headers);
  headers.set('OData-Emulator-Answered-By', by);
  return new Response(response.body, { status: response.status, headers });
}

/** URLs of the service lead back here, so that what follows from an answer is recorded too. */
function toClient(
  answer: Incoming,
  origin: string,
  limit: number,
  { upstream }: RecorderOptions,
  done: (body: KeptBody) => void,
): Response {
  const { status, body } = answer;
  if (body === null) done(noBody);
  const kept = body === null ? null : keeping(body, limit, done);
  const change = { from: upstream?.origin ?? origin, to: origin };
  const passed = withOrigin({ headers: answer.headers, body: kept }, change);
  return answeredBy(new Response(passed.body, { status, headers: passed.headers }), 'upstream');
}
