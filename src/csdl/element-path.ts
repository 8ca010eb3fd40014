// OData CSDL 4.01, section 14.2.2 "Target": where in a document the element stands that a target path names.
import type { CsdlDocument, CsdlObject, CsdlPath, CsdlValue } from './csdl-document.ts';
import { elementsOf, isCsdlObject, memberOf } from './csdl-document.ts';
import { aliasExpansion, schemaNames, typeExpression } from './model-source.ts';

export interface ElementPath {
  /** Members and indexes to the element, or to the nearest one around it. */
  readonly path: CsdlPath;
  /** Whether the element itself is there. */
  readonly isWhole: boolean;
}

/** @param target without aliases: `ns`, `ns.Type/property`, `ns.Action(ns.Type)/parameter`, `ns.Container/Set` */
export function findElementPath(document: CsdlDocument, target: string): ElementPath {
  const namespaces = schemaNames(document).sort((a, b) => b.length - a.length);
  if (namespaces.includes(target)) return { path: [target], isWhole: true };
  // A slash inside of a signature's parentheses separates nothing.
  const [first = '', ...rest] = target.split(/\/(?![^(]*\))/);
  const namespace = namespaces.find((name) => first.startsWith(`${name}.`));
  if (namespace === undefined) return { path: [], isWhole: false };
  const [, name = '', signature] = /^([^(]*)(?:\((.*)\))?$/.exec(first.slice(namespace.length + 1)) ?? [];
  const value = memberOf(document[namespace] as CsdlObject, name);
  const index = overloadIndex(document, value, signature);
  if (index < 0) return { path: [namespace], isWhole: false };
  const isOverload = Array.isArray(value) && signature !== undefined;
  return follow(document, isOverload ? [namespace, name, index] : [namespace, name], rest);
}

/** Index of the element with the signature; 0 for an element that has none. */
function overloadIndex(
  document: CsdlDocument,
  value: CsdlValue | undefined,
  signature: string | undefined,
): number {
  const expand = aliasExpansion(document);
  return elementsOf(value).findIndex((element) => {
    if (signature === undefined) return true;
    const types = elementsOf(element.$Parameter).map((parameter) => typeExpression(expand, parameter));
    return types.join(',') === signature || (element.$Kind === 'Action' && (types[0] ?? '') === signature);
  });
}

function follow(document: CsdlDocument, start: CsdlPath, steps: readonly string[]): ElementPath {
  let path = start;
  for (const step of steps) {
    const value = valueAt(document, path);
    if (!isCsdlObject(value)) return { path, isWhole: false };
    const parameter = elementsOf(value.$Parameter).findIndex(({ $Name: name }) => name === step);
    if (parameter >= 0) path = [...path, '$Parameter', parameter];
    else if (memberOf(value, step) !== undefined) path = [...path, step];
    else return { path, isWhole: false };
  }
  return { path, isWhole: true };
}

export function valueAt(document: CsdlDocument, path: CsdlPath): CsdlValue | undefined {
  let value: CsdlValue | undefined = document;
  for (const step of path)
    value = Array.isArray(value)
      ? (value as readonly CsdlValue[])[Number(step)]
      : isCsdlObject(value)
        ? memberOf(value, String(step))
        : undefined;
  return value;
}
