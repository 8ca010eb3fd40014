// OData CSDL 4.01: the Entity Data Model, as look-ups. Section titles stand at each kind of element.
import type { primitiveTypeNames } from './primitive-type-names.ts';

/** CSDL JSON 4.01, section 14.4 "Dynamic Expression": an annotation's value in CSDL JSON form, aliases expanded. */
export type EdmAnnotationValue =
  | null
  | boolean
  | number
  | string
  | readonly EdmAnnotationValue[]
  | { readonly [member: string]: EdmAnnotationValue };

/**
 * Annotations of one element, inline and external ones merged.
 * Terms are qualified by namespace, never by alias: `Org.OData.Core.V1.Description`.
 */
export interface EdmAnnotations {
  /** The value of a term, or undefined where it is not applied. A tagging term without a value is `true`. */
  get(term: string, qualifier?: string): EdmAnnotationValue | undefined;
  /** Every annotation, keyed `Term` or `Term#Qualifier`. */
  readonly entries: ReadonlyMap<string, EdmAnnotationValue>;
  /** Annotations of these annotations, keyed `Term@Term`. */
  readonly nested: ReadonlyMap<string, EdmAnnotationValue>;
}

interface EdmNamedElement {
  readonly name: string;
  readonly annotations: EdmAnnotations;
}

interface EdmSchemaChild extends EdmNamedElement {
  readonly namespace: string;
  /** `namespace.name` */
  readonly qualifiedName: string;
}

/** Section 3.3 "Primitive Types" and 3.4 "Built-In Abstract Types". */
export interface EdmPrimitiveType {
  readonly kind: 'Primitive';
  readonly name: EdmPrimitiveTypeName;
  readonly namespace: 'Edm';
  readonly qualifiedName: `Edm.${EdmPrimitiveTypeName}`;
}

export type EdmPrimitiveTypeName = (typeof primitiveTypeNames)[number];

/** Section 10 "Enumeration Type". */
export interface EdmEnumType extends EdmSchemaChild {
  readonly kind: 'EnumType';
  readonly underlyingType: EdmPrimitiveType;
  readonly isFlags: boolean;
  /** In document order. */
  readonly members: ReadonlyMap<string, EdmEnumMember>;
}

export interface EdmEnumMember extends EdmNamedElement {
  readonly value: bigint;
}

/** Section 11 "Type Definition". */
export interface EdmTypeDefinition extends EdmSchemaChild {
  readonly kind: 'TypeDefinition';
  readonly underlyingType: EdmPrimitiveType;
  readonly facets: EdmFacets;
}

interface EdmStructured extends EdmSchemaChild {
  readonly abstract: boolean;
  /** Own `OpenType`, or inherited. */
  readonly open: boolean;
  /** Own structural properties, in document order. */
  readonly ownProperties: ReadonlyMap<string, EdmProperty>;
  readonly ownNavigationProperties: ReadonlyMap<string, EdmNavigationProperty>;
  /** Structural properties, the base types' first. */
  readonly properties: ReadonlyMap<string, EdmProperty>;
  readonly navigationProperties: ReadonlyMap<string, EdmNavigationProperty>;
}

/** Section 6 "Entity Type". */
export interface EdmEntityType extends EdmStructured {
  readonly kind: 'EntityType';
  readonly baseType: EdmEntityType | undefined;
  /** Own `HasStream`, or inherited. */
  readonly hasStream: boolean;
  /** The key, own or inherited; empty for an abstract type without one. */
  readonly key: readonly EdmKeyProperty[];
}

/** Section 6.5 "Key". */
export interface EdmKeyProperty {
  /** Name in key predicates: the alias, or the property's name. */
  readonly name: string;
  /** Path of the property: more than one step through complex properties. */
  readonly path: readonly string[];
  readonly property: EdmProperty;
}

/** Section 9 "Complex Type". */
export interface EdmComplexType extends EdmStructured {
  readonly kind: 'ComplexType';
  readonly baseType: EdmComplexType | undefined;
}

export type EdmStructuredType = EdmEntityType | EdmComplexType;
export type EdmType = EdmPrimitiveType | EdmEnumType | EdmTypeDefinition | EdmComplexType | EdmEntityType;

