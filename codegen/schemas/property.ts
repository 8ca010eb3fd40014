// OData CSDL 4.01, section 7 "Structural Property".
import type { EdmProperty } from '../../src/edm/edm-model.ts';
import { isComputed } from '../../src/edm/write-rules.ts';
import { describe } from './description.ts';
import type { JsonSchema } from './json-schema.ts';
import { typeReferenceSchema } from './type-reference.ts';

export function propertySchema(property: EdmProperty): JsonSchema {
  return {
    ...describe(property),
    ...(isComputed(property) ? { readOnly: true } : {}),
    ...typeReferenceSchema(property.type),
  };
}
