// OData CSDL 4.01, section 6.5 "Key".

import type { CsdlObject, CsdlPath, CsdlValue } from '../csdl-document.ts';
import type { CheckContext, Checked, Located } from './check-context.ts';
import { baseChain, findKind, findProperty, followPath, typeKind, typeNameOf } from './check-context.ts';

export function checkKeys(context: CheckContext): void {
  for (const type of context.elements)
    if (type.object.$Kind === 'EntityType' && type.object.$Key !== undefined) checkKey(context, type);
}

function checkKey(context: CheckContext, type: Checked): void {
  const path: CsdlPath = [...type.path, '$Key'];
  const base = baseChain(context, type).slice(1).find(hasKey);
  if (base !== undefined) {
    const message = `The type has a key, but inherits one from ${base.qualifiedName}.`;
    context.report('error', 'key-on-derived-type', path, message);
  }
  const key = type.object.$Key;
  if (!Array.isArray(key) || key.length === 0) {
    context.report('error', 'empty-key', path, 'The key has no properties.');
    return;
  }
  const names = new Set<string>();
  for (const item of key) {
    const [name, property] = keyEntry(item);
    if (names.has(name)) context.report('error', 'duplicate-name', path, `The key has ${name} twice.`);
    names.add(name);
    checkKeyProperty(context, type, path, name, property);
  }
}

function hasKey({ object }: Located): boolean {
  return object.$Key !== undefined;
}

/** Name in key predicates, and path of the property. */
function keyEntry(item: CsdlValue): readonly [name: string, path: string] {
  if (typeof item === 'string') return [item, item];
  const [[alias, path] = ['', '']] = Object.entries((item ?? {}) as CsdlObject);
  return [alias, String(path)];
}

const keyTypes = new Set(
  [
    ['Boolean', 'Byte', 'Date', 'DateTimeOffset', 'Decimal', 'Duration', 'Guid'],
    ['Int16', 'Int32', 'Int64', 'SByte', 'String', 'TimeOfDay', 'PrimitiveType'],
  ]
    .flat()
    .map((name) => `Edm.${name}`),
);

/** A path needs an alias that is no name of the type; a property of the type itself must not have one. */
function checkAlias(
  context: CheckContext,
  type: Checked,
  path: CsdlPath,
  name: string,
  propertyPath: string,
): void {
  const isPath = propertyPath.includes('/');
  if (isPath && name === propertyPath)
    context.report(
      'error',
      'missing-alias',
      path,
      `The key property ${propertyPath} is a path and needs an alias.`,
    );
  else if (isPath && findProperty(context, type, name) !== undefined)
    context.report(
      'warning',
      'duplicate-name',
      path,
      `The key's alias ${name} is the name of a property, too.`,
    );
  else if (!isPath && name !== propertyPath) {
    const message = `The key property ${propertyPath} is one of the type itself: it must not have the alias ${name}.`;
    context.report('warning', 'needless-alias', path, message);
  }
}

function mayBeNull(context: CheckContext, type: Checked, propertyPath: string): boolean {
  const steps = propertyPath.split('/');
  return steps.some((_, index) => {
    const { property } = followPath(context, type, steps.slice(0, index + 1).join('/'), type.schema);
    return property?.object.$Nullable === true;
  });
}

function checkKeyProperty(
  context: CheckContext,
  type: Checked,
  path: CsdlPath,
  name: string,
  propertyPath: string,
): void {
  const { property, unknown } = followPath(context, type, propertyPath, type.schema);
  if (property === undefined || unknown !== undefined) {
    context.report('error', 'unknown-property', path, `The key property ${propertyPath} is not there.`);
    return;
  }
  checkAlias(context, type, path, name, propertyPath);
  if (mayBeNull(context, type, propertyPath)) {
    const message = `The key property ${propertyPath} may be null; it and all properties on its path need Nullable="false".`;
    context.report('warning', 'nullable-key', path, message);
  }
  if (property.object.$Collection === true)
    context.report('error', 'invalid-key-type', path, `The key property ${propertyPath} is a collection.`);
  const typeName = typeNameOf(property);
  const definition = findKind(context, typeName, 'TypeDefinition');
  const underlyingType = String(definition?.object.$UnderlyingType ?? typeName);
  if (!keyTypes.has(underlyingType) && typeKind(context, typeName) !== 'EnumType')
    context.report('warning', 'invalid-key-type', path, `A key property cannot be of the type ${typeName}.`);
}
