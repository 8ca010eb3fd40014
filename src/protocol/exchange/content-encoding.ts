// OData Protocol 4.01, section 8.1.2 "Header Content-Encoding": bodies of requests, decoded.
import { ODataError } from '../../error/odata-error.ts';

const codings: ReadonlyMap<string, 'gzip' | 'deflate'> = new Map([
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
]);

/** The request with its body as it was before it was encoded; 415 where it is encoded in a way that is not known here. */
export function withoutContentEncoding(request: Request): Request {
  const header = request.headers.get('content-encoding');
  const encodings = (header ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (encodings.length === 0 || request.body === null) return request;
  const headers = new Headers(request.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  const body = encodings.reduceRight((stream, coding) => decoded(stream, coding), request.body);
  const { method, signal } = request;
  return new Request(request.url, { method, headers, body, signal, duplex: 'half' } as RequestInit);
}

function decoded(body: ReadableStream, coding: string): ReadableStream {
  const known = codings.get(coding);
  if (known === undefined)
    throw new ODataError(
      415,
      'UnsupportedMediaType',
      `The content coding ${coding.slice(0, 40)} is not known.`,
      {
        target: 'Content-Encoding',
        headers: { 'Accept-Encoding': [...new Set(codings.values())].join(', ') },
      },
    );
  return body.pipeThrough(new DecompressionStream(known));
}
