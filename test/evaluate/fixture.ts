// A small shop: its model, its rows, and queries by their URL.
import { createEdmModel } from '../../src/csdl/model/create-edm-model.ts';
import { readCsdl } from '../../src/csdl/read.ts';
import type { EdmEntitySet, EdmEntityType, EdmNavigationProperty } from '../../src/edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../../src/edm/entity.ts';
import { createRecord, type EdmValue, isStructuredValue, type StructuredValue } from '../../src/edm/value.ts';
import type { EntityAccess } from '../../src/evaluate/entity-access.ts';
import { type EvaluateQueryOptions, evaluateQuery } from '../../src/evaluate/evaluate-query.ts';
import type { ResolveOptions } from '../../src/query/query.ts';
import { resolve } from '../../src/query/resolve.ts';
import type { ExpandedResult, ItemResult, QueryResult } from '../../src/query/result.ts';
import { parseODataUri } from '../../src/uri/parse.ts';

const csdl = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01">
  <edmx:DataServices><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop" Alias="self">
    <EnumType Name="Pattern" IsFlags="true">
      <Member Name="Plain" Value="0"/><Member Name="Red" Value="1"/><Member Name="Blue" Value="2"/><Member Name="Yellow" Value="4"/>
    </EnumType>
    <EnumType Name="Size"><Member Name="Small" Value="10"/><Member Name="Medium" Value="5"/><Member Name="Large" Value="20"/></EnumType>
    <TypeDefinition Name="Money" UnderlyingType="Edm.Decimal" Scale="2" Precision="6"/>
    <TypeDefinition Name="Code" UnderlyingType="Edm.String" MaxLength="3"/>
    <ComplexType Name="Address" OpenType="true">
      <Property Name="Street" Type="Edm.String"/><Property Name="City" Type="Edm.String"/>
      <NavigationProperty Name="Country" Type="shop.Country"/>
    </ComplexType>
    <ComplexType Name="PostBox" BaseType="shop.Address"><Property Name="Number" Type="Edm.Int32"/></ComplexType>
    <EntityType Name="Country"><Key><PropertyRef Name="Code"/></Key>
      <Property Name="Code" Type="Edm.String" Nullable="false"/><Property Name="Name" Type="Edm.String"/>
    </EntityType>
    <EntityType Name="Category"><Key><PropertyRef Name="ID"/></Key>
      <Property Name="ID" Type="Edm.Int32" Nullable="false"/><Property Name="Name" Type="Edm.String"/>
      <NavigationProperty Name="Products" Type="Collection(shop.Product)" Partner="Category"/>
      <NavigationProperty Name="Parent" Type="shop.Category"/>
      <NavigationProperty Name="Children" Type="Collection(shop.Category)" Partner="Parent"/>
    </EntityType>
    <EntityType Name="Product" OpenType="true"><Key><PropertyRef Name="ID"/></Key>
      <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
      <Property Name="Name" Type="Edm.String"/>
      <Property Name="Price" Type="Edm.Decimal" Scale="variable"/>
      <Property Name="Float" Type="Edm.Decimal" Scale="floating"/>
      <Property Name="Rating" Type="Edm.Int32"/>
      <Property Name="Weight" Type="Edm.Double"/>
      <Property Name="Thin" Type="Edm.Single"/>
      <Property Name="Big" Type="Edm.Int64"/>
      <Property Name="Sold" Type="Edm.Boolean"/>
      <Property Name="Released" Type="Edm.DateTimeOffset" Precision="12"/>
      <Property Name="Day" Type="Edm.Date"/>
      <Property Name="Time" Type="Edm.TimeOfDay" Precision="12"/>
      <Property Name="Took" Type="Edm.Duration" Precision="12"/>
      <Property Name="Guid" Type="Edm.Guid"/>
      <Property Name="Style" Type="shop.Pattern"/>
      <Property Name="Size" Type="shop.Size"/>
      <Property Name="Data" Type="Edm.Binary"/>
      <Property Name="Tags" Type="Collection(Edm.String)"/>
      <Property Name="Scores" Type="Collection(Edm.Int32)"/>
      <Property Name="Place" Type="Edm.GeographyPoint"/>
      <Property Name="Home" Type="shop.Address"/>
      <Property Name="Stores" Type="Collection(shop.Address)"/>
      <NavigationProperty Name="Category" Type="shop.Category" Partner="Products"/>
      <NavigationProperty Name="Related" Type="Collection(shop.Product)"/>
    </EntityType>
    <EntityType Name="Bundle" BaseType="shop.Product"><Property Name="Discount" Type="Edm.Int32"/></EntityType>
    <Function Name="Double" IsComposable="true"><Parameter Name="n" Type="Edm.Int32"/><ReturnType Type="Edm.Int32"/></Function>
    <Function Name="Cheaper" IsBound="true" IsComposable="true"><Parameter Name="product" Type="shop.Product"/>
      <ReturnType Type="Collection(shop.Product)"/></Function>
    <EntityContainer Name="Container">
      <EntitySet Name="Products" EntityType="shop.Product">
        <NavigationPropertyBinding Path="Category" Target="Categories"/><NavigationPropertyBinding Path="Related" Target="Products"/>
      </EntitySet>
      <EntitySet Name="Categories" EntityType="shop.Category">
        <NavigationPropertyBinding Path="Products" Target="Products"/>
        <NavigationPropertyBinding Path="Parent" Target="Categories"/><NavigationPropertyBinding Path="Children" Target="Categories"/>
      </EntitySet>
      <EntitySet Name="Countries" EntityType="shop.Country"/>
      <Singleton Name="Best" Type="shop.Product"/>
      <FunctionImport Name="Double" Function="shop.Double"/>
    </EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>`;

const read = readCsdl(csdl, { file: 'shop.csdl.xml' });
if (read.document === undefined) throw new Error(JSON.stringify(read.findings));
export const model = createEdmModel(read.document);

export const strict: ResolveOptions = {
  keyAsSegment: false,
  defaultNamespaces: [],
  optionalParentheses: false,
  implicitCasts: false,
  ignoreCase: false,
};

export type Row = { readonly [name: string]: unknown };

function memoryForm(value: unknown): EdmValue {
  if (Array.isArray(value)) return value.map(memoryForm);
  if (typeof value === 'object' && value !== null) return recordOf(value as Row);
  return value as EdmValue;
}

function recordOf(row: Row): StructuredValue {
  const record = createRecord();
  for (const [name, value] of Object.entries(row)) record[name] = memoryForm(value);
  return record;
}

/** Rows of one set as entities, complete as a store keeps them; `@type` names a derived type. */
export function entitiesOf(setName: string, rows: readonly Row[]): readonly Entity[] {
  const entitySet = model.entityContainer!.children.get(setName) as EdmEntitySet;
  return rows.map(({ '@type': typeName, ...row }) => {
    const type =
      typeof typeName === 'string' ? (model.findType(typeName) as EdmEntityType) : entitySet.entityType;
    const complete: { [name: string]: unknown } = {};
    for (const [name, property] of type.properties) complete[name] = property.type.collection ? [] : null;
    const values = recordOf({ ...complete, ...row });
    const key = createRecord();
    for (const part of type.key) key[part.name] = values[part.name]!;
    const identity: EntityIdentity = { home: { kind: 'entitySet', entitySet }, key };
    return { identity, type, values, revision: 1 };
  });
}

export interface Rows {
  readonly Products?: readonly Row[];
  readonly Categories?: readonly Row[];
  readonly Countries?: readonly Row[];
  /** Keys of targets, by `set/key/path/navigationProperty`. */
  readonly links?: { readonly [link: string]: readonly EdmValue[] };
}

/** Entities in arrays, links by key. */
export function accessOf(rows: Rows): EntityAccess {
  const sets = new Map<string, readonly Entity[]>();
  for (const name of ['Products', 'Categories', 'Countries'] as const) {
    sets.set(name, entitiesOf(name, rows[name] ?? []));
  }
  const keyOf = (entity: Entity): EdmValue => Object.values(entity.identity.key)[0]!;
  const targetSet: { readonly [type: string]: string } = {
    Product: 'Products',
    Category: 'Categories',
    Country: 'Countries',
  };
  return {
    entities: (entitySet) => sets.get(entitySet.name) ?? [],
    find: (entitySet, key) =>
      sets.get(entitySet.name)?.find((entity) => keyOf(entity) === Object.values(key)[0]),
    singleton: () => sets.get('Products')?.[0],
    related: (entity, path, property: EdmNavigationProperty) => {
      const home = entity.identity.home;
      const set = home.kind === 'entitySet' ? home.entitySet.name : '';
      const keys = rows.links?.[[set, String(keyOf(entity)), ...path, property.name].join('/')] ?? [];
      const targets = sets.get(targetSet[property.entityType.name]!)!;
      return keys.map((key) => targets.find((target) => keyOf(target) === key)!);
    },
    callFunction: ({ function: called, binding, parameters }) => {
      if (called.name === 'Double') return (parameters.n as number) * 2;
      const bound = binding as Entity;
      return sets.get('Products')!.filter((one) => Number(one.values.Price) < Number(bound.values.Price));
    },
  };
}

export function evaluate(
  url: string,
  rows: Rows,
  options: Partial<EvaluateQueryOptions> = {},
  resolveOptions: Partial<ResolveOptions> = {},
): QueryResult | undefined {
  const query = resolve(parseODataUri(url), model, { ...strict, ...resolveOptions }, url);
  return evaluateQuery(query, accessOf(rows), { model, ...options });
}

/** A result as plain data: entities by what is asked for, bigints as text with an `n`. */
export function plain(result: QueryResult | ExpandedResult | undefined): unknown {
  switch (result?.kind) {
    case 'collection':
      return result.items.map(plain);
    case 'count':
      return result.count;
    case 'null':
      return null;
    case 'value':
      return expandedOf(result, plainValue(result.value));
    case 'entity': {
      const key = plainValue(Object.values(result.entity.identity.key)[0]!);
      return expandedOf(result, { key, ...(result.computed && (plainValue(result.computed) as object)) });
    }
    case 'instance':
      return expandedOf(result, plainValue(result.values));
    default:
      return undefined;
  }
}

function expandedOf(result: ItemResult, value: unknown): unknown {
  if (result.expanded === undefined) return value;
  const expanded = [...result.expanded].map(([name, one]) => [name, plain(one)]);
  return { ...(value as object), ...Object.fromEntries(expanded) };
}

export function plainValue(value: EdmValue): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return value.map(plainValue);
  if (!isStructuredValue(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainValue(member)]));
}

/** Keys of the products that a filter leaves. */
export function filterProducts(filter: string, products: readonly Row[]): unknown {
  const result = evaluate(`Products?$filter=${encodeURIComponent(filter)}`, {
    Products: products.map((row, i) => ({ ID: i + 1, ...row })),
  });
  return (plain(result) as { key: unknown }[]).map(({ key }) => key);
}

/** The value of an expression on one product. */
export function compute(expression: string, product: Row = {}): unknown {
  const result = evaluate(`Products(1)?$compute=${encodeURIComponent(expression)} as X`, {
    Products: [{ ID: 1, ...product }],
  });
  return result?.kind === 'entity' ? plainValue(result.computed!.X!) : undefined;
}
