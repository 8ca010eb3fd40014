// OData URL Conventions 4.01, section 4 "Resource Path": what a path stands for where something is to be changed.
import type {
  EdmEntityType,
  EdmNavigationProperty,
  EdmSingleton,
  EdmTypeReference,
} from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { isCollectionValue, isStructuredValue, type StructuredValue, valueAt } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { Expression } from '../../query/expression/expression.ts';
import type { EntitySource, ResourcePath, ResourceSegment } from '../../query/path/resource-path.ts';
import type { Query } from '../../query/query.ts';
import type { CreateTarget, LinkPath, StoreReader } from '../../store/store.ts';

/** The path of the first `length` segments. */
export function prefixOf(path: ResourcePath, length: number): ResourcePath {
  const last = path.segments[length - 1];
  return { segments: path.segments.slice(0, length), result: last?.result, source: last?.source };
}

/** The entity that the first `length` segments name; undefined where there is none. */
export async function entityAtPath(
  reader: StoreReader,
  path: ResourcePath,
  length: number = path.segments.length,
): Promise<Entity | undefined> {
  const result = await reader.read({ path: prefixOf(path, length), options: {} });
  return result?.kind === 'entity' ? result.entity : undefined;
}

/** A navigation property at the end of a path, casts and key aside. */
export interface NavigationPath {
  /** Number of segments that name the source entity. */
  readonly sourceLength: number;
  /** Complex properties between the source and the navigation property. */
  readonly path: readonly string[];
  readonly navigationProperty: EdmNavigationProperty;
  readonly source: EntitySource | undefined;
}

/** The navigation property that the segment at `index` is. */
export function navigationAt(path: ResourcePath, index: number): NavigationPath | undefined {
  const segment = path.segments[index];
  if (segment?.kind !== 'navigation') return undefined;
  const steps: string[] = [];
  let at = index - 1;
  for (; at >= 0; at--) {
    const before = path.segments[at];
    if (before?.kind === 'property') steps.unshift(before.property.name);
    else if (before?.kind === 'index') steps.unshift(String(before.ordinal));
    else if (before?.kind !== 'cast' || before.result?.type.kind === 'EntityType') break;
  }
  return {
    sourceLength: at + 1,
    path: steps,
    navigationProperty: segment.navigationProperty,
    source: segment.source,
  };
}

/** The link that the navigation property at the end of a path is, from an entity that the path has led to. */
export function linkAt(
  source: Entity,
  { path, navigationProperty }: Pick<NavigationPath, 'path' | 'navigationProperty'>,
): LinkPath {
  const steps = withOrdinals(source.values, path);
  if (steps.length > 0 && !isStructuredValue(valueAt(source.values, steps)))
    throw new ODataError(404, 'NotFound', `There is no complex value ${path.join('/')} here.`);
  return { source: source.identity, path: steps, navigationProperty };
}

/** The steps with ordinals that count from the end as ordinals from the start. */
export function withOrdinals(values: StructuredValue, steps: readonly string[]): readonly string[] {
  const counted: string[] = [];
  for (const step of steps) {
    const items = step.startsWith('-') ? valueAt(values, counted) : undefined;
    counted.push(isCollectionValue(items) ? String(items.length + Number(step)) : step);
  }
  return counted;
}

/** Index of the last segment that is no cast. */
export function lastWithoutCasts(segments: readonly ResourceSegment[]): number {
  let index = segments.length - 1;
  while (index > 0 && segments[index]?.kind === 'cast') index--;
  return index;
}

/** A collection of entities that something is created in. */
export interface CollectionTarget {
  readonly create: CreateTarget;
  /** The link to be made beside it, where the entity is created through a navigation property and lives elsewhere. */
  readonly link: LinkPath | undefined;
  readonly entityType: EdmEntityType;
}

