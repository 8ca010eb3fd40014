// OASIS Core vocabulary, term RequiresType: terms that apply only to elements of a type.
import { Core } from '../../edm/vocabularies.ts';
import type { CsdlObject } from '../csdl-document.ts';
import { expandName, type SchemaSource } from '../model/model-source.ts';
import {
  baseChain,
  type CheckContext,
  findKind,
  findStructured,
  type Located,
  typeNameOf,
} from './check-context.ts';

/** The type that a term asks for and the annotated element has not; undefined where there is nothing to say. */
export function unmetType(
  context: CheckContext,
  term: Located,
  annotated: CsdlObject,
  schema: SchemaSource,
): { readonly required: string; readonly found: string } | undefined {
  const required = requiredType(term);
  if (required === undefined || !hasType(annotated)) return undefined;
  const found = typeNameOf({ object: annotated, schema });
  return isSameOrDerived(context, found, required) ? undefined : { required, found };
}

function requiredType({ object, schema }: Located): string | undefined {
  for (const [member, value] of Object.entries(object))
    if (member.startsWith('@') && expandName(schema.expandAlias, member.slice(1)) === Core.RequiresType)
      return typeof value === 'string' ? expandName(schema.expandAlias, value) : undefined;
  return undefined;
}

const typed: ReadonlySet<unknown> = new Set([undefined, 'NavigationProperty', 'Term']);

/** Properties, parameters, return types and terms; sets and singletons, by their entity type. */
function hasType({ $Kind: kind, $Action: action, $Function: imported }: CsdlObject): boolean {
  return typed.has(kind) && action === undefined && imported === undefined;
}

function isSameOrDerived(context: CheckContext, name: string, required: string): boolean {
  if (name === required || required === 'Edm.PrimitiveType') return true;
  const definition = findKind(context, name, 'TypeDefinition')?.object;
  if (definition !== undefined) return definition.$UnderlyingType === required;
  const type = findStructured(context, name);
  // what is not at hand may be anything
  if (type === undefined)
    return !name.startsWith('Edm.') && findKind(context, name, 'EnumType') === undefined;
  return baseChain(context, type).some(({ qualifiedName }) => qualifiedName === required);
}
