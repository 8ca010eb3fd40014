// OData CSDL 4.01, section 8 "Navigation Property": type, partner, referential constraints.
import type { CheckContext, Checked, Located } from './check-context.ts';
import { baseChain, findStructured, followPath, typeNameOf } from './check-context.ts';
import { checkTypeName, entityTypes } from './check-type-reference.ts';
import type { CsdlObject, CsdlPath } from './csdl-document.ts';
import { isChildName, isCsdlObject } from './csdl-document.ts';

export function checkNavigationProperties(context: CheckContext): void {
  for (const type of context.elements) {
    const { object, path } = type;
    if (object.$Kind !== 'EntityType' && object.$Kind !== 'ComplexType') continue;
    for (const [name, property] of Object.entries(object))
      if (isChildName(name) && isCsdlObject(property) && property.$Kind === 'NavigationProperty')
        checkNavigationProperty(context, type, property, [...path, name]);
  }
}

function checkNavigationProperty(
  context: CheckContext,
  type: Checked,
  property: CsdlObject,
  path: CsdlPath,
): void {
  const located = { object: property, schema: type.schema };
  if (!checkTypeName(context, located, path, entityTypes)) return;
  const target = findStructured(context, typeNameOf(located));
  if (target === undefined) return;
  checkPartner(context, type, located, target, path);
  const constraints = isCsdlObject(property.$ReferentialConstraint) ? property.$ReferentialConstraint : {};
  for (const [dependent, principal] of Object.entries(constraints)) {
    if (!isChildName(dependent)) continue;
    checkProperty(context, type, dependent, type.schema, path);
    checkProperty(context, target, String(principal), type.schema, path);
  }
  const isKeyless = !baseChain(context, target).some(({ object }) => object.$Key !== undefined);
  if (property.$Collection === true && property.$ContainsTarget === true && isKeyless) {
    const message = `The entities in this collection have no key: ${target.qualifiedName} declares none.`;
    context.report('warning', 'missing-key', path, message);
  }
}

function checkProperty(
  context: CheckContext,
  type: Located,
  property: string,
  schema: Located['schema'],
  path: CsdlPath,
): void {
  const { unknown } = followPath(context, type, property, schema);
  if (unknown !== undefined) {
    const message = `The referential constraint names ${property}, which ${type.qualifiedName} does not have.`;
    context.report('warning', 'unknown-property', path, message);
  }
}

function checkPartner(
  context: CheckContext,
  type: Checked,
  located: Pick<Located, 'object' | 'schema'>,
  target: Located,
  path: CsdlPath,
): void {
  const { $Partner: partner } = located.object;
  if (typeof partner !== 'string') return;
  const { property, unknown } = followPath(context, target, partner, located.schema);
  if (unknown !== undefined || property?.object.$Kind !== 'NavigationProperty') {
    const message = `The partner ${partner} is no navigation property of ${target.qualifiedName}.`;
    context.report('warning', 'unknown-partner', path, message);
    return;
  }
  const back = typeNameOf(property);
  if (!baseChain(context, type).some(({ qualifiedName }) => qualifiedName === back)) {
    const message = `The partner ${partner} leads to ${back}, not to ${type.qualifiedName} or one of its base types.`;
    context.report('warning', 'wrong-partner', path, message);
  }
}
