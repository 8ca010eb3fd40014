// Answers from recordings: the one whose request is the most like what is asked.
import { removed } from '../../service/redact.ts';
import type { HttpExample, RequestExample } from '../examples/http-example.ts';
import type { Recording } from './recording.ts';

/** Gives undefined for a request that no recording has. Recordings with the same request answer in turn, the last one for good. */
export type Answers = (asked: Recording['request']) => Response | undefined;

export async function answersFrom(
  examples: Iterable<HttpExample> | AsyncIterable<HttpExample>,
): Promise<Answers> {
  const byRequest = new Map<string, HttpExample[]>();
  for await (const example of examples) {
    const { response } = example;
    // what the recording has no body of can't be answered
    if (response?.status === undefined || response.isOmitted === true) continue;
    const key = keyOf(example.request);
    const known = byRequest.get(key);
    if (known === undefined) byRequest.set(key, [example]);
    else known.push(example);
  }
  const turns = new Map<string, number>();
  return (asked) => {
    const all = byRequest.get(keyOf(asked)) ?? [];
    const sameBody = all.filter(({ request }) => recordedText(request) === (asked.body ?? '').trim());
    const candidates = sameBody.length > 0 ? sameBody : all;
    const turnKey = `${keyOf(asked)} ${sameBody.length > 0 ? asked.body : ''}`;
    const turn = turns.get(turnKey) ?? 0;
    turns.set(turnKey, turn + 1);
    const found = candidates[Math.min(turn, candidates.length - 1)];
    return found?.response === undefined ? undefined : responseOf(found.response);
  };
}

/** The body as a recording has it. */
function recordedText({ body, content }: RequestExample): string {
  return content === undefined ? body.trim() : Buffer.from(content).toString('base64');
}

/** Hosts differ between where it was recorded and where it is asked; the order of query options means nothing. */
function keyOf({ method, url }: { readonly method: string; readonly url: string }): string {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  searchParams.sort();
  return `${method} ${decodedPath(pathname)} ${searchParams}`;
}

function decodedPath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

const notForAnswers = /^(content-length|content-encoding|transfer-encoding|connection|keep-alive|date)$/i;

function responseOf({
  status = 200,
  headers,
  body,
  content,
}: NonNullable<HttpExample['response']>): Response {
  const kept = [...headers].filter(([name, value]) => !notForAnswers.test(name) && value !== removed);
  const hasBody = body !== '' && ![101, 204, 205, 304].includes(status);
  return new Response(hasBody ? (content ?? body) : null, { status, headers: kept });
}
