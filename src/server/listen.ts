// A port for an app: an error when it can't be had, and an end that waits for the requests in flight.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { ODataError } from '../error/odata-error.ts';
import type { ServerEnvironment } from './admin-access.ts';
import { closerOfUnused, refuseMalformed } from './connections.ts';
import { errorResponse } from './error-response.ts';

/** Bytes of request line and headers: a query option may be long, and what is too long for OData gets an OData error. */
const maxHeaderSize = 1024 * 1024;

export interface ListenOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly host: string;
}

export interface Listener {
  /** `http://127.0.0.1:4004`: no slash at the end. */
  readonly origin: string;
  /** Takes no more connections, waits for the requests in flight, then resolves. */
  close(): Promise<void>;
}

/** Rejects with the system's error (`code` is `EADDRINUSE`, `EACCES`, …) when the port can't be had. */
export async function listen(
  fetch: (request: Request, environment: ServerEnvironment) => Response | Promise<Response>,
  { port, host }: ListenOptions,
): Promise<Listener> {
  const listener = getRequestListener(fetch, { errorHandler: refuseRequest, hostname: host });
  const server = createServer({ maxHeaderSize }, listener);
  server.on('checkContinue', (incoming, outgoing) => {
    // a body is asked for when it is read: what is refused before is not sent
    incoming.once('resume', () => {
      if (!outgoing.headersSent) outgoing.writeContinue();
    });
    void listener(incoming, outgoing);
  });
  refuseMalformed(server, maxHeaderSize);
  const closeUnused = closerOfUnused(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  return {
    origin: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    close: () =>
      new Promise<void>((resolve) => {
        // a connection whose last request ends after this moment would be kept alive for the next; one that never sends any, too
        const sweep = setInterval(closeUnused, 20);
        server.close(() => {
          clearInterval(sweep);
          resolve();
        });
      }),
  };
}

/** A request line or a Host header that makes no URL. */
function refuseRequest(error: unknown): Response {
  const cause = error instanceof Error ? error.message : String(error);
  return errorResponse(new ODataError(400, 'InvalidUrl', `The request makes no valid URL: ${cause}`));
}
