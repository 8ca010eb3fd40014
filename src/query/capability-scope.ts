// OASIS Capabilities vocabulary 4.0: what the annotations say of the resource at hand.
import type { EdmAnnotations, EdmAnnotationValue, EdmNavigationProperty } from '../edm/edm-model.ts';
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
}

/** The value of a Capabilities term by its short name, such as `FilterRestrictions`. */
export function capability(scope: CapabilityScope, term: string): EdmAnnotationValue | undefined {
  if (scope.navigation[term] !== undefined) return scope.navigation[term];
  for (const annotations of scope.annotations) {
    const value = annotations.get(`Org.OData.Capabilities.V1.${term}`);
    if (value !== undefined) return value;
  }
  return undefined;
}

function annotationsOf(
  source: EntitySource | undefined,
  navigationProperty: EdmNavigationProperty | undefined,
): readonly EdmAnnotations[] {
  const own = navigationProperty === undefined ? [] : [navigationProperty.annotations];
  return source?.kind === 'navigationSource' ? [...own, source.navigationSource.annotations] : own;
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
  let scope: CapabilityScope = { navigation: {}, annotations: [] };
  let names: readonly string[] = [];
  let root: CapabilityScope = scope;
  const navigations: NavigationStep[] = [];
  for (const segment of path.segments) {
    if (segment.kind === 'entitySet' || segment.kind === 'singleton' || segment.kind === 'function') {
      scope = { navigation: {}, annotations: annotationsOf(segment.source, undefined) };
      root = scope;
      names = [];
    } else if (segment.kind === 'property') names = [...names, segment.property.name];
    else if (segment.kind === 'navigation') {
      names = [...names, segment.navigationProperty.name];
      navigations.push({ from: root, path: names.join('/') });
      scope = alongNavigation(root, names.join('/'), segment.navigationProperty, segment.source);
      // Contained entities are still described by the set that contains them, by a longer path.
      if (segment.source?.kind === 'navigationSource') {
        root = { navigation: {}, annotations: annotationsOf(segment.source, undefined) };
        names = [];
      }
    }
  }
  return { scope, navigations };
}
