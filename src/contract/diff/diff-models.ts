// OData Protocol 4.01, section 5.2 "Model Versioning": what changed between two models, and what of it breaks clients.
import type { EdmModel, EdmOperation, EdmSchemaElement } from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import { diffAnnotations } from './diff-annotations.ts';
import { diffEntityContainers } from './diff-entity-container.ts';
import { diffNamed } from './diff-named.ts';
import { addedOperation, diffOverloads, removedOperation } from './diff-operations.ts';
import { diffEnumTypes, diffStructuredTypes, diffTerms, diffTypeDefinitions } from './diff-types.ts';
import type { SchemaChange } from './schema-change.ts';

/** Types and terms have one element for each name; operations have overloads. */
type Named = Exclude<EdmSchemaElement, EdmOperation | { readonly kind: 'EntityContainer' }>;

/**
 * Every difference between two models, each once, ordered by path. An order that has no meaning is no difference;
 * the members of a type that is new or gone are not listed one by one.
 */
export function diffModels(before: EdmModel, after: EdmModel): SchemaChange[] {
  const old = elementsByName(before);
  const now = elementsByName(after);
  const changes = [
    ...diffSchemas(before, after),
    ...diffTypesAndTerms(old.named, now.named),
    ...diffOperationNames(old.operations, now.operations),
    ...diffEntityContainers(before.entityContainer, after.entityContainer),
  ];
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

interface Elements {
  readonly named: ReadonlyMap<string, Named>;
  /** By kind and qualified name. */
  readonly operations: ReadonlyMap<string, readonly EdmOperation[]>;
}

function elementsByName(model: EdmModel): Elements {
  const named = new Map<string, Named>();
  const operations = new Map<string, EdmOperation[]>();
  for (const element of model.elements()) {
    if (element.kind === 'Action' || element.kind === 'Function') {
      const name = `${element.kind} ${element.qualifiedName}`;
      const overloads = operations.get(name);
      if (overloads === undefined) operations.set(name, [element]);
      else overloads.push(element);
    } else if (element.kind !== 'EntityContainer') {
      named.set(element.qualifiedName, element);
    }
  }
  return { named, operations };
}

function diffSchemas(before: EdmModel, after: EdmModel): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const now = new Map(after.schemas.map((schema) => [schema.namespace, schema]));
  const old = new Map(before.schemas.map((schema) => [schema.namespace, schema]));
  for (const [namespace, schema] of old) {
    const same = now.get(namespace);
    if (same !== undefined) changes.push(...diffAnnotations(namespace, schema.annotations, same.annotations));
    else
      changes.push({
        rule: 'schema-removed',
        element: 'Schema',
        path: namespace,
        breaks: 'both',
        message: `The namespace ${namespace} is gone.`,
      });
  }
  for (const namespace of now.keys()) {
    if (old.has(namespace)) continue;
    changes.push({
      rule: 'schema-added',
      element: 'Schema',
      path: namespace,
      breaks: 'nothing',
      message: `The namespace ${namespace} is new.`,
    });
  }
  return changes;
}

function diffTypesAndTerms(
  before: ReadonlyMap<string, Named>,
  after: ReadonlyMap<string, Named>,
): SchemaChange[] {
  return diffNamed(before, after, {
    pathOf: (name) => name,
    elementOf: ({ kind }: Named) => kind,
    likeness: elementLikeness,
    kept: (_, element, same) => diffElement(element, same),
    renameBreaks: () => 'both',
    removed: (path) => ({ breaks: 'both', message: `${path} is gone.` }),
    added: (path) => ({ breaks: 'nothing', message: `${path} is new.` }),
  });
}

function diffElement(before: Named, after: Named): SchemaChange[] {
  if (isStructuredType(before) && isStructuredType(after) && before.kind === after.kind)
    return diffStructuredTypes(before, after);
  if (before.kind === 'EnumType' && after.kind === 'EnumType') return diffEnumTypes(before, after);
  if (before.kind === 'TypeDefinition' && after.kind === 'TypeDefinition')
    return diffTypeDefinitions(before, after);
  if (before.kind === 'Term' && after.kind === 'Term') return diffTerms(before, after);
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
  const [old, now] = [memberNames(from), memberNames(to)];
  const all = new Set([...old, ...now]);
  if (all.size === 0) return 0;
  return old.filter((name) => now.includes(name)).length / all.size;
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

function diffOperationNames(
  before: ReadonlyMap<string, readonly EdmOperation[]>,
  after: ReadonlyMap<string, readonly EdmOperation[]>,
): SchemaChange[] {
  const changes: SchemaChange[] = [];
  for (const [name, overloads] of before) {
    const same = after.get(name);
    changes.push(...(same === undefined ? overloads.map(removedOperation) : diffOverloads(overloads, same)));
  }
  for (const [name, overloads] of after)
    if (!before.has(name)) changes.push(...overloads.map(addedOperation));
  return changes;
}
