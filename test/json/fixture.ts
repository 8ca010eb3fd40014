// A small model made by hand, with one property of each primitive type: what the tests of this folder speak of.
import type {
  EdmAnnotations,
  EdmAnnotationValue,
  EdmComplexType,
  EdmEntityContainer,
  EdmEntitySet,
  EdmEntityType,
  EdmEnumType,
  EdmFacets,
  EdmModel,
  EdmNavigationProperty,
  EdmPrimitiveType,
  EdmPrimitiveTypeName,
  EdmProperty,
  EdmSingleton,
  EdmStructuredType,
  EdmType,
  EdmTypeDefinition,
  EdmTypeReference,
} from '../../src/edm/edm-model.ts';
import { isSameOrDerived } from '../../src/edm/edm-model.ts';
import type { Entity } from '../../src/edm/entity.ts';
import { createRecord, type EdmValue, type StructuredValue } from '../../src/edm/value.ts';
import type { SerializeContext } from '../../src/json/write/serialize-context.ts';
import type { ResourceSegment } from '../../src/query/path/resource-path.ts';
import type { Query, QueryOptions } from '../../src/query/query.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
const namespace = 'ns';

export function annotations(terms: Record<string, EdmAnnotationValue> = {}): EdmAnnotations {
  return { get: (term) => terms[term], entries: new Map(Object.entries(terms)), nested: new Map() };
}

export function primitive(name: EdmPrimitiveTypeName): EdmPrimitiveType {
  return { kind: 'Primitive', name, namespace: 'Edm', qualifiedName: `Edm.${name}` };
}

export interface PropertyTraits extends EdmFacets {
  readonly collection?: boolean;
  readonly nullable?: boolean;
  readonly defaultValue?: string;
  readonly terms?: Record<string, EdmAnnotationValue>;
}

export function reference(type: EdmType, traits: PropertyTraits = {}): EdmTypeReference {
  const { collection = false, nullable = true, defaultValue: _, terms: __, ...facets } = traits;
  return { type, collection, nullable, ...facets };
}

type PropertyMap = Record<string, readonly [EdmType | EdmPrimitiveTypeName, PropertyTraits?]>;

interface StructuredTraits {
  readonly abstract?: boolean;
  readonly open?: boolean;
  readonly key?: readonly string[];
  readonly hasStream?: boolean;
}

function structured<K extends 'EntityType' | 'ComplexType'>(
  kind: K,
  name: string,
  baseType: EdmStructuredType | undefined,
  own: PropertyMap,
  traits: StructuredTraits,
): Extract<EdmStructuredType, { kind: K }> {
  const type = {
    kind,
    name,
    namespace,
    qualifiedName: `${namespace}.${name}`,
    annotations: annotations(),
    baseType,
    abstract: traits.abstract ?? false,
    open: traits.open ?? baseType?.open ?? false,
    hasStream: traits.hasStream ?? false,
    key: [] as unknown[],
    ownProperties: new Map<string, EdmProperty>(),
    properties: new Map<string, EdmProperty>(baseType?.properties),
    ownNavigationProperties: new Map<string, EdmNavigationProperty>(),
    navigationProperties: new Map<string, EdmNavigationProperty>(baseType?.navigationProperties),
  };
  for (const [propertyName, [propertyType, facets = {}]] of Object.entries(own)) {
    const property: EdmProperty = {
      kind: 'Property',
      name: propertyName,
      annotations: annotations(facets.terms),
      declaringType: type as unknown as EdmStructuredType,
      type: reference(typeof propertyType === 'string' ? primitive(propertyType) : propertyType, facets),
      defaultValue: facets.defaultValue,
    };
    type.ownProperties.set(propertyName, property);
    type.properties.set(propertyName, property);
  }
  const inherited = baseType?.kind === 'EntityType' ? baseType.key : [];
  type.key = traits.key
    ? traits.key.map((path) => ({ name: path, path: [path], property: type.properties.get(path) }))
    : [...inherited];
  return type as unknown as Extract<EdmStructuredType, { kind: K }>;
}

export const complexType = (
  name: string,
  own: PropertyMap,
  traits: StructuredTraits = {},
  base?: EdmComplexType,
): EdmComplexType => structured('ComplexType', name, base, own, traits);

export const entityType = (
  name: string,
  own: PropertyMap,
  traits: StructuredTraits = {},
  base?: EdmEntityType,
): EdmEntityType => structured('EntityType', name, base, own, traits);

export function enumType(name: string, members: Record<string, bigint>, isFlags = false): EdmEnumType {
  return {
    kind: 'EnumType',
    name,
    namespace,
    qualifiedName: `${namespace}.${name}`,
    annotations: annotations(),
    underlyingType: primitive('Int32'),
    isFlags,
    members: new Map(
      Object.entries(members).map(([member, value]) => [
        member,
        { name: member, value, annotations: annotations() },
      ]),
    ),
  };
}

