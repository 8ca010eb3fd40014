// OData CSDL 4.01, section 6.5 "Key": which properties a read always has.
import type { EdmProperty, EdmStructuredType } from '../../src/edm/edm-model.ts';

/** Key properties of the type itself; those within complex properties are told by the key's path. */
export function simpleKey(type: EdmStructuredType): readonly EdmProperty[] {
  if (type.kind !== 'EntityType') return [];
  return type.key.filter((key) => key.path.length === 1).map((key) => key.property);
}

/** Properties that hold the key: those of it, and complex properties on the way to one. */
export function keySteps(type: EdmStructuredType): readonly EdmProperty[] {
  if (type.kind !== 'EntityType') return [];
  const steps = type.key.map((key) => type.properties.get(key.path[0]!));
  return steps.filter((property) => property !== undefined);
}

/** Those of a base type, where this type is the first to have the key. */
export function inheritedKey(type: EdmStructuredType): readonly EdmProperty[] {
  const baseKey = new Set(type.baseType ? keySteps(type.baseType) : []);
  return keySteps(type).filter((property) => property.declaringType !== type && !baseKey.has(property));
}
