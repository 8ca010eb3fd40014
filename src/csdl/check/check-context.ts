// OData CSDL 4.01, section 15 "Identifier and Path Values": what the rules of the check share.
import { primitiveTypes } from '../../edm/primitive-types.ts';
import type { CsdlDocument, CsdlFinding, CsdlObject, CsdlPath, CsdlValue } from '../csdl-document.ts';
import { elementsOf, isChildName, isCsdlObject, memberOf, typeKinds } from '../csdl-document.ts';
import type { SchemaSource } from '../model/model-source.ts';
import { documentSource, expandName, schemaNames } from '../model/model-source.ts';

/** An object of a document, with the schema whose aliases it uses. */
export interface Located {
  readonly object: CsdlObject;
  readonly schema: SchemaSource;
  readonly qualifiedName: string;
}

/** An element of the checked document with its path. */
export interface Checked extends Located {
  readonly name: string;
  readonly path: CsdlPath;
}

export interface CheckContext {
  readonly document: CsdlDocument;
  /** The document's own schemas. */
  readonly schemas: readonly SchemaSource[];
  /** Every element of the document's own schemas; overloads one by one. */
  readonly elements: readonly Checked[];
  report(severity: CsdlFinding['severity'], code: string, path: CsdlPath, message: string): void;
  /** Elements by qualified name without alias, of the document and its references. */
  find(qualifiedName: string): readonly Located[];
  /** What `baseChain` has found: every rule follows the same chains. */
  readonly chains: Map<CsdlObject, readonly Located[]>;
  /** Whether the namespace is one that the document includes, but whose document is not at hand. */
  isUnread(namespace: string): boolean;
}

export function createCheckContext(
  document: CsdlDocument,
  references: readonly CsdlDocument[],
  report: CheckContext['report'],
): CheckContext {
  const source = documentSource(document, references);
  const schemas = source.schemas.slice(0, source.ownSchemas);
  const byNamespace = new Map(source.schemas.map((schema) => [schema.namespace, schema]));
  const included = new Set(includedNamespaces(document));
  const found = new Map<string, readonly Located[]>();
  const locate = (qualifiedName: string): readonly Located[] => {
    const dot = qualifiedName.lastIndexOf('.');
    const schema = byNamespace.get(qualifiedName.slice(0, dot));
    if (schema === undefined) return [];
    const objects = elementsOf(schema.element(qualifiedName.slice(dot + 1)));
    return objects.map((object) => ({ object, schema, qualifiedName }));
  };
  return {
    document,
    schemas,
    elements: schemas.flatMap(elementsWithPaths),
    report,
    chains: new Map(),
    find(qualifiedName) {
      let elements = found.get(qualifiedName);
      if (elements === undefined) {
        elements = locate(qualifiedName);
        found.set(qualifiedName, elements);
      }
      return elements;
    },
    isUnread: (namespace) => included.has(namespace) && !byNamespace.has(namespace),
  };
}

function elementsWithPaths(schema: SchemaSource): Checked[] {
  return schema.names.flatMap((name) => {
    const value = schema.element(name);
    const qualifiedName = `${schema.namespace}.${name}`;
    return elementsOf(value).map((object, index) => ({
      object,
      schema,
      name,
      qualifiedName,
      path: Array.isArray(value) ? [schema.namespace, name, index] : [schema.namespace, name],
    }));
  });
}

function includedNamespaces(document: CsdlDocument): string[] {
  const references = isCsdlObject(document.$Reference) ? Object.values(document.$Reference) : [];
  return references
    .flatMap((reference) => elementsOf(isCsdlObject(reference) ? reference.$Include : undefined))
    .map(({ $Namespace: namespace }) => String(namespace));
}

