// JSON Schema draft 2020-12: the schemas of single members, taken out of the schemas of structured types.
import type { JsonSchema, ServiceDefinition } from '../../csdl/service-definition.ts';
import type { EdmStructuredType } from '../../edm/edm-model.ts';
import { ODataError } from '../../error/odata-error.ts';

/**
 * Keyword that stands for a reference to a structured type: its type is found when a value comes, so that compiling one
 * type does not compile what it can reach. Its value is the qualified name of the declared type, with a question mark at
 * the end where null is allowed.
 */
export const typeKeyword = 'odataType';

/** Schemas of the members that the type itself declares, `nav@odata.bind` included, as the definition has them. */
export function ownMemberSchemas(
  type: EdmStructuredType,
  definition: ServiceDefinition,
): Readonly<Record<string, unknown>> {
  const { $defs } = definition.schema(type.qualifiedName) ?? {};
  const { properties } = ($defs ?? {}) as { readonly properties?: { readonly properties?: object } };
  return (properties?.properties ?? {}) as Record<string, unknown>;
}

export interface MemberSchema {
  readonly schema: JsonSchema;
  /** Qualified names of the enumeration, definition and geo types that the schema refers to. */
  readonly leaves: ReadonlySet<string>;
}

/** The schema of a member with `odataType` in place of references to structured types. */
export function memberSchema(schema: unknown, definition: ServiceDefinition): MemberSchema {
  const leaves = new Set<string>();
  return { schema: withTypeKeywords(schema, definition, leaves) as JsonSchema, leaves };
}

function withTypeKeywords(schema: unknown, definition: ServiceDefinition, leaves: Set<string>): unknown {
  if (Array.isArray(schema)) return schema.map((item) => withTypeKeywords(item, definition, leaves));
  if (typeof schema !== 'object' || schema === null) return schema;
  const nullable = nullableReference(schema);
  if (nullable !== undefined && definition.model.findStructuredType(nullable) !== undefined)
    return { [typeKeyword]: `${nullable}?` };
  const copy: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    // a schema that becomes part of another one, or is known by its type's name, has no id of its own
    if (keyword === '$id' || keyword === '$schema') continue;
    if (keyword !== '$ref' || typeof value !== 'string' || value.includes('#')) {
      copy[keyword] = keyword === 'enum' ? value : withTypeKeywords(value, definition, leaves);
      continue;
    }
    const name = decodeURI(value);
    if (definition.model.findStructuredType(name) !== undefined) copy[typeKeyword] = name;
    else {
      copy.$ref = value;
      leaves.add(name);
    }
  }
  return copy;
}

/** The name in `{"anyOf":[{"$ref":"name"},{"type":"null"}]}`: as one keyword it gives one error, not two. */
function nullableReference(schema: object): string | undefined {
  const alternatives = 'anyOf' in schema ? schema.anyOf : undefined;
  if (!Array.isArray(alternatives) || alternatives.length !== 2) return undefined;
  const [{ $ref }, { type }] = alternatives as [{ $ref?: unknown }, { type?: unknown }];
  return typeof $ref === 'string' && !$ref.includes('#') && type === 'null' ? decodeURI($ref) : undefined;
}

/** The schema of a type without members: enumeration, type definition, geography and geometry. */
export function leafSchema(qualifiedName: string, definition: ServiceDefinition): JsonSchema {
  const schema = definition.schema(qualifiedName);
  if (schema === undefined)
    throw new ODataError(500, 'InternalError', `There is no JSON Schema for the type ${qualifiedName}.`);
  return withTypeKeywords(schema, definition, new Set()) as JsonSchema;
}
