// A CSDL document as a service's definition, in memory: what `generated/<service>/` would hold, made type by type on demand.

import type { CsdlDocument } from '../src/csdl/csdl-document.ts';
import { createEdmModel } from '../src/csdl/model/create-edm-model.ts';
import type { JsonSchema, ServiceDefinition } from '../src/csdl/service-definition.ts';
import { emitSchema } from './schemas/emit-schema.ts';

/**
 * @param origin file name and sha256 of what the document was read from, for messages
 * @param references documents that the document includes schemas of
 */
export function compileDefinition(
  document: CsdlDocument,
  origin: ServiceDefinition['origin'],
  references: readonly CsdlDocument[] = [],
): ServiceDefinition {
  const model = createEdmModel(document, [...references]);
  const schemas = new Map<string, JsonSchema>();
  return {
    model,
    document: () => document,
    schema(qualifiedName) {
      let schema = schemas.get(qualifiedName);
      if (schema === undefined) {
        schema = emitSchema(model, qualifiedName);
        // Names that no type has are not kept: payloads may hold any number of them.
        if (schema !== undefined) schemas.set(qualifiedName, schema);
      }
      return schema;
    },
    origin,
  };
}