/** `ns.Type/property`: the path of an element as people write it. */
export function pathText(document: CsdlDocument, path: CsdlPath): string {
  const [namespace, name, ...rest] = path;
  if (name === undefined) return String(namespace ?? '');
  if (name === '$Annotations' && rest[0] !== undefined) return rest.join('/');
  let text = namespace === '$Reference' ? `$Reference/${name}` : `${namespace}.${name}`;
  let value = schemaNames(document).includes(String(namespace))
    ? memberOf(document[String(namespace)] as CsdlObject, String(name))
    : undefined;
  for (const step of rest) {
    value = Array.isArray(value)
      ? (value[Number(step)] as CsdlObject | undefined)
      : isCsdlObject(value)
        ? memberOf(value, String(step))
        : undefined;
    const label = typeof step === 'string' ? step : isCsdlObject(value) ? value.$Name : undefined;
    if (typeof label === 'string' && !label.startsWith('$')) text += `/${label}`;
  }
  return text;
}

/** The type that an object's `$Type` names, without alias; `Edm.String` where it names none. */
export function typeNameOf({ object, schema }: Pick<Located, 'object' | 'schema'>): string {
  return expandName(schema.expandAlias, typeof object.$Type === 'string' ? object.$Type : 'Edm.String');
}

export function findKind(context: CheckContext, name: string, kind: string): Located | undefined {
  return context.find(name).find(({ object }) => object.$Kind === kind);
}

export function findStructured(context: CheckContext, name: string): Located | undefined {
  return findKind(context, name, 'EntityType') ?? findKind(context, name, 'ComplexType');
}

/** The kind of a type: `Primitive`, or the `$Kind` of its object; undefined for what is no type that is known. */
export function typeKind(context: CheckContext, name: string): string | undefined {
  if (primitiveTypes.has(name)) return 'Primitive';
  for (const { object } of context.find(name))
    if (typeof object.$Kind === 'string' && typeKinds.has(object.$Kind)) return object.$Kind;
  return undefined;
}

/** The type and its base types, nearest first; a cycle ends where it closes. */
export function baseChain(context: CheckContext, type: Located): readonly Located[] {
  let chain = context.chains.get(type.object);
  if (chain === undefined) {
    chain = followBases(context, type);
    context.chains.set(type.object, chain);
  }
  return chain;
}

function followBases(context: CheckContext, type: Located): Located[] {
  const chain = new Map<string, Located>();
  for (let link: Located | undefined = type; link !== undefined && !chain.has(link.qualifiedName); ) {
    const current: Located = link;
    const { object, schema, qualifiedName } = current;
    chain.set(qualifiedName, current);
    const base: CsdlValue | undefined = object.$BaseType;
    link =
      typeof base === 'string'
        ? findKind(context, expandName(schema.expandAlias, base), String(object.$Kind))
        : undefined;
  }
  return [...chain.values()];
}

/** A structural or navigation property of a type, own or inherited. */
export function findProperty(context: CheckContext, type: Located, name: string): Located | undefined {
  if (!isChildName(name)) return undefined;
  for (const { object, schema, qualifiedName } of baseChain(context, type)) {
    const property = memberOf(object, name);
    if (isCsdlObject(property))
      return { object: property, schema, qualifiedName: `${qualifiedName}/${name}` };
  }
  return undefined;
}

/** Why a path does not lead anywhere: the step that is unknown. */
export interface PathEnd {
  /** The last property of the path; undefined where it has none. */
  readonly property: Located | undefined;
  /** The structured type after the last step; undefined where the path ends in a primitive value. */
  readonly type: Located | undefined;
  readonly unknown: string | undefined;
}

/** Section 15.4 "Path": property names, casts and, after them, more of the same. Annotations end a path. */
export function followPath(
  context: CheckContext,
  start: Located,
  path: string,
  schema: SchemaSource,
): PathEnd {
  let type: Located | undefined = start;
  let property: Located | undefined;
  for (const step of path.split('/')) {
    if (step.includes('@') || step.startsWith('$')) return { property, type, unknown: undefined };
    if (step.includes('.')) {
      type = findStructured(context, expandName(schema.expandAlias, step));
      if (type === undefined) return { property, type, unknown: step };
      continue;
    }
    property = type === undefined ? undefined : findProperty(context, type, step);
    if (property === undefined) return { property, type, unknown: step };
    type = findStructured(context, typeNameOf(property));
  }
  return { property, type, unknown: undefined };
}