/** Where a POST to the collection at the end of the path creates an entity; undefined where the path is no such collection. */
export async function collectionTarget(
  reader: StoreReader,
  path: ResourcePath,
): Promise<CollectionTarget | undefined> {
  const entityType = path.result?.type;
  if (entityType?.kind !== 'EntityType') return undefined;
  const index = lastWithoutCasts(path.segments);
  const segment = path.segments[index];
  if (segment?.kind === 'entitySet')
    return { create: { kind: 'entitySet', entitySet: segment.entitySet }, link: undefined, entityType };
  const navigation = navigationAt(path, index);
  if (navigation === undefined) return undefined;
  const source = await entityAtPath(reader, path, navigation.sourceLength);
  if (source === undefined)
    throw new ODataError(404, 'NotFound', 'The entity that the path starts from does not exist.');
  return { ...(await navigationTargetOf(reader, source, navigation)), entityType };
}

/** Where a new target of a navigation property lives, and the link that leads to it. */
export async function navigationTargetOf(
  reader: StoreReader,
  source: Entity,
  navigation: Pick<NavigationPath, 'path' | 'navigationProperty' | 'source'>,
): Promise<Pick<CollectionTarget, 'create' | 'link'>> {
  const link = linkAt(source, navigation);
  const { path, navigationProperty } = link;
  const place = navigation.source;
  if (navigationProperty.containsTarget || place === undefined || place.kind === 'contained')
    return {
      create: { kind: 'contained', parent: source.identity, path, navigationProperty },
      link: undefined,
    };
  if (place.kind === 'targetPath') return { create: await containedTarget(reader, place), link };
  const { navigationSource } = place;
  return navigationSource.kind === 'EntitySet'
    ? { create: { kind: 'entitySet', entitySet: navigationSource }, link }
    : { create: { kind: 'singleton', singleton: navigationSource }, link };
}

/** Section 13.4.2 of CSDL "Binding Target": a path from a singleton through single-valued containment. */
async function containedTarget(
  reader: StoreReader,
  place: EntitySource & { readonly kind: 'targetPath' },
): Promise<CreateTarget> {
  const { navigationSource, navigationProperty } = place;
  if (navigationSource.kind !== 'Singleton')
    throw noPlace(place, `an entity of ${navigationSource.name}, and nothing tells which`);
  const root = await singletonOf(reader, navigationSource);
  if (root === undefined) throw noPlace(place, `${navigationSource.name}, which is null`);
  let parent = root;
  let path: string[] = [];
  for (const name of place.path.slice(0, -1)) {
    const containment = path.length === 0 ? parent.type.navigationProperties.get(name) : undefined;
    if (containment === undefined) path.push(name);
    else {
      const [next] = await reader.related({
        source: parent.identity,
        path,
        navigationProperty: containment,
      });
      if (next === undefined) throw noPlace(place, `${name}, which is null`);
      parent = next;
      path = [];
    }
  }
  return { kind: 'contained', parent: parent.identity, path, navigationProperty };
}

function noPlace(place: EntitySource & { readonly kind: 'targetPath' }, what: string): ODataError {
  const target = [place.navigationSource.name, ...place.path].join('/');
  return new ODataError(
    400,
    'InvalidPayload',
    `A new entity would belong to ${target}, but that needs ${what}.`,
  );
}

function singletonOf(reader: StoreReader, singleton: EdmSingleton): Promise<Entity | undefined> {
  const result: EdmTypeReference = { type: singleton.entityType, collection: false, nullable: false };
  const source: EntitySource = { kind: 'navigationSource', navigationSource: singleton };
  return entityAtPath(reader, {
    segments: [{ kind: 'singleton', singleton, result, source, at: 0 }],
    result,
    source,
  });
}

/** A query for one entity of the collection that the path names (or for what a single-valued path names), with the path as the client wrote it. */
export function queryForMember(path: ResourcePath, entity: Entity, options: Query['options']): Query {
  if (path.result?.collection === false) return { path, options };
  const result: EdmTypeReference = {
    type: path.result?.type ?? entity.type,
    collection: false,
    nullable: false,
  };
  const { key: keyProperties } = entity.type;
  const key = new Map(
    keyProperties.map(({ name, property }): [string, Expression] => [
      name,
      {
        kind: 'literal',
        value: entity.identity.key[name] ?? null,
        result: { type: property.type.type, collection: false },
        at: 0,
      },
    ]),
  );
  const segment: ResourceSegment = {
    kind: 'key',
    key,
    keyProperties,
    entityType: entity.type,
    alternate: false,
    result,
    source: path.source,
    at: 0,
  };
  return { path: { segments: [...path.segments, segment], result, source: path.source }, options };
}
