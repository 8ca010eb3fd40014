// OData Protocol 4.01, section 8.1.1 "Header Content-Type": the body of a request, within its limits.
import { ODataError } from '../error/odata-error.ts';
import type { Exchange } from './exchange.ts';
import { type MediaRange, parseMediaType } from './headers.ts';
import { keptText } from './request-record.ts';

export function contentTypeOf(exchange: Exchange): MediaRange | undefined {
  const header = exchange.request.headers.get('content-type');
  return header === null || header.trim() === '' ? undefined : parseMediaType(header);
}

/** The text of a JSON body. 415 where the body does not say that it is JSON, 413 where it is too large. */
export async function readJsonText(exchange: Exchange): Promise<string> {
  const contentType = contentTypeOf(exchange);
  if (contentType?.type !== 'application/json')
    throw new ODataError(
      415,
      'UnsupportedMediaType',
      `The body must be application/json${contentType === undefined ? '; there is no Content-Type' : `, not ${contentType.type.slice(0, 60)}`}.`,
      { target: 'Content-Type' },
    );
  const charset = contentType.parameters.get('charset')?.toLowerCase();
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    throw new ODataError(415, 'UnsupportedMediaType', 'JSON is sent in UTF-8.', { target: 'Content-Type' });
  const text = await readText(exchange);
  if (exchange.record !== undefined) exchange.record.body = keptText(text);
  return text;
}

export async function readText(exchange: Exchange): Promise<string> {
  const { request, service } = exchange;
  const limit = service.options.bodyLimit;
  const declared = request.headers.get('content-length');
  if (declared === null) return new TextDecoder().decode(await readBytes(exchange));
  if (Number(declared) > limit) throw tooLarge(limit);
  const text = await request.text();
  if (text.length > limit) throw tooLarge(limit);
  return text;
}

/** The bytes of a body; where no length is declared, reading stops at the limit. */
export async function readBytes(
  exchange: Exchange,
  limit = exchange.service.options.bodyLimit,
): Promise<Uint8Array<ArrayBuffer>> {
  const { request } = exchange;
  const declared = request.headers.get('content-length');
  if (declared !== null) {
    if (Number(declared) > limit) throw tooLarge(limit);
    return new Uint8Array(await request.arrayBuffer());
  }
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

function tooLarge(limit: number): ODataError {
  return new ODataError(413, 'PayloadTooLarge', `The body is larger than ${limit} bytes.`);
}
