// OASIS Capabilities vocabulary 4.0: what the annotations say of the resource at hand.
import type { EdmAnnotations, EdmAnnotationValue, EdmNavigationProperty } from '../edm/edm-model.ts';
import { Capabilities } from '../edm/vocabularies.ts';
import type { EntitySource, ResourcePath } from './resource-path.ts';

export type CapabilityRecord = Readonly<Record<string, EdmAnnotationValue>>;

export function asRecord(value: unknown): CapabilityRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as CapabilityRecord)
    : {};
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

/** The value of a Capabilities term by its short name, such as `FilterRestrictions`. */
export function capability(
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

function scopeOfSource(source: EntitySource | undefined): CapabilityScope {
  const container =
    source?.kind === 'navigationSource' ? source.navigationSource.container.annotations : undefined;
  return { navigation: {}, annotations: annotationsOf(source, undefined), container };
}

/** The entry of NavigationRestrictions/RestrictedProperties for a path, else an empty record. */
export function restrictedNavigation(scope: CapabilityScope, path: string): CapabilityRecord {
  const restrictions = asRecord(capability(scope, 'NavigationRestrictions'));
  const entries = Array.isArray(restrictions.RestrictedProperties) ? restrictions.RestrictedProperties : [];
  for (const entry of entries as readonly unknown[]) {
    const record = asRecord(entry);
    if (asPaths([record.NavigationProperty]).includes(path)) return record;
  }
  return {};
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

/** Follows a resource path: the scope at its end, and every navigation on the way. */
export function scopeOfPath(path: ResourcePath): {
  readonly scope: CapabilityScope;
  readonly navigations: readonly NavigationStep[];
} {
  let scope: CapabilityScope = { navigation: {}, annotations: [], container: undefined };
  let names: readonly string[] = [];
  let root: CapabilityScope = scope;
  const navigations: NavigationStep[] = [];
  for (const segment of path.segments) {
    if (segment.kind === 'entitySet' || segment.kind === 'singleton' || segment.kind === 'function') {
      scope = scopeOfSource(segment.source);
      root = scope;
      names = [];
    } else if (segment.kind === 'property') names = [...names, segment.property.name];
    else if (segment.kind === 'navigation') {
      names = [...names, segment.navigationProperty.name];
      navigations.push({ from: root, path: names.join('/') });
      scope = alongNavigation(root, names.join('/'), segment.navigationProperty, segment.source);
      // Contained entities are still described by the set that contains them, by a longer path.
      if (segment.source?.kind === 'navigationSource') {
        root = scopeOfSource(segment.source);
        names = [];
      }
    }
  }
  return { scope, navigations };
}
