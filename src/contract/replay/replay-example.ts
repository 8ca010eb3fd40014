// A documented request is sent to the emulator, which first has what it presupposes; the answers are compared.
import { ODataError } from '../../error/odata-error.ts';
import { handle } from '../../protocol/handle.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { ODataService } from '../../service/odata-service.ts';
import { operationOf } from '../check/operation.ts';
import type { HttpExample } from '../examples/http-example.ts';
import { compareAnswer, type Difference } from './compare-answer.ts';
import { presuppose } from './presuppose.ts';

export interface ReplayVerdict {
  /** Undefined where the documented answer and the emulator's agree. */
  readonly difference: Difference | undefined;
  readonly status: number;
}

/**
 * Replays one example on a service with the store that it had when it was made.
 * @param relativeUrl the URL after the service root, as it resolved
 * @returns undefined for an example without response, or for an operation that the protocol has not
 */
export async function replayExample(
  service: ODataService,
  example: HttpExample,
  relativeUrl: string,
  resolved: ResolvedRequest,
): Promise<ReplayVerdict | undefined> {
  const { request, response } = example;
  const operation = operationOf(request.method, resolved);
  if (response === undefined || operation === undefined) return undefined;
  await service.reset();
  await prepare(service, example, resolved);
  const answer = await handle(service, toRequest(service, example, relativeUrl));
  const text = await answer.text();
  const status = answer.status;
  const answered = { status, body: parse(text) };
  return { status, difference: compareAnswer(response, answered, operation, service.definition.model) };
}

async function prepare(
  service: ODataService,
  example: HttpExample,
  resolved: ResolvedRequest,
): Promise<void> {
  const { request, response } = example;
  for (const id of referencedIds(parse(request.body))) {
    const referenced = resolveReference(service, id);
    if (referenced !== undefined) await quietly(() => presuppose(service, referenced, undefined));
  }
  const documented = parse(response?.body ?? '');
  const isRead = request.method === 'GET';
  const shown =
    isRead && isObject(documented) && Array.isArray(documented.value) ? documented.value : documented;
  await quietly(() => presuppose(service, resolved, isRead ? shown : undefined));
}

/** What can't be made beforehand shows in the answer. */
async function quietly(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ODataError)) throw error;
  }
}

/** Every entity-id in a body: `@odata.id`, `@id` and `…@odata.bind`. */
function referencedIds(body: unknown): readonly string[] {
  if (Array.isArray(body)) return body.flatMap(referencedIds);
  if (!isObject(body)) return [];
  return Object.entries(body).flatMap(([name, value]) => {
    const isReference = /(^@(odata\.)?id|@(odata\.)?bind)$/.test(name);
    if (!isReference) return referencedIds(value);
    return [value].flat().filter((id): id is string => typeof id === 'string');
  });
}

function resolveReference(service: ODataService, id: string): ResolvedRequest | undefined {
  const path = id
    .replace(/^https?:\/\/[^/]*/i, '')
    .replace(/^\/?(v1\.0|beta)\//, '')
    .replace(/^\//, '');
  try {
    return service.resolve(path);
  } catch (error) {
    if (error instanceof ODataError) return undefined;
    throw error;
  }
}

function toRequest(service: ODataService, { request }: HttpExample, relativeUrl: string): Request {
  const headers = new Headers();
  for (const [name, value] of request.headers) {
    // credentials and lengths are of no use here, and a name or value that is none is the documentation's
    if (/^(authorization|content-length|host|connection|transfer-encoding)$/i.test(name)) continue;
    try {
      headers.append(name, value);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  const hasBody = request.body !== '' && request.method !== 'GET' && request.method !== 'HEAD';
  if (hasBody && !headers.has('content-type')) headers.set('content-type', 'application/json');
  return new Request(`http://localhost${service.path}/${encodeForUrl(relativeUrl)}`, {
    method: request.method,
    headers,
    ...(hasBody ? { body: request.body } : {}),
  });
}

/** Documentation writes blanks and braces as they are. */
function encodeForUrl(url: string): string {
  return url.replace(/[\s{}<>"^`|\\]/g, (character) => encodeURIComponent(character));
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
