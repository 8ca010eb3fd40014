// OData CSDL 4.01, section 6 "Entity Type".
import type { EdmEntityType, EdmModel } from '../../src/edm/edm-model.ts';
import type { JsonSchema } from './json-schema.ts';
import { structuredTypeSchema } from './structured-type.ts';

export function entityTypeSchema(type: EdmEntityType, model: EdmModel): JsonSchema {
  return structuredTypeSchema(type, model);
}