/** Section 7.2 "Type Facets". A missing facet is unspecified; `scale` and `srid` may be `'variable'`. */
export interface EdmFacets {
  /** Number of characters or octets; `'max'` where the document says so. */
  readonly maxLength?: number | 'max';
  readonly precision?: number;
  readonly scale?: number | 'variable' | 'floating';
  readonly srid?: number | 'variable';
  readonly unicode?: boolean;
}

/** A type as used by a property, parameter, return type or term. */
export interface EdmTypeReference extends EdmFacets {
  readonly type: EdmType;
  readonly collection: boolean;
  /** For a collection: whether its items may be null. */
  readonly nullable: boolean;
  /** A collection whose document does not say whether its items may be null; `nullable` is false then. */
  readonly nullableUnspecified?: true;
}

/** Section 7 "Structural Property". */
export interface EdmProperty extends EdmNamedElement {
  readonly kind: 'Property';
  readonly declaringType: EdmStructuredType;
  readonly type: EdmTypeReference;
  /** The default value as text in the lexical form of the type; undefined where none is declared. */
  readonly defaultValue: string | null | undefined;
}

/** Section 8 "Navigation Property". */
export interface EdmNavigationProperty extends EdmNamedElement {
  readonly kind: 'NavigationProperty';
  readonly declaringType: EdmStructuredType;
  /** `Edm.EntityType` is allowed in vocabularies only; a service's model has an entity type here. */
  readonly entityType: EdmEntityType;
  readonly collection: boolean;
  readonly nullable: boolean;
  readonly containsTarget: boolean;
  /** Path from the target type back: property name, or path through complex properties and casts. */
  readonly partner: string | undefined;
  readonly referentialConstraints: readonly EdmReferentialConstraint[];
  readonly onDelete: 'Cascade' | 'None' | 'SetNull' | 'SetDefault' | undefined;
}

export interface EdmReferentialConstraint {
  /** Path of the dependent property, relative to the type that declares the navigation property. */
  readonly property: string;
  /** Path of the principal property, relative to the target type. */
  readonly referencedProperty: string;
}

/** Section 12 "Action and Function". One object for each overload. */
interface EdmOperationBase extends EdmSchemaChild {
  readonly isBound: boolean;
  /** All parameters, the binding parameter first where the operation is bound. */
  readonly parameters: readonly EdmParameter[];
  readonly returnType: EdmTypeReference | undefined;
  /** Annotations of the return type, for instance Core.IsDelta. */
  readonly returnTypeAnnotations: EdmAnnotations;
  readonly entitySetPath: string | undefined;
}
export interface EdmAction extends EdmOperationBase {
  readonly kind: 'Action';
}
export interface EdmFunction extends EdmOperationBase {
  readonly kind: 'Function';
  readonly isComposable: boolean;
  readonly returnType: EdmTypeReference;
}
export type EdmOperation = EdmAction | EdmFunction;

export interface EdmParameter extends EdmNamedElement {
  readonly kind: 'Parameter';
  readonly type: EdmTypeReference;
  /** Annotated with Core.OptionalParameter. */
  readonly optional: boolean;
}

/** Section 14.1 "Term". */
export interface EdmTerm extends EdmSchemaChild {
  readonly kind: 'Term';
  readonly type: EdmTypeReference;
  readonly appliesTo: readonly string[];
  readonly baseTerm: string | undefined;
  readonly defaultValue: string | null | undefined;
}

/** Section 13 "Entity Container"; `extends` is resolved: children of the base container are among its own. */
export interface EdmEntityContainer extends EdmSchemaChild {
  readonly kind: 'EntityContainer';
  /** All children by name, in document order. */
  readonly children: ReadonlyMap<string, EdmContainerChild>;
}

