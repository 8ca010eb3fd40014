// OData URL Conventions 4.01, section 4.3.1 "Canonical URL"; OData Protocol 4.01, section 4.1 "Entity-Ids and Entity References".
import type { EdmEntityType, EdmKeyProperty, EdmNavigationSource } from '../edm/edm-model.ts';
import { isSameOrDerived } from '../edm/edm-model.ts';
import type { Entity, EntityHome, EntityIdentity } from '../edm/entity.ts';
import { annotatedPath } from '../edm/resource-path.ts';
import type { StructuredValue } from '../edm/value.ts';
import type { EntitySource } from '../query/path/resource-path.ts';
import { encodeSegment, keySegmentText, urlLiteral } from './literal.ts';

export interface EntityPathOptions {
  /** `Products/1` for `Products(1)`; composite keys become one segment each. */
  readonly keyAsSegment?: boolean;
  /** Percent-encoded, as in URLs (the default); false: as context URLs write keys. */
  readonly encoded?: boolean;
}

const encodedOptions: EntityPathOptions = {};

/**
 * The canonical URL of an entity, relative to the service root: `Orders(4711)/Items(1)`, `MainSupplier`.
 * `type`: the entity's own type, whose key is used where the declared type is abstract and has none.
 */
export function entityPath(
  identity: EntityIdentity,
  options: EntityPathOptions = encodedOptions,
  type?: EdmEntityType,
): string {
  const home = identity.home;
  const parent = homePath(home, options);
  if (home.kind === 'singleton') return parent;
  if (home.kind === 'contained' && !home.navigationProperty.collection) return parent;
  const declared = homeType(home);
  const keyType = declared.key.length === 0 && type !== undefined ? type : declared;
  return parent + keyText(keyType.key, identity.key, options);
}

/** The URL of an entity, absolute. `serviceRoot` ends with a slash. */
export function entityUrl(entity: Entity, serviceRoot: string, options?: EntityPathOptions): string {
  return serviceRoot + entityPath(entity.identity, options, entity.type);
}

/** Protocol, section 4.2: the canonical URL, cast to the entity's type where that is not the declared one; relative. */
export function editPath(entity: Entity, options?: EntityPathOptions): string {
  const path = entityPath(entity.identity, options, entity.type);
  if (homeType(entity.identity.home) === entity.type) return path;
  return `${path}/${encoder(options)(entity.type.qualifiedName)}`;
}

/** Whether the model says where entities live there: not so behind a navigation property that it neither binds nor lets contain. */
export function hasCanonicalUrl(home: EntityHome): boolean {
  if (home.kind !== 'contained') return true;
  return home.navigationProperty.containsTarget && hasCanonicalUrl(home.parent.home);
}

/**
 * Whether an entity's id is the canonical URL that the client computes from the context. `told`: the set or singleton that
 * the context names, where it names one; sets whose types are related by inheritance show the same entities.
 */
export function isConventionalId(home: EntityHome, told: EdmNavigationSource | undefined): boolean {
  switch (home.kind) {
    case 'entitySet':
      return isByName(home.entitySet) && (told?.kind !== 'EntitySet' || told === home.entitySet);
    case 'singleton':
      return isByName(home.singleton);
    case 'contained':
      return home.navigationProperty.containsTarget && isConventionalId(home.parent.home, undefined);
  }
}

/** The set or singleton that entities of a path are members of. */
export function sourceOf(source: EntitySource | undefined): EdmNavigationSource | undefined {
  return source?.kind === 'navigationSource' ? source.navigationSource : undefined;
}

const byName = new WeakMap<EdmNavigationSource, boolean>();

/** Whether the path of a set is its name; it is asked for every entity. */
function isByName(source: EdmNavigationSource): boolean {
  let known = byName.get(source);
  if (known === undefined) {
    known = annotatedPath(source) === undefined;
    byName.set(source, known);
  }
  return known;
}

/** The declared type of what lives there. */
export function homeType(home: EntityHome): EdmEntityType {
  if (home.kind === 'entitySet') return home.entitySet.entityType;
  return home.kind === 'singleton' ? home.singleton.entityType : home.navigationProperty.entityType;
}

/** Path of the collection, or of the single entity, where the entity lives: `Orders(4711)/Items`. */
export function homePath(home: EntityHome, options: EntityPathOptions = encodedOptions): string {
  const encode = encoder(options);
  if (home.kind === 'entitySet') return sourcePath(home.entitySet, options);
  if (home.kind === 'singleton') return sourcePath(home.singleton, options);
  const { parent, path, navigationProperty } = home;
  const declaring = navigationProperty.declaringType;
  const parentType = homeType(parent.home);
  // a navigation property of a derived type is reached through a cast of its parent
  const needsCast =
    path.length === 0 && declaring.kind === 'EntityType' && !isSameOrDerived(parentType, declaring);
  const parentPath = entityPath(parent, options, needsCast ? declaring : undefined);
  const cast = needsCast ? [declaring.qualifiedName] : [];
  return [parentPath, ...[...cast, ...path, navigationProperty.name].map(encode)].join('/');
}

/** Context URLs have names; other URLs the path that the model gives. */
export function sourcePath(source: EdmNavigationSource, options: EntityPathOptions = encodedOptions): string {
  const path = options.encoded === false ? undefined : annotatedPath(source);
  return path ?? encoder(options)(source.name);
}

function encoder({ encoded }: EntityPathOptions = encodedOptions): (text: string) => string {
  return encoded === false ? (text) => text : encodeSegment;
}

/** A key predicate, parentheses (or slashes) included: `(1)`, `(OrderID=1,ItemNo=2)`, `/1`. */
export function keyText(
  key: readonly EdmKeyProperty[],
  values: StructuredValue,
  options: EntityPathOptions = encodedOptions,
): string {
  const encode = encoder(options);
  const names = key.length > 0 ? key.map((property) => property.name) : Object.keys(values);
  if (options.keyAsSegment)
    return names.map((name) => `/${encode(keySegmentText(values[name] ?? null))}`).join('');
  const literals = names.map((name, index) =>
    encode(urlLiteral(values[name] ?? null, key[index]?.property.type.type)),
  );
  if (literals.length === 1) return `(${literals[0]})`;
  return `(${names.map((name, index) => `${encode(name)}=${literals[index]}`).join(',')})`;
}
