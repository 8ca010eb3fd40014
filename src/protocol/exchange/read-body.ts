// OData Protocol 4.01, section 8.1.1 "Header Content-Type": the body of a request, within its limits.
import { ODataError } from '../../error/odata-error.ts';
import type { Exchange } from './exchange.ts';
import { type MediaRange, parseMediaType } from './headers.ts';
import { keptText } from './request-record.ts';

export function contentTypeOf(exchange: Exchange): MediaRange | undefined {
  const header = exchange.request.headers.get('content-type');
  return header === null || header.trim() === '' ? undefined : parseMediaType(header);
}

/** The text of a JSON body. 415 where the body does not say that it is JSON, 413 where it is too large. */
export async function readJsonText(exchange: Exchange): Promise<string> {
  checkContentType(exchange, 'application/json');
  const text = await readText(exchange);
  if (exchange.record !== undefined) exchange.record.body = keptText(text);
  return text;
}

/** The text of a raw value. 415 where the body does not say that it is text. */
export function readPlainText(exchange: Exchange): Promise<string> {
  checkContentType(exchange, 'text/plain');
  return readText(exchange);
}

function checkContentType(exchange: Exchange, wanted: string): void {
  const contentType = contentTypeOf(exchange);
  const refuse = (message: string): ODataError =>
    new ODataError(415, 'UnsupportedMediaType', message, { target: 'Content-Type' });
  if (contentType === undefined) throw refuse(`The body must be ${wanted}; there is no Content-Type.`);
  if (contentType.type !== wanted)
    throw refuse(`The body must be ${wanted}, not ${contentType.type.slice(0, 60)}.`);
  const charset = contentType.parameters.get('charset')?.toLowerCase();
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    throw refuse('The body must be in UTF-8.');
}

/** How much of a body is taken. */
export interface BodyLimit {
  readonly bytes: number;
  /** What is limited, as the error says it. */
  readonly what: string;
  /** How a client or a user gets on. */
  readonly remedy: string;
}

function bodyLimit({ service }: Exchange): BodyLimit {
  return {
    bytes: service.options.bodyLimit,
    what: 'body',
    remedy: 'it is set by bodyLimit, or --body-limit',
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

export async function readText(exchange: Exchange): Promise<string> {
  const bytes = await readBytes(exchange);
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new ODataError(400, 'InvalidPayload', 'The body is not in UTF-8.', { cause });
  }
}

/** The bytes of a body; where no length is declared, reading stops at the limit. */
export async function readBytes(exchange: Exchange): Promise<Uint8Array<ArrayBuffer>> {
  const { request } = exchange;
  const limit = bodyLimit(exchange);
  if (isDeclaredWithin(request, limit)) return new Uint8Array(await whole(request.arrayBuffer()));
  const chunks: Uint8Array[] = [];
  for await (const chunk of readChunks(exchange, limit)) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

/** The chunks of a body as they come in. Reading stops where there are more bytes than the limit, or where the client stops. */
export async function* readChunks({ request }: Exchange, limit: BodyLimit): AsyncGenerator<Uint8Array> {
  isDeclaredWithin(request, limit);
  const reader = request.body?.getReader();
  if (reader === undefined) return;
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await whole(reader.read());
      if (done) return;
      size += value.byteLength;
      if (size > limit.bytes) throw tooLarge(limit);
      yield value;
    }
  } finally {
    // what is left of the body is nobody's: who holds the connection sees to it
    reader.cancel().catch(() => {});
  }
}

/** Whether the body has a length of which the transport makes sure; 413 where that is too long. */
function isDeclaredWithin({ headers }: Request, limit: BodyLimit): boolean {
  const declared = headers.get('content-length');
  if (declared === null) return false;
  if (Number(declared) > limit.bytes) throw tooLarge(limit);
  return true;
}

/** A body that ends before it should is the client's doing, whatever the transport throws. */
async function whole<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (cause) {
    throw new ODataError(400, 'BadRequest', 'The body of the request ended before it was complete.', {
      cause,
    });
  }
}

export function tooLarge({ bytes, what, remedy }: BodyLimit): ODataError {
  return new ODataError(
    413,
    'PayloadTooLarge',
    `The ${what} is larger than ${bytes} bytes, the limit; ${remedy}.`,
  );
}
