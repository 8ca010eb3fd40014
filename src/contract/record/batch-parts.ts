// OData Protocol 4.01, section 11.7 "Batch Requests": the exchanges that one batch is made of.
import { ODataError } from '../../error/odata-error.ts';
import { parseJsonBatch } from '../../protocol/batch/batch-json.ts';
import { parseMultipart, parseMultipartResponses } from '../../protocol/batch/batch-multipart.ts';
import type { BatchRequest, BatchUnit } from '../../protocol/batch/batch-request.ts';
import type { Exchange, Message } from './recording.ts';

export function isBatch({ method, url }: Pick<Exchange, 'method' | 'url'>): boolean {
  return method === 'POST' && /\/\$batch$/i.test(new URL(url).pathname);
}

/** The units of a batch request; undefined where they can't be read. */
export function unitsOf(headers: Headers, content: Uint8Array): readonly BatchUnit[] | undefined {
  const contentType = headers.get('content-type') ?? '';
  return readable(() =>
    /^multipart\/mixed/i.test(contentType)
      ? parseMultipart(content, contentType)
      : parseJsonBatch(new TextDecoder().decode(content)),
  );
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ODataError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function requestsOf(unit: BatchUnit): readonly BatchRequest[] {
  return unit.kind === 'request' ? [unit.request] : unit.requests;
}

/** The parts of a batch with their answers; undefined where either side can't be read. */
export function batchParts({ url, request, response }: Exchange): Exchange[] | undefined {
  const sent = request.body.content;
  const received = response?.body.content;
  if (sent === undefined || received === undefined || response === undefined) return undefined;
  const units = unitsOf(request.headers, sent);
  const answers = units && answersOf(units, response.headers, received);
  if (units === undefined || answers === undefined) return undefined;
  const locations = new Map<string, string>();
  return units.flatMap(requestsOf).map((part): Exchange => {
    const answer = answers.get(part);
    const location = answer?.headers.get('location') ?? undefined;
    if (part.id !== undefined && location !== undefined) locations.set(part.id, location);
    return {
      method: part.method,
      url: partUrl(part.url, url, locations),
      request: messageOf(part.headers, part.body),
      response: answer,
    };
  });
}

type Answer = NonNullable<Exchange['response']>;

function messageOf(headers: Readonly<Record<string, string>>, content: Uint8Array | undefined): Message {
  const bytes = new Uint8Array(content ?? []);
  return { headers: new Headers(headers), body: { content: bytes, bytes: bytes.length } };
}

/** By position in a multipart body, by id in JSON; a change set that failed has one answer, which its first request gets. */
function answersOf(
  units: readonly BatchUnit[],
  headers: Headers,
  content: Uint8Array,
): ReadonlyMap<BatchRequest, Answer> | undefined {
  const contentType = headers.get('content-type') ?? '';
  const answers = new Map<BatchRequest, Answer>();
  const set = (part: BatchRequest | undefined, answer: Answer): unknown => part && answers.set(part, answer);
  if (/^multipart\/mixed/i.test(contentType)) {
    const received = readable(() => parseMultipartResponses(content, contentType));
    units.forEach((unit, index) => {
      const parts = requestsOf(unit);
      for (const [at, { status, headers: own, body }] of (received?.[index] ?? []).entries())
        set(parts[at], { status, ...messageOf(own, body) });
    });
    return received === undefined ? undefined : answers;
  }
  const parts = new Map(units.flatMap(requestsOf).map((part) => [part.id, part]));
  const responses = jsonResponses(content);
  for (const { id, status, headers: own = {}, body } of responses ?? []) {
    const lower = Object.fromEntries(
      Object.entries(own).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    set(parts.get(String(id)), { status, ...messageOf(lower, bodyOf(body, lower['content-type'])) });
  }
  return responses === undefined ? undefined : answers;
}

interface JsonResponse {
  readonly id: string | number;
  readonly status: number;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

function jsonResponses(content: Uint8Array): readonly JsonResponse[] | undefined {
  const parsed: unknown = readable(() => JSON.parse(new TextDecoder().decode(content)));
  const { responses } = (parsed ?? {}) as { readonly responses?: unknown };
  return Array.isArray(responses) ? responses : undefined;
}

/** OData JSON Format 4.01, section 19.2: JSON as it is, text as a string, all else as base64url. */
function bodyOf(body: unknown, contentType = 'application/json'): Uint8Array | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body !== 'string' || /[/+]json\b/i.test(contentType)) return Buffer.from(JSON.stringify(body));
  return /^text\//i.test(contentType) ? Buffer.from(body) : Buffer.from(body, 'base64url');
}

/** Relative to the service root, which a leading slash may stand for as well; `$id` stands for what an earlier part made. */
export function partUrl(written: string, batchUrl: string, locations: ReadonlyMap<string, string>): string {
  const root = new URL(batchUrl.replace(/\$batch(\?.*)?$/i, ''));
  const reference = /^\/?\$([^/?]+)(.*)$/s.exec(written);
  const location = locations.get(reference?.[1] ?? '');
  if (location !== undefined) return new URL(`${location}${reference?.[2] ?? ''}`, root).href;
  if (!written.startsWith('/') || written.startsWith(root.pathname)) return new URL(written, root).href;
  return new URL(written.slice(1), root).href;
}
