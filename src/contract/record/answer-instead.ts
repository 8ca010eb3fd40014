// What answers when the service does not: recordings, then the emulator; a batch part by part.

import { writeJsonBatch } from '../../protocol/batch/batch-json.ts';
import { type MultipartBody, writeMultipart } from '../../protocol/batch/batch-multipart.ts';
import type { BatchRequest, BatchResponse, BatchResult } from '../../protocol/batch/batch-request.ts';
import { isBatch, partUrl, requestsOf, unitsOf } from './batch-parts.ts';
import { hasNoBody } from './forward.ts';
import { recordingOf } from './recording.ts';
import type { Answers } from './replay-answers.ts';

export interface Substitutes {
  readonly answers?: Answers | undefined;
  readonly emulate?: ((request: Request) => Promise<Response>) | undefined;
}

/** A request that the service does not answer, whole. */
export interface Unanswered {
  readonly method: string;
  /** At the service. */
  readonly url: string;
  /** At the proxy, where the emulator stands. */
  readonly ownUrl: string;
  readonly headers: Headers;
  readonly content: Uint8Array<ArrayBuffer>;
}

export interface Substitute {
  readonly by: 'recording' | 'emulator';
  readonly response: Response;
}

/** undefined where nobody can answer. */
export async function answerInstead(
  asked: Unanswered,
  substitutes: Substitutes,
): Promise<Substitute | undefined> {
  const { answers, emulate } = substitutes;
  const recorded = answers?.(recordingOf(exchangeOf(asked), '').request);
  if (recorded !== undefined) return { by: 'recording', response: recorded };
  if (answers !== undefined && isBatch(asked)) {
    const response = await answerBatch(asked, substitutes);
    if (response !== undefined) return { by: 'recording', response };
  }
  if (emulate === undefined) return undefined;
  const { method, ownUrl, headers, content } = asked;
  const body = content.length === 0 ? null : content;
  return { by: 'emulator', response: await emulate(new Request(ownUrl, { method, headers, body })) };
}

function exchangeOf({ method, url, headers, content }: Unanswered) {
  return {
    method,
    url,
    request: { headers, body: { content, bytes: content.length } },
    response: undefined,
  };
}

/** Each part by itself: recordings have parts, not batches. */
async function answerBatch(asked: Unanswered, substitutes: Substitutes): Promise<Response | undefined> {
  const units = unitsOf(asked.headers, asked.content);
  if (units === undefined) return undefined;
  const results: BatchResult[] = [];
  for (const unit of units) {
    const responses: BatchResponse[] = [];
    for (const part of requestsOf(unit)) responses.push(await answerPart(part, asked, substitutes));
    if (unit.kind === 'request') results.push({ kind: 'request', response: responses[0]! });
    else {
      const failed = responses.find(({ status }) => status >= 400);
      const told = failed === undefined ? responses : [failed];
      results.push({ kind: 'changeSet', group: unit.group, failed: failed !== undefined, responses: told });
    }
  }
  if (!/^multipart/i.test(asked.headers.get('content-type') ?? ''))
    return new Response(writeJsonBatch(results, 'lowerCase'), {
      headers: { 'Content-Type': 'application/json' },
    });
  const { bytes, contentType }: MultipartBody = writeMultipart(results);
  return new Response(bytes, { headers: { 'Content-Type': contentType } });
}

async function answerPart(
  part: BatchRequest,
  asked: Unanswered,
  substitutes: Substitutes,
): Promise<BatchResponse> {
  const none = new Map<string, string>();
  const answered = await answerInstead(
    {
      method: part.method,
      url: partUrl(part.url, asked.url, none),
      ownUrl: partUrl(part.url, asked.ownUrl, none),
      headers: new Headers(part.headers),
      content: part.body ?? new Uint8Array(),
    },
    substitutes,
  );
  const response = answered?.response ?? unanswered('No recording has this request.');
  return {
    id: part.id,
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: hasNoBody(response.status) ? new Uint8Array() : new Uint8Array(await response.arrayBuffer()),
  };
}

/** RFC 9110, section 15.6.3 "502 Bad Gateway" */
export function unanswered(message: string): Response {
  return Response.json({ error: { code: 'BadGateway', message } }, { status: 502 });
}
