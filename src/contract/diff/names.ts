// OData CSDL 4.01, section 15.3 "Qualified Name": what elements of the old model are called in the new one.
import type { EdmModel } from '../../edm/edm-model.ts';
import { findRenames } from './find-renames.ts';

export interface Names {
  /** The name in the new model for a qualified name of the old one; the same for what was not renamed. */
  (qualifiedName: string): string;
  /**
   * The same for what has another namespace alone. Where an element is renamed, its uses say another name than before: that is
   * a difference of theirs, though it breaks nothing more than the rename does.
   */
  readonly moved: (qualifiedName: string) => string;
}

export const sameNames: Names = Object.assign((name: string) => name, { moved: (name: string) => name });

/** Namespaces of the old model by those that they are now: the namespace is gone, and a new one has its elements. */
export function renamedNamespaces(before: EdmModel, after: EdmModel): ReadonlyMap<string, string> {
  const only = (model: EdmModel, other: EdmModel) =>
    model.schemas
      .filter(({ namespace }) => other.schemas.every((schema) => schema.namespace !== namespace))
      .map(({ namespace, childNames }) => ({ name: namespace, value: new Set(childNames) }));
  const renames = findRenames(only(before, after), only(after, before), shareOfCommon, () => 1);
  return new Map(renames.map(({ from, to }) => [from.name, to.name]));
}

/** Number of members that two sets have in common, of all that they have. */
export function shareOfCommon(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const all = new Set([...left, ...right]);
  return all.size === 0 ? 0 : [...left].filter((name) => right.has(name)).length / all.size;
}

/** @param elements names of elements that are others even in a namespace that kept its name */
export function namesOf(
  namespaces: ReadonlyMap<string, string>,
  elements: ReadonlyMap<string, string> = new Map(),
): Names {
  if (namespaces.size === 0 && elements.size === 0) return sameNames;
  const moved = (qualifiedName: string): string => {
    const end = qualifiedName.lastIndexOf('.');
    const namespace = namespaces.get(qualifiedName.slice(0, end));
    return namespace === undefined ? qualifiedName : `${namespace}${qualifiedName.slice(end)}`;
  };
  const now = (qualifiedName: string): string => {
    const name = moved(qualifiedName);
    return elements.get(name) ?? name;
  };
  return Object.assign(now, { moved });
}
