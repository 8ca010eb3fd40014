// The flow of one example on one screen: URL, path, method, request body, response.
import { nearestName } from '../../error/name-likeness.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { HttpExample, Place, RequestExample } from '../examples/http-example.ts';
import { checkRequestBody } from './check-body.ts';
import { type CheckContext, type Report, startReport } from './check-context.ts';
import { namesAfter, openStepFailure } from './check-open-types.ts';
import { checkResponse } from './check-response.ts';
import type { CheckFinding } from './finding.ts';
import { allowedMethods, type Operation, operationOf } from './operation.ts';
import { type OptionFailures, optionFailures, resolveFailure, type UrlFailure } from './resolve-failure.ts';
import { filledUrl } from './resolve-template.ts';
import { readServiceUrl } from './service-url.ts';

export interface ExampleVerdict {
  readonly findings: readonly CheckFinding[];
  /** The URL after the service root, as it resolved, mended where it had to be; undefined where it could not be. */
  readonly relativeUrl: string | undefined;
  readonly resolved: ResolvedRequest | undefined;
}

/** Checks one example; what can't be told any more after a finding is left out. */
export function checkExample(example: HttpExample, context: CheckContext): ExampleVerdict {
  const report = startReport(example);
  const { request, response } = example;
  const found = resolveUrl(request, context, report);
  if (found === undefined) return { findings: report.findings, relativeUrl: undefined, resolved: undefined };
  const { relativeUrl, resolved, isWhole } = found;
  const operation = operationFor(example, resolved, context);
  const slip = openStepFailure(resolved.path, relativeUrl, context);
  if (slip !== undefined) {
    const { rule, message, offset, suggestion } = slip;
    report.add('request', rule, message, placeInUrl(request, relativeUrl, offset), suggestion);
    return { findings: report.findings, relativeUrl: undefined, resolved: undefined };
  }
  if (operation === undefined) {
    const methods = allowedMethods(resolved).join(', ');
    report.add(
      'request',
      'method-not-allowed',
      `${request.method} is not for this resource, which takes ${methods}.`,
      request.place,
    );
  } else {
    checkRequestBody(request, operation.body, context, report);
    if (response !== undefined) checkResponse(response, operation, context, report);
  }
  if (isWhole) return { findings: report.findings, ...found };
  return { findings: report.findings, relativeUrl: undefined, resolved: undefined };
}

/** The operation, with what the profile's service does beside the standard. */
function operationFor(
  { request: { method }, response }: HttpExample,
  resolved: ResolvedRequest,
  { createThroughRef, actionStatuses }: CheckContext,
): Operation | undefined {
  const operation = operationOf(method, resolved);
  if (operation === undefined) return undefined;
  // as Graph documents it, the entity that was made is answered
  if (createThroughRef && operation.body.kind === 'reference' && method === 'POST')
    return { ...operation, result: undefined };
  if (operation.body.kind !== 'parameters') return operation;
  const statuses = [...operation.statuses, ...actionStatuses];
  // what tells of several how each went is not the action's result
  const isOwn = response?.status !== undefined && actionStatuses.includes(response.status);
  return { ...operation, statuses, result: isOwn ? undefined : operation.result };
}

interface Found {
  readonly relativeUrl: string;
  readonly resolved: ResolvedRequest;
  /** Options that do not resolve are left out of it. */
  readonly isWhole: boolean;
}

function resolveUrl(request: RequestExample, context: CheckContext, report: Report): Found | undefined {
  const { relative, elsewhere, malformed } = readServiceUrl(request.url, context.roots, context.ignoreCase);
  const written = relative ?? elsewhere;
  if (written === undefined) {
    report.add(
      'request',
      'url-outside-service',
      `${request.url} is not on the host of ${context.roots.join(' or ')}.`,
      request.place,
    );
    return undefined;
  }
  const failure =
    relative === undefined ? notBelow(request.url, context) : resolveFailure(relative, context.resolve);
  const exact =
    relative === undefined || failure === undefined ? relative : filledUrl(relative, context.resolve);
  if (exact === undefined && malformed === undefined && relative !== undefined) {
    const options = optionFailures(relative, context.resolve, (url) => filledUrl(url, context.resolve));
    if (options !== undefined) return withoutOptions(request, relative, options, context, report);
  }
  const relativeUrl = exact ?? mendedPath(written, context);
  const suggestion = relativeUrl === undefined ? undefined : `/${relativeUrl}`;
  if (malformed !== undefined)
    report.add('request', 'url-malformed', `The URL has ${malformed}.`, request.place, suggestion);
  else if (failure !== undefined && exact === undefined)
    report.add(
      'request',
      failure.rule,
      failure.message,
      relative === undefined ? request.place : placeInUrl(request, relative, failure.offset),
      suggestion ?? failure.suggestion ?? nearOperation(written, failure, context),
    );
  if (relativeUrl === undefined) return undefined;
  return { relativeUrl, resolved: context.resolve(relativeUrl), isWhole: true };
}

/** What the resource takes instead of a step that it does not have, where the message does not say it. */
function nearOperation(
  written: string,
  { rule, message, offset = 0 }: UrlFailure,
  { resolve, model }: CheckContext,
): string | undefined {
  const before = written.slice(0, Math.max(0, offset - 1));
  if (rule !== 'path-unknown' || message.includes('Did you mean') || before === '') return undefined;
  if (resolveFailure(before, resolve) !== undefined) return undefined;
  const { result } = resolve(before).path;
  const [step = ''] = written.slice(offset).split(/[/?(]/, 1);
  return result && nearestName(step, namesAfter(result.type, result.collection, model));
}

/** Path and bodies are checked all the same, unless an option made another result of them. */
function withoutOptions(
  request: RequestExample,
  relative: string,
  { failures, rest }: OptionFailures,
  { resolve }: CheckContext,
  report: Report,
): Found | undefined {
  for (const { rule, message, offset, suggestion } of failures)
    report.add('request', rule, message, placeInUrl(request, relative, offset), suggestion);
  if (/[?&]\$?(apply|compute)=/i.test(relative)) return undefined;
  return { relativeUrl: rest, resolved: resolve(rest), isWhole: false };
}

/** Where an offset of the URL after the service root stands; the request's place where the file holds it in another form. */
function placeInUrl(
  { url, urlPlaces, place }: RequestExample,
  relative: string,
  offset: number | undefined,
): Place {
  const bare = url.replace(/#.*$/, '');
  const at = bare.length - relative.length + (offset ?? 0);
  const part = urlPlaces.findLast((one) => one.offset <= at);
  // of a URL that is no more as it was written, no place is known
  const isAsWritten = bare.replaceAll('\\', '/').endsWith(relative);
  if (part === undefined || offset === undefined || !isAsWritten) return place;
  return { ...part.place, column: Math.max(1, part.place.column + at - part.offset) };
}

function notBelow(url: string, { roots }: CheckContext): UrlFailure {
  return { rule: 'url-outside-service', message: `${url} is not below ${roots.join(' or ')}.` };
}

/** The part of a path that is left when first segments that the service doesn't have are taken away. */
function mendedPath(written: string, context: CheckContext): string | undefined {
  const segments = written.split('/');
  for (let start = 1; start < segments.length; start++) {
    const name = (segments[start] as string).replace(/[(?].*$/, '');
    if (!context.model.entityContainer?.children.has(name)) continue;
    const rest = segments.slice(start).join('/');
    if (resolveFailure(rest, context.resolve) === undefined) return rest;
  }
  return undefined;
}
