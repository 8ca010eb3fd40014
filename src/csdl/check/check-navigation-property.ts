// OData CSDL 4.01, section 8 "Navigation Property": type, partner, referential constraints.

import type { CsdlObject, CsdlPath } from '../csdl-document.ts';
import { isChildName, isCsdlObject } from '../csdl-document.ts';
import type { CheckContext, Checked, Located } from './check-context.ts';
import { baseChain, findStructured, followPath, typeKind, typeNameOf } from './check-context.ts';
import { checkTypeName, entityTypes } from './check-type-reference.ts';

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
  checkConstraints(context, type, property, target, path);
  const isKeyless = !baseChain(context, target).some(({ object }) => object.$Key !== undefined);
  if (property.$Collection === true && property.$ContainsTarget === true && isKeyless) {
    const message = `The entities in this collection have no key: ${target.qualifiedName} declares none.`;
    context.report('warning', 'missing-key', path, message);
  }
}

/** Section 8.5 "Referential Constraint": both properties are there, of one type, and may be null together. */
function checkConstraints(
  context: CheckContext,
  type: Checked,
  property: CsdlObject,
  target: Located,
  path: CsdlPath,
): void {
  const constraints = isCsdlObject(property.$ReferentialConstraint) ? property.$ReferentialConstraint : {};
  const pairs = Object.entries(constraints).filter(([dependent]) => isChildName(dependent));
  if (pairs.length > 0 && property.$Collection === true) {
    const message =
      'A collection-valued navigation property has no referential constraints; the partner may have them.';
    context.report('warning', 'constraint-on-collection', path, message);
  }
  for (const [dependent, principal] of pairs) {
    const own = findConstrained(context, type, dependent, type.schema, path);
    const referenced = findConstrained(context, target, String(principal), type.schema, path);
    if (own === undefined || referenced === undefined) continue;
    const [ownType, referencedType] = [typeNameOf(own), typeNameOf(referenced)];
    if (ownType !== referencedType && !isComplex(context, ownType, referencedType)) {
      const message = `${dependent} is of the type ${ownType}, but ${String(principal)} of ${referencedType}: both must be of one type.`;
      context.report('warning', 'constraint-type', path, message);
    }
    const mayBeNull = property.$Nullable === true || referenced.object.$Nullable === true;
    if ((own.object.$Nullable === true) !== mayBeNull && property.$Collection !== true) {
      const reason = mayBeNull ? 'the navigation property or' : 'neither the navigation property nor';
      const message = `${dependent} must ${mayBeNull ? '' : 'not '}be nullable, since ${reason} ${String(principal)} is.`;
      context.report('warning', 'constraint-nullability', path, message);
    }
  }
}

const isComplex = (context: CheckContext, ...names: readonly string[]): boolean =>
  names.every((name) => typeKind(context, name) === 'ComplexType');

function findConstrained(
  context: CheckContext,
  type: Located,
  property: string,
  schema: Located['schema'],
  path: CsdlPath,
): Located | undefined {
  const { property: found, unknown } = followPath(context, type, property, schema);
  if (unknown === undefined) return found;
  const message = `The referential constraint names ${property}, which ${type.qualifiedName} does not have.`;
  context.report('warning', 'unknown-property', path, message);
  return undefined;
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
  if (type.object.$Kind === 'ComplexType')
    context.report(
      'warning',
      'partner-in-complex-type',
      path,
      'Navigation properties of complex types have no partner.',
    );
  const { property, unknown } = followPath(context, target, partner, located.schema);
  if (unknown !== undefined || property?.object.$Kind !== 'NavigationProperty') {
    const message = `The partner ${partner} is no navigation property of ${target.qualifiedName}.`;
    context.report('warning', 'unknown-partner', path, message);
    return;
  }
  const { $Partner: returning } = property.object;
  if (typeof returning === 'string' && !returning.split('/').includes(String(path.at(-1)))) {
    const message = `The partner ${partner} has ${returning} as its own partner, not ${String(path.at(-1))}.`;
    context.report('warning', 'wrong-partner', path, message);
  }
  const back = typeNameOf(property);
  if (!baseChain(context, type).some(({ qualifiedName }) => qualifiedName === back)) {
    const message = `The partner ${partner} leads to ${back}, not to ${type.qualifiedName} or one of its base types.`;
    context.report('warning', 'wrong-partner', path, message);
  }
}
