// OData URL Conventions 4.01, section 4 "Resource Path": from a name in a URL to an element of the model.
import type {
  EdmModel,
  EdmNavigationProperty,
  EdmProperty,
  EdmSchema,
  EdmStructuredType,
  EdmType,
} from '../edm/edm-model.ts';
import { isSameOrDerived } from '../edm/edm-model.ts';
import { Core } from '../edm/vocabularies.ts';
import type { ResolveContext } from './resolve-context.ts';

/** The element of this name; without regard to case where the options say so and exactly one fits. */
export function findByName<T>(
  elements: ReadonlyMap<string, T>,
  name: string,
  ignoreCase: boolean,
): T | undefined {
  const exact = elements.get(name);
  if (exact !== undefined || !ignoreCase) return exact;
  const wanted = name.toLowerCase();
  let found: T | undefined;
  for (const [candidate, element] of elements) {
    if (candidate.toLowerCase() !== wanted) continue;
    if (found !== undefined) return undefined;
    found = element;
  }
  return found;
}

export type Member = EdmProperty | EdmNavigationProperty;

/** A declared member of the type, own or inherited. */
export function findMember(
  context: ResolveContext,
  type: EdmStructuredType,
  name: string,
): Member | undefined {
  const exact = type.properties.get(name) ?? type.navigationProperties.get(name);
  if (exact !== undefined || !context.options.ignoreCase) return exact;
  return findByName(type.properties, name, true) ?? findByName(type.navigationProperties, name, true);
}

export interface DerivedMember {
  readonly type: EdmStructuredType;
  readonly member: Member;
}

function sameShape(a: Member, b: Member): boolean {
  if (a.kind === 'NavigationProperty') return b.kind === a.kind && a.collection === b.collection;
  return b.kind === a.kind && a.type.type === b.type.type && a.type.collection === b.type.collection;
}

/**
 * Lenient access to members of derived types without a cast: the one derived type that declares the member. Where several
 * declare it in the same shape (navigation: to one or to many), it is the first of them; where the shapes differ, none.
 */
export function findDerivedMember(
  context: ResolveContext,
  type: EdmStructuredType,
  name: string,
): DerivedMember | undefined {
  if (!context.options.implicitCasts) return undefined;
  let found: DerivedMember | undefined;
  for (const derived of context.model.derivedTypes(type)) {
    const { ignoreCase } = context.options;
    const member =
      findByName(derived.ownProperties, name, ignoreCase) ??
      findByName(derived.ownNavigationProperties, name, ignoreCase);
    if (member === undefined) continue;
    if (found === undefined) found = { type: derived, member };
    else if (!sameShape(found.member, member)) return undefined;
  }
  return found;
}

/** Made once for a model: the namespaces whose schemas bear Core.DefaultNamespace. */
const annotatedNamespaces = new WeakMap<EdmModel, readonly string[]>();

/** Namespaces that names may leave out: those of the options, and those that the model annotates. */
export function defaultNamespaces(context: ResolveContext): readonly string[] {
  let annotated = annotatedNamespaces.get(context.model);
  if (annotated === undefined) {
    annotated = context.model.schemas
      .filter((schema) => {
        const value = schema.annotations.get(Core.DefaultNamespace);
        return value !== undefined && value !== false;
      })
      .map((schema) => schema.namespace);
    annotatedNamespaces.set(context.model, annotated);
  }
  if (annotated.length === 0) return context.options.defaultNamespaces;
  return [...new Set([...context.options.defaultNamespaces, ...annotated])];
}

/** The names under which a name may be looked up in the model: itself when qualified, else with each default namespace. */
export function qualifiedNames(context: ResolveContext, name: string): readonly string[] {
  if (name.includes('.')) return [name];
  return defaultNamespaces(context).map((namespace) => `${namespace}.${name}`);
}

export function findType(context: ResolveContext, name: string): EdmType | undefined {
  for (const qualified of qualifiedNames(context, name)) {
    const type = context.model.findType(qualified);
    if (type !== undefined) return type;
  }
  return context.options.ignoreCase && name.includes('.') ? findTypeIgnoringCase(context, name) : undefined;
}

function findTypeIgnoringCase(context: ResolveContext, name: string): EdmType | undefined {
  const qualified = qualifiedNameIgnoringCase(context.model, name);
  return qualified === undefined ? undefined : context.model.findType(qualified);
}

/** Made once for a schema: its children's names by their lower case; null where several differ only by case. */
const namesByLowerCase = new WeakMap<EdmSchema, ReadonlyMap<string, string | null>>();

function childrenByLowerCase(schema: EdmSchema): ReadonlyMap<string, string | null> {
  let names = namesByLowerCase.get(schema);
  if (names === undefined) {
    const made = new Map<string, string | null>();
    for (const name of schema.childNames) {
      const key = name.toLowerCase();
      made.set(key, made.has(key) ? null : name);
    }
    names = made;
    namesByLowerCase.set(schema, names);
  }
  return names;
}

/** The one qualified name of the model that is the same but for case; the namespace may be an alias. */
export function qualifiedNameIgnoringCase(model: EdmModel, qualified: string): string | undefined {
  const dot = qualified.lastIndexOf('.');
  const prefix = qualified.slice(0, dot);
  const namespace = (model.expandAlias(prefix) ?? prefix).toLowerCase();
  const schema = model.schemas.find((candidate) => candidate.namespace.toLowerCase() === namespace);
  const name = schema && childrenByLowerCase(schema).get(qualified.slice(dot + 1).toLowerCase());
  return name ? `${schema.namespace}.${name}` : undefined;
}

/** Type cast segment: the structured type of the name, when it is the type or derived from it (or a base: an upcast). */
export function findCast(
  context: ResolveContext,
  type: EdmStructuredType,
  name: string,
): EdmStructuredType | undefined {
  const target = findType(context, name);
  if (target?.kind !== 'EntityType' && target?.kind !== 'ComplexType') return undefined;
  // A name without namespace may as well be a key or a member: only the exact name of a derived type is a cast.
  const unqualified = !name.includes('.');
  if (unqualified && (target === type || target.name !== name || !isSameOrDerived(target, type)))
    return undefined;
  return isSameOrDerived(target, type) || isSameOrDerived(type, target) ? target : undefined;
}
