// OData JSON Format 4.01, section 15.4.2 "OData 4.0 Flattened Delta Payload": links, and related entities, as changes of their own.
import type { EdmNavigationProperty } from '../../edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../../edm/entity.ts';
import type { DeltaChange } from '../../json/write/serialize-delta.ts';
import type { ExpandItem, QueryOptions } from '../../query/query.ts';
import type { EntityResult, ExpandedResult } from '../../query/result.ts';
import type { EntityChange } from '../../store/store.ts';
import { type FormerPrincipal, hasOtherPrincipal } from '../resource/former-principals.ts';
import type { DeltaChanges, Trace } from './delta-changes.ts';

/** A link, one direction of it. */
interface Link {
  readonly source: EntityIdentity;
  /** Names of complex properties, and ordinals. */
  readonly path: readonly string[];
  readonly navigationProperty: EdmNavigationProperty;
  readonly target: EntityIdentity;
}

/** The log as links, and what is told already. */
interface Flattening {
  readonly traces: ReadonlyMap<EntityIdentity, Trace>;
  readonly isNewMember: (identity: EntityIdentity) => boolean;
  readonly added: readonly Link[];
  readonly removed: readonly Link[];
  readonly told: Set<EntityIdentity>;
  readonly optionsOf: (item: ExpandItem) => QueryOptions;
  readonly changes: DeltaChange[];
}

/** The changes of a result with $expand, in the form of 4.0: nothing is nested. */
export function flatChanges(
  { found, traces, formerly, left }: DeltaChanges,
  { expand = [] }: QueryOptions,
  log: readonly EntityChange[],
): readonly DeltaChange[] {
  const roots = found.flatMap(({ change }) => (change.kind === 'entity' ? [change.result] : []));
  const members = new Set(roots.map(({ entity }) => entity.identity));
  const flattening: Flattening = {
    traces,
    isNewMember: (identity) => members.has(identity) && traces.has(identity) && !formerly.has(identity),
    added: log.flatMap((change) => (change.kind === 'linked' ? [linkOf(change)] : [])),
    removed: [
      ...log.flatMap((change) => (change.kind === 'unlinked' ? [linkOf(change)] : [])),
      ...left.flatMap(linksToPrincipal),
    ],
    told: new Set(),
    optionsOf: rememberedOptions(),
    changes: [],
  };
  for (const { change, last } of found) {
    if (change.kind === 'removed') flattening.told.add(change.identity);
    if (change.kind !== 'entity') flattening.changes.push(change);
    else if (last !== undefined) {
      const { expanded, ...result } = change.result;
      flattening.changes.push({ kind: 'entity', result });
      flattening.told.add(result.entity.identity);
    }
  }
  for (const root of roots) addRelated(root, expand, flattening);
  return flattening.changes;
}

function linkOf({ link, target }: EntityChange & { readonly kind: 'linked' | 'unlinked' }): Link {
  return { ...link, target };
}

/** What values say of a relationship is a link in both directions, where the model has both. */
function linksToPrincipal({ dependent, navigationProperty, principal }: FormerPrincipal): readonly Link[] {
  const { partner, entityType } = navigationProperty;
  const back = entityType.navigationProperties.get(partner ?? '');
  const link = { source: dependent, path: [], navigationProperty, target: principal };
  if (back === undefined) return [link];
  return [link, { source: principal, path: [], navigationProperty: back, target: dependent }];
}

/** Options of related entities without what they expand: always the same object, since writers are remembered by it. */
export function rememberedOptions(): (item: ExpandItem) => QueryOptions {
  const known = new Map<ExpandItem, QueryOptions>();
  return (item) => {
    const { select, compute } = item.options;
    const options = known.get(item) ?? { ...(select && { select }), ...(compute && { compute }) };
    known.set(item, options);
    return options;
  };
}

