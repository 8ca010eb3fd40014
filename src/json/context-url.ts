// OData Protocol 4.01, section 10 "Context URL".
import { type EdmType, type EdmTypeReference, isSameOrDerived } from '../edm/edm-model.ts';
import type { EntityHome } from '../edm/entity.ts';
import type { EdmValue } from '../edm/value.ts';
import type { Expression } from '../query/expression/expression.ts';
import type { EntitySource, KeyPredicate, ResourceSegment } from '../query/path/resource-path.ts';
import type { ExpandItem, Query } from '../query/query.ts';
import type { QueryResult } from '../query/result.ts';
import { entityPath, homePath, homeType } from './entity-url.ts';
import { urlLiteral } from './literal.ts';
import { applySelectList } from './write/apply-select-list.ts';
import { type ODataVersion, selectList } from './write/select-list.ts';
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

/** Context URL fragment of one item of a delta response in 4.0, or of a deleted entity: `#Customers/$deletedEntity`. */
export function deltaItemFragment(
  home: EntityHome,
  kind: '$deletedEntity' | '$link' | '$deletedLink' | '$entity',
): string {
  return `#${homePath(home, { encoded: false })}/${kind}`;
}

/** Context URL fragment of an entity by where it lives: in `$all`, and in what does not tell the set. */
export function entityFragment(home: EntityHome, type: EdmType): string {
  const cast = homeType(home) === type ? '' : `/${type.kind === 'Primitive' ? '' : type.qualifiedName}`;
  const single =
    home.kind === 'singleton' || (home.kind === 'contained' && !home.navigationProperty.collection);
  return `#${homePath(home, { encoded: false })}${cast}${single ? '' : '/$entity'}`;
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
      const cast = declared === entityType ? '' : `/${entityType.qualifiedName}`;
      return `#${name}${cast}${list}${collection || kind === 'Singleton' ? '' : '/$entity'}`;
    }
    case 'targetPath':
      return `#${[source.navigationSource.name, ...source.path].join('/')}${list}${collection ? '' : '/$entity'}`;
    case 'contained': {
      if (within === undefined) break;
      const { entity, path } = within;
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
  const walk = walkPath(segments);
  const home = homeOfResult(result);
  // what an operation yields may live nowhere, and then what is contained in it does as well
  if (source === undefined || (home === undefined && walk.place.startsWith('/'))) return undefined;
  if (home?.kind === 'contained' && !walk.certain)
    return {
      path: homePath(home, { encoded: false }),
      type: homeType(home),
      single: !home.navigationProperty.collection,
    };
  const { entityType, collection } = source.navigationProperty;
  return { path: walk.place, type: entityType, single: !collection };
}

function homeOfResult(result: QueryResult | undefined): EntityHome | undefined {
  const item = result?.kind === 'collection' ? result.items[0] : result;
  return item?.kind === 'entity' ? item.entity.identity.home : undefined;
}

/** `Customers(1)/Address/City` for a property of an entity that has a canonical URL, with a cast at the end as asked for; else the type. */
function valueFragment(
  segments: readonly ResourceSegment[],
  type: EdmTypeReference,
  result: QueryResult | undefined,
): string {
  const walk = walkPath(segments);
  if (walk.properties === '') return typeText(type);
  const path = walk.cast === '' ? walk.properties : `${walk.properties}/${walk.cast}`;
  if (walk.certain) return walk.entity + path;
  const owner = result?.kind === 'value' || result?.kind === 'collection' ? result.owner : undefined;
  if (owner === undefined || segments.some(({ kind }) => kind === 'index')) return typeText(type);
  return entityPath(owner.identity, { encoded: false }, owner.type) + path;
}

/** Path from the entity to the addressed complex value, `Address/Home/`; undefined for an item of a collection. */
export function propertyPathOf(segments: readonly ResourceSegment[]): string | undefined {
  const { properties } = walkPath(segments);
  if (properties === '' || segments.some(({ kind }) => kind === 'index')) return undefined;
  return `${properties.slice(1)}/`;
}

