// OData Protocol 4.01, section 10 "Context URL".
import type { EdmEntityType, EdmType, EdmTypeReference } from '../edm/edm-model.ts';
import type { EntityHome } from '../edm/entity.ts';
import type { EntitySource, ResourceSegment } from '../query/path/resource-path.ts';
import type { ExpandItem, Query } from '../query/query.ts';
import type { QueryResult } from '../query/result.ts';
import { canonicalPath } from './canonical-path.ts';
import { entityPath, hasCanonicalUrl, homePath, homeType } from './entity-url.ts';
import { applySelectList, type ODataVersion, selectList } from './write/select-list.ts';
import type { ExpandedIn } from './write/serialize-context.ts';

export interface ContextUrlOptions {
  readonly version: ODataVersion;
  /** `/$delta` is appended: the result is a change set. */
  readonly delta?: boolean | undefined;
  /** Replaces the list that $select and $expand give: the shape of an $apply result, parentheses included. */
  readonly selectList?: string | undefined;
}

/**
 * The fragment of the context URL, with its `#`, not percent-encoded: `#Customers(Name)/$entity`.
 * The result helps where the URL alone does not tell the canonical path (`Products(1)/Category/Notes`).
 */
export function contextFragment(query: Query, options: ContextUrlOptions, result?: QueryResult): string {
  const delta = options.delta ? '/$delta' : '';
  const segments = query.path.segments;
  const special = specialFragment(segments);
  if (special !== undefined) return special + delta;
  const list = listOf(query, options, result);
  const type = query.path.result;
  if (type === undefined) return list + delta;
  // an operation may declare Edm.EntityType
  if (type.type.kind !== 'EntityType' && result?.kind === 'entity')
    return entityFragment(result.entity.identity.home, result.entity.type);
  if (type.type.kind !== 'EntityType') return `#${valueFragment(segments, type, result)}${list}${delta}`;
  const place = entityPlace(segments, query.path.source, result);
  if (place === undefined) return `#${typeText(type)}${list}${delta}`;
  const cast = place.type === type.type ? '' : `/${type.type.qualifiedName}`;
  const entity = type.collection || place.single ? '' : '/$entity';
  return `#${place.path}${cast}${list}${entity}${delta}`;
}

function listOf(query: Query, options: ContextUrlOptions, result: QueryResult | undefined): string {
  if (options.selectList !== undefined) return options.selectList;
  const type = query.path.result?.type;
  const structured = type?.kind === 'EntityType' || type?.kind === 'ComplexType' ? type : undefined;
  if (query.options.apply === undefined || structured === undefined)
    return selectList(query.options, options.version);
  const items = result?.kind === 'collection' ? result.items : [];
  return applySelectList(query.options, structured, options.version, items);
}

/** Whether a fragment says nothing but a type: then the client can't tell where navigation properties lead. */
export function tellsTypeAlone(fragment: string): boolean {
  return /^#(?:Collection\()?(?!Edm\.)[^(/]*\./.test(fragment);
}

/** Context URL fragment of one item of a delta response in 4.0, or of a deleted entity: `#Customers/$deletedEntity`. */
export function deltaItemFragment(
  home: EntityHome,
  kind: '$deletedEntity' | '$link' | '$deletedLink' | '$entity',
): string {
  return `#${homePath(home, { encoded: false })}/${kind}`;
}

/** Context URL fragment of an entity by where it lives: in `$all`, and in what does not tell the set. */
export function entityFragment(home: EntityHome, type: EdmEntityType, list = ''): string {
  if (!hasCanonicalUrl(home)) return `#${type.qualifiedName}${list}`;
  const cast = homeType(home) === type ? '' : `/${type.qualifiedName}`;
  return `#${homePath(home, { encoded: false })}${cast}${list}${isSingle(home) ? '' : '/$entity'}`;
}

