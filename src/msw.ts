// Mock Service Worker, "Intercepting requests": handlers that let an emulator answer for a service with a hard-wired URL.
import { HttpResponse, http, type RequestHandler } from 'msw';
import type { Emulator } from './index.ts';
import { handle } from './protocol/handle.ts';

export interface MswOptions {
  /** Service roots whose requests are answered: `https://graph.microsoft.com/v1.0`. Default: those of the profile that are absolute. */
  readonly roots?: readonly string[];
}

/**
 * For `setupServer(...toMswHandlers(emulator))`. URLs in the answers are below the root that was asked.
 * Throws a TypeError where neither the options nor the profile name a root.
 */
export function toMswHandlers(
  { service }: Pick<Emulator, 'service'>,
  options: MswOptions = {},
): RequestHandler[] {
  const roots = options.roots ?? service.profile.publicRoots.filter((root) => /^https?:/.test(root));
  if (roots.length === 0) throw new TypeError('Name the service root in roots: the profile has none.');
  return roots.map((root) => {
    const { origin, pathname } = new URL(root);
    const path = pathname.replace(/\/+$/, '');
    const rooted = { ...service, path };
    const isBelow = ({ request }: { readonly request: Request }): boolean => {
      const url = new URL(request.url);
      return url.origin === origin && (url.pathname === path || url.pathname.startsWith(`${path}/`));
    };
    return http.all(isBelow, async ({ request }) => {
      const response = await handle(rooted, request);
      return response.type === 'error' ? HttpResponse.error() : response;
    });
  });
}
