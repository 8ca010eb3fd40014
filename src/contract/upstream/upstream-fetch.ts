// RFC 9110, "HTTP Semantics": requests to a real service, through the proxy that the environment names.

import { Agent, type Dispatcher, EnvHttpProxyAgent, fetch, type RequestInit, type Response } from 'undici';
import { redactUrl } from '../../service/redact.ts';

/** A response as undici gives it: the Web's, without the globals of this Node's version. */
export type UpstreamResponse = Response;

export interface Upstream {
  /** As the Web's fetch; HTTP_PROXY, HTTPS_PROXY and NO_PROXY of the environment hold. */
  fetch(url: string | URL, init?: RequestInit): Promise<UpstreamResponse>;
  close(): Promise<void>;
}

/** The service does not answer: no such host, no connection, a connection that ends amidst the answer. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
}

export function openUpstream(): Upstream {
  const hasProxy = ['http_proxy', 'https_proxy'].some(
    (name) => process.env[name] ?? process.env[name.toUpperCase()],
  );
  // Undici warns whoever makes an EnvHttpProxyAgent that its interface may change.
  const agent = hasProxy ? new EnvHttpProxyAgent() : new Agent();
  const dispatcher = agent.compose(withoutBrowserHeaders);
  return {
    async fetch(url, init) {
      try {
        return await fetch(url, { ...init, dispatcher });
      } catch (error) {
        throw upstreamError(error, url);
      }
    },
    close: () => agent.destroy(),
  };
}

/** Fetch adds what a browser would send; the service is to see what its client has sent. */
function withoutBrowserHeaders(dispatch: Dispatcher['dispatch']): Dispatcher['dispatch'] {
  return (options, handler) => {
    const { 'sec-fetch-mode': _, ...headers } = options.headers as Record<string, string>;
    if (headers['accept-language'] === '*') delete headers['accept-language'];
    return dispatch({ ...options, headers }, handler);
  };
}

/** The whole body; a connection that ends before it does is an error, never a shorter body. */
export async function readWhole(response: UpstreamResponse): Promise<Uint8Array> {
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw upstreamError(error, response.url);
  }
}

function upstreamError(error: unknown, url: string | URL): UpstreamError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new UpstreamError(`${withoutSecrets(url)}: ${reason}`, { cause: error });
}

/** A URL for messages and files: without user and password, without a fragment, and without the values of secret options. */
export function withoutSecrets(url: string | URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  shown.hash = '';
  return redactUrl(shown.href, []);
}
