// OData Protocol 4.01, section 5.2 "Model Versioning": the closed list of what can differ between two models.

/** What a change breaks for a client that was written for the old model. */
export type Breaks = 'requests' | 'responses' | 'both' | 'nothing';

export type ChangedElement =
  | 'Schema'
  | 'EntityType'
  | 'ComplexType'
  | 'EnumType'
  | 'TypeDefinition'
  | 'Term'
  | 'Property'
  | 'NavigationProperty'
  | 'Member'
  | 'Action'
  | 'Function'
  | 'Parameter'
  | 'ReturnType'
  | 'EntityContainer'
  | 'EntitySet'
  | 'Singleton'
  | 'ActionImport'
  | 'FunctionImport'
  | 'NavigationPropertyBinding'
  | 'Annotation'
  | 'Overlay';

/**
 * Every rule with what it stands for. The identifiers are stable: baselines and SARIF results depend on them.
 * What a change breaks may depend on its circumstances, so it stands in the change, not here.
 */
export const changeRules = {
  'schema-added': 'A namespace is new.',
  'schema-removed': 'A namespace is gone.',
  'schema-renamed': 'A namespace has another name: its elements are there still.',
  'element-added': 'A type, term, operation, container child, property or member is new.',
  'element-removed': 'A type, term, operation, container child, property or member is gone.',
  'element-renamed': 'An element is gone and another like it is new under a similar name.',
  'kind-changed': 'A name stands for another kind of element.',
  'moved-to-base':
    'A property is declared by a base type now, or an operation bound to it: it is still there.',
  'base-type-changed': 'A type derives from another type, or from none.',
  'abstract-changed': 'A type became abstract, or no longer is.',
  'open-changed': 'A type takes undeclared properties now, or no longer does.',
  'stream-changed': 'An entity type became a media entity type, or no longer is.',
  'key-changed': 'An entity type has another key.',
  'type-changed': 'A property, parameter, result, term or set has another type.',
  'type-widened':
    'A property, parameter or result has a type that holds all values of the old one, and more.',
  'collection-changed': 'A single value became a collection, or the reverse.',
  'nullable-changed': 'Null is allowed now, or no longer is.',
  'facet-changed': 'MaxLength, Precision, Scale, SRID or Unicode differs.',
  'default-value-changed': 'The default value differs.',
  'containment-changed': 'A navigation property contains its target now, or no longer does.',
  'partner-changed': 'A navigation property has another partner.',
  'referential-constraint-changed': 'Referential constraints differ.',
  'on-delete-changed': 'The OnDelete action differs.',
  'applies-to-changed': 'A term applies to other kinds of elements.',
  'base-term-changed': 'A term specializes another one, or none.',
  'underlying-type-changed': 'An enumeration type or type definition has another underlying type.',
  'flags-changed': 'An enumeration type takes several members now, or no longer does.',
  'member-value-changed': 'A member of an enumeration has another value.',
  'composable-changed': 'A function became composable, or no longer is.',
  'entity-set-path-changed': 'The EntitySetPath of an operation differs.',
  'optional-changed': 'A parameter became optional, or required.',
  'parameter-order-changed': 'The parameters of an action or function stand in another order.',
  'import-target-changed': 'An import stands for another operation, or returns entities of another set.',
  'service-document-changed': 'A set or import is listed in the service document now, or no longer is.',
  'binding-changed': 'A navigation property binding has another target.',
  'annotation-changed': 'The value of an annotation differs.',
  'overlay-unnecessary': 'The new document says itself what the overlay had to say of the old one.',
} as const;

export type ChangeRule = keyof typeof changeRules;

/** One difference between two models. */
export interface SchemaChange {
  readonly rule: ChangeRule;
  readonly element: ChangedElement;
  /** Path of the element in the form of CSDL's external targeting: `ns.Type/Property`, `ns.Op(ns.Type)`, `ns.Container/Set`. In the old model, unless it is new. */
  readonly path: string;
  /** Path in the new model, for a renamed element. */
  readonly newPath?: string;
  /** What of the element changed, by the name that CSDL gives it: `Nullable`, `Type`, `Value`. */
  readonly attribute?: string;
  readonly old?: string;
  readonly new?: string;
  readonly breaks: Breaks;
  /** A sentence for a person: what changed, and why it matters. */
  readonly message: string;
}
