// JSON Schema draft 2020-12: the few shapes that every emitter here needs.
import type { JsonSchema } from '../../src/csdl/service-definition.ts';

export type { JsonSchema };

export const draft = 'https://json-schema.org/draft/2020-12/schema';

/** `$id` and `$ref` of a type's schema: its qualified name as a relative reference, so that any base fits. */
export function schemaId(qualifiedName: string): string {
  return encodeURI(qualifiedName);
}

/** The same schema, or null. A single JSON type stays a plain `type` pair, which validators check fastest. */
export function orNull(schema: JsonSchema): JsonSchema {
  if (Object.keys(schema).every((keyword) => keyword === '$comment')) return schema;
  if (typeof schema.type === 'string' && !('enum' in schema)) {
    return { ...schema, type: [schema.type, 'null'] };
  }
  if (Array.isArray(schema.anyOf) && Object.keys(schema).every((k) => k === 'anyOf' || k === '$comment')) {
    return { ...schema, anyOf: [...schema.anyOf, { type: 'null' }] };
  }
  return { anyOf: [schema, { type: 'null' }] };
}

export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** By code unit: the same on every machine, whatever its locale. */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
