// RFC 3986, section 4 "Usage": from a URL as documentation writes it to the part after the service root.

export interface ServiceUrl {
  /** Relative to the service root, without leading slash, percent-encoded; undefined for a URL that is not below a root. */
  readonly relative: string | undefined;
  /** The path without leading slash, when the host is the service's and the path is not below a root. */
  readonly elsewhere: string | undefined;
  /** What of the text is no URL at all. */
  readonly malformed: string | undefined;
}

/**
 * @param roots service roots: absolute (`https://graph.microsoft.com/v1.0`) or paths (`/v1.0`); with none, any host's root
 * @param ignoreCase whether paths of roots are taken in another case (`/V1.0`)
 */
export function readServiceUrl(url: string, roots: readonly string[], ignoreCase = false): ServiceUrl {
  const malformed = malformedPart(url);
  const tidy = url.replaceAll('\\', '/').replace(/#.*$/, '');
  const host = hostOf(tidy);
  // as in the standard's texts, ~ is the service root
  const path = tidy.replace(/^https?:\/\/[^/?]*/i, '').replace(/^~(?=\/)/, '');
  const cased = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  if (roots.length === 0) return { relative: stripSlash(path), elsewhere: undefined, malformed };
  for (const root of roots) {
    const rootPath = root.replace(/^https?:\/\/[^/]*/i, '').replace(/\/$/, '');
    const rest = path.slice(rootPath.length);
    const isBelow = cased(path).startsWith(cased(rootPath)) && /^([/?]|$)/.test(rest);
    if (isBelow && isOnHost(host, root, roots))
      return { relative: stripSlash(rest), elsewhere: undefined, malformed };
  }
  // a path without the root, as `/users/{id}` in documentation, is relative to it
  if (host === undefined) return { relative: stripSlash(path), elsewhere: undefined, malformed };
  const isOurs = roots.some((root) => isOnHost(host, root, roots));
  return { relative: undefined, elsewhere: isOurs ? stripSlash(path) : undefined, malformed };
}

/** A URL without host is on every one; a root without host is on every one too, unless another root names one. */
function isOnHost(host: string | undefined, root: string, roots: readonly string[]): boolean {
  const isAnywhere = hostOf(root) === undefined && roots.every((other) => hostOf(other) === undefined);
  return host === undefined || isAnywhere || hostOf(root) === host;
}

function malformedPart(url: string): string | undefined {
  const path = url.split('?', 1)[0] as string;
  if (path.includes('\\')) return 'a backslash, which no path has';
  return undefined;
}

function hostOf(url: string): string | undefined {
  return /^https?:\/\/([^/?]*)/i.exec(url)?.[1]?.toLowerCase();
}

function stripSlash(path: string): string {
  return path.replace(/^\//, '');
}
