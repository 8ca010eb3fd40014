// OData CSDL 4.01, section 14 "Vocabulary and Annotation": Core.Description and Core.Revisions as JSON Schema annotations.
import type { EdmAnnotations } from '../../src/edm/edm-model.ts';
import { Core } from '../../src/edm/vocabularies.ts';
import { deprecation } from '../deprecation.ts';
import type { JsonSchema } from './json-schema.ts';

export function describe(element: { readonly annotations: EdmAnnotations }): JsonSchema {
  const description = element.annotations.get(Core.Description);
  return {
    ...(typeof description === 'string' ? { description } : {}),
    ...(deprecation(element.annotations) === undefined ? {} : { deprecated: true }),
  };
}
