// OData CSDL 4.01: the Entity Data Model of a document, its elements made on first use.
import type {
  EdmAction,
  EdmEntityContainer,
  EdmFunction,
  EdmModel,
  EdmOperation,
  EdmSchema,
  EdmSchemaElement,
  EdmStructuredType,
  EdmTerm,
  EdmType,
} from '../../edm/edm-model.ts';
import { primitiveTypes } from '../../edm/primitive-types.ts';
import { type CsdlDocument, type CsdlObject, elementsOf, typeKinds } from '../csdl-document.ts';
import type { ExternalAnnotations } from './model-annotations.ts';
import { findExternalAnnotations, MergedAnnotations } from './model-annotations.ts';
import type { ModelContext } from './model-context.ts';
import { createElement } from './model-element.ts';
import { createBindingIndex, createDerivationIndex } from './model-index.ts';
import type { ModelSource, SchemaSource } from './model-source.ts';
import { documentSource, expandName } from './model-source.ts';

/**
 * The model of a document in CSDL JSON form, which must have passed `checkCsdl` without errors. Elements of the
 * references are found by look-ups too; `schemas` and `elements()` list the document's own.
 */
export function createEdmModel(document: CsdlDocument, references: readonly CsdlDocument[] = []): EdmModel {
  return createModelOf(documentSource(document, references));
}

/** What a model has under one qualified name: operations may share theirs with one element of another kind. */
interface NamedElements {
  readonly all: readonly EdmSchemaElement[];
  readonly type: EdmType | undefined;
  readonly term: EdmTerm | undefined;
  readonly container: EdmEntityContainer | undefined;
  readonly actions: readonly EdmAction[];
  readonly functions: readonly EdmFunction[];
}

const nothing: NamedElements = {
  all: [],
  type: undefined,
  term: undefined,
  container: undefined,
  actions: [],
  functions: [],
};

export function createModelOf(source: ModelSource): EdmModel {
  const { named, expandAlias, external } = createLookUp(source);
  const own = source.schemas.slice(0, source.ownSchemas);
  const derivations = createDerivationIndex(source, (name) => named(name).type);
  const bindings = createBindingIndex(source, (name, overload) => named(name).all[overload] as EdmOperation);
  return Object.freeze<EdmModel>({
    version: source.version === '4.0' ? '4.0' : '4.01',
    schemas: own.map((schema) => createSchema(schema, external)),
    get entityContainer() {
      return source.entityContainer === undefined ? undefined : named(source.entityContainer).container;
    },
    expandAlias,
    findType: (name) => primitiveTypes.get(name) ?? named(name).type,
    findStructuredType: (name) => {
      const { type } = named(name);
      return type?.kind === 'EntityType' || type?.kind === 'ComplexType' ? type : undefined;
    },
    findEntityType: (name) => {
      const { type } = named(name);
      return type?.kind === 'EntityType' ? type : undefined;
    },
    findActions: (name) => named(name).actions,
    findFunctions: (name) => named(name).functions,
    boundOperations: bindings,
    findTerm: (name) => named(name).term,
    derivedTypes: <T extends EdmStructuredType>(type: T) => derivations(type) as readonly T[],
    annotationsOf: (target) => new MergedAnnotations({ targets: [target] }, external),
    *elements() {
      for (const schema of own)
        for (const name of schema.names) yield* named(`${schema.namespace}.${name}`).all;
    },
  });
}

interface LookUp {
  /** What has a qualified name; it is made on first use and then kept. */
  named(qualifiedName: string): NamedElements;
  expandAlias(aliasOrNamespace: string): string | undefined;
  external(): ExternalAnnotations;
}

function createLookUp(source: ModelSource): LookUp {
  const schemas = new Map(source.schemas.map((schema) => [schema.namespace, schema]));
  const made = new Map<string, NamedElements>();
  const expandAlias = (name: string): string | undefined =>
    source.schemas[0]?.expandAlias(name) ?? (schemas.has(name) ? name : undefined);
  let found: ExternalAnnotations | undefined;
  const external = (): ExternalAnnotations => {
    found ??= findExternalAnnotations(source.schemas);
    return found;
  };
  const make = (qualifiedName: string): NamedElements => {
    const elements = makeElements(context, schemas, qualifiedName);
    // Names that are not in the model are not kept: they come from clients, without end.
    if (elements !== nothing) made.set(qualifiedName, elements);
    return elements;
  };
  const named = (qualifiedName: string): NamedElements => {
    const known = made.get(qualifiedName);
    if (known !== undefined) return known;
    const canonical = expandName(expandAlias, qualifiedName);
    return made.get(canonical) ?? make(canonical);
  };
  const context: ModelContext = {
    findType: (name) => primitiveTypes.get(name) ?? named(name).type,
    external,
    findObjects: (name) => objectsNamed(schemas, name)?.objects ?? [],
    findSchema: (namespace) => schemas.get(namespace),
  };
  return { named, expandAlias, external };
}

interface NamedObjects {
  readonly schema: SchemaSource;
  readonly name: string;
  readonly objects: readonly CsdlObject[];
}

function objectsNamed(
  schemas: ReadonlyMap<string, SchemaSource>,
  qualifiedName: string,
): NamedObjects | undefined {
  const dot = qualifiedName.lastIndexOf('.');
  const schema = schemas.get(qualifiedName.slice(0, dot));
  const name = qualifiedName.slice(dot + 1);
  const objects = elementsOf(schema?.element(name));
  return schema === undefined || objects.length === 0 ? undefined : { schema, name, objects };
}

function makeElements(
  context: ModelContext,
  schemas: ReadonlyMap<string, SchemaSource>,
  qualifiedName: string,
): NamedElements {
  const found = objectsNamed(schemas, qualifiedName);
  if (found === undefined) return nothing;
  const { schema, name, objects } = found;
  const all = objects.flatMap((object) => createElement({ context, schema, object }, name) ?? []);
  if (all.length === 0) return nothing;
  return {
    all,
    type: all.find(isType),
    term: all.find((element) => element.kind === 'Term'),
    container: all.find((element) => element.kind === 'EntityContainer'),
    actions: all.filter((element) => element.kind === 'Action'),
    functions: all.filter((element) => element.kind === 'Function'),
  };
}

function isType(element: EdmSchemaElement): element is EdmSchemaElement & EdmType {
  return typeKinds.has(element.kind);
}

function createSchema(schema: SchemaSource, external: () => ExternalAnnotations): EdmSchema {
  return {
    namespace: schema.namespace,
    alias: schema.alias,
    annotations: new MergedAnnotations(
      { inline: schema.annotations, expandAlias: schema.expandAlias, targets: [schema.namespace] },
      external,
    ),
    get childNames() {
      return schema.names;
    },
  };
}
