// OData Protocol 4.01, section 11.7.7 "Multipart Batch Format".
import { STATUS_CODES } from 'node:http';
import { ODataError } from '../../error/odata-error.ts';
import type { BatchRequest, BatchResponse, BatchResult, BatchUnit } from './batch-request.ts';

interface Part {
  readonly headers: Readonly<Record<string, string>>;
  /** One character for each byte. */
  readonly body: string;
}

/** The units of a multipart body. Lines may end with LF alone; preamble and epilogue are ignored. */
export function parseMultipart(bytes: Uint8Array, contentType: string): readonly BatchUnit[] {
  const text = Buffer.from(bytes).toString('latin1');
  const parts = splitParts(text, boundaryOf(contentType));
  if (parts.length === 0) throw malformed('The body has no part with the boundary that Content-Type names.');
  return parts.map(parseUnit);
}

function malformed(message: string): ODataError {
  return new ODataError(400, 'BadRequest', message);
}

function boundaryOf(contentType: string): string {
  const match = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined || boundary.length > 70)
    throw malformed('multipart/mixed needs a parameter boundary of at most 70 characters.');
  return boundary;
}

function splitParts(text: string, boundary: string): readonly Part[] {
  const escaped = boundary.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const delimiter = new RegExp(`(?:^|\\r?\\n)--${escaped}(--)?[ \\t]*(?=\\r?\\n|$)`, 'g');
  const parts: Part[] = [];
  let start: number | undefined;
  for (const match of text.matchAll(delimiter)) {
    if (start !== undefined) parts.push(parsePart(text.slice(start, match.index)));
    if (match[1] !== undefined) return parts;
    start = match.index + match[0].length;
  }
  // a missing closing delimiter ends with the body
  if (start !== undefined) parts.push(parsePart(text.slice(start)));
  return parts;
}

function parsePart(text: string): Part {
  return parseHeaders(text.replace(/^\r?\n/, ''));
}

/** Header lines up to the first empty one, and the rest. A line that begins with a blank goes on with the one before. */
function parseHeaders(text: string): Part {
  const headers: Record<string, string> = {};
  const add = (name: string, value: string, separator: string): void => {
    headers[name] = Object.hasOwn(headers, name) ? headers[name] + separator + value : value;
  };
  let at = 0;
  let last = '';
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end).replace(/\r$/, '');
    at = end < 0 ? text.length : end + 1;
    if (line === '') break;
    const colon = line.indexOf(':');
    if (/^[ \t]/.test(line)) {
      if (last !== '') add(last, line.trim(), ' ');
    } else if (colon > 0) {
      last = line.slice(0, colon).trim().toLowerCase();
      add(last, line.slice(colon + 1).trim(), ', ');
    }
  }
  return { headers, body: text.slice(at) };
}

function parseUnit(part: Part): BatchUnit {
  const contentType = part.headers['content-type'] ?? '';
  if (/^multipart\/mixed/i.test(contentType)) {
    const parts = splitParts(part.body, boundaryOf(contentType));
    if (parts.length === 0) throw malformed('A change set has no part.');
    const requests = parts.map(parseRequest);
    checkIds(requests);
    return { kind: 'changeSet', group: undefined, requests };
  }
  return { kind: 'request', request: parseRequest(part) };
}

/** What refers to an id of a change set means one request. Across change sets, 4.0 lets ids come again. */
function checkIds(requests: readonly BatchRequest[]): void {
  const ids = new Set<string>();
  for (const { id } of requests) {
    if (id === undefined) continue;
    if (ids.has(id)) throw malformed(`Two requests of a change set have the Content-ID ${id.slice(0, 40)}.`);
    ids.add(id);
  }
}

/** `GET People?$top=1 HTTP/1.1`, the version at will. Blanks inside of the URL are what clients forget to encode. */
function parseRequestLine(line: string): Pick<BatchRequest, 'method' | 'url'> | undefined {
  const words = line.split(/\s/).filter((word) => word !== '');
  if (words.length > 2 && /^HTTP\/[\d.]+$/.test(words.at(-1) ?? '')) words.pop();
  const [method = '', ...url] = words;
  if (url.length === 0 || !/^[A-Za-z]+$/.test(method)) return undefined;
  return { method: method.toUpperCase(), url: url.join('%20') };
}

