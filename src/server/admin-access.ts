// WHATWG Fetch, section "HTTP extensions: Origin header"; RFC 9110, section 7.2 "Host": who may use the admin endpoints.
import type { Socket } from 'node:net';
import { ODataError } from '../error/odata-error.ts';

/** What the Node listener passes with a request; nothing in process. */
export interface ServerEnvironment {
  readonly incoming?: {
    readonly socket: Socket;
    readonly httpVersion?: string;
    readonly rawHeaders?: readonly string[];
  };
  readonly outgoing?: {
    readonly chunkedEncoding?: boolean;
    addTrailers(fields: Readonly<Record<string, string>>): void;
    destroy(): unknown;
  };
}

/**
 * Refuses clients of other machines, unless they are allowed, and web pages of other origins always: a page may send
 * requests to 127.0.0.1 as any program of its reader may.
 */
export function checkAdminAccess(request: Request, environment: ServerEnvironment, remote: boolean): void {
  const peer = environment.incoming?.socket.remoteAddress;
  if (peer === undefined) return;
  if (!remote && !isLoopback(peer))
    throw refuse(
      'Admin endpoints answer clients on this machine; start with --remote-admin to allow others.',
    );
  const origin = request.headers.get('origin');
  const host = request.headers.get('host') ?? '';
  if (origin !== null && origin !== `http://${host}` && origin !== `https://${host}`)
    throw refuse('Admin endpoints do not answer pages of other origins.');
  // a name that resolves to this machine may belong to a page of anybody
  if (!remote && !isLoopbackHost(host))
    throw refuse(
      `Admin endpoints are asked as localhost or by a loopback address, not as ${host.slice(0, 80)}.`,
    );
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name);
}

function refuse(message: string): ODataError {
  return new ODataError(403, 'Forbidden', message);
}
