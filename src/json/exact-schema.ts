// JSON Schema draft 2020-12: the schema of a value of exactly one type, made of the schemas of the type and its bases.
import type { JsonSchema, ServiceDefinition } from '../csdl/service-definition.ts';
import type { EdmStructuredType } from '../edm/edm-model.ts';
import { ODataError } from '../error/odata-error.ts';

/** Keyword that stands for a reference to a structured type: its type is found when a value comes. */
export const typeKeyword = 'odataType';

export interface ExactSchema {
  readonly schema: JsonSchema;
  /** Qualified names of the enumeration, definition and geo types that the schema refers to. */
  readonly leaves: ReadonlySet<string>;
}

/**
 * One flat object schema: own and inherited properties together, so that ajv checks for unknown members in one pass,
 * and references to structured types as `odataType`, so that compiling one type does not compile what it can reach.
 */
export function exactSchema(type: EdmStructuredType, definition: ServiceDefinition): ExactSchema {
  const leaves = new Set<string>();
  const properties: Record<string, unknown> = {};
  const chain: EdmStructuredType[] = [];
  for (let t: EdmStructuredType | undefined = type; t !== undefined; t = t.baseType) chain.unshift(t);
  for (const { qualifiedName } of chain)
    for (const [name, schema] of Object.entries(ownProperties(qualifiedName, definition)))
      properties[name] = withTypeKeywords(schema, definition, leaves);
  const schema = {
    type: 'object',
    properties,
    ...(type.open
      ? {}
      : {
          // annotations and control information, advertised operations, the content of a media entity
          patternProperties: { '[@#]|^\\$value$': true },
          additionalProperties: false,
        }),
  };
  return { schema, leaves };
}

function ownProperties(qualifiedName: string, definition: ServiceDefinition): Record<string, unknown> {
  const schema = definition.schema(qualifiedName);
  const definitions = (schema?.$defs ?? {}) as Record<string, { readonly properties?: unknown }>;
  return (definitions.properties?.properties ?? {}) as Record<string, unknown>;
}

function withTypeKeywords(schema: unknown, definition: ServiceDefinition, leaves: Set<string>): unknown {
  if (Array.isArray(schema)) return schema.map((item) => withTypeKeywords(item, definition, leaves));
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'description' || keyword === 'title') continue;
    if (keyword !== '$ref' || typeof value !== 'string' || value.includes('#'))
      copy[keyword] = keyword === 'enum' ? value : withTypeKeywords(value, definition, leaves);
    else {
      const name = decodeURI(value);
      if (definition.model.findStructuredType(name) !== undefined) copy[typeKeyword] = name;
      else {
        copy.$ref = value;
        leaves.add(name);
      }
    }
  }
  return copy;
}

/** The schema of a type without members: enumeration, type definition, geography and geometry. */
export function leafSchema(qualifiedName: string, definition: ServiceDefinition): JsonSchema {
  const schema = definition.schema(qualifiedName);
  if (schema === undefined)
    throw new ODataError(500, 'InternalError', `There is no JSON Schema for the type ${qualifiedName}.`);
  const { $id: _, $schema: __, ...rest } = schema;
  return rest;
}
