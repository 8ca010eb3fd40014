// OData Protocol 4.01, section 11.2.6.7 "Server-Driven Paging" and 8.2.8.6 "Preference maxpagesize".
import type { Entity } from '../edm/entity.ts';
import { entityPath } from '../json/entity-url.ts';
import type { ExpandItem, ResolvedRequest } from '../query/query.ts';
import type { CollectionResult } from '../query/result.ts';
import { trackedOption } from './delta.ts';
import type { Exchange } from './exchange.ts';

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
  within: { readonly entity: Entity; readonly path: string; readonly item: ExpandItem } | undefined,
  trackedSince: string | undefined,
): string | undefined {
  const { skiptoken } = collection;
  if (skiptoken === undefined) return undefined;
  if (within !== undefined) {
    const path = `${entityPath(within.entity.identity, {}, within.entity.type)}/${within.path}`;
    return `${exchange.serviceRoot}${path}?$skiptoken=${encodeURIComponent(skiptoken)}`;
  }
  const [path = '', query = ''] = splitOnce(exchange.relativeUrl);
  const kept = query.split('&').filter((option) => option !== '' && !isPageOption(option));
  if (trackedSince !== undefined) kept.push(`${trackedOption}=${trackedSince}`);
  return `${exchange.serviceRoot}${path}?${[...kept, `$skiptoken=${encodeURIComponent(skiptoken)}`].join('&')}`;
}

function splitOnce(url: string): [string, string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}

function isPageOption(option: string): boolean {
  return /^(?:\$|%24)?skiptoken=|^tracked=/i.test(option);
}