export function navigation(
  declaringType: EdmStructuredType,
  name: string,
  target: EdmEntityType,
  traits: { collection?: boolean; containsTarget?: boolean; nullable?: boolean } = {},
): EdmNavigationProperty {
  const property: EdmNavigationProperty = {
    kind: 'NavigationProperty',
    name,
    annotations: annotations(),
    declaringType,
    entityType: target,
    collection: traits.collection ?? false,
    nullable: traits.nullable ?? true,
    containsTarget: traits.containsTarget ?? false,
    partner: undefined,
    referentialConstraints: [],
    onDelete: undefined,
  };
  (declaringType.ownNavigationProperties as Map<string, EdmNavigationProperty>).set(name, property);
  (declaringType.navigationProperties as Map<string, EdmNavigationProperty>).set(name, property);
  return property;
}

// ---------------------------------------------------------------- the model

export const color = enumType('Color', { Red: 1n, Blue: 2n, Green: 4n }, true);
export const status = enumType('Status', { notProvisioned: 0n, provisioned: 1n });
export const weight: EdmTypeDefinition = {
  kind: 'TypeDefinition',
  name: 'Weight',
  namespace,
  qualifiedName: 'ns.Weight',
  annotations: annotations(),
  underlyingType: primitive('Decimal'),
  facets: { scale: 3, precision: 9 },
};

export const country = entityType('Country', { Code: ['String'], Name: ['String'] }, { key: ['Code'] });
export const address = complexType('Address', {
  Street: ['String'],
  City: ['String', { maxLength: 20, nullable: false }],
});
export const postalAddress = complexType('PostalAddress', { Zip: ['String'] }, {}, address);
export const openAddress = complexType('OpenAddress', { Street: ['String'] }, { open: true });
export const addressCountry = navigation(address, 'Country', country);
(postalAddress.navigationProperties as Map<string, EdmNavigationProperty>).set('Country', addressCountry);

export const customer = entityType(
  'Customer',
  {
    ID: ['Int32', { nullable: false }],
    Name: ['String', { nullable: false, maxLength: 40 }],
    Status: [status],
    Colors: [color],
    Address: [address],
    Addresses: [address, { collection: true }],
    Emails: ['String', { collection: true, nullable: false }],
    Big: ['Int64'],
    Price: ['Decimal', { precision: 30, scale: 'variable' }],
    Ratio: ['Double'],
    CreatedAt: ['DateTimeOffset', { terms: { 'Org.OData.Core.V1.Computed': true } }],
    Serial: ['String', { terms: { 'Org.OData.Core.V1.Immutable': true } }],
    Rank: ['Int16', { nullable: false, defaultValue: '7' }],
  },
  { key: ['ID'] },
);
export const order = entityType(
  'Order',
  { OrderNo: ['Int32', { nullable: false }], Amount: ['Decimal'] },
  { key: ['OrderNo'] },
);
export const item = entityType(
  'Item',
  { Line: ['Int32', { nullable: false }], Code: ['String', { nullable: false }], Text: ['String'] },
  { key: ['Line', 'Code'] },
);
export const orders = navigation(customer, 'Orders', order, { collection: true });
export const orderCustomer = navigation(order, 'Customer', customer);
export const items = navigation(order, 'Items', item, { collection: true, containsTarget: true });
export const label = navigation(order, 'Label', country, { containsTarget: true });
export const vip = entityType('Vip', { Level: ['Byte'] }, {}, customer);
export const vipManager = navigation(vip, 'Manager', customer);
export const base = entityType(
  'Base',
  { id: ['String', { nullable: false }] },
  { key: ['id'], abstract: true },
);
export const open = entityType('Open', { Kind: ['String'] }, { open: true }, base);
export const document = entityType('Document', { Photo: ['Stream'] }, { hasStream: true }, base);

const primitiveNames = [
  'Binary',
  'Boolean',
  'Byte',
  'Date',
  'DateTimeOffset',
  'Decimal',
  'Double',
  'Duration',
  'Guid',
  'Int16',
  'Int32',
  'Int64',
  'SByte',
  'Single',
  'String',
  'TimeOfDay',
  'GeographyPoint',
  'Untyped',
] as const;
export const everything = entityType(
  'Everything',
  {
    ID: ['Int32', { nullable: false }],
    ...Object.fromEntries(
      primitiveNames.flatMap((name) => [
        [name, [name]],
        [`${name}s`, [name, { collection: true }]],
      ]),
    ),
    Weight: [weight],
    Color: [color],
  } as PropertyMap,
  { key: ['ID'], open: true },
);

const types = new Map<string, EdmType>(
  [
    color,
    status,
    weight,
    country,
    address,
    postalAddress,
    openAddress,
    customer,
    order,
    item,
    vip,
    base,
    open,
    document,
    everything,
  ].map((type) => [type.qualifiedName, type]),
);