interface EdmNavigationSourceBase extends EdmNamedElement {
  readonly container: EdmEntityContainer;
  readonly entityType: EdmEntityType;
  /** From binding path (`Address/Country`, `ns.Derived/Manager`) to target path (`Countries`, `MainSupplier/Products`), namespaces expanded. */
  readonly navigationPropertyBindings: ReadonlyMap<string, string>;
}
export interface EdmEntitySet extends EdmNavigationSourceBase {
  readonly kind: 'EntitySet';
  readonly includeInServiceDocument: boolean;
}
export interface EdmSingleton extends EdmNavigationSourceBase {
  readonly kind: 'Singleton';
  readonly nullable: boolean;
}
export interface EdmActionImport extends EdmNamedElement {
  readonly kind: 'ActionImport';
  readonly container: EdmEntityContainer;
  /** Qualified name of the unbound action. */
  readonly action: string;
  /** Name of the entity set, or target path, of the result. */
  readonly entitySet: string | undefined;
}
export interface EdmFunctionImport extends EdmNamedElement {
  readonly kind: 'FunctionImport';
  readonly container: EdmEntityContainer;
  /** Qualified name of the unbound function; all its unbound overloads are imported. */
  readonly function: string;
  readonly entitySet: string | undefined;
  readonly includeInServiceDocument: boolean;
}
export type EdmNavigationSource = EdmEntitySet | EdmSingleton;
export type EdmContainerChild = EdmEntitySet | EdmSingleton | EdmActionImport | EdmFunctionImport;

/** Section 5 "Schema". */
export interface EdmSchema {
  readonly namespace: string;
  readonly alias: string | undefined;
  readonly annotations: EdmAnnotations;
  /** Names (unqualified) of the schema's children, in document order; operations once per name. */
  readonly childNames: readonly string[];
}

/**
 * A frozen Entity Data Model. Every look-up takes a qualified name, by namespace or by alias, and is case-sensitive.
 * Elements are made on first use and then kept, so that a model of thousands of types costs nothing at start;
 * elements are compared by reference.
 */
export interface EdmModel {
  /** `$Version` of the document. */
  readonly version: '4.0' | '4.01';
  readonly schemas: readonly EdmSchema[];
  readonly entityContainer: EdmEntityContainer | undefined;
  /** Namespace of an alias (or of a namespace itself); undefined for what the document does not know. */
  expandAlias(aliasOrNamespace: string): string | undefined;
  /** Primitive (`Edm.…`), enumeration, type definition, complex or entity type. */
  findType(qualifiedName: string): EdmType | undefined;
  findStructuredType(qualifiedName: string): EdmStructuredType | undefined;
  findEntityType(qualifiedName: string): EdmEntityType | undefined;
  /** All overloads, in document order; empty where there is none. */
  findActions(qualifiedName: string): readonly EdmAction[];
  findFunctions(qualifiedName: string): readonly EdmFunction[];
  /** Operations whose binding parameter takes the type (or a base type of it), in document order of the schemas. */
  boundOperations(bindingType: EdmType, collection: boolean): readonly EdmOperation[];
  findTerm(qualifiedName: string): EdmTerm | undefined;
  /** Types that derive from the type directly or indirectly, in document order; not the type itself. */
  derivedTypes<T extends EdmStructuredType>(type: T): readonly T[];
  /**
   * Annotations with external targeting alone, by target path without aliases: for what no element stands for, such as
   * `Namespace.Container/EntitySet/property`, which overrides what the property's declaring type says.
   */
  annotationsOf(target: string): EdmAnnotations;
  /** Every type, operation, term of the document, in document order (makes them all). */
  elements(): Iterable<EdmSchemaElement>;
}

export type EdmSchemaElement =
  | EdmEntityType
  | EdmComplexType
  | EdmEnumType
  | EdmTypeDefinition
  | EdmTerm
  | EdmAction
  | EdmFunction
  | EdmEntityContainer;

/** Whether the type is the other, or derives from it. */
export function isSameOrDerived(type: EdmType, base: EdmType): boolean {
  for (let t: EdmType | undefined = type; t !== undefined; ) {
    if (t === base) return true;
    t = t.kind === 'EntityType' || t.kind === 'ComplexType' ? t.baseType : undefined;
  }
  return false;
}

/** The same by the other's qualified name, which the model need not have. */
export function isOfType(type: EdmEntityType, name: string): boolean {
  for (let at: EdmEntityType | undefined = type; at !== undefined; at = at.baseType)
    if (at.qualifiedName === name) return true;
  return false;
}
