// OData URL Conventions 4.01, section 2.1 "Service Root": several services on one host, each below its root.
import { Hono } from 'hono';
import { ODataError } from '../error/odata-error.ts';
import { handle } from '../protocol/handle.ts';
import type { ODataService } from '../service/odata-service.ts';
import { answerPreflight, isPreflight, withCorsHeaders } from './cors.ts';
import { errorResponse } from './error-response.ts';
import type { RequestLog } from './request-log.ts';
import { listServices } from './service-list.ts';

export interface AppOptions {
  /** Is told each request when its answer is ready; see `createRequestLog`. */
  readonly log?: RequestLog;
}

/**
 * One Hono app for all services. A request goes to the service with the longest path that begins its URL's path;
 * other URLs get the list of services: 200 at `/`, else 404.
 */
export function createApp(services: readonly ODataService[], options: AppOptions = {}): Hono {
  const longestFirst = [...services].sort((a, b) => b.path.length - a.path.length);
  const respond = (request: Request): Promise<Response> | Response => {
    const path = pathOf(request.url);
    const service = longestFirst.find((candidate) => isBelow(path, candidate.path));
    return service === undefined ? listServices(request, path, services) : handle(service, request);
  };
  const app = new Hono({ getPath: (request) => request.url });
  app.all('*', ({ req: { raw: request } }) => {
    if (isPreflight(request)) return answerPreflight(request);
    const started = options.log === undefined ? 0 : performance.now();
    const response = respond(request);
    if (options.log === undefined && !request.headers.has('origin')) return response;
    return finish(request, response, started, options.log);
  });
  app.onError((error) => errorResponse(defect(error)));
  return app;
}

async function finish(
  request: Request,
  pending: Promise<Response> | Response,
  started: number,
  log: RequestLog | undefined,
): Promise<Response> {
  const response = withCorsHeaders(request, await pending);
  log?.(request, response, performance.now() - started);
  return response;
}

/** The path as sent, percent-encoded: what stands between the authority and the query. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('//') + 2);
  if (start < 0) return '/';
  const end = url.indexOf('?', start);
  return end < 0 ? url.slice(start) : url.slice(start, end);
}

function isBelow(path: string, root: string): boolean {
  return path.startsWith(root) && (path.length === root.length || path.charCodeAt(root.length) === 0x2f);
}

/** `handle` answers every error of a request itself: what arrives here is a defect of the server. */
function defect(error: unknown): ODataError {
  return new ODataError(500, 'InternalError', 'The server failed; its log has the cause.', { cause: error });
}