const container: Writable<EdmEntityContainer> = {
  kind: 'EntityContainer',
  name: 'Container',
  namespace,
  qualifiedName: 'ns.Container',
  annotations: annotations(),
  children: new Map(),
};
export function entitySet(name: string, type: EdmEntityType): EdmEntitySet {
  return {
    kind: 'EntitySet',
    name,
    annotations: annotations(),
    container,
    entityType: type,
    navigationPropertyBindings: new Map(),
    includeInServiceDocument: true,
  };
}
export const customers = entitySet('Customers', customer);
export const ordersSet = entitySet('Orders', order);
export const documents = entitySet('Documents', document);
export const opens = entitySet('Opens', open);
export const everythings = entitySet('Everythings', everything);
export const mainSupplier: EdmSingleton = {
  kind: 'Singleton',
  name: 'MainSupplier',
  annotations: annotations(),
  container,
  entityType: customer,
  navigationPropertyBindings: new Map(),
  nullable: false,
};
container.children = new Map(
  [customers, ordersSet, documents, opens, everythings, mainSupplier].map((child) => [child.name, child]),
);

function findType(qualifiedName: string): EdmType | undefined {
  if (qualifiedName.startsWith('Edm.')) return primitive(qualifiedName.slice(4) as EdmPrimitiveTypeName);
  return types.get(qualifiedName.replace(/^self\./, 'ns.'));
}

export const model: EdmModel = {
  version: '4.01',
  schemas: [],
  entityContainer: container,
  expandAlias: (name) => (name === 'self' ? namespace : name),
  findType,
  findStructuredType: (name) => {
    const type = findType(name);
    return type?.kind === 'EntityType' || type?.kind === 'ComplexType' ? type : undefined;
  },
  findEntityType: (name) => {
    const type = findType(name);
    return type?.kind === 'EntityType' ? type : undefined;
  },
  findActions: () => [],
  findFunctions: () => [],
  boundOperations: () => [],
  findTerm: () => undefined,
  derivedTypes: (type) =>
    [...types.values()].filter((other) => other !== type && isSameOrDerived(other, type)) as never,
  elements: () => [],
  annotationsOf: () => annotations(),
};

// ---------------------------------------------------------------- entities and queries

export function record(values: Record<string, EdmValue>): StructuredValue {
  return Object.assign(createRecord(), values);
}

export function entityOf(
  set: EdmEntitySet,
  values: Record<string, EdmValue>,
  type: EdmEntityType = set.entityType,
): Entity {
  const key = record(Object.fromEntries(type.key.map((part) => [part.name, values[part.name] ?? null])));
  return {
    identity: { home: { kind: 'entitySet', entitySet: set }, key },
    type,
    values: record(values),
    revision: 1,
  };
}

export const setSegment = (set: EdmEntitySet): ResourceSegment => ({
  kind: 'entitySet',
  entitySet: set,
  result: { type: set.entityType, collection: true, nullable: false },
  source: { kind: 'navigationSource', navigationSource: set },
  at: 0,
});

export const singletonSegment: ResourceSegment = {
  kind: 'singleton',
  singleton: mainSupplier,
  result: { type: customer, collection: false, nullable: false },
  source: { kind: 'navigationSource', navigationSource: mainSupplier },
  at: 0,
};

export function keySegment(before: ResourceSegment, key: Record<string, EdmValue>): ResourceSegment {
  const type = before.result?.type as EdmEntityType;
  return {
    kind: 'key',
    entityType: type,
    alternate: false,
    keyProperties: type.key,
    key: new Map(
      type.key.map((part) => [
        part.name,
        {
          kind: 'literal',
          value: key[part.name] ?? null,
          result: { type: part.property.type.type, collection: false },
          at: 0,
        },
      ]),
    ),
    result: { type, collection: false, nullable: false },
    source: before.source,
    at: 0,
  };
}

export function propertySegment(type: EdmStructuredType, name: string): ResourceSegment {
  const property = type.properties.get(name)!;
  return { kind: 'property', property, result: property.type, source: undefined, at: 0 };
}

export function navigationSegment(
  property: EdmNavigationProperty,
  source: ResourceSegment['source'],
): ResourceSegment {
  const result = { type: property.entityType, collection: property.collection, nullable: false };
  return { kind: 'navigation', navigationProperty: property, result, source, at: 0 };
}

export const castSegment = (before: ResourceSegment, type: EdmStructuredType): ResourceSegment => ({
  kind: 'cast',
  type,
  implicit: false,
  result: { type, collection: before.result?.collection ?? false, nullable: false },
  source: before.source,
  at: 0,
});

export function queryOf(segments: readonly ResourceSegment[], options: QueryOptions = {}): Query {
  const last = segments.at(-1);
  return { path: { segments, result: last?.result, source: last?.source }, options };
}

export function contextOf(query: Query, more: Partial<SerializeContext> = {}): SerializeContext {
  return {
    query,
    model,
    serviceRoot: 'http://host/',
    metadata: 'minimal',
    version: '4.01',
    ieee754Compatible: false,
    ...more,
  };
}
