// OASIS Capabilities vocabulary 4.0: what the annotations say of the resource at hand.
import type {
  EdmAnnotations,
  EdmAnnotationValue,
  EdmNavigationProperty,
  EdmNavigationSource,
} from '../../edm/edm-model.ts';
import { Capabilities } from '../../edm/vocabularies.ts';
import type { EntitySource, ResourcePath } from '../path/resource-path.ts';

export type CapabilityRecord = Readonly<Record<string, EdmAnnotationValue>>;

const empty: CapabilityRecord = Object.freeze({});

export function asRecord(value: unknown): CapabilityRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as CapabilityRecord)
    : empty;
}

/** Paths in a list: text, or in CSDL JSON `{"$Path": text}`. */
export function asPaths(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value
    .map((item) => (typeof item === 'string' ? item : Object.values(asRecord(item))[0]))
    .filter((path): path is string => typeof path === 'string');
}

/** Where the instances come from, from the most to the least specific place of annotations. */
export interface CapabilityScope {
  /** The entry of NavigationRestrictions for the navigation property that was followed. */
  readonly navigation: CapabilityRecord;
  readonly annotations: readonly EdmAnnotations[];
  /** Of the container, which may say it for the whole service, or as DefaultCapabilities. */
  readonly container: EdmAnnotations | undefined;
}

/** Every request asks for the same few terms of the same sets. */
const valuesByScope = new WeakMap<CapabilityScope, Map<string, EdmAnnotationValue | undefined>>();

/** The value of a Capabilities term by its short name, such as `FilterRestrictions`. */
export function capability(scope: CapabilityScope, term: string): EdmAnnotationValue | undefined {
  const values = valuesByScope.get(scope) ?? new Map<string, EdmAnnotationValue | undefined>();
  if (values.size === 0) valuesByScope.set(scope, values);
  if (!values.has(term)) values.set(term, capabilityOf(scope, term));
  return values.get(term);
}

function capabilityOf(
  { navigation, annotations, container }: CapabilityScope,
  term: string,
): EdmAnnotationValue | undefined {
  const name = `Org.OData.Capabilities.V1.${term}`;
  const values = [navigation[term], ...annotations.map((some) => some.get(name)), container?.get(name)];
  const specific = values.find((value) => value !== undefined);
  return patched(asRecord(container?.get(Capabilities.DefaultCapabilities))[term], specific);
}

/** "… overrides the default capability with the specified properties using PATCH semantics." */
export function patched(
  value: EdmAnnotationValue | undefined,
  patch: EdmAnnotationValue | undefined,
): EdmAnnotationValue | undefined {
  if (value === undefined || patch === undefined) return patch ?? value;
  if (!isRecord(value) || !isRecord(patch)) return patch;
  const names = Object.keys({ ...value, ...patch });
  return Object.fromEntries(names.map((name) => [name, patched(value[name], patch[name]) ?? null]));
}

function isRecord(value: EdmAnnotationValue): value is CapabilityRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function annotationsOf(
  source: EntitySource | undefined,
  navigationProperty: EdmNavigationProperty | undefined,
): readonly EdmAnnotations[] {
  const own = navigationProperty === undefined ? [] : [navigationProperty.annotations];
  return source?.kind === 'navigationSource' ? [...own, source.navigationSource.annotations] : own;
}

const nowhere: CapabilityScope = { navigation: empty, annotations: [], container: undefined };
const scopesOfSources = new WeakMap<EdmNavigationSource, CapabilityScope>();

function scopeOfSource(source: EntitySource | undefined): CapabilityScope {
  if (source?.kind !== 'navigationSource') return nowhere;
  const { navigationSource } = source;
  let scope = scopesOfSources.get(navigationSource);
  if (scope === undefined) {
    const { annotations, container } = navigationSource;
    scope = { navigation: empty, annotations: [annotations], container: container.annotations };
    scopesOfSources.set(navigationSource, scope);
  }
  return scope;
}

/** The entry of NavigationRestrictions/RestrictedProperties for a path, else an empty record. */
export function restrictedNavigation(scope: CapabilityScope, path: string): CapabilityRecord {
  const restrictions = asRecord(capability(scope, 'NavigationRestrictions'));
  const entries = Array.isArray(restrictions.RestrictedProperties) ? restrictions.RestrictedProperties : [];
  for (const entry of entries as readonly unknown[]) {
    const record = asRecord(entry);
    if (asPaths([record.NavigationProperty]).includes(path)) return record;
  }
  return empty;
}

/** The entry of CollectionPropertyRestrictions for a path, else an empty record. */
export function restrictedCollection(scope: CapabilityScope, path: string): CapabilityRecord {
  const entries = capability(scope, 'CollectionPropertyRestrictions');
  for (const entry of Array.isArray(entries) ? (entries as readonly unknown[]) : []) {
    const record = asRecord(entry);
    if (asPaths([record.CollectionProperty]).includes(path)) return record;
  }
  return empty;
}

/** A collection of values has restrictions of its own, and those of the whole service. */
function ofCollectionProperty(scope: CapabilityScope, path: string): CapabilityScope {
  return { navigation: restrictedCollection(scope, path), annotations: [], container: scope.container };
}

/** What is known after following a navigation property. */
export function alongNavigation(
  scope: CapabilityScope,
  path: string,
  navigationProperty: EdmNavigationProperty,
  source: EntitySource | undefined,
): CapabilityScope {
  return {
    navigation: restrictedNavigation(scope, path),
    annotations: annotationsOf(source, navigationProperty),
    container: scope.container,
  };
}

export interface NavigationStep {
  readonly from: CapabilityScope;
  readonly path: string;
}

/** The scope at the end of a resource path, and every navigation on the way. */
export interface PathScope {
  readonly scope: CapabilityScope;
  /** What query options obey: the scope, or that of the collection of values which the path ends with. */
  readonly options: CapabilityScope;
  /** The entity or set that names of properties on the way start from, and these names. */
  readonly property: NavigationStep;
  readonly navigations: readonly NavigationStep[];
}

const scopesOfPaths = new WeakMap<ResourcePath, PathScope>();

export function scopeOfPath(path: ResourcePath): PathScope {
  const known = scopesOfPaths.get(path) ?? followPath(path);
  scopesOfPaths.set(path, known);
  return known;
}

function followPath(path: ResourcePath): PathScope {
  let scope = nowhere;
  let names: readonly string[] = [];
  let root: CapabilityScope = scope;
  let options = scope;
  const navigations: NavigationStep[] = [];
  for (const segment of path.segments) {
    if (segment.kind === 'entitySet' || segment.kind === 'singleton' || segment.kind === 'function') {
      scope = scopeOfSource(segment.source);
      options = scope;
      root = scope;
      names = [];
    } else if (segment.kind === 'property') {
      names = [...names, segment.property.name];
      if (segment.property.type.collection) options = ofCollectionProperty(root, names.join('/'));
    } else if (segment.kind === 'navigation') {
      names = [...names, segment.navigationProperty.name];
      navigations.push({ from: root, path: names.join('/') });
      scope = alongNavigation(root, names.join('/'), segment.navigationProperty, segment.source);
      // Contained entities are still described by the set that contains them, by a longer path.
      if (segment.source?.kind === 'navigationSource') {
        root = scopeOfSource(segment.source);
        names = [];
      }
      options = scope;
    }
  }
  return { scope, options, property: { from: root, path: names.join('/') }, navigations };
}
