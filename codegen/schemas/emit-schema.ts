// OData JSON Format 4.01 as JSON Schema draft 2020-12: one schema for each type, addressed by its qualified name.
//
// A type schema says what a value may look like in any payload, requests and responses alike: nothing is required in
// it, since updates, `$select` and entity references all leave members out. What a create must have is a rule of its
// own (`src/edm/write-rules.ts`). The layout that lets a validator compile type by type: `structured-type.ts`.
import type { EdmModel, EdmType } from '../../src/edm/edm-model.ts';
import { complexTypeSchema } from './complex-type.ts';
import { describe } from './description.ts';
import { entityTypeSchema } from './entity-type.ts';
import { enumTypeSchema } from './enum-type.ts';
import { draft, type JsonSchema, schemaId } from './json-schema.ts';
import { primitiveSchema } from './primitive-types.ts';
import { typeDefinitionSchema } from './type-definition.ts';

const emitters: {
  readonly [K in EdmType['kind']]: (type: Extract<EdmType, { kind: K }>, model: EdmModel) => JsonSchema;
} = {
  EntityType: entityTypeSchema,
  ComplexType: complexTypeSchema,
  EnumType: enumTypeSchema,
  TypeDefinition: typeDefinitionSchema,
  Primitive: (type) => primitiveSchema(type.name),
};

/**
 * The JSON Schema of a type, by qualified name; undefined where the model has no such type.
 * `Edm.…` names give the schema of a primitive type without facets.
 */
export function emitSchema(model: EdmModel, qualifiedName: string): JsonSchema | undefined {
  const type = model.findType(qualifiedName);
  if (type === undefined) return undefined;
  const emit = emitters[type.kind] as (type: EdmType, model: EdmModel) => JsonSchema;
  return {
    $schema: draft,
    $id: schemaId(type.qualifiedName),
    ...(type.kind === 'Primitive' ? {} : describe(type)),
    ...emit(type, model),
  };
}
