// OData CSDL 4.01, section 11 "Type Definition".
import type { EdmTypeDefinition } from '../../src/edm/edm-model.ts';
import type { JsonSchema } from './json-schema.ts';
import { primitiveSchema } from './primitive-types.ts';

export function typeDefinitionSchema(type: EdmTypeDefinition): JsonSchema {
  return primitiveSchema(type.underlyingType.name, type.facets);
}
