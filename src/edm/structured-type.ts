// OData CSDL 4.01, section 3.2 "Structured Types".
import type { EdmSchemaElement, EdmStructuredType, EdmType } from './edm-model.ts';

/** Whether a type, or an element of a schema, is an entity type or a complex type. */
export function isStructuredType(
  element: EdmType | EdmSchemaElement | undefined,
): element is EdmStructuredType {
  return element?.kind === 'EntityType' || element?.kind === 'ComplexType';
}
