// OData JSON Format 4.01, sections 6 "Entity", 7.2 "Complex Value" and 4.6.3 "Control Information: type".
//
// The schema of a structured type T has this layout:
//
//   $id                  "namespace.T"
//   $defs/properties     own properties, and the base type's by  $ref "namespace.Base#/$defs/properties"
//   $defs/exact          a value whose type is T and no other: #/$defs/properties, annotations, and nothing else
//                        unless T is open; missing when T is abstract. It lists the names that T has instead of saying
//                        `unevaluatedProperties: false`, which ajv gets wrong behind a `$ref`: it lets `constructor`
//                        pass, throws where a branch failed, and is slower
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
      ...(type.abstract && type.kind === 'EntityType' ? { reference: reference(type) } : {}),
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
  return { type: 'object', $ref: '#/$defs/properties', ...(type.open ? {} : membersOf(type)) };
}

/** No members but the properties of the type and its base types, and annotations. */
function membersOf(type: EdmStructuredType): JsonSchema {
  const names = [...type.properties.keys(), ...type.navigationProperties.keys()].sort();
  return {
    properties: Object.fromEntries(names.map((name) => [name, true])),
    patternProperties: annotations,
    additionalProperties: false,
  };
}

/** Whether the member is there; strict validators want a required member to be declared beside. */
const has = (member: string, value: JsonSchema | true = true): JsonSchema => ({
  required: [member],
  properties: { [member]: value },
});

const typed = { anyOf: [has('@odata.type'), has('@type')] };

const isReference = { anyOf: [has('@odata.id'), has('@id'), has('@odata.removed'), has('@removed')] };

function reference(type: EdmStructuredType): JsonSchema {
  return { type: 'object', $ref: '#/$defs/properties', ...isReference, ...membersOf(type) };
}

/** Whether `@odata.type` or `@type` names one of the types. */
function named(types: readonly EdmStructuredType[], model: EdmModel): JsonSchema {
  const name = { type: 'string', pattern: typeNamePattern(types, model) };
  return {
    type: 'object',
    anyOf: [has('@odata.type', name), has('@type', name)],
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
    ...(allowed.length === 0 ? {} : { allOf: allowed.map((candidate) => ifNamed(candidate, type)) }),
  };
}

function ifNamed(candidate: EdmStructuredType, declared: EdmStructuredType): JsonSchema {
  const id = candidate === declared ? '' : schemaId(candidate.qualifiedName);
  return { if: { $ref: `${id}#/$defs/named` }, then: { $ref: `${id}#/$defs/exact` } };
}
