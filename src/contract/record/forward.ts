// RFC 9110, section 7.6 "Message Forwarding": a request passed on to the service, and its answer passed back.
import { type Upstream, UpstreamError, type UpstreamResponse } from '../upstream/upstream-fetch.ts';
import type { ByteStream } from './kept-body.ts';
import { isText } from './recording.ts';
import { type OriginChange, rewriteStream, rewriteText } from './rewrite-origin.ts';

export interface Outgoing {
  readonly method: string;
  /** At the service. */
  readonly url: string;
  readonly headers: Headers;
  /** Whole, or a stream that can be sent once; undefined for none. */
  readonly body: Uint8Array<ArrayBuffer> | ByteStream | undefined;
  readonly signal: AbortSignal;
}

/** The service's answer: its headers without those of the connection, its body decoded. */
export interface Incoming {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ByteStream | null;
}

/** Headers of one connection, and what this side decides: undici decodes, and names the host. */
const hopByHop = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host|expect)$/i;
/** Encodings that undici decodes. */
const decoded = /^(\s*(x-gzip|gzip|deflate|br|identity)\s*,?)+$/i;

/** The answer, or why there is none. */
export async function forward(asked: Outgoing, client: Upstream): Promise<Incoming | string> {
  const { method, url, body, signal } = asked;
  const size = asked.headers.get('content-length');
  const headers = [...asked.headers].filter(
    ([name]) => !hopByHop.test(name) && name !== 'accept-encoding' && name !== 'content-length',
  );
  // What is streamed has the length that the client named; where it named none, it is sent in chunks.
  if (body instanceof ReadableStream && size !== null) headers.push(['content-length', size]);
  try {
    const response = await client.fetch(url, {
      method,
      headers,
      signal,
      redirect: 'manual',
      ...(body === undefined ? {} : { body, duplex: 'half' as const }),
    });
    return incoming(response, method);
  } catch (error) {
    if (error instanceof UpstreamError) return error.message;
    throw error;
  }
}

function incoming(response: UpstreamResponse, method: string): Incoming {
  const encoding = response.headers.get('content-encoding');
  const isDecoded = encoding !== null && decoded.test(encoding);
  const headers = new Headers();
  for (const [name, value] of response.headers) {
    const isOfEncoding = name === 'content-encoding' || name === 'content-length';
    if (!hopByHop.test(name) && !(isDecoded && isOfEncoding)) headers.append(name, value);
  }
  const hasBody = response.body !== null && method !== 'HEAD' && !hasNoBody(response.status);
  return {
    status: response.status,
    headers,
    body: hasBody ? (response.body as unknown as ByteStream) : null,
  };
}

export function hasNoBody(status: number): boolean {
  return [101, 204, 205, 304].includes(status);
}

const urlHeaders = [
  'location',
  'content-location',
  'odata-entityid',
  'azure-asyncoperation',
  'operation-location',
];

/** Headers and body with the URLs of the other side; a text that is changed may have another length. */
export function withOrigin<T extends { readonly headers: Headers; readonly body: ByteStream | null }>(
  message: T,
  change: OriginChange,
): Pick<T, 'headers' | 'body'> {
  const headers = headersWithOrigin(message.headers, change);
  if (message.body === null || !isText(headers.get('content-type') ?? ''))
    return { headers, body: message.body };
  headers.delete('content-length');
  return { headers, body: rewriteStream(message.body, change) };
}

export function headersWithOrigin(headers: Headers, change: OriginChange): Headers {
  const own = new Headers(headers);
  for (const name of urlHeaders) {
    const value = own.get(name);
    if (value !== null) own.set(name, rewriteText(value, change));
  }
  return own;
}
