// The flow of one example on one screen: URL, path, method, request body, response.
import type { ResolvedRequest } from '../../query/query.ts';
import type { HttpExample, RequestExample } from '../examples/http-example.ts';
import { checkRequestBody } from './check-body.ts';
import { type CheckContext, type Report, startReport } from './check-context.ts';
import { checkResponse } from './check-response.ts';
import type { CheckFinding } from './finding.ts';
import { allowedMethods, operationOf } from './operation.ts';
import { resolveFailure, type UrlFailure } from './resolve-failure.ts';
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
  const operation = operationFor(request, found.resolved, context);
  if (operation === undefined) {
    const methods = allowedMethods(found.resolved).join(', ');
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
  return { findings: report.findings, ...found };
}

function operationFor(
  request: RequestExample,
  resolved: ResolvedRequest,
  { createThroughRef }: CheckContext,
) {
  const operation = operationOf(request.method, resolved);
  if (!createThroughRef || operation?.body.kind !== 'reference' || request.method !== 'POST')
    return operation;
  // as Graph documents it, the entity that was made is answered
  return { ...operation, result: undefined };
}

interface Found {
  readonly relativeUrl: string;
  readonly resolved: ResolvedRequest;
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
  const relativeUrl = exact ?? mendedPath(written, context);
  const suggestion = relativeUrl === undefined ? undefined : `/${relativeUrl}`;
  if (malformed !== undefined)
    report.add('request', 'url-malformed', `The URL has ${malformed}.`, request.place, suggestion);
  else if (failure !== undefined && exact === undefined)
    report.add('request', failure.rule, failure.message, request.place, suggestion);
  return relativeUrl === undefined ? undefined : { relativeUrl, resolved: context.resolve(relativeUrl) };
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