/** What has changed of the entities that one expands, and of the links to them. */
function addRelated(source: EntityResult, expand: readonly ExpandItem[], flattening: Flattening): void {
  for (const [key, related] of source.expanded ?? []) {
    const item = itemAt(expand, key);
    if (item?.navigationProperty === undefined || item.form === '$count') continue;
    const entities = entitiesOf(related);
    const place = {
      source: source.entity.identity,
      path: key.split('/').slice(0, -1),
      holder: source.entity,
      navigationProperty: item.navigationProperty,
    };
    addRemoved(place, entities, flattening);
    for (const target of entities) addTarget(place, target, item, flattening);
  }
}

/** The item that a member of `expanded` belongs to: ordinals in its path are of collections of complex values. */
export function itemAt(expand: readonly ExpandItem[], key: string): ExpandItem | undefined {
  const names = key.split('/').filter((step) => !/^\d+$/.test(step));
  return expand.find(({ path, navigationProperty }) => {
    const steps = path.flatMap((step) => (step.kind === 'property' ? [step.property.name] : []));
    return [...steps, navigationProperty?.name].join('/') === names.join('/');
  });
}

export function entitiesOf(related: ExpandedResult): readonly EntityResult[] {
  const items = related.kind === 'collection' ? related.items : [related];
  return items.filter((item) => item.kind === 'entity');
}

type Place = Omit<Link, 'target'> & { readonly holder: Entity };

/** A link as a change, in the form of 4.0. */
function linkChange(
  kind: 'link' | 'deletedLink',
  { holder: source, path, navigationProperty }: Place,
  target: EntityIdentity,
): DeltaChange {
  return { kind, source, path, navigationProperty, target };
}

function isAt({ source, path, navigationProperty }: Link, place: Omit<Link, 'target'>): boolean {
  return (
    source === place.source &&
    navigationProperty === place.navigationProperty &&
    path.join('/') === place.path.join('/')
  );
}

/** Entities that were deleted, and links to others; a single-valued link that leads elsewhere now says enough. */
function addRemoved(place: Place, now: readonly EntityResult[], flattening: Flattening): void {
  const { traces, told, changes } = flattening;
  const present = new Set(now.map(({ entity }) => entity.identity));
  const gone = flattening.removed.filter((link) => isAt(link, place) && !present.has(link.target));
  for (const target of new Set(gone.map((link) => link.target))) {
    const trace = traces.get(target);
    const isDeleted = trace !== undefined && trace.after === undefined;
    if (isDeleted) {
      if (!told.has(target)) changes.push({ kind: 'removed', identity: target, reason: 'deleted' });
      told.add(target);
    } else if (place.navigationProperty.collection || now.length === 0)
      changes.push(linkChange('deletedLink', place, target));
  }
}

function addTarget(place: Place, target: EntityResult, item: ExpandItem, flattening: Flattening): void {
  const { traces, told, changes, optionsOf } = flattening;
  const { identity } = target.entity;
  const isNew = isNewLink({ ...place, target: identity }, flattening);
  if ((isNew || traces.has(identity)) && item.form === 'entities' && !told.has(identity)) {
    told.add(identity);
    const { expanded, ...result } = target;
    changes.push({ kind: 'entity', result, options: optionsOf(item), related: true });
  }
  if (isNew) changes.push(linkChange('link', place, identity));
  addRelated(target, item.options.expand ?? [], flattening);
}

function isNewLink(link: Link, { traces, added, isNewMember }: Flattening): boolean {
  const { source, navigationProperty, target } = link;
  const isCreated = (identity: EntityIdentity): boolean => {
    const trace = traces.get(identity);
    return trace !== undefined && trace.before === undefined;
  };
  if (isNewMember(source) || isCreated(source) || isCreated(target)) return true;
  if (added.some((candidate) => candidate.target === target && isAt(candidate, link))) return true;
  const back = navigationProperty.entityType.navigationProperties.get(navigationProperty.partner ?? '');
  const [from, to] = [traces.get(source), traces.get(target)];
  return (
    (from !== undefined && hasOtherPrincipal(from, navigationProperty)) ||
    (to !== undefined && back !== undefined && hasOtherPrincipal(to, back))
  );
}
