// OData JSON Format 4.01, sections 6 "Entity", 7.2 "Complex Value" and 4.6.3 "Control Information: type".
//
// The schema of a structured type T has this layout:
//
//   $id                  "namespace.T"
//   $defs/properties     own properties, and the base type's by  $ref "namespace.Base#/$defs/properties"
//   $defs/exact          a value whose type is T and no other: #/$defs/properties, annotations, and nothing else
//                        unless T is open; missing when T is abstract
//   $defs/named          whether `@odata.type` or `@type` names T
//   $defs/reference      (abstract entity types) an entity reference: `@id` instead of a type
//   (root)               a value declared as T: without a type annotation it is exactly T, else it is exactly the type
//                        named, which is T or derives from T; any other name is refused
//
// Each reference to another type's values is `{"$ref": "namespace.Other"}`, to its root. A standard validator needs no
// more. One that knows the model replaces these references (those without `#`) by a look-up at run time of
// `Other#/$defs/exact`, so that compiling T does not compile the thousands of types that it can reach.
import type { EdmModel, EdmStructuredType } from '../../src/edm/edm-model.ts';
import { byName, type JsonSchema, schemaId } from './json-schema.ts';
import { navigationPropertySchemas } from './navigation-property.ts';
import { propertySchema } from './property.ts';
import { typeNamePattern } from './type-name.ts';

export function structuredTypeSchema(type: EdmStructuredType, model: EdmModel): JsonSchema {
  const derived = [...model.derivedTypes<EdmStructuredType>(type)].sort((a, b) =>
    byName({ name: a.qualifiedName }, { name: b.qualifiedName }),
  );
  return {
    type: 'object',
    ...dispatch(type, derived, model),
    $defs: {
      properties: properties(type),
      ...(type.abstract ? {} : { exact: exact(type) }),
      ...(type.abstract && type.kind === 'EntityType' ? { reference } : {}),
      ...(type.abstract ? {} : { named: named([type], model) }),
    },
  };
}

function properties(type: EdmStructuredType): JsonSchema {
  const members: [string, JsonSchema][] = [...type.ownProperties.values()]
    .sort(byName)
    .map((property) => [property.name, propertySchema(property)]);
  for (const property of [...type.ownNavigationProperties.values()].sort(byName)) {
    members.push(...navigationPropertySchemas(property));
  }
  return {
    ...(type.baseType ? { $ref: `${schemaId(type.baseType.qualifiedName)}#/$defs/properties` } : {}),
    type: 'object',
    // A member named __proto__ stays a member: fromEntries defines, where assignment would set the prototype.
    properties: Object.fromEntries(members),
  };
}

const annotations = { '@': true };

function exact(type: EdmStructuredType): JsonSchema {
  return {
    $ref: '#/$defs/properties',
    ...(type.open ? {} : { patternProperties: annotations, unevaluatedProperties: false }),
  };
}

const typed = { anyOf: [{ required: ['@odata.type'] }, { required: ['@type'] }] };

const reference = {
  $ref: '#/$defs/properties',
  anyOf: [
    { required: ['@odata.id'] },
    { required: ['@id'] },
    { required: ['@odata.removed'] },
    { required: ['@removed'] },
  ],
  patternProperties: annotations,
  unevaluatedProperties: false,
};

/** Whether `@odata.type` or `@type` names one of the types. */
function named(types: readonly EdmStructuredType[], model: EdmModel): JsonSchema {
  const name = { type: 'string', pattern: typeNamePattern(types, model) };
  return {
    type: 'object',
    anyOf: [
      { required: ['@odata.type'], properties: { '@odata.type': name } },
      { required: ['@type'], properties: { '@type': name } },
    ],
  };
}

function dispatch(
  type: EdmStructuredType,
  derived: readonly EdmStructuredType[],
  model: EdmModel,
): JsonSchema {
  const concrete = derived.filter((candidate) => !candidate.abstract);
  const untyped = type.abstract
    ? type.kind === 'EntityType'
      ? { $ref: '#/$defs/reference' }
      : false
    : { $ref: '#/$defs/exact' };
  const allowed = type.abstract ? concrete : [type, ...concrete];
  const then =
    allowed.length === 0 ? false : concrete.length === 0 ? { $ref: '#/$defs/named' } : named(allowed, model);
  return {
    if: typed,
    then,
    else: untyped,
    allOf: allowed.map((candidate) => {
      const id = candidate === type ? '' : schemaId(candidate.qualifiedName);
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      return { if: { $ref: `${id}#/$defs/named` }, then: { $ref: `${id}#/$defs/exact` } };
    }),
  };
}
