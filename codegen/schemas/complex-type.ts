// OData CSDL 4.01, section 9 "Complex Type".
import type { EdmComplexType, EdmModel } from '../../src/edm/edm-model.ts';
import type { JsonSchema } from './json-schema.ts';
import { structuredTypeSchema } from './structured-type.ts';

export function complexTypeSchema(type: EdmComplexType, model: EdmModel): JsonSchema {
  return structuredTypeSchema(type, model);
}
