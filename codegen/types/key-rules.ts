// OData CSDL 4.01, section 6.5 "Key": which properties a read always has.
import type { EdmProperty, EdmStructuredType } from '../../src/edm/edm-model.ts';

/** Key properties of the type itself; those within complex properties are told by the key's path. */
export function simpleKey(type: EdmStructuredType): readonly EdmProperty[] {
  if (type.kind !== 'EntityType') return [];
  return type.key.filter((key) => key.path.length === 1).map((key) => key.property);
}

/** Properties of a base type that this type is the first to use as its key. */
export function inheritedKey(type: EdmStructuredType): readonly EdmProperty[] {
  const baseKey = new Set(type.baseType ? simpleKey(type.baseType) : []);
  return simpleKey(type).filter((property) => property.declaringType !== type && !baseKey.has(property));
}
