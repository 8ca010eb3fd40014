// OData Protocol 4.01, section 11.3 "Requesting Changes".
import type { EdmFunction, EdmType } from '../../edm/edm-model.ts';
import { Capabilities } from '../../edm/vocabularies.ts';
import { ODataError } from '../../error/odata-error.ts';
import { serializeDelta } from '../../json/write/serialize-delta.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import type { Query, QueryOptions, ResolvedRequest, Select } from '../../query/query.ts';
import { behaviourOf } from '../../service/behaviour-of.ts';
import { handlerFor } from '../../service/handlers.ts';
import type { EntityChange } from '../../store/store.ts';
import { textContentType } from '../exchange/charset.ts';
import { type Exchange, isPrefixed, jsonFormatOf } from '../exchange/exchange.ts';
import { jsonContentType } from '../exchange/headers.ts';
import { pageSizeOf, pathAndQuery, trackedOption } from '../exchange/paging.ts';
import { respond } from '../exchange/respond.ts';
import type { Tracking } from '../exchange/tracking.ts';
import { serializeContextOf } from '../exchange/write-result.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { lastWithoutCasts, prefixOf } from '../resource/resource-target.ts';
import { type DeltaChanges, deltaChanges, type LoggedChange } from './delta-changes.ts';
import { flatChanges } from './flat-changes.ts';

/** Whether the answer gets a delta link: its changes can be tracked, and somebody asked for it. */
export function trackChanges(exchange: Exchange, resolved: ResolvedRequest): Tracking | undefined {
  const { preferences } = exchange;
  const earlier = resolved.custom.get(trackedOption);
  if (!preferences.trackChanges && earlier === undefined && !isDeltaFunction(exchange, resolved.path))
    return undefined;
  if (resolved.options.apply !== undefined || !isTracked(exchange, resolved.path)) return undefined;
  preferences.apply('track-changes');
  const token = earlier ?? exchange.service.store.position().toString(36);
  return { token, deltaLink: deltaLink(exchange, token) };
}

/** The set is annotated with Capabilities.ChangeTracking, or the service tracks all; collections that have a place of their own. */
function isTracked(exchange: Exchange, path: ResourcePath): boolean {
  const last = path.segments[lastWithoutCasts(path.segments)];
  const { options, profile } = exchange.service;
  if (isDeltaFunction(exchange, path)) return true;
  const all = (options.changeTracking ?? profile.changeTracking) === 'all';
  if (last?.kind === 'navigation' && path.result?.collection === true)
    return path.source?.kind === 'contained' && all;
  if (last?.kind !== 'entitySet') return false;
  const annotation = last.entitySet.annotations.get(Capabilities.ChangeTracking);
  if (typeof annotation !== 'object' || annotation === null) return all;
  return (annotation as { readonly Supported?: unknown }).Supported !== false;
}

/** Graph's `delta()`, bound to a collection, or to an entity whose contents it yields, where it has no handler. */
function isDeltaFunction({ service }: Exchange, path: ResourcePath): boolean {
  const last = path.segments.at(-1);
  if (!service.profile.deltaFunctions || last?.kind !== 'function' || last.function.name !== 'delta')
    return false;
  if (handlerFor(service.handlers, last.function) !== undefined) return false;
  return isBoundToCollection(last.function) || behaviourOf(service, last.function) !== undefined;
}

function isBoundToCollection({ parameters: [binding] }: EdmFunction): boolean {
  return binding?.type.collection === true;
}

/**
 * What Graph's `delta()` asks for: the path without it, where what stands before it yields the same, and the key, without
 * which a client could not tell what has changed. Other requests as they are.
 */
export function definingRequest(exchange: Exchange, resolved: ResolvedRequest): ResolvedRequest {
  const { path, options } = resolved;
  const last = path.segments.at(-1);
  if (!isDeltaFunction(exchange, path) || last?.kind !== 'function') return resolved;
  const before = isBoundToCollection(last.function) ? prefixOf(path, path.segments.length - 1) : path;
  const select = options.select && withKey(options.select, path.result?.type);
  return { ...resolved, path: before, ...(select && { options: { ...options, select } }) };
}

function withKey(select: Select, type: EdmType | undefined): Select {
  if (select.all || type?.kind !== 'EntityType') return select;
  const whole = { select: undefined, options: undefined, cast: undefined };
  const key = type.key.flatMap(({ path, property }) =>
    path.length === 1 && !select.properties.has(property.name)
      ? [[property.name, { property, ...whole }] as const]
      : [],
  );
  return { ...select, properties: new Map([...select.properties, ...key]) };
}

const dropped = /^(?:\$|%24)?(?:top|skip|skiptoken|deltatoken|orderby|count)=|^(?:tracked|token)=/i;
/** Where a delta function is to begin, which the link tells by itself. */
const tokenOfFunction = /(?<=\/[\w.]*delta)\(token=[^()]*\)$/i;

