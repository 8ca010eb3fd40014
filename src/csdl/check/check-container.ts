// OData CSDL 4.01, section 13 "Entity Container": types, imports, navigation property bindings.

import type { CsdlObject, CsdlPath } from '../csdl-document.ts';
import { isChildName, isCsdlObject, memberOf } from '../csdl-document.ts';
import { expandName } from '../model/model-source.ts';
import type { CheckContext, Checked, Located } from './check-context.ts';
import { baseChain, findKind, findStructured, followPath, typeKind, typeNameOf } from './check-context.ts';
import { checkTypeName, entityTypes } from './check-type-reference.ts';

export function checkContainers(context: CheckContext): void {
  checkOnlyContainer(context);
  for (const container of context.elements) {
    if (container.object.$Kind !== 'EntityContainer') continue;
    const { $Extends: base } = container.object;
    const isKnown =
      typeof base !== 'string' ||
      findKind(context, expandName(container.schema.expandAlias, base), 'EntityContainer') !== undefined;
    if (!isKnown)
      context.report('error', 'unknown-container', container.path, `The container ${base} is not known.`);
    if (typeof base === 'string' && extendsItself(context, container))
      context.report('error', 'container-cycle', container.path, 'The container extends itself.');
    for (const [name, child] of Object.entries(container.object)) {
      const path = [...container.path, name];
      if (!isChildName(name)) continue;
      if (!isCsdlObject(child))
        context.report('error', 'invalid-element', path, 'This is no child of a container.');
      else if (child.$Action !== undefined) checkImport(context, container, child, path, 'Action');
      else if (child.$Function !== undefined) checkImport(context, container, child, path, 'Function');
      else checkNavigationSource(context, container, child, path);
    }
  }
}

/** A document of a service has one container, which may extend others of the document. */
function checkOnlyContainer(context: CheckContext): void {
  const containers = context.elements.filter(({ object }) => object.$Kind === 'EntityContainer');
  const extended = new Set(
    containers.map(({ object, schema }) => expandName(schema.expandAlias, String(object.$Extends))),
  );
  const [first, ...others] = containers.filter(({ qualifiedName }) => !extended.has(qualifiedName));
  for (const { path } of others) {
    const message = `The service has one container, ${first?.qualifiedName}; this one is not served. Let it extend the other, or remove it.`;
    context.report('warning', 'second-container', path, message);
  }
}

function extendsItself(context: CheckContext, container: Checked): boolean {
  const seen = new Set<string>();
  for (let link: Located | undefined = container; link !== undefined; ) {
    const { object, schema, qualifiedName }: Located = link;
    if (seen.has(qualifiedName)) return qualifiedName === container.qualifiedName;
    seen.add(qualifiedName);
    link =
      typeof object.$Extends === 'string'
        ? findKind(context, expandName(schema.expandAlias, object.$Extends), 'EntityContainer')
        : undefined;
  }
  return false;
}

function checkImport(
  context: CheckContext,
  container: Checked,
  child: CsdlObject,
  path: CsdlPath,
  kind: 'Action' | 'Function',
): void {
  const name = expandName(container.schema.expandAlias, String(child[`$${kind}`]));
  const overloads = context.find(name).filter(({ object }) => object.$Kind === kind);
  if (!overloads.some(({ object }) => object.$IsBound !== true))
    context.report('error', 'unknown-operation', path, `There is no unbound ${kind.toLowerCase()} ${name}.`);
  if (typeof child.$EntitySet !== 'string') return;
  checkTarget(context, container, child.$EntitySet, path);
  const unbound = overloads.find(({ object }) => object.$IsBound !== true);
  const result = isCsdlObject(unbound?.object.$ReturnType) ? unbound.object.$ReturnType : undefined;
  const type =
    result === undefined || unbound === undefined
      ? undefined
      : typeNameOf({ object: result, schema: unbound.schema });
  if (
    unbound !== undefined &&
    (type === undefined || typeKind(context, type) !== 'EntityType') &&
    type !== 'Edm.EntityType'
  )
    context.report(
      'warning',
      'needless-entity-set',
      path,
      `${name} returns no entities, so its import has no EntitySet. Remove it.`,
    );
}

