// OData Protocol 4.01, section 11.3 "Requesting Changes".
import { type EdmModel, isSameOrDerived } from '../edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../edm/entity.ts';
import { showsEntitiesOf } from '../edm/navigation-target.ts';
import { Capabilities } from '../edm/vocabularies.ts';
import { ODataError } from '../error/odata-error.ts';
import { type DeltaChange, serializeDelta } from '../json/serialize-delta.ts';
import type { QueryOptions, ResolvedRequest } from '../query/query.ts';
import type { ResourcePath } from '../query/resource-path.ts';
import type { EntityResult, ExpandedResult } from '../query/result.ts';
import type { EntityChange, StoreReader } from '../store/store.ts';
import { type Exchange, isPrefixed, jsonFormatOf } from './exchange.ts';
import { readerOf } from './exchange-reader.ts';
import { formerPrincipals } from './former-principals.ts';
import { jsonContentType } from './headers.ts';
import { entityAtPath, lastWithoutCasts, navigationAt } from './resource-target.ts';
import { respond } from './respond.ts';
import { serializeContextOf } from './write-result.ts';

/** Where changes of a result are counted from: told by its delta link, and carried through its pages. */
export interface Tracking {
  readonly token: string;
  readonly deltaLink: string;
}

/** Carries the token from page to page, so that what changes between two pages is told by the delta link. */
export const trackedOption = 'tracked';

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

/** Graph's `delta()`, bound to a collection, where nobody has given it a behaviour. */
export function isDeltaFunction(exchange: Exchange, path: ResourcePath): boolean {
  const last = path.segments.at(-1);
  return (
    exchange.service.profile.deltaFunctions &&
    last?.kind === 'function' &&
    last.function.name === 'delta' &&
    !Object.hasOwn(exchange.service.handlers, last.function.qualifiedName)
  );
}

/** The path without Graph's `delta()`. */
export function withoutDeltaFunction(exchange: Exchange, resolved: ResolvedRequest): ResolvedRequest {
  const { path } = resolved;
  if (!isDeltaFunction(exchange, path)) return resolved;
  const segments = path.segments.slice(0, -1);
  const last = segments.at(-1);
  return { ...resolved, path: { segments, result: last?.result, source: last?.source } };
}

const dropped = /^(?:\$|%24)?(?:top|skip|skiptoken|deltatoken|orderby|count)=|^tracked=/i;

/** The defining query with the token; order and paging are no part of it. */
function deltaLink(exchange: Exchange, token: string): string {
  const at = exchange.relativeUrl.indexOf('?');
  const path = at < 0 ? exchange.relativeUrl : exchange.relativeUrl.slice(0, at);
  const options = at < 0 ? [] : exchange.relativeUrl.slice(at + 1).split('&');
  const kept = options.filter((option) => option !== '' && !dropped.test(option));
  return `${exchange.serviceRoot}${path}?${[...kept, `$deltatoken=${token}`].join('&')}`;
}

/** GET of a delta link. 410 where the log does not reach back to its token. */
export async function requestChanges(exchange: Exchange, asked: ResolvedRequest): Promise<Response> {
  const { service } = exchange;
  const resolved = withoutDeltaFunction(exchange, asked);
  const reader = readerOf(exchange);
  const format = jsonFormatOf(exchange, resolved);
  const since = positionOf(resolved.options.deltatoken ?? '');
  const changes = since === undefined ? undefined : await service.store.changesSince(since);
  if (changes === undefined)
    throw new ODataError(
      410,
      'Gone',
      'The delta link is too old, from before a reset, or was not made by this service: read the collection again.',
      { target: '$deltatoken' },
    );
  const token = service.store.position().toString(36);
  const query = { path: resolved.path, options: definingOptions(resolved.options) };
  const found = await deltaChanges(reader, service.definition.model, query, changes);
  const delta = {
    changes: found,
    ...(resolved.options.count === true && { count: found.length }),
    deltaLink: deltaLink(exchange, token),
  };
  const context = serializeContextOf(exchange, reader, query, format);
  return respond(
    exchange,
    200,
    serializeDelta(delta, context),
    jsonContentType(format, isPrefixed(exchange)),
  );
}