/** The defining query with the token. */
function deltaLink(exchange: Exchange, token: string): string {
  const url = definingUrl(exchange);
  return `${url}${url.includes('?') ? '&' : '?'}$deltatoken=${token}`;
}

/** The defining query; order and paging are no part of it. */
function definingUrl({ serviceRoot, relativeUrl }: Exchange): string {
  const [path, query] = pathAndQuery(relativeUrl);
  const kept = query.split('&').filter((option) => option !== '' && !dropped.test(option));
  const url = serviceRoot + path.replace(tokenOfFunction, '');
  return kept.length === 0 ? url : `${url}?${kept.join('&')}`;
}

/** GET of a delta link. 410 where the log does not reach back to its token. */
export async function requestChanges(exchange: Exchange, asked: ResolvedRequest): Promise<Response> {
  const { service } = exchange;
  const counts = asked.path.segments.at(-1)?.kind === 'count';
  const resolved = definingRequest(exchange, counts ? withoutCount(asked) : asked);
  const reader = readerOf(exchange);
  const { since, changes } = await loggedChanges(exchange, resolved.options.deltatoken ?? '');
  const query = { path: resolved.path, options: definingOptions(resolved.options) };
  const { containedViews } = service.profile;
  const delta = await deltaChanges(reader, service.definition.model, query, changes, containedViews);
  const found = toldIn(exchange, delta, query, changes);
  if (counts) return respond(exchange, 200, String(found.length), textContentType(exchange.request));
  const format = jsonFormatOf(exchange, resolved);
  if (format.metadata === 'none')
    throw new ODataError(406, 'NotAcceptable', 'Changes are not told without control information.');
  if (exchange.preferences.trackChanges) exchange.preferences.apply('track-changes');
  const { page, next } = pageOf(exchange, resolved.options, found, since);
  const told = {
    changes: page.map(({ change }) => change),
    ...(resolved.options.count === true && { count: found.length }),
    nextLink: next === undefined ? undefined : deltaLink(exchange, next.toString(36)),
    deltaLink: deltaLink(exchange, (since + changes.length).toString(36)),
  };
  const context = serializeContextOf(exchange, reader, query, format, { idInPlaceOfKey: true });
  return respond(exchange, 200, serializeDelta(told, context), jsonContentType(format, isPrefixed(exchange)));
}

/** In 4.0 nothing is nested, unless the profile has it so. */
function toldIn(
  { version, service }: Exchange,
  delta: DeltaChanges,
  { options }: Query,
  log: readonly EntityChange[],
): readonly LoggedChange[] {
  const isNested = version !== '4.0' || service.profile.nestedDeltas;
  if (isNested || options.expand === undefined) return delta.found;
  return flatChanges(delta, options, log).map((change) => ({ change, last: undefined }));
}

interface LoggedChanges {
  readonly since: number;
  readonly changes: readonly EntityChange[];
}

async function loggedChanges(exchange: Exchange, token: string): Promise<LoggedChanges> {
  const { profile, store } = exchange.service;
  if (token.toLowerCase() === profile.latestDeltaToken) return { since: store.position(), changes: [] };
  const since = positionOf(token);
  const changes = since === undefined ? undefined : await exchange.service.store.changesSince(since);
  if (since !== undefined && changes !== undefined) return { since, changes };
  throw new ODataError(
    410,
    'Gone',
    'The delta link is too old, from before a reset, or was not made by this service: read the collection again.',
    { target: '$deltatoken', headers: { Location: definingUrl(exchange) } },
  );
}

/** The path without `/$count`. */
function withoutCount(resolved: ResolvedRequest): ResolvedRequest {
  const segments = resolved.path.segments.slice(0, -1);
  return { ...resolved, path: { ...resolved.path, segments, result: segments.at(-1)?.result } };
}

/**
 * A page of changes; `next`: the position in the log where the next one begins. An entity that changes between two pages
 * comes again. Changes of expanded entities have no place of their own in the log, and are not paged.
 */
function pageOf(
  exchange: Exchange,
  options: QueryOptions,
  found: readonly LoggedChange[],
  since: number,
): { readonly page: readonly LoggedChange[]; readonly next: number | undefined } {
  const size = options.expand === undefined ? pageSizeOf(exchange) : undefined;
  const last = size === undefined ? undefined : found[size - 1]?.last;
  if (size === undefined || last === undefined || size >= found.length)
    return { page: found, next: undefined };
  return { page: found.slice(0, size), next: since + last + 1 };
}

function positionOf(token: string): number | undefined {
  return /^[0-9a-z]{1,10}$/.test(token) ? Number.parseInt(token, 36) : undefined;
}

function definingOptions(options: QueryOptions): QueryOptions {
  const { deltatoken, skiptoken, top, skip, orderby, count, ...rest } = options;
  return rest;
}
