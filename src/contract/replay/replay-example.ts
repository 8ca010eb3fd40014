// A documented request is sent to the emulator, which first has what it presupposes; the answers are compared.
import { ODataError } from '../../error/odata-error.ts';
import { handle } from '../../protocol/handle.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { ODataService } from '../../service/odata-service.ts';
import { operationOf } from '../check/operation.ts';
import { readServiceUrl } from '../check/service-url.ts';
import type { HttpExample, RequestExample, ResponseExample } from '../examples/http-example.ts';
import { compareAnswer, type Difference } from './compare-answer.ts';
import { withParameterValues } from './concrete-parameters.ts';
import { type ConcreteRequest, concreteRequest, isObject, parseJsonText } from './concrete-request.ts';
import { presuppose, presupposeLink } from './presuppose.ts';

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
): Promise<ReplayVerdict | undefined> {
  const { request, response } = example;
  const concrete = sentRequest(service, request, relativeUrl);
  const resolved = service.resolve(concrete.relativeUrl);
  const operation = operationOf(request.method, resolved);
  if (response === undefined || operation === undefined) return undefined;
  await service.reset();
  await prepare(service, concrete, response, resolved);
  const answer = await handle(service, toRequest(service, concrete));
  const { status } = answer;
  const answered = { status, body: parseJsonText(await answer.text()) };
  return {
    status,
    difference: compareAnswer(response, answered, operation, resolved, service.definition.model),
  };
}

function sentRequest(service: ODataService, request: RequestExample, relativeUrl: string): ConcreteRequest {
  const concrete = concreteRequest(request, relativeUrl);
  const resolved = service.resolve(concrete.relativeUrl);
  const now = service.options.now();
  return { ...concrete, relativeUrl: withParameterValues(concrete.relativeUrl, resolved, now) };
}

async function prepare(
  service: ODataService,
  { body, method }: ConcreteRequest,
  response: ResponseExample,
  resolved: ResolvedRequest,
): Promise<void> {
  const referenced = [
    ...referencedIds(parseJsonText(body)),
    ...(resolved.id === undefined ? [] : [resolved.id]),
  ];
  for (const id of referenced) {
    const target = resolveReference(service, id);
    if (target !== undefined) await quietly(() => presuppose(service, target, undefined));
  }
  const documented = parseJsonText(response.body);
  const shown = isObject(documented) && Array.isArray(documented.value) ? documented.value : documented;
  const before = method === 'GET' ? shown : typeOf(documented, parseJsonText(body));
  await quietly(() => presuppose(service, resolved, before));
  const linked = resolved.id === undefined ? undefined : resolveReference(service, resolved.id);
  if (linked !== undefined) await quietly(() => presupposeLink(service, resolved, linked));
}

/** What is to be changed is of the type that the response names, or else the request. */
function typeOf(...bodies: readonly unknown[]): Readonly<Record<string, unknown>> | undefined {
  const member = '@odata.type';
  const named = bodies.find((body) => isObject(body) && typeof body[member] === 'string');
  return isObject(named) ? { [member]: named[member] } : undefined;
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
  const { publicRoots, resolve } = service.profile;
  const { relative } = readServiceUrl(id.trim(), publicRoots, resolve.ignoreCase);
  if (relative === undefined) return undefined;
  try {
    return service.resolve(relative);
  } catch (error) {
    if (error instanceof ODataError) return undefined;
    throw error;
  }
}

function toRequest(
  service: ODataService,
  { method, relativeUrl, headers, body, content }: ConcreteRequest,
): Request {
  const hasBody = body !== '' && method !== 'GET' && method !== 'HEAD';
  if (hasBody && !headers.has('content-type')) headers.set('content-type', 'application/json');
  return new Request(`http://localhost${service.path}/${relativeUrl}`, {
    method,
    headers,
    ...(hasBody ? { body: content ?? body } : {}),
  });
}
