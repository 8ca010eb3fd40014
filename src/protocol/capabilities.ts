// OASIS Capabilities vocabulary: what the model says that clients may not do, as the protocol answers it.
import type { EdmAnnotationValue, EdmNavigationSource } from '../edm/edm-model.ts';
import { Capabilities } from '../edm/vocabularies.ts';
import type { ResourcePath } from '../query/resource-path.ts';

type Change = 'Insert' | 'Update' | 'Delete' | 'Read';

const terms = {
  Insert: { term: Capabilities.InsertRestrictions, flag: 'Insertable' },
  Update: { term: Capabilities.UpdateRestrictions, flag: 'Updatable' },
  Delete: { term: Capabilities.DeleteRestrictions, flag: 'Deletable' },
  Read: { term: Capabilities.ReadRestrictions, flag: 'Readable' },
} as const;

/** Whether the model allows a change, or a read, at the end of the path. */
export function allows(path: ResourcePath, change: Change): boolean {
  const { root, names } = declaredPath(path);
  if (root === undefined) return true;
  if (names.length === 0)
    return flagOf(root.annotations.get(terms[change].term), terms[change].flag) !== false;
  return navigationFlag(root, names, change) !== false;
}

/** A member of the restriction record that applies at the end of the path. */
export function restriction(
  path: ResourcePath,
  change: Change,
  member: string,
): EdmAnnotationValue | undefined {
  const { root, names } = declaredPath(path);
  const value = root?.annotations.get(terms[change].term);
  if (names.length > 0 || typeof value !== 'object' || value === null || Array.isArray(value))
    return undefined;
  return (value as Record<string, EdmAnnotationValue>)[member];
}

/** Whether the model allows reading what the path names: one entity by its key may be readable where the collection is not. */
export function isReadable(path: ResourcePath): boolean {
  const last = path.segments.at(-1);
  const byKey = restriction(path, 'Read', 'ReadByKeyRestrictions');
  if (last?.kind === 'key' && byKey !== undefined) return flagOf(byKey, 'Readable') !== false;
  const kind = path.result?.type.kind;
  return kind !== 'EntityType' || last?.kind === 'function' || allows(path, 'Read');
}

/** The navigation source that the path's last entities belong to, and the names that lead on from it. */
function declaredPath(path: ResourcePath): {
  root: EdmNavigationSource | undefined;
  names: readonly string[];
} {
  const { source } = path;
  if (source?.kind === 'navigationSource') return { root: source.navigationSource, names: [] };
  let root: EdmNavigationSource | undefined;
  const names: string[] = [];
  for (const segment of path.segments) {
    if (segment.kind === 'entitySet') root = segment.entitySet;
    else if (segment.kind === 'singleton') root = segment.singleton;
    else if (segment.kind === 'navigation' && segment.source?.kind === 'navigationSource') {
      root = segment.source.navigationSource;
      names.length = 0;
    } else if (segment.kind === 'navigation') names.push(segment.navigationProperty.name);
    else if (segment.kind === 'property') names.push(segment.property.name);
  }
  const isProperty = path.result?.type.kind !== 'EntityType';
  return { root, names: isProperty && source?.kind !== 'contained' ? [] : names };
}

function flagOf(value: EdmAnnotationValue | undefined, flag: string): boolean | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const member = (value as Record<string, EdmAnnotationValue>)[flag];
  return typeof member === 'boolean' ? member : undefined;
}

/** `NavigationRestrictions/RestrictedProperties`: the entry of the navigation property's path. */
function navigationFlag(
  root: EdmNavigationSource,
  names: readonly string[],
  change: Change,
): boolean | undefined {
  const value = root.annotations.get(Capabilities.NavigationRestrictions) as
    | { readonly RestrictedProperties?: readonly Record<string, EdmAnnotationValue>[] }
    | undefined;
  const wanted = names.join('/');
  const entry = value?.RestrictedProperties?.find((item) => item.NavigationProperty === wanted);
  return flagOf(entry?.[`${change}Restrictions`], terms[change].flag);
}
