// OData Protocol 4.01, section 11.2.6.7 "Server-Driven Paging" and 8.2.8.6 "Preference maxpagesize".
import { editPath } from '../../json/entity-url.ts';
import { encodePath } from '../../json/literal.ts';
import type { ExpandedIn } from '../../json/write/serialize-context.ts';
import { standaloneOptions } from '../../query/options/standalone-expand.ts';
import type { ExpandItem, ResolvedRequest } from '../../query/query.ts';
import type { CollectionResult } from '../../query/result.ts';
import { printOption } from '../../uri/print/print.ts';
import type { Exchange } from './exchange.ts';

/** Carries the token of a delta link from page to page, so that what changes between two pages is told by the link. */
export const trackedOption = 'tracked';

/** Most items of one page; undefined: all of them. */
export function pageSizeOf(exchange: Exchange): number | undefined {
  const { maxpagesize } = exchange.preferences;
  const { options, profile } = exchange.service;
  const own = options.pageSize ?? profile.pageSize;
  if (maxpagesize === undefined) return own;
  exchange.preferences.apply('maxpagesize');
  return maxpagesize;
}

/** Where $top says how large a page is, it is taken from the query. */
export function pagedByTop(
  exchange: Exchange,
  resolved: ResolvedRequest,
): { readonly resolved: ResolvedRequest; readonly pageSize: number | undefined } {
  const { profile, options } = exchange.service;
  const { top, ...rest } = resolved.options;
  const { result } = resolved.path;
  const isPage =
    profile.topIsPageSize &&
    result?.collection === true &&
    result.type.kind === 'EntityType' &&
    rest.apply === undefined;
  if (!isPage || top === undefined || top === 0) return { resolved, pageSize: undefined };
  const most = exchange.preferences.maxpagesize ?? options.pageSize ?? top;
  return { resolved: { ...resolved, options: rest }, pageSize: Math.min(top, most) };
}

/** The request's URL with $skiptoken in place of where its page started. */
export function collectionNextLink(
  exchange: Exchange,
  collection: CollectionResult,
  within: (ExpandedIn & { readonly item: ExpandItem }) | undefined,
  trackedSince: string | undefined,
): string | undefined {
  const { skiptoken } = collection;
  if (skiptoken === undefined) return undefined;
  const [path, query] = pathAndQuery(exchange.relativeUrl);
  const given = query.split('&').filter((option) => option !== '');
  if (within !== undefined) {
    const options = [...standaloneOptions(within.item).map(printOption), ...given.filter(isInherited)];
    return pageLink(exchange, expandedPath(within, within.item), options, skiptoken);
  }
  const kept = given.filter((option) => !isPageOption(option));
  if (trackedSince !== undefined) kept.push(`${trackedOption}=${trackedSince}`);
  return pageLink(exchange, path, kept, skiptoken);
}

function pageLink(
  { serviceRoot }: Exchange,
  path: string,
  options: readonly string[],
  skiptoken: string,
): string {
  return `${serviceRoot}${path}?${[...options, `$skiptoken=${encodeURIComponent(skiptoken)}`].join('&')}`;
}

/** Where the related entities of an expanded entity are, relative to the service root. */
function expandedPath({ entity, path }: ExpandedIn, { navigationProperty, cast, form }: ExpandItem): string {
  // the edit URL is cast to the type that the entity has: no other cast is needed before its members
  const steps = [navigationProperty?.name, cast?.qualifiedName, form === '$ref' ? form : undefined];
  const members = path + steps.filter((name) => name !== undefined).join('/');
  return `${editPath(entity)}/${encodePath(members)}`;
}

/** What of the whole request holds inside of $expand, too. */
function isInherited(option: string): boolean {
  return /^(?:@|%40|(?:(?:\$|%24)?(?:format|schemaversion)=))/i.test(option);
}

/** A URL before and after its first question mark: there may be more of them in its query part. */
export function pathAndQuery(url: string): [path: string, query: string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}

function isPageOption(option: string): boolean {
  return /^(?:\$|%24)?skiptoken=|^tracked=/i.test(option);
}