function parseRequest({ headers, body }: Part): BatchRequest {
  if (!/^application\/http/i.test(headers['content-type'] ?? ''))
    throw malformed('A part of a batch must be application/http, or multipart/mixed for a change set.');
  const text = body.replace(/^(?:\r?\n)+/, '');
  const end = text.indexOf('\n');
  const line = (end < 0 ? text : text.slice(0, end)).trim();
  const request = parseRequestLine(line);
  if (request === undefined)
    throw malformed(`A part begins with "${line.slice(0, 60)}", which is no request line.`);
  const inner = parseHeaders(end < 0 ? '' : text.slice(end + 1));
  const length = Number(inner.headers['content-length'] ?? Number.NaN);
  const content = length >= 0 && length <= inner.body.length ? inner.body.slice(0, length) : inner.body;
  return {
    id: headers['content-id'] ?? inner.headers['content-id'],
    ...request,
    headers: inner.headers,
    body: content === '' ? undefined : new Uint8Array(Buffer.from(content, 'latin1')),
    dependsOn: [],
    condition: undefined,
  };
}

/** The answers in a multipart body, those to a change set together: what a client of a batch reads. */
export function parseMultipartResponses(
  bytes: Uint8Array,
  contentType: string,
): readonly (readonly BatchResponse[])[] {
  const text = Buffer.from(bytes).toString('latin1');
  return splitParts(text, boundaryOf(contentType)).map((part) => {
    const inner = part.headers['content-type'] ?? '';
    return /^multipart\/mixed/i.test(inner)
      ? splitParts(part.body, boundaryOf(inner)).map(parseResponse)
      : [parseResponse(part)];
  });
}

function parseResponse({ headers, body }: Part): BatchResponse {
  const text = body.replace(/^(?:\r?\n)+/, '');
  const status = Number(/^HTTP\/[\d.]+ (\d{3})\b/.exec(text)?.[1]);
  if (Number.isNaN(status)) throw malformed('A part of the answer to a batch has no status line.');
  const inner = parseHeaders(text.slice(text.indexOf('\n') + 1));
  return {
    id: headers['content-id'] ?? inner.headers['content-id'],
    status,
    headers: inner.headers,
    body: new Uint8Array(Buffer.from(inner.body.trimEnd(), 'latin1')),
  };
}

export interface MultipartBody {
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Answers to a multipart request have its structure; those to a JSON request are one part for each of its requests. */
export function writeMultipart(results: readonly BatchResult[], isFlat = false): MultipartBody {
  const boundary = `batchresponse_${crypto.randomUUID()}`;
  const chunks: Buffer[] = [];
  const delimiter = Buffer.from(`--${boundary}\r\n`);
  for (const result of results) {
    if (result.kind === 'changeSet' && !result.failed && !isFlat) {
      chunks.push(delimiter);
      pushChangeSet(chunks, result.responses);
      continue;
    }
    const responses = result.kind === 'request' ? [result.response] : result.responses;
    for (const response of isFlat ? responses : responses.slice(0, 1)) {
      chunks.push(delimiter);
      pushResponse(chunks, response);
    }
  }
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  return {
    contentType: `multipart/mixed;boundary=${boundary}`,
    bytes: new Uint8Array(Buffer.concat(chunks)),
  };
}

function pushChangeSet(chunks: Buffer[], responses: readonly BatchResponse[]): void {
  const boundary = `changesetresponse_${crypto.randomUUID()}`;
  chunks.push(Buffer.from(`Content-Type: multipart/mixed;boundary=${boundary}\r\n\r\n`));
  for (const response of responses) {
    chunks.push(Buffer.from(`--${boundary}\r\n`));
    pushResponse(chunks, response);
  }
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
}

function pushResponse(chunks: Buffer[], { id, status, headers, body }: BatchResponse): void {
  const contentId = id === undefined ? '' : `Content-ID: ${id}\r\n`;
  chunks.push(
    Buffer.from(`Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n${contentId}\r\n`),
  );
  chunks.push(httpMessage(status, headers, body), Buffer.from('\r\n'));
}

/** A response as application/http. */
export function httpMessage(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = body.length > 0 ? `Content-Length: ${body.length}\r\n` : '';
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}${length}\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}
