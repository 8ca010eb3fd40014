// OData Protocol 4.01, section 8.1.2 "Header Content-Encoding": bodies of requests, decoded.
import { Capabilities } from '../../edm/vocabularies.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { ODataService } from '../../service/odata-service.ts';

const codings: ReadonlyMap<string, 'gzip' | 'deflate'> = new Map([
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
]);

/** The request with its body as it was before it was encoded; 415 where the service does not take that encoding. */
export function withoutContentEncoding({ definition, options }: ODataService, request: Request): Request {
  const header = request.headers.get('content-encoding');
  const encodings = (header ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (encodings.length === 0 || request.body === null) return request;
  const headers = new Headers(request.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  const declared = definition.model.entityContainer?.annotations.get(Capabilities.AcceptableEncodings);
  const isLimited = Array.isArray(declared) && options.capabilities !== 'ignore';
  const accepted = isLimited ? declared.map((coding) => String(coding).toLowerCase()) : [...codings.keys()];
  const body = encodings.reduceRight((stream, coding) => decoded(stream, coding, accepted), request.body);
  const { method, signal } = request;
  return new Request(request.url, { method, headers, body, signal, duplex: 'half' } as RequestInit);
}

function decoded(body: ReadableStream, coding: string, accepted: readonly string[]): ReadableStream {
  const known = codings.get(coding);
  if (known === undefined || !accepted.includes(coding))
    throw new ODataError(
      415,
      'UnsupportedMediaType',
      `The content coding ${coding.slice(0, 40)} is not known here.`,
      {
        target: 'Content-Encoding',
        headers: { 'Accept-Encoding': accepted.filter((name) => name !== 'x-gzip').join(', ') },
      },
    );
  return body.pipeThrough(new DecompressionStream(known));
}
