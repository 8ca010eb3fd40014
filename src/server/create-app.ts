// OData URL Conventions 4.01, section 2.1 "Service Root": several services on one host, each below its root.
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { ODataError } from '../error/odata-error.ts';
import type { Connection } from '../protocol/exchange/connection.ts';
import { handle } from '../protocol/handle.ts';
import type { ODataService } from '../service/odata-service.ts';
import type { MaybePromise } from '../store/maybe-promise.ts';
import type { ServerEnvironment } from './admin-access.ts';
import { answerPreflight, isPreflight, withCorsHeaders } from './cors.ts';
import { errorResponse } from './error-response.ts';
import type { RequestLog } from './request-log.ts';
import { listServices } from './service-list.ts';
import { createSessions, sessionHeader } from './sessions.ts';

export type App = Hono<{ Bindings: ServerEnvironment }>;

export interface AppOptions {
  /** Is told each request when its answer is ready; see `createRequestLog`. */
  readonly log?: RequestLog;
  /** Sessions by `Emulator-Session`, and admin endpoints below `/_emulator/`; without it, there are none. */
  readonly admin?: AdminOptions;
}

export interface AdminOptions {
  /** Clients of other machines may use the admin endpoints. */
  readonly remote?: boolean;
  /** How many sessions there may be at once; default 100. */
  readonly maxSessions?: number;
  /** Seconds after which a session that nobody asks for ends; default 3,600. */
  readonly sessionTimeout?: number;
}

/**
 * One Hono app for all services. A request goes to the service with the longest path that begins its URL's path;
 * other URLs get the list of services: 200 at `/`, else 404.
 */
export function createApp(services: readonly ODataService[], { log, admin }: AppOptions = {}): App {
  const { maxSessions = 100, sessionTimeout = 3_600 } = admin ?? {};
  const sessions = createSessions(services, { count: maxSessions, idle: sessionTimeout * 1_000 });
  const respond = (request: Request, environment: ServerEnvironment): MaybePromise<Response> => {
    const path = pathOf(request.url);
    const name = admin === undefined ? null : request.headers.get(sessionHeader);
    const session = name === null ? sessions.base : sessions.open(name);
    const service = session.services.find((candidate) => isBelow(path, candidate.path));
    if (service === undefined) return listServices(request, path, services, admin !== undefined);
    const response = handle(service, request, {
      connection: connectionOf(environment),
      rawHeaders: environment.incoming?.rawHeaders,
    });
    return service.faults.isActive ? resetConnection(response, environment) : response;
  };
  let adminApp: Promise<App> | undefined;
  const app: App = new Hono<{ Bindings: ServerEnvironment }>({ getPath: (request) => request.url });
  app.all('*', ({ req: { raw: request }, env = {} }): MaybePromise<Response> => {
    if (admin !== undefined && isBelow(pathOf(request.url), '/_emulator')) {
      adminApp ??= import('./admin.ts').then(({ createAdmin }) =>
        createAdmin(sessions, admin.remote === true),
      );
      return adminApp.then((endpoints) => endpoints.fetch(request, env));
    }
    if (isPreflight(request)) return answerPreflight(request);
    const started = log === undefined ? 0 : performance.now();
    const response = respond(request, env);
    if (log === undefined && !request.headers.has('origin')) return response;
    return finish(request, response, started, log);
  });
  app.onError((error) => errorResponse(error instanceof ODataError ? error : defect(error)));
  return app;
}

async function finish(
  request: Request,
  pending: MaybePromise<Response>,
  started: number,
  log: RequestLog | undefined,
): Promise<Response> {
  const answered = await pending;
  const response = answered.status === 0 ? answered : withCorsHeaders(request, answered);
  log?.(request, response, performance.now() - started);
  return response;
}

/** What a body that fails can do to the connection; undefined in process. */
function connectionOf({ incoming, outgoing }: ServerEnvironment): Connection | undefined {
  if (outgoing === undefined) return undefined;
  return {
    chunked: incoming?.httpVersion !== '1.0',
    sendTrailers(fields) {
      if (outgoing.chunkedEncoding !== true) return false;
      outgoing.addTrailers(fields);
      return true;
    },
    // what was written so far still goes out
    cut: () => (incoming === undefined ? outgoing.destroy() : incoming.socket.destroySoon()),
  };
}

/** Makes a network error true for a client of a port: its connection is reset. */
async function resetConnection(
  pending: MaybePromise<Response>,
  { incoming }: ServerEnvironment,
): Promise<Response> {
  const response = await pending;
  if (response.status !== 0 || incoming === undefined) return response;
  incoming.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
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
