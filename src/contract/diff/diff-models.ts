// OData Protocol 4.01, section 5.2 "Model Versioning": what changed between two models, and what of it breaks clients.
import type { EdmModel, EdmOperation, EdmSchemaElement } from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import { diffEntityContainers } from './diff-entity-container.ts';
import { diffNamed, unmatched } from './diff-named.ts';
import { diffOperations, type OperationsByName, renamedOperations } from './diff-operations.ts';
import { diffSchemas } from './diff-schemas.ts';
import { diffEnumTypes, diffStructuredTypes, diffTerms, diffTypeDefinitions } from './diff-types.ts';
import { findRenames } from './find-renames.ts';
import { type Names, namesOf, renamedNamespaces, sameNames, shareOfCommon } from './names.ts';
import type { SchemaChange } from './schema-change.ts';

/** Types and terms have one element for each name; operations have overloads. */
type Named = Exclude<EdmSchemaElement, EdmOperation | { readonly kind: 'EntityContainer' }>;

/**
 * Every difference between two models, each once, ordered by path. An order that has no meaning is no difference; the
 * members of a type that is new or gone are not listed one by one, nor is what a rename breaks told again with each use.
 */
export function diffModels(before: EdmModel, after: EdmModel): SchemaChange[] {
  const namespaces = renamedNamespaces(before, after);
  const old = elementsByName(before, namesOf(namespaces));
  const now = elementsByName(after, sameNames);
  const types = renamedElements(old.named, now.named);
  const operations = renamedOperations(old.operations, now.operations, namesOf(namespaces, types));
  const names = namesOf(namespaces, new Map([...types, ...operations]));
  const changes = [
    ...diffSchemas(before, after, namespaces),
    ...diffTypesAndTerms(old.named, now.named, names),
    ...diffOperations(old.operations, now.operations, names),
    ...diffEntityContainers(before.entityContainer, after.entityContainer, names),
  ];
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

interface Elements {
  readonly named: ReadonlyMap<string, Named>;
  readonly operations: OperationsByName;
}

/** @param names what the elements would be called in the new model */
function elementsByName(model: EdmModel, names: Names): Elements {
  const named = new Map<string, Named>();
  const operations = new Map<string, EdmOperation[]>();
  for (const element of model.elements()) {
    const name = names(element.qualifiedName);
    if (element.kind === 'Action' || element.kind === 'Function') {
      const key = `${element.kind} ${name}`;
      const overloads = operations.get(key);
      if (overloads === undefined) operations.set(key, [element]);
      else overloads.push(element);
    } else if (element.kind !== 'EntityContainer') {
      named.set(name, element);
    }
  }
  return { named, operations };
}

function renamedElements(
  before: ReadonlyMap<string, Named>,
  after: ReadonlyMap<string, Named>,
): ReadonlyMap<string, string> {
  const renames = findRenames(unmatched(before, after), unmatched(after, before), elementLikeness);
  return new Map(renames.map(({ from, to }) => [from.name, to.name]));
}

function diffTypesAndTerms(
  before: ReadonlyMap<string, Named>,
  after: ReadonlyMap<string, Named>,
  names: Names,
): SchemaChange[] {
  return diffNamed(before, after, {
    pathOf: (_, { qualifiedName }) => qualifiedName,
    elementOf: ({ kind }) => kind,
    likeness: elementLikeness,
    kept: (_, element, same) => diffElement(element, same, names),
    renameBreaks: () => 'both',
    removed: (path) => ({ breaks: 'both', message: `${path} is gone.` }),
    added: (path) => ({ breaks: 'nothing', message: `${path} is new.` }),
  });
}

function diffElement(before: Named, after: Named, names: Names): SchemaChange[] {
  if (isStructuredType(before) && isStructuredType(after) && before.kind === after.kind)
    return diffStructuredTypes(before, after, names);
  if (before.kind === 'EnumType' && after.kind === 'EnumType') return diffEnumTypes(before, after);
  if (before.kind === 'TypeDefinition' && after.kind === 'TypeDefinition')
    return diffTypeDefinitions(before, after, names);
  if (before.kind === 'Term' && after.kind === 'Term') return diffTerms(before, after, names);
  return [
    {
      rule: 'kind-changed',
      element: before.kind,
      path: before.qualifiedName,
      old: before.kind,
      new: after.kind,
      breaks: 'both',
      message: `${before.qualifiedName} was ${before.kind} and is ${after.kind}.`,
    },
  ];
}

/** Share of members that two types of one kind have in common: by name for a type, by value too for an enumeration. */
function elementLikeness(from: Named, to: Named): number {
  if (from.kind !== to.kind) return 0;
  return shareOfCommon(new Set(memberNames(from)), new Set(memberNames(to)));
}

function memberNames(element: Named): readonly string[] {
  switch (element.kind) {
    case 'EntityType':
    case 'ComplexType':
      return [...element.ownProperties.keys(), ...element.ownNavigationProperties.keys()];
    case 'EnumType':
      return [...element.members].map(([name, { value }]) => `${name}=${value}`);
    case 'TypeDefinition':
      return [element.underlyingType.qualifiedName];
    case 'Term':
      return [element.type.type.qualifiedName];
  }
}
