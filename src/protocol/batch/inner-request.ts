// OData Protocol 4.01, sections 11.7.4 to 11.7.6: a request of a batch as it is sent alone, with what it refers to.
import { ODataError } from '../../error/odata-error.ts';
import { relativeId } from '../resource/entity-reference.ts';
import { headersWithin } from './batch-headers.ts';
import type { BatchRequest } from './batch-request.ts';
import type { BatchRun } from './batch-run.ts';
import { type References, withReferencedValues, withReferencesInBody } from './batch-value-reference.ts';
import type { Answered } from './referenced-value.ts';

/** What requests may refer to. */
type Answers = Pick<BatchRun, 'exchange' | 'answers' | 'contentIds'>;

export function answeredOf({ exchange, answers, contentIds }: Answers): Answered {
  const { service, serviceRoot } = exchange;
  const urlOf = (id: string): string | undefined => contentIds.get(`$${id}`)?.slice(serviceRoot.length);
  return { service, answers, urlOf };
}

/** `references` takes the variables that its expressions have. */
export function innerRequest(
  run: Answers,
  { method, url, headers, body }: BatchRequest,
  references: References,
): Request {
  const answered = answeredOf(run);
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (name !== 'host' && name !== 'content-length')
      own[name] = isTagHeader(name) ? tagOf(run, value) : value;
  const all = headersWithin(run.exchange.request, own);
  const hasBody = body !== undefined && method !== 'GET' && method !== 'HEAD';
  const sent = hasBody ? withValuesInBody(body, headers, answered, references) : null;
  const target = absoluteUrl(run, withValuesInQuery(url, answered, references));
  try {
    return new Request(target, { method, headers: all, body: sent });
  } catch (cause) {
    throw new ODataError(
      400,
      'BadRequest',
      `A request of the batch is malformed: ${method} ${url.slice(0, 100)}`,
      { cause },
    );
  }
}

/** Only the query part of a URL may refer to values. */
function withValuesInQuery(url: string, answered: Answered, references: References): string {
  const at = url.indexOf('?');
  return at < 0 ? url : url.slice(0, at) + withReferencedValues(url.slice(at), answered, references);
}

function withValuesInBody(
  body: Uint8Array<ArrayBuffer>,
  headers: BatchRequest['headers'],
  answered: Answered,
  references: References,
): Uint8Array<ArrayBuffer> | string {
  if (!/^application\/json/i.test(headers['content-type'] ?? '')) return body;
  return withReferencesInBody(new TextDecoder().decode(body), answered, references) ?? body;
}

function isTagHeader(name: string): boolean {
  return name === 'if-match' || name === 'if-none-match';
}

/** `If-Match: $1` stands for the ETag of an earlier answer. */
function tagOf(run: Answers, value: string): string {
  const id = /^\$(.+)$/.exec(value.trim())?.[1];
  return (id === undefined ? undefined : run.answers.get(id)?.headers.etag) ?? value;
}

/** Absolute, host-relative, service-relative, or beginning with a reference. */
export function absoluteUrl(run: Answers, url: string): string {
  const { exchange, contentIds } = run;
  const relative = relativeId({ ...exchange, contentIds }, url);
  if (relative === undefined)
    throw new ODataError(404, 'NotFound', `${url.slice(0, 120)} is no URL of this service.`);
  return exchange.serviceRoot + relative;
}
