// OASIS Capabilities vocabulary: what the model says that clients may not do, as the protocol answers it.
import type { EdmAnnotations, EdmAnnotationValue } from '../../edm/edm-model.ts';
import { permits } from '../../edm/permissions.ts';
import {
  asRecord,
  type CapabilityRecord,
  capability,
  patched,
  restrictedCollection,
  scopeOfPath,
} from '../../query/capabilities/capability-scope.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import type { ODataService } from '../../service/odata-service.ts';

export type Change = 'Insert' | 'Update' | 'Delete' | 'Read';

const flags = { Insert: 'Insertable', Update: 'Updatable', Delete: 'Deletable', Read: 'Readable' } as const;

/** What InsertRestrictions and the like say of the resource at the end of a path. */
export function restrictionsAt(path: ResourcePath, change: Change): CapabilityRecord {
  return asRecord(capability(scopeOfPath(path).scope, `${change}Restrictions`));
}

/**
 * Whether the model allows a change of what is at the end of the path, and addressing it by this path. `ofContained`: whether
 * Core.Permissions of a containment navigation property are about the entities there, too.
 */
export function allows(path: ResourcePath, change: Exclude<Change, 'Read'>, ofContained = true): boolean {
  if (!permitsAt(path, 'Write', ofContained)) return false;
  const { scope, navigations } = scopeOfPath(path);
  const restrictions = asRecord(capability(scope, `${change}Restrictions`));
  const { MaxLevels: most } = restrictions;
  if (restrictions[flags[change]] === false) return false;
  if (typeof most === 'number' && most >= 0 && navigations.length > most) return false;
  return allowsSegments(path, restrictions);
}

/** Core.Permissions of what the path names: the set, the navigation property or the property, and its type. */
function permitsAt(
  { segments, result }: ResourcePath,
  permission: 'Read' | 'Write',
  ofContained = true,
): boolean {
  const named: { readonly annotations: EdmAnnotations }[] = [];
  const last = segments.findLast(({ kind }) => namedKinds.has(kind));
  if (last?.kind === 'entitySet') named.push(last.entitySet);
  else if (last?.kind === 'navigation') {
    if (ofContained || !last.navigationProperty.containsTarget) named.push(last.navigationProperty);
    if (last.source?.kind === 'navigationSource') named.push(last.source.navigationSource);
  } else if (last?.kind === 'property') named.push(last.property);
  if (result !== undefined && result.type.kind !== 'Primitive') named.push(result.type);
  return named.every((element) => permits(element, permission));
}

const namedKinds: ReadonlySet<string> = new Set([
  'entitySet',
  'singleton',
  'navigation',
  'property',
  'function',
]);

function allowsSegments({ segments }: ResourcePath, restrictions: CapabilityRecord): boolean {
  const at = segments.at(-1)?.kind === 'each' ? -2 : -1;
  const last = segments.at(at);
  if (restrictions.TypecastSegmentSupported === false && last?.kind === 'cast' && last.implicit !== true)
    return false;
  return restrictions.FilterSegmentSupported !== false || !segments.some(({ kind }) => kind === 'filter');
}

/** CollectionPropertyRestrictions: adding to a collection of values, and changing or removing its members. */
export function allowsMembers(path: ResourcePath, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'): boolean {
  const { segments } = path;
  const kind = segments.findLast((segment) => segment.kind !== 'cast')?.kind;
  if (method === 'POST' ? kind !== 'property' : kind !== 'index' && kind !== 'each') return true;
  const { from, path: property } = scopeOfPath(path).property;
  return restrictedCollection(from, property)[memberFlags[method]] !== false;
}

const memberFlags = {
  POST: 'Insertable',
  PUT: 'Updatable',
  PATCH: 'Updatable',
  DELETE: 'Deletable',
} as const;

/** A term of the container that says of the whole service that it does not have a part of the protocol. */
export function lacks({ definition, options }: ODataService, term: string, member?: string): boolean {
  if (options.capabilities === 'ignore') return false;
  const value = definition.model.entityContainer?.annotations.get(`Org.OData.Capabilities.V1.${term}`);
  return (member === undefined ? value : asRecord(value)[member]) === false;
}

/** UpdateRestrictions/UpdateMethod: PUT, PATCH, or both. */
export function allowsUpdateBy(path: ResourcePath, method: 'PUT' | 'PATCH'): boolean {
  const { UpdateMethod: methods } = restrictionsAt(path, 'Update');
  return methods === undefined || methods === null || hasMethod(methods, method);
}

const bits = { PATCH: 2, PUT: 4 } as const;

function hasMethod(methods: EdmAnnotationValue, method: 'PUT' | 'PATCH'): boolean {
  if (typeof methods === 'number') return (methods & bits[method]) !== 0;
  return String(methods)
    .split(/[ ,]+/)
    .some((member) => member.split('/').at(-1) === method);
}

/** Whether the model allows reading what the path names: one entity by its key may be readable where the collection is not. */
export function isReadable(path: ResourcePath): boolean {
  const last = path.segments.at(-1);
  if (!permitsAt(path, 'Read')) return false;
  if (path.result?.type.kind !== 'EntityType' || last?.kind === 'function') return true;
  const restrictions = readRestrictionsAt(path);
  return restrictions.Readable !== false && allowsSegments(path, restrictions);
}

/** "If a property of ReadByKeyRestrictions is not specified, the corresponding property value of ReadRestrictions applies." */
export function readRestrictionsAt(path: ResourcePath): CapabilityRecord {
  const restrictions = restrictionsAt(path, 'Read');
  if (restrictions.ReadByKeyRestrictions === undefined) return restrictions;
  const { ReadByKeyRestrictions: byKey, ...own } = restrictions;
  return path.segments.at(-1)?.kind === 'key' ? asRecord(patched(own, byKey ?? {})) : own;
}