function checkNavigationSource(
  context: CheckContext,
  container: Checked,
  child: CsdlObject,
  path: CsdlPath,
): void {
  const { schema } = container;
  if (!checkTypeName(context, { object: child, schema }, path, entityTypes)) return;
  const typeName = typeNameOf({ object: child, schema });
  if (typeName === 'Edm.EntityType')
    context.report(
      'error',
      'wrong-kind',
      path,
      'Edm.EntityType is abstract and has no key: name an entity type of the model.',
    );
  const type = findStructured(context, typeName);
  if (type === undefined) return;
  const hasKey = baseChain(context, type).some(({ object }) => object.$Key !== undefined);
  if (child.$Collection === true && !hasKey) {
    const message = `The entity type ${type.qualifiedName} has no key, which those of an entity set need.`;
    context.report('error', 'missing-key', path, message);
  }
  const bindings = isCsdlObject(child.$NavigationPropertyBinding) ? child.$NavigationPropertyBinding : {};
  for (const [binding, target] of Object.entries(bindings)) {
    const at = [...path, '$NavigationPropertyBinding', binding];
    const { property, unknown } = followPath(context, type, binding, schema);
    if (unknown !== undefined || property?.object.$Kind !== 'NavigationProperty') {
      const message = `The path ${binding} leads to no navigation property of ${type.qualifiedName}.`;
      context.report('warning', 'unknown-binding-path', at, message);
    } else if (property.object.$ContainsTarget === true)
      context.report(
        'warning',
        'bound-containment',
        at,
        `${binding} contains its targets, so it can't be bound. Remove the binding.`,
      );
    else checkBoundType(context, container, { ...property, qualifiedName: binding }, String(target), at);
    checkTarget(context, container, String(target), at);
  }
}

/** Entities of the target can be related only where one type derives from the other. */
function checkBoundType(
  context: CheckContext,
  container: Checked,
  property: Located,
  target: string,
  path: CsdlPath,
): void {
  const source = target.includes('/') ? undefined : findChild(context, container, target);
  const bound = source === undefined ? undefined : findStructured(context, typeNameOf(source));
  const expected = findStructured(context, typeNameOf(property));
  if (bound === undefined || expected === undefined) return;
  const related =
    baseChain(context, bound).some(({ object }) => object === expected.object) ||
    baseChain(context, expected).some(({ object }) => object === bound.object);
  if (related) return;
  const message = `${property.qualifiedName} leads to ${expected.qualifiedName}, but ${target} has ${bound.qualifiedName}.`;
  context.report('warning', 'wrong-binding-target', path, message);
}

/** Section 13.4.2 "Binding Target": a child of the container, or a path that starts with one, or with a container. */
function checkTarget(context: CheckContext, container: Checked, target: string, path: CsdlPath): void {
  if (resolvesTarget(context, container, target)) return;
  context.report('warning', 'unknown-binding-target', path, `The target ${target} is not there.`);
}

function resolvesTarget(context: CheckContext, container: Checked, target: string): boolean {
  const [first = '', ...rest] = target.split('/');
  const isQualified = first.includes('.');
  const start: Located | undefined = isQualified
    ? findKind(context, expandName(container.schema.expandAlias, first), 'EntityContainer')
    : container;
  const name = isQualified ? rest.shift() : first;
  const child = start === undefined || name === undefined ? undefined : findChild(context, start, name);
  if (child === undefined) return false;
  if (rest.length === 0) return true;
  const type = findStructured(context, typeNameOf(child));
  return (
    type !== undefined && followPath(context, type, rest.join('/'), container.schema).unknown === undefined
  );
}

/** A child of a container or of those that it extends. */
function findChild(context: CheckContext, container: Located, name: string): Located | undefined {
  const seen = new Set<string>();
  for (let link: Located | undefined = container; link !== undefined && !seen.has(link.qualifiedName); ) {
    const { object, schema, qualifiedName }: Located = link;
    seen.add(qualifiedName);
    const child = isChildName(name) ? memberOf(object, name) : undefined;
    if (isCsdlObject(child)) return { object: child, schema, qualifiedName: `${qualifiedName}/${name}` };
    link =
      typeof object.$Extends === 'string'
        ? findKind(context, expandName(schema.expandAlias, object.$Extends), 'EntityContainer')
        : undefined;
  }
  return undefined;
}
