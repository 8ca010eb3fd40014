// RFC 9110, section 7.6 "Message Forwarding": a proxy that checks and records what it forwards.

import type { CheckContext } from '../check/check-context.ts';
import { checkExample } from '../check/check-example.ts';
import { formatCheckFinding } from '../check/finding.ts';
import { readWhole, type Upstream, UpstreamError, withoutSecrets } from '../upstream/upstream-fetch.ts';
import { type Exchange, exampleOfRecording, type Message, type Recording, recordingOf } from './recording.ts';
import type { Answers } from './replay-answers.ts';

export interface RecorderOptions {
  /** Root of the service; the recorder has the same path on its own origin. undefined: nothing is forwarded. */
  readonly upstream: URL | undefined;
  readonly client: Upstream;
  /** undefined: nothing is checked. */
  readonly context: CheckContext | undefined;
  readonly write: (recording: Recording) => Promise<void>;
  /** Bytes of a body that are kept to be checked and recorded. */
  readonly limit: number;
  /** What answers when the service does not: recordings, then the emulator. */
  readonly answers?: Answers | undefined;
  readonly emulate?: ((request: Request) => Promise<Response>) | undefined;
  /** A line for each exchange, and for each finding. */
  readonly log: (line: string) => void;
}

export type AnsweredBy = 'upstream' | 'recording' | 'emulator' | 'nobody';

/** Answers with the header `OData-Emulator-Answered-By`. */
export function createRecorder(options: RecorderOptions): (request: Request) => Promise<Response> {
  let number = 0;
  return async (request) => {
    const own = new URL(request.url);
    const url = upstreamUrl(own, options.upstream);
    const body = new Uint8Array(await request.arrayBuffer());
    const asked = { method: request.method, url, request: { headers: request.headers, body } };
    const forwarded = await forward(asked, options);
    if (typeof forwarded === 'string') return await answerInstead(asked, request, forwarded, options);
    const recording = recordingOf({ ...asked, response: forwarded }, `exchange ${++number}`);
    await options.write(recording);
    report(recording, options);
    return toClient(forwarded, own.origin, options.upstream);
  };
}

type Asked = Pick<Exchange, 'method' | 'url' | 'request'>;

function upstreamUrl(own: URL, upstream: URL | undefined): string {
  return upstream === undefined ? own.href : `${upstream.origin}${own.pathname}${own.search}`;
}

/** Headers of one connection, and what this side decides: undici decodes, and names the host. */
const hopByHop =
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host|content-length|accept-encoding|expect)$/i;

/** The service's answer, or why there is none. */
async function forward(
  { method, url, request }: Asked,
  { upstream, client }: RecorderOptions,
): Promise<Exchange['response'] | string> {
  if (upstream === undefined) return 'No service is named that could answer.';
  try {
    const response = await client.fetch(url, {
      method,
      headers: [...request.headers].filter(([name]) => !hopByHop.test(name)),
      redirect: 'manual',
      ...(request.body.length === 0 ? {} : { body: request.body }),
    });
    const headers = new Headers();
    for (const [name, value] of response.headers)
      if (!hopByHop.test(name) && name !== 'content-encoding') headers.append(name, value);
    return { status: response.status, headers, body: await readWhole(response) };
  } catch (error) {
    if (error instanceof UpstreamError) return error.message;
    throw error;
  }
}

async function answerInstead(
  asked: Asked,
  request: Request,
  reason: string,
  { answers, emulate, log }: RecorderOptions,
): Promise<Response> {
  const line = `${asked.method} ${withoutSecrets(asked.url)}`;
  const nothing: Message & { status: number } = { status: 0, headers: new Headers(), body: new Uint8Array() };
  const recorded = answers?.(recordingOf({ ...asked, response: nothing }, '').request);
  if (recorded !== undefined) {
    log(`${line}: ${recorded.status} from recordings`);
    return answered(recorded, 'recording');
  }
  if (emulate !== undefined) {
    const { method, headers } = request;
    const body = asked.request.body.length === 0 ? null : (asked.request.body as Uint8Array<ArrayBuffer>);
    const emulated = await emulate(new Request(request.url, { method, headers, body }));
    log(`${line}: ${emulated.status} from the emulator`);
    return answered(emulated, 'emulator');
  }
  log(`${line}: 502: ${reason}`);
  const error = { error: { code: 'BadGateway', message: reason } };
  return answered(Response.json(error, { status: 502 }), 'nobody');
}

function answered(response: Response, by: AnsweredBy): Response {
  const headers = new Headers(response.headers);
  headers.set('OData-Emulator-Answered-By', by);
  return new Response(response.body, { status: response.status, headers });
}

/** What goes to the terminal is what goes to the file: nothing secret. */
function report(recording: Recording, { context, log }: RecorderOptions): void {
  const { request, response, id } = recording;
  const findings =
    context === undefined ? [] : checkExample(exampleOfRecording(recording, id), context).findings;
  log(
    `${request.method} ${request.url}: ${response.status}${findings.length === 0 ? '' : `, ${findings.length} findings`}`,
  );
  for (const finding of findings) log(`  ${formatCheckFinding(finding)}`);
}

/** URLs of the service lead back here, so that what follows from an answer is recorded too. */
function toClient(
  { status, headers, body }: Exchange['response'],
  origin: string,
  upstream: URL | undefined,
): Response {
  const own = new Headers(headers);
  own.set('OData-Emulator-Answered-By', 'upstream' satisfies AnsweredBy);
  const back = (text: string) => (upstream === undefined ? text : text.replaceAll(upstream.origin, origin));
  for (const name of ['location', 'content-location', 'odata-entityid', 'azure-asyncoperation']) {
    const value = own.get(name);
    if (value !== null) own.set(name, back(value));
  }
  const isText = /json|xml|text|multipart/i.test(own.get('content-type') ?? '');
  const hasBody = body.length > 0 && ![101, 204, 205, 304].includes(status);
  const content = isText ? back(new TextDecoder().decode(body)) : (body as Uint8Array<ArrayBuffer>);
  return new Response(hasBody ? content : null, { status, headers: own });
}
