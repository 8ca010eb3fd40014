// OData CSDL 4.01, section 14.2.2 "Target": where in a document the element stands that a target path names.

import { didYouMean } from '../error/did-you-mean.ts';
import type { CsdlDocument, CsdlObject, CsdlPath, CsdlValue } from './csdl-document.ts';
import { elementsOf, isChildName, isCsdlObject, memberOf } from './csdl-document.ts';
import type { AliasExpansion } from './model/model-source.ts';
import { aliasExpansion, expandPath, schemaNames, typeExpression } from './model/model-source.ts';

export interface ElementPath {
  /** Members and indexes to the element, or to the nearest one around it. */
  readonly path: CsdlPath;
  /** The step of the target that leads nowhere from there; undefined where the element itself is there. */
  readonly missing?: string;
}

/** @param target without aliases: `ns`, `ns.Type/property`, `ns.Action(ns.Type)/parameter`, `ns.Container/Set/bound/path` */
export function findElementPath(document: CsdlDocument, target: string): ElementPath {
  const namespaces = schemaNames(document).sort((a, b) => b.length - a.length);
  if (namespaces.includes(target)) return { path: [target] };
  // A slash inside of a signature's parentheses separates nothing.
  const [first = '', ...rest] = target.split(/\/(?![^(]*\))/);
  const namespace = namespaces.find((name) => first.startsWith(`${name}.`));
  if (namespace === undefined) return { path: [], missing: first };
  const [, name = '', signature] = /^([^(]*)(?:\((.*)\))?$/.exec(first.slice(namespace.length + 1)) ?? [];
  const value = memberOf(document[namespace] as CsdlObject, name);
  const index = overloadIndex(document, value, signature);
  if (index < 0) return { path: [namespace], missing: first.slice(namespace.length + 1) };
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
  for (const [index, step] of steps.entries()) {
    const value = valueAt(document, path);
    if (!isCsdlObject(value)) return { path, missing: step };
    const binding = bindingName(aliasExpansion(document), value, steps.slice(index).join('/'));
    if (binding !== undefined) return { path: [...path, '$NavigationPropertyBinding', binding] };
    const parameter = elementsOf(value.$Parameter).findIndex(({ $Name: name }) => name === step);
    if (parameter >= 0) path = [...path, '$Parameter', parameter];
    else if (memberOf(value, step) !== undefined) path = [...path, step];
    else return { path, missing: step };
  }
  return { path };
}

/** Section 13.4 "Navigation Property Binding": the name of one by its path without aliases. */
function bindingName(expand: AliasExpansion, child: CsdlObject, path: string): string | undefined {
  const bindings = child.$NavigationPropertyBinding;
  if (!isCsdlObject(bindings)) return undefined;
  return Object.keys(bindings).find((name) => expandPath(expand, name) === path);
}

/** Names like a target's step that leads nowhere, as the end of a message; nothing where it leads somewhere. */
export function nearTargets(document: CsdlDocument, target: string): string {
  const { path, missing } = findElementPath(document, target);
  if (missing === undefined) return '';
  const holder = valueAt(document, path);
  if (path.length === 0) {
    const names = schemaNames(document).flatMap((namespace) =>
      childNames(document[namespace]).map((name) => `${namespace}.${name}`),
    );
    return didYouMean(missing, names);
  }
  const signature = missing.indexOf('(');
  if (signature > 0 && isCsdlObject(holder)) {
    const name = missing.slice(0, signature);
    const expand = aliasExpansion(document);
    const overloads = elementsOf(memberOf(holder, name)).map((overload) => {
      const types = elementsOf(overload.$Parameter).map((parameter) => typeExpression(expand, parameter));
      return `'${name}(${types.join(',')})'`;
    });
    if (overloads.length > 0) return ` There is ${overloads.join(', ')}.`;
  }
  return didYouMean(missing.replace(/\(.*/, ''), childNames(holder));
}

function childNames(value: CsdlValue | undefined): string[] {
  if (!isCsdlObject(value)) return [];
  const bindings = value.$NavigationPropertyBinding;
  return [
    ...Object.keys(value).filter(isChildName),
    ...elementsOf(value.$Parameter).map(({ $Name: name }) => String(name)),
    ...(isCsdlObject(bindings) ? Object.keys(bindings) : []),
  ];
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
