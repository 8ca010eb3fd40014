// WHATWG Fetch, section "Fetch method": a fetch whose requests and responses are checked with the model.
import type { ServiceDefinition } from '../../csdl/service-definition.ts';
import type { Profile } from '../../service/profile.ts';
import { createCheckContext } from '../check/check-context.ts';
import { checkExample } from '../check/check-example.ts';
import type { HttpExample } from '../examples/http-example.ts';
import { ConformanceError } from './conformance-error.ts';

export type Fetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

export interface ValidatingFetchOptions {
  /** What is called; the global fetch by default. */
  readonly fetch?: Fetch;
  /** Service roots: absolute URLs or paths; those of the profile by default. Other URLs go through unchecked. */
  readonly roots?: readonly string[];
  /** Takes the findings of an exchange that has some; without it they are thrown. */
  readonly report?: (error: ConformanceError) => void;
}

/** The response comes back unread. Rejects as the fetch that it wraps does, and with a ConformanceError. */
export function createValidatingFetch(
  definition: ServiceDefinition,
  profile: Profile,
  options: ValidatingFetchOptions = {},
): Fetch {
  const { roots = profile.publicRoots, report } = options;
  const context = createCheckContext(definition, profile, roots);
  return async (input, init) => {
    const send = options.fetch ?? globalThis.fetch;
    const request = new Request(input, init);
    const url = checkedUrl(request.url, roots);
    if (url === undefined) return await send(request);
    const body = await request.clone().text();
    const response = await send(request);
    const { findings } = checkExample(await exampleOf(request, url, body, response), context);
    if (findings.length > 0) {
      const error = new ConformanceError(request.method, request.url, response.status, findings);
      if (report === undefined) throw error;
      report(error);
    }
    return response;
  };
}

/** The URL as its root is written, absolute or a path; undefined for one that is not checked. */
function checkedUrl(url: string, roots: readonly string[]): string | undefined {
  // the parts of a batch are in its body
  if (/\/\$batch(\?|$)/.test(url)) return undefined;
  if (roots.length === 0) return url;
  const path = url.slice(new URL(url).origin.length);
  for (const root of roots) {
    const tidy = root.replace(/\/+$/, '');
    const written = tidy.startsWith('/') ? path : url;
    if (written === tidy || written.startsWith(`${tidy}/`) || written.startsWith(`${tidy}?`)) return written;
  }
  return undefined;
}

async function exampleOf(
  request: Request,
  url: string,
  body: string,
  response: Response,
): Promise<HttpExample> {
  const place = { file: request.url, line: 1, column: 1 };
  const isJson = /[/+]json\b/i.test(response.headers.get('content-type') ?? '');
  return {
    name: `${request.method} ${request.url}`,
    request: {
      method: request.method,
      url,
      urlPlaces: [],
      headers: new Map(request.headers),
      body,
      place,
      bodyPlace: undefined,
    },
    response: {
      status: response.status,
      headers: new Map(response.headers),
      body: isJson ? await response.clone().text() : '',
      place,
      bodyPlace: undefined,
      declaredType: undefined,
      declaredTypePlace: undefined,
      isCollection: undefined,
      truncated: true,
    },
  };
}
