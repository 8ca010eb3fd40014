// A documented request as one that can be sent: values in the place of placeholders, and of what only the real service knows.
import { fillTemplate } from '../check/fill-template.ts';
import type { RequestExample } from '../examples/http-example.ts';

export interface ConcreteRequest {
  readonly method: string;
  /** After the service root, percent-encoded. */
  readonly relativeUrl: string;
  readonly headers: Headers;
  readonly body: string;
  /** In place of the text, for a body that is none. */
  readonly content: Uint8Array<ArrayBuffer> | undefined;
}

/**
 * Placeholders of URL and entity-ids become values that differ from each other. Tokens of paging and change tracking, and
 * the ETag of `If-Match`, are the real service's: the tokens are left out, and any state will do.
 */
export function concreteRequest(request: RequestExample, relativeUrl: string): ConcreteRequest {
  const { method } = request;
  const filled = fillTemplate(`${relativeUrl}\n${referencedText(request.body)}`);
  const [url = '', ...ids] = filled.split('\n');
  return {
    method,
    relativeUrl: encodeForUrl(withoutTokens(url)),
    headers: sentHeaders(request),
    body: withReferences(request.body, ids),
    content: request.content,
  };
}

const referenceMember = /("(?:@(?:odata\.)?id|[^"]*@(?:odata\.)?bind)"\s*:\s*)("[^"]*"|\[[^\]]*\])/g;

/** The entity-ids of a body, each on a line of its own. */
function referencedText(body: string): string {
  return [...body.matchAll(referenceMember)]
    .map(([, , value]) => (value as string).replace(/\s+/g, ' '))
    .join('\n');
}

function withReferences(body: string, ids: readonly string[]): string {
  let index = 0;
  return body.replace(referenceMember, (_, name: string) => `${name}${ids[index++] ?? ''}`);
}

function withoutTokens(url: string): string {
  const [path = '', query] = url.split('?', 2);
  if (query === undefined) return path;
  const kept = query.split('&').filter((option) => !/^\$?(skip|delta)token=/i.test(option));
  return kept.length === 0 ? path : `${path}?${kept.join('&')}`;
}

/** Documentation writes blanks and braces as they are. */
function encodeForUrl(url: string): string {
  return url.replace(/[\s{}<>"^`|\\]/g, (character) => encodeURIComponent(character));
}

function sentHeaders({ headers: documented }: RequestExample): Headers {
  const headers = new Headers();
  for (const [name, value] of documented) {
    // credentials and lengths are of no use here, and a name or value that is none is the documentation's
    if (/^(authorization|content-length|host|connection|transfer-encoding)$/i.test(name)) continue;
    try {
      headers.append(name, /^if-match$/i.test(name) ? '*' : value);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return headers;
}

/** Undefined for a text that is no JSON. */
export function parseJsonText(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
