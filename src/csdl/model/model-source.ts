// OData CSDL 4.01, section 4 "CSDL Document" and 15 "Identifier and Path Values": where a model finds its elements.
import type { CsdlDocument, CsdlObject, CsdlValue } from '../csdl-document.ts';
import { elementsOf, isChildName, isCsdlObject, memberOf } from '../csdl-document.ts';

/** Expands the aliases of one document: the aliases of its own schemas and of those that it includes. */
export type AliasExpansion = (aliasOrNamespace: string) => string | undefined;

export interface SchemaSource {
  readonly namespace: string;
  readonly alias: string | undefined;
  readonly expandAlias: AliasExpansion;
  /** Names of the children, in document order. */
  readonly names: readonly string[];
  /** What the schema has under a name: an object, or an array of overloads. */
  element(name: string): CsdlValue | undefined;
  /** The schema's own annotations. */
  readonly annotations: CsdlObject;
  /** Targets of `$Annotations`. */
  readonly targets: readonly string[];
  annotationsOf(target: string): CsdlObject;
}

/** What a model is made of: a document, or a compact artifact of one. */
export interface ModelSource {
  readonly version: string;
  readonly entityContainer: string | undefined;
  /** The document's own schemas, then those of the documents that it was given as references. */
  readonly schemas: readonly SchemaSource[];
  /** How many of the schemas are the document's own. */
  readonly ownSchemas: number;
  /** Qualified names of all types that have a base type, each with it, in document order. */
  derivations(): Iterable<readonly [type: string, baseType: string]>;
  /**
   * Bound overloads in document order: qualified name, index among the elements of that name, and the binding
   * parameter's type, `Collection(…)` around it for a collection.
   */
  bindings(): Iterable<readonly [operation: string, overload: number, bindingType: string]>;
}

export function documentSource(
  document: CsdlDocument,
  references: readonly CsdlDocument[] = [],
): ModelSource {
  const own = schemaSources(document);
  const schemas = [...own, ...references.flatMap(schemaSources)];
  return {
    version: document.$Version,
    entityContainer:
      typeof document.$EntityContainer === 'string' ? document.$EntityContainer : findContainer(own),
    schemas,
    ownSchemas: own.length,
    derivations: () => findDerivations(schemas),
    bindings: () => findBindings(schemas),
  };
}

function schemaSources(document: CsdlDocument): SchemaSource[] {
  const expandAlias = aliasExpansion(document);
  return schemaNames(document).map((namespace) => {
    const schema = document[namespace] as CsdlObject;
    const annotations = isCsdlObject(schema.$Annotations) ? schema.$Annotations : {};
    return {
      namespace,
      alias: typeof schema.$Alias === 'string' ? schema.$Alias : undefined,
      expandAlias,
      names: Object.keys(schema).filter(isChildName),
      element: (name) => memberOf(schema, name),
      annotations: schema,
      targets: Object.keys(annotations),
      annotationsOf: (target) => (memberOf(annotations, target) ?? {}) as CsdlObject,
    };
  });
}

/** Namespaces of the document's schemas. */
export function schemaNames(document: CsdlDocument): string[] {
  return Object.keys(document).filter((name) => !name.startsWith('$') && isCsdlObject(document[name]));
}

export function aliasExpansion(document: CsdlDocument): AliasExpansion {
  const namespaces = new Map<string, string>();
  const references = isCsdlObject(document.$Reference) ? document.$Reference : {};
  for (const reference of Object.values(references))
    for (const include of elementsOf(isCsdlObject(reference) ? reference.$Include : undefined)) {
      const { $Namespace: namespace, $Alias: alias } = include;
      if (typeof namespace !== 'string') continue;
      namespaces.set(namespace, namespace);
      if (typeof alias === 'string') namespaces.set(alias, namespace);
    }
  for (const namespace of schemaNames(document)) {
    const alias = (document[namespace] as CsdlObject).$Alias;
    if (typeof alias === 'string') namespaces.set(alias, namespace);
    namespaces.set(namespace, namespace);
  }
  return (aliasOrNamespace) => namespaces.get(aliasOrNamespace);
}

/** A qualified name with its namespace in place of an alias; a name of an unknown namespace stays as it is. */
export function expandName(expandAlias: AliasExpansion, name: string): string {
  const dot = name.lastIndexOf('.');
  if (dot < 0) return name;
  const prefix = name.slice(0, dot);
  const namespace = expandAlias(prefix);
  return namespace === undefined || namespace === prefix ? name : namespace + name.slice(dot);
}

/**
 * Section 14.2.2 "Target": the signatures by which a target may name one overload, aliases expanded. A function is
 * told by the types of all parameters, an action by its binding type; documents in use tell actions like functions.
 */
export function signaturesOf(schema: SchemaSource, operation: CsdlObject): readonly string[] {
  const types = elementsOf(operation.$Parameter).map((parameter) =>
    typeExpression(schema.expandAlias, parameter),
  );
  const full = types.join(',');
  if (operation.$Kind === 'Function') return [full];
  const binding = operation.$IsBound === true ? (types[0] ?? '') : '';
  return binding === full ? [full] : [binding, full];
}

/** A path, target or type expression with all aliases in it expanded. */
export function expandPath(expandAlias: AliasExpansion, path: string): string {
  const lastDot = path.lastIndexOf('.');
  if (lastDot < 0) return path;
  // Most paths have one qualified name, and have it first.
  const prefix = path.slice(0, lastDot);
  if (!/[/@#(),\s]/.test(prefix)) return (expandAlias(prefix) ?? prefix) + path.slice(lastDot);
  return path.replace(/[^/@#(),\s]+/g, (part) => expandName(expandAlias, part));
}

function findContainer(schemas: readonly SchemaSource[]): string | undefined {
  for (const schema of schemas)
    for (const name of schema.names)
      if (elementsOf(schema.element(name)).some((child) => child.$Kind === 'EntityContainer'))
        return `${schema.namespace}.${name}`;
  return undefined;
}

function* findDerivations(schemas: readonly SchemaSource[]): Iterable<readonly [string, string]> {
  for (const schema of schemas)
    for (const name of schema.names)
      for (const element of elementsOf(schema.element(name)))
        if (typeof element.$BaseType === 'string')
          yield [`${schema.namespace}.${name}`, expandName(schema.expandAlias, element.$BaseType)];
}

function* findBindings(schemas: readonly SchemaSource[]): Iterable<readonly [string, number, string]> {
  for (const schema of schemas)
    for (const name of schema.names)
      for (const [index, element] of elementsOf(schema.element(name)).entries()) {
        if (element.$IsBound !== true) continue;
        const parameter = elementsOf(element.$Parameter)[0];
        if (parameter !== undefined)
          yield [`${schema.namespace}.${name}`, index, typeExpression(schema.expandAlias, parameter)];
      }
}

/** `ns.Type` or `Collection(ns.Type)`, aliases expanded. */
export function typeExpression(expandAlias: AliasExpansion, reference: CsdlObject): string {
  const type = expandName(expandAlias, typeof reference.$Type === 'string' ? reference.$Type : 'Edm.String');
  return reference.$Collection === true ? `Collection(${type})` : type;
}
