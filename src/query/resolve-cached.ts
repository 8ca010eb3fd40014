// OData Protocol 4.01, section 11.2 "Requesting Data": the door to parsing and resolving, with a cache in front.
import type { EdmModel } from '../edm/edm-model.ts';
import { parseODataUri } from '../uri/parse.ts';
import type { ODataUri } from '../uri/syntax-tree.ts';
import type { Variables } from './expression/scope.ts';
import type { ResolvedRequest, ResolveOptions } from './query.ts';
import { resolve } from './resolve.ts';

/** URLs that one resolver remembers; the least recently used one is forgotten first. */
const capacity = 500;
/** Longer URLs are resolved each time: remembering them would hold too much memory. */
const longestRemembered = 4_000;

/**
 * A resolver for URLs relative to the service root, percent-encoded as received. What is returned may be shared by requests
 * with the same URL: it is never changed. `variables`: what expressions of the query part may start from beside the usual.
 */
export function createResolver(
  model: EdmModel,
  options: ResolveOptions,
): (rawUri: string, variables?: Variables) => ResolvedRequest {
  const remembered = new Map<string, ResolvedRequest>();
  // A URL is remembered when it comes a second time: a client that walks through all keys would else fill the cache
  // with what is never asked for again.
  let seen = new Set<string>();
  const parse = (rawUri: string): ODataUri =>
    parseODataUri(withoutTrailingSlash(withoutAnnotationSign(rawUri, options), options), {
      plusIsBlank: options.plusIsBlank === true,
    });
  return (rawUri, variables) => {
    if (variables !== undefined) return resolve(parse(rawUri), model, options, rawUri, variables);
    const known = remembered.get(rawUri);
    if (known !== undefined) {
      // A Map keeps the order of insertion: what was used last stands last.
      remembered.delete(rawUri);
      remembered.set(rawUri, known);
      return known;
    }
    const resolved = resolve(parse(rawUri), model, options, rawUri);
    if (rawUri.length > longestRemembered) return resolved;
    if (!seen.has(rawUri)) {
      if (seen.size >= capacity) seen = new Set();
      seen.add(rawUri);
    } else {
      if (remembered.size >= capacity) remembered.delete(remembered.keys().next().value as string);
      remembered.set(rawUri, resolved);
    }
    return resolved;
  };
}

/** The grammar has no query option that is named like an annotation: where these are taken, the sign is left out. */
function withoutAnnotationSign(rawUri: string, { annotationOptions }: ResolveOptions): string {
  return annotationOptions === true ? rawUri.replace(/([?&])(?:@|%40)(?=\w+\.[\w.]+=)/gi, '$1') : rawUri;
}

/** The grammar has no slash after a key; where trailing slashes are ignored, this one is as well. */
function withoutTrailingSlash(rawUri: string, options: ResolveOptions): string {
  return options.emptySegments === true ? rawUri.replace(/\)\/(?=\?|$)/, ')') : rawUri;
}