/** What a path says of canonical URLs, step by step. */
interface Walk {
  /** Canonical path of the set, or of the single place, that was last entered. */
  place: string;
  /** Canonical path of the entity in it that the path has reached. */
  entity: string;
  /** Structural properties since then, each with its slash, casts that they need among them. */
  properties: string;
  /** Whether the URL alone tells the canonical path. */
  certain: boolean;
  /** Declared type of what was reached last, casts left out, and the cast that followed. */
  declared: EdmType | undefined;
  cast: string;
}

function walkPath(segments: readonly ResourceSegment[]): Walk {
  const walk: Walk = { place: '', entity: '', properties: '', certain: true, declared: undefined, cast: '' };
  for (const segment of segments) step(walk, segment);
  return walk;
}

function step(walk: Walk, segment: ResourceSegment): void {
  switch (segment.kind) {
    case 'entitySet':
    case 'singleton': {
      const source = segment.kind === 'entitySet' ? segment.entitySet : segment.singleton;
      enter(walk, source.name, true);
      break;
    }
    case 'key':
      // a cast before the key holds for what follows it
      walk.entity = walk.place + keyPredicateText(segment.key);
      walk.certain &&= isPrimaryKey(segment);
      return;
    case 'cast':
      walk.cast = segment.type.qualifiedName;
      return;
    case 'property':
      walk.properties += neededCast(walk, segment.property.declaringType) + segment.property.name;
      break;
    case 'dynamicProperty':
      walk.properties += neededCast(walk, undefined) + segment.name;
      break;
    case 'navigation':
      navigate(walk, segment);
      break;
    case 'function':
    case 'action':
    case 'entity':
    case 'index':
      walk.certain = false;
      break;
    default:
      return;
  }
  walk.declared = segment.result?.type;
  walk.cast = '';
}

function enter(walk: Walk, place: string, certain: boolean): void {
  walk.place = place;
  walk.entity = place;
  walk.properties = '';
  walk.certain = certain;
}

function navigate(walk: Walk, segment: ResourceSegment & { kind: 'navigation' }): void {
  const { source, navigationProperty } = segment;
  if (source?.kind === 'contained') {
    const path = neededCast(walk, navigationProperty.declaringType) + navigationProperty.name;
    enter(walk, walk.entity + walk.properties + path, walk.certain);
  } else if (source?.kind === 'navigationSource') {
    // the entity behind a single-valued navigation has a key that only the data tell; a key segment makes it certain again
    const certain = navigationProperty.collection || source.navigationSource.kind === 'Singleton';
    enter(walk, source.navigationSource.name, certain);
  } else if (source?.kind === 'targetPath') {
    const path = [source.navigationSource.name, ...source.path].join('/');
    enter(walk, path, source.navigationSource.kind === 'Singleton');
  } else enter(walk, '', false);
}

/** `/` or `/ns.Derived/`: a member that the declared type has not got is reached through a cast. */
function neededCast(walk: Walk, declaringType: EdmType | undefined): string {
  const known =
    declaringType !== undefined &&
    walk.declared !== undefined &&
    isSameOrDerived(walk.declared, declaringType);
  return walk.cast === '' || known ? '/' : `/${walk.cast}/`;
}

/** An alternate key, and one whose missing parts a referential constraint gives, do not tell the canonical URL. */
function isPrimaryKey(segment: ResourceSegment & { kind: 'key' }): boolean {
  const complete = !segment.alternate && segment.key.size === segment.keyProperties.length;
  return complete && [...segment.key.values()].every(isConstant);
}

const isConstant = (expression: Expression): boolean => expression.kind === 'literal';

function keyPredicateText(key: KeyPredicate): string {
  const entries = [...key].map(([name, expression]) => {
    const value: EdmValue = expression.kind === 'literal' ? expression.value : null;
    return [name, urlLiteral(value, expression.result.type)] as const;
  });
  const only = entries[0];
  if (entries.length === 1 && only !== undefined) return `(${only[1]})`;
  return `(${entries.map(([name, literal]) => `${name}=${literal}`).join(',')})`;
}
