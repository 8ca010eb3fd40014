// OData Protocol 4.01, section 11.3.1 "Delta Links": what of the change log concerns a defining query.
import { type EdmModel, isSameOrDerived } from '../../edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../../edm/entity.ts';
import { showsEntitiesOf } from '../../edm/navigation-target.ts';
import type { DeltaChange } from '../../json/write/serialize-delta.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import type { Query } from '../../query/query.ts';
import type { EntityResult, ExpandedResult } from '../../query/result.ts';
import { type ContainedView, isAlong, viewOf } from '../../store/contained-views.ts';
import type { EntityChange, StoreReader } from '../../store/store.ts';
import { type FormerPrincipal, formerPrincipals } from '../resource/former-principals.ts';
import { entityAtPath, lastWithoutCasts, navigationAt } from '../resource/resource-target.ts';

/** A change that the client is told of. */
export interface LoggedChange {
  readonly change: DeltaChange;
  /** Index in the change log of the last change of the entity; undefined where only what it expands has changed. */
  readonly last: number | undefined;
}

/** What the log says of one entity, first and last. */
export interface Trace {
  before: Entity | undefined;
  after: Entity | undefined;
  last: number;
}

export interface DeltaChanges {
  readonly found: readonly LoggedChange[];
  readonly traces: ReadonlyMap<EntityIdentity, Trace>;
  /** Changed entities that the defining query yielded before. */
  readonly formerly: ReadonlySet<EntityIdentity>;
  /** Relationships that values say no longer. */
  readonly left: readonly FormerPrincipal[];
}

/** In order of the last change of each entity; then entities that expand what has changed. */
export async function deltaChanges(
  reader: StoreReader,
  model: EdmModel,
  query: Query,
  changes: readonly EntityChange[],
  views: readonly ContainedView[],
): Promise<DeltaChanges> {
  const traces = tracesOf(changes);
  const wereIn = await formerMembers(reader, query, traces, views);
  const result = await reader.read(query);
  const now = new Map<EntityIdentity, EntityResult>();
  if (result?.kind === 'collection')
    for (const item of result.items) if (item.kind === 'entity') now.set(item.entity.identity, item);
  const found: LoggedChange[] = [];
  for (const [identity, { after, last }] of traces) {
    const current = now.get(identity);
    const reason = after === undefined ? 'deleted' : 'changed';
    if (current !== undefined) found.push({ change: { kind: 'entity', result: current }, last });
    else if (wereIn.has(identity)) found.push({ change: { kind: 'removed', identity, reason }, last });
  }
  const left = await formerPrincipals(reader, model, traces.values());
  const principals = new Set(left.map(({ principal }) => principal));
  const changed = (identity: EntityIdentity): boolean => traces.has(identity) || principals.has(identity);
  for (const [identity, item] of now) {
    if (traces.has(identity) || item.expanded === undefined) continue;
    if (principals.has(identity) || expandsChanged(item.expanded, changed))
      found.push({ change: { kind: 'entity', result: item }, last: undefined });
  }
  return { found, traces, formerly: wereIn, left };
}

/** Those that the defining query yielded before: what it never yielded is no change of its result. */
async function formerMembers(
  reader: StoreReader,
  { path, options }: Query,
  traces: ReadonlyMap<EntityIdentity, Trace>,
  views: readonly ContainedView[],
): Promise<ReadonlySet<EntityIdentity>> {
  const isMember = await membership(reader, path, views);
  const before = [...traces.values()].flatMap((trace) =>
    trace.before !== undefined && isMember(trace.before) ? [trace.before] : [],
  );
  const { filter, search, compute } = options;
  if (filter === undefined && search === undefined) return new Set(before.map(({ identity }) => identity));
  const criteria = { ...(filter && { filter }), ...(search && { search }), ...(compute && { compute }) };
  const items = before.map((entity) => ({ kind: 'entity', entity }) as const);
  const start = { segment: path.segments.length - 1, result: { kind: 'collection', items } } as const;
  const matching = await reader.read({ path, options: criteria }, { start });
  const found = matching?.kind === 'collection' ? matching.items : [];
  return new Set(found.flatMap((item) => (item.kind === 'entity' ? [item.entity.identity] : [])));
}

/** In order of the last change. */
function tracesOf(changes: readonly EntityChange[]): ReadonlyMap<EntityIdentity, Trace> {
  const traces = new Map<EntityIdentity, Trace>();
  for (const [last, change] of changes.entries()) {
    if (!('after' in change)) continue;
    const earlier = traces.get(change.identity);
    traces.delete(change.identity);
    traces.set(change.identity, {
      before: earlier === undefined ? change.before : earlier.before,
      after: change.after,
      last,
    });
  }
  return traces;
}

/** Whether the collection of the path holds an entity, by where it lives. */
async function membership(
  reader: StoreReader,
  path: ResourcePath,
  views: readonly ContainedView[],
): Promise<(entity: Entity) => boolean> {
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
  if (last?.kind === 'function') {
    const source = await entityAtPath(reader, path, index);
    return (entity) => source !== undefined && wayFrom(source, entity) !== undefined && fits(entity);
  }
  const navigation = navigationAt(path, index);
  const source = navigation && (await entityAtPath(reader, path, navigation.sourceLength));
  if (navigation === undefined || source === undefined) return () => false;
  const view = viewOf(views, navigation.navigationProperty, source.type) ?? [];
  const isShown = (way: readonly string[]): boolean =>
    (way.length === 1 && way[0] === navigation.navigationProperty.name) || isAlong(way, view);
  return (entity) => {
    const way = wayFrom(source, entity);
    return way !== undefined && way.length > 0 && isShown(way) && fits(entity);
  };
}

/** The containment navigation properties that lead from an entity to another; undefined where none do. */
function wayFrom({ identity: source }: Entity, { identity }: Entity): readonly string[] | undefined {
  const names: string[] = [];
  let at = identity;
  while (at !== source) {
    if (at.home.kind !== 'contained') return undefined;
    names.unshift(at.home.navigationProperty.name);
    at = at.home.parent;
  }
  return names;
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
