// OData JSON Format 4.01, section 8 "Navigation Property": expanded entities, entity references, and bind operations.
import type { EdmNavigationProperty } from '../../src/edm/edm-model.ts';
import { type JsonSchema, orNull, schemaId } from './json-schema.ts';

/** The members that a navigation property may have: itself, and `name@odata.bind`. */
export function navigationPropertySchemas(property: EdmNavigationProperty): [string, JsonSchema][] {
  const entity = { $ref: schemaId(property.entityType.qualifiedName) };
  const id = { type: 'string', minLength: 1 };
  return [
    [
      property.name,
      property.collection ? { type: 'array', items: entity } : property.nullable ? orNull(entity) : entity,
    ],
    [
      `${property.name}@odata.bind`,
      property.collection ? { type: 'array', items: id } : property.nullable ? orNull(id) : id,
    ],
  ];
}
