// OData JSON Format 4.01, section 7 "Structural Property": the value of a property, parameter or return type.
import type { EdmFacets, EdmTypeReference } from '../../src/edm/edm-model.ts';
import { type JsonSchema, orNull, schemaId } from './json-schema.ts';
import { isGeo, primitiveSchema } from './primitive-types.ts';

/** A collection is never null itself; `nullable` then speaks of its items. */
export function typeReferenceSchema(reference: EdmTypeReference): JsonSchema {
  const one = singleValue(reference);
  const value = reference.nullable ? orNull(one) : one;
  return reference.collection ? { type: 'array', items: value } : value;
}

function singleValue(reference: EdmTypeReference): JsonSchema {
  const { type } = reference;
  if (type.kind === 'Primitive' && !isGeo(type.name)) return primitiveSchema(type.name, reference);
  if (type.kind === 'TypeDefinition' && hasFacets(reference)) {
    return primitiveSchema(type.underlyingType.name, { ...reference, ...type.facets });
  }
  return { $ref: schemaId(type.qualifiedName) };
}

function hasFacets(facets: EdmFacets): boolean {
  return facets.maxLength !== undefined || facets.precision !== undefined || facets.scale !== undefined;
}
