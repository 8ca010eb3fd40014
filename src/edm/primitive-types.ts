// OData CSDL 4.01, section 3.3 "Primitive Types", 3.4 "Built-In Abstract Types", 3.5 "Built-In Types for defining Vocabulary Terms".
import type { EdmPrimitiveType, EdmPrimitiveTypeName, EdmType } from './edm-model.ts';
import { primitiveTypeNames } from './primitive-type-names.ts';

/** The types of the namespace `Edm` by qualified name; the same objects in every model. */
export const primitiveTypes: ReadonlyMap<string, EdmPrimitiveType> = new Map(
  primitiveTypeNames.map((name): [string, EdmPrimitiveType] => [
    `Edm.${name}`,
    Object.freeze({ kind: 'Primitive', name, namespace: 'Edm', qualifiedName: `Edm.${name}` }),
  ]),
);

/** Section 3.3 "Primitive Types": those whose values are whole numbers. */
export const integerTypes: ReadonlySet<string> = new Set<EdmPrimitiveTypeName>([
  'Int16',
  'Int32',
  'Int64',
  'Byte',
  'SByte',
]);

/** Section 3.4 "Built-In Abstract Types": each value has a type of its own. */
export function isBuiltInAbstract({ kind, name }: EdmType): boolean {
  return kind === 'Primitive' && builtInAbstract.has(name);
}

const builtInAbstract: ReadonlySet<string> = new Set([
  'PrimitiveType',
  'ComplexType',
  'EntityType',
  'Untyped',
]);

export function primitiveType(name: EdmPrimitiveTypeName): EdmPrimitiveType {
  return primitiveTypes.get(`Edm.${name}`) as EdmPrimitiveType;
}
