// OData CSDL 4.01, section 15.3 "Qualified Name": what elements of the old model are called in the new one.
import type { EdmModel } from '../../edm/edm-model.ts';
import { findRenames } from './find-renames.ts';

/** The name in the new model for a qualified name of the old one; the same for what was not renamed. */
export type Names = (qualifiedName: string) => string;

export const sameNames: Names = (name) => name;

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
  return (qualifiedName) => {
    const end = qualifiedName.lastIndexOf('.');
    const namespace = namespaces.get(qualifiedName.slice(0, end));
    const name = namespace === undefined ? qualifiedName : `${namespace}${qualifiedName.slice(end)}`;
    return elements.get(name) ?? name;
  };
}