function positionOf(token: string): number | undefined {
  return /^[0-9a-z]{1,10}$/.test(token) ? Number.parseInt(token, 36) : undefined;
}

function definingOptions(options: QueryOptions): QueryOptions {
  const { deltatoken, skiptoken, top, skip, orderby, count, ...rest } = options;
  return rest;
}

/** What the log says of one entity, first and last. */
interface Trace {
  before: Entity | undefined;
  after: Entity | undefined;
}

async function deltaChanges(
  reader: StoreReader,
  model: EdmModel,
  query: { readonly path: ResourcePath; readonly options: QueryOptions },
  changes: readonly EntityChange[],
): Promise<readonly DeltaChange[]> {
  const traces = tracesOf(changes);
  const isMember = await membership(reader, query.path);
  const result = await reader.read(query);
  const now = new Map<EntityIdentity, EntityResult>();
  if (result?.kind === 'collection')
    for (const item of result.items) if (item.kind === 'entity') now.set(item.entity.identity, item);
  const found: DeltaChange[] = [];
  for (const [identity, { before, after }] of traces) {
    const current = now.get(identity);
    if (current !== undefined) found.push({ kind: 'entity', result: current });
    else if (before !== undefined && isMember(before))
      found.push({ kind: 'removed', identity, reason: after === undefined ? 'deleted' : 'changed' });
  }
  const left = await formerPrincipals(reader, model, traces.values());
  const changed = (identity: EntityIdentity): boolean => traces.has(identity) || left.has(identity);
  for (const [identity, item] of now) {
    if (traces.has(identity) || item.expanded === undefined) continue;
    if (left.has(identity) || expandsChanged(item.expanded, changed))
      found.push({ kind: 'entity', result: item });
  }
  return found;
}

/** In order of the last change. */
function tracesOf(changes: readonly EntityChange[]): ReadonlyMap<EntityIdentity, Trace> {
  const traces = new Map<EntityIdentity, Trace>();
  for (const change of changes) {
    if (!('after' in change)) continue;
    const earlier = traces.get(change.identity);
    traces.delete(change.identity);
    traces.set(change.identity, {
      before: earlier === undefined ? change.before : earlier.before,
      after: change.after,
    });
  }
  return traces;
}

/** Whether the collection of the path holds an entity, by where it lives. */
async function membership(reader: StoreReader, path: ResourcePath): Promise<(entity: Entity) => boolean> {
  const index = lastWithoutCasts(path.segments);
  const last = path.segments[index];
  const type = path.result?.type;
  const fits = (entity: Entity): boolean => type === undefined || isSameOrDerived(entity.type, type);
  if (last?.kind === 'entitySet')
    return (entity) => {
      const { home } = entity.identity;
      return (
        home.kind === 'entitySet' &&
        showsEntitiesOf(last.entitySet, home.entitySet, entity.type) &&
        fits(entity)
      );
    };
  const navigation = navigationAt(path, index);
  const source = navigation && (await entityAtPath(reader, path, navigation.sourceLength));
  return (entity) => {
    const { home } = entity.identity;
    return (
      home.kind === 'contained' &&
      home.parent === source?.identity &&
      home.navigationProperty === navigation?.navigationProperty &&
      fits(entity)
    );
  };
}

/** Whether something that the result expands has changed. */
function expandsChanged(
  expanded: ReadonlyMap<string, ExpandedResult> | undefined,
  changed: (identity: EntityIdentity) => boolean,
): boolean {
  for (const related of expanded?.values() ?? []) {
    const items = related.kind === 'collection' ? related.items : [related];
    for (const item of items)
      if (item.kind === 'entity' && (changed(item.entity.identity) || expandsChanged(item.expanded, changed)))
        return true;
  }
  return false;
}
