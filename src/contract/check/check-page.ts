// Documentation pages: what a page has to show of each request, and that it shows what its request lines say.
import type { EdmModel } from '../../edm/edm-model.ts';
import type { ExampleFile, HttpExample, HttpTemplate } from '../examples/http-example.ts';
import { type CheckContext, startReport } from './check-context.ts';
import type { CheckFinding } from './finding.ts';
import { readServiceUrl } from './service-url.ts';

export interface ResolvedExample {
  readonly example: HttpExample;
  readonly relativeUrl: string;
}

/** @param resolved examples of the page whose path and method are such of the service */
export function checkPage(
  { examples, templates }: ExampleFile,
  resolved: readonly ResolvedExample[],
  context: CheckContext,
): readonly CheckFinding[] {
  return [
    ...examples.flatMap(checkParts),
    ...resolved.flatMap((one) => compareWithTemplates(one, templates, context)),
  ];
}

/** Response, and headers that the messages need: "the format of a non-empty body MUST be specified in the Content-Type header". */
function checkParts(example: HttpExample): readonly CheckFinding[] {
  const report = startReport(example);
  const { request, response, expectsResponse } = example;
  if (response === undefined && expectsResponse === true)
    report.add('response', 'response-missing', 'The page shows no response to the request.', request.place);
  for (const [side, message] of [['request', request] as const, ['response', response] as const]) {
    const isJson = /^\s*[{[]/.test(message?.body ?? '');
    // what has no status line has no headers either, and of a body that is not to be there something else is said
    const isWhole = side === 'request' || ![undefined, 204].includes(response?.status);
    if (message === undefined || !isJson || !isWhole || hasContentType(message.headers)) continue;
    report.add(side, 'header-missing', 'A message with a body has the header Content-Type.', message.place);
  }
  return report.findings;
}

function hasContentType(headers: ReadonlyMap<string, string>): boolean {
  return [...headers.keys()].some((name) => name.toLowerCase() === 'content-type');
}

/** An example that is like none of the request lines that the page gives for its method, or for its path. */
function compareWithTemplates(
  { example, relativeUrl }: ResolvedExample,
  templates: readonly HttpTemplate[],
  { roots, model }: CheckContext,
): readonly CheckFinding[] {
  const { method, place } = example.request;
  const path = segmentsOf(relativeUrl);
  const alike = templates.filter(({ url }) => {
    const template = segmentsOf(readServiceUrl(url, roots).relative ?? '');
    return isLike(path, template) || isLikeInSet(path, template, model) || isLikeInSet(template, path, model);
  });
  if (alike.some((template) => template.method === method)) return [];
  const differing = templates.find((template) => template.method === method) ?? alike[0];
  if (differing === undefined) return [];
  const { method: given, url } = differing;
  const message = `The page gives ${given} ${url}, its example in line ${place.line} does ${method} /${path.join('/')}.`;
  return [
    { rule: 'template-differs', example: example.name, side: 'template', message, place: differing.place },
  ];
}

function segmentsOf(relativeUrl: string): readonly string[] {
  return (relativeUrl.split('?', 1)[0] as string).split('/').filter((segment) => segment !== '');
}

function isLike(path: readonly string[], template: readonly string[]): boolean {
  return (
    path.length === template.length &&
    template.every((segment, index) => isLikeSegment(path[index] as string, segment))
  );
}

/** `me/messages` and `users/{id}/messages`: a singleton stands for an entity of a set of its type. */
function isLikeInSet(one: readonly string[], other: readonly string[], model: EdmModel): boolean {
  const [singleton, set] = [one[0], other[0]?.replace(/\(.*$/, '')].map((name = '') =>
    model.entityContainer?.children.get(name),
  );
  if (singleton?.kind !== 'Singleton' || set?.kind !== 'EntitySet') return false;
  const entityLength = other[0]?.includes('(') ? 1 : 2;
  return (
    singleton.entityType === set.entityType &&
    other.length >= entityLength &&
    isLike(one.slice(1), other.slice(entityLength))
  );
}

function isLikeSegment(segment: string, template: string): boolean {
  if (/[{<]/.test(template)) return true;
  const name = (text: string) =>
    text
      .replace(/\(.*$/, '')
      .replace(/^.*\.(?=\w+$)/, '')
      .toLowerCase();
  return name(segment) === name(template) || /[{<(]/.test(segment);
}