/** Context URL fragment of an expanded navigation property's value. `within`: where it is expanded. */
export function expandedFragment(
  item: ExpandItem,
  within: ExpandedIn | undefined,
  version: ODataVersion,
): string {
  const { source, navigationProperty, options } = item;
  if (navigationProperty === undefined) return '';
  const { entityType, collection } = navigationProperty;
  const list = selectList(options, version);
  switch (source?.kind) {
    case 'navigationSource': {
      const { name, kind, entityType: declared } = source.navigationSource;
      const type = item.cast ?? entityType;
      const cast = declared === type ? '' : `/${type.qualifiedName}`;
      return `#${name}${cast}${list}${collection || kind === 'Singleton' ? '' : '/$entity'}`;
    }
    case 'targetPath':
      return `#${[source.navigationSource.name, ...source.path].join('/')}${list}${collection ? '' : '/$entity'}`;
    case 'contained': {
      if (within === undefined || !navigationProperty.containsTarget) break;
      const { entity, path } = within;
      if (!hasCanonicalUrl(entity.identity.home)) break;
      const parent = entityPath(entity.identity, { encoded: false }, entity.type);
      const casts = item.path.map((step) => (step.kind === 'cast' ? `${step.type.qualifiedName}/` : ''));
      return `#${parent}/${path}${casts.join('')}${navigationProperty.name}${list}`;
    }
  }
  return `#${typeText({ type: entityType, collection, nullable: true })}${list}`;
}

/** `ns.Type` or `Collection(ns.Type)`. */
export function typeText(type: EdmTypeReference): string {
  return type.collection ? `Collection(${type.type.qualifiedName})` : type.type.qualifiedName;
}

function specialFragment(segments: readonly ResourceSegment[]): string | undefined {
  const last = segments.at(-1);
  if (last === undefined || last.kind === 'metadata') return '';
  if (last.kind === 'ref') return last.result?.collection ? '#Collection($ref)' : '#$ref';
  if (last.kind === 'all') return '#Collection(Edm.EntityType)';
  return last.kind === 'crossjoin' ? '#Collection(Edm.ComplexType)' : undefined;
}

/** Where the entities of a path live: the canonical path of the set (or single place) and its declared type. */
interface Place {
  readonly path: string;
  readonly type: EdmType;
  readonly single: boolean;
}

function entityPlace(
  segments: readonly ResourceSegment[],
  source: EntitySource | undefined,
  result: QueryResult | undefined,
): Place | undefined {
  if (source?.kind === 'navigationSource') {
    const { name, entityType, kind } = source.navigationSource;
    return { path: name, type: entityType, single: kind === 'Singleton' };
  }
  if (source?.kind === 'targetPath') {
    const { entityType, collection } = source.navigationProperty;
    const path = [source.navigationSource.name, ...source.path].join('/');
    return { path, type: entityType, single: !collection };
  }
  if (source === undefined) return undefined;
  const { place, certain, implied } = canonicalPath(segments);
  if (certain && !implied) {
    const { entityType, collection } = source.navigationProperty;
    return { path: place, type: entityType, single: !collection };
  }
  // what an operation yields may live nowhere, and then what is contained in it does as well
  const home = homeOfResult(result, source);
  if (home === undefined || !hasCanonicalUrl(home)) return undefined;
  return { path: homePath(home, { encoded: false }), type: homeType(home), single: isSingle(home) };
}

/** Where the entities of the result live; an empty collection would live in the entity that it was read from. */
function homeOfResult(
  result: QueryResult | undefined,
  { navigationProperty }: EntitySource & { readonly kind: 'contained' },
): EntityHome | undefined {
  const item = result?.kind === 'collection' ? result.items[0] : result;
  if (item?.kind === 'entity') return item.entity.identity.home;
  const origin = result?.kind === 'collection' ? result.origin : undefined;
  if (origin === undefined) return undefined;
  return {
    kind: 'contained',
    parent: origin.entity.identity,
    path: origin.path.slice(0, -1),
    navigationProperty,
  };
}

const isSingle = (home: EntityHome): boolean =>
  home.kind === 'singleton' || (home.kind === 'contained' && !home.navigationProperty.collection);

/** `Customers(1)/Address/City` for a property of an entity that has a canonical URL, with a cast at the end as asked for; else the type. */
function valueFragment(
  segments: readonly ResourceSegment[],
  type: EdmTypeReference,
  result: QueryResult | undefined,
): string {
  const { properties, cast, certain, implied, entity } = canonicalPath(segments);
  if (properties === '' || implied) return typeText(type);
  const path = cast === '' ? properties : `${properties}/${cast}`;
  if (certain) return entity + path;
  const origin = result?.kind === 'value' || result?.kind === 'collection' ? result.origin : undefined;
  // an item of a collection is no property of the entity
  if (origin === undefined || segments.some(({ kind }) => kind === 'index')) return typeText(type);
  return entityPath(origin.entity.identity, { encoded: false }, origin.entity.type) + path;
}
