// Sales by customer, product and sales organization, after the example of the Data Aggregation Extension.
import { createEdmModel } from '../../src/csdl/model/create-edm-model.ts';
import { readCsdl } from '../../src/csdl/read.ts';
import type { EdmEntitySet } from '../../src/edm/edm-model.ts';
import type { Entity } from '../../src/edm/entity.ts';
import { createRecord, type EdmValue } from '../../src/edm/value.ts';
import type { EntityAccess } from '../../src/evaluate/entity-access.ts';
import { evaluateQuery } from '../../src/evaluate/evaluate-query.ts';
import { resolve } from '../../src/query/resolve.ts';
import { parseODataUri } from '../../src/uri/parse.ts';
import { plain, strict } from './fixture.ts';

const csdl = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01">
  <edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Aggregation.V1.xml">
    <edmx:Include Namespace="Org.OData.Aggregation.V1" Alias="Aggregation"/></edmx:Reference>
  <edmx:DataServices><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="sales">
    <EntityType Name="Sale"><Key><PropertyRef Name="ID"/></Key>
      <Property Name="ID" Type="Edm.Int32" Nullable="false"/><Property Name="Amount" Type="Edm.Decimal" Scale="variable"/>
      <Property Name="Time" Type="Edm.Date"/>
      <NavigationProperty Name="Customer" Type="sales.Customer"/><NavigationProperty Name="Product" Type="sales.Product"/>
      <NavigationProperty Name="Organization" Type="sales.Organization"/>
      <Annotation Term="Aggregation.CustomAggregate" Qualifier="Amount" String="Edm.Decimal"/>
      <Annotation Term="Aggregation.CustomAggregate" Qualifier="Forecast" String="Edm.Decimal"/>
    </EntityType>
    <EntityType Name="Customer"><Key><PropertyRef Name="ID"/></Key>
      <Property Name="ID" Type="Edm.String" Nullable="false"/><Property Name="Name" Type="Edm.String"/>
      <Property Name="Country" Type="Edm.String"/><Property Name="Address" Type="sales.Address"/>
      <NavigationProperty Name="Sales" Type="Collection(sales.Sale)"/>
    </EntityType>
    <ComplexType Name="Address"><Property Name="City" Type="Edm.String"/></ComplexType>
    <EntityType Name="Product"><Key><PropertyRef Name="ID"/></Key>
      <Property Name="ID" Type="Edm.String" Nullable="false"/><Property Name="Name" Type="Edm.String"/>
      <Property Name="TaxRate" Type="Edm.Decimal" Scale="variable"/><Property Name="Category" Type="Edm.String"/>
      <NavigationProperty Name="Sales" Type="Collection(sales.Sale)"/>
    </EntityType>
    <EntityType Name="Organization"><Key><PropertyRef Name="ID"/></Key>
      <Property Name="ID" Type="Edm.String" Nullable="false"/><Property Name="Name" Type="Edm.String"/>
      <NavigationProperty Name="Superordinate" Type="sales.Organization"/>
      <Annotation Term="Aggregation.RecursiveHierarchy" Qualifier="Tree"><Record>
        <PropertyValue Property="NodeProperty" PropertyPath="ID"/>
        <PropertyValue Property="ParentNavigationProperty" NavigationPropertyPath="Superordinate"/>
      </Record></Annotation>
    </EntityType>
    <EntityContainer Name="Container">
      <EntitySet Name="Sales" EntityType="sales.Sale"/><EntitySet Name="Customers" EntityType="sales.Customer"/>
      <EntitySet Name="Products" EntityType="sales.Product"/><EntitySet Name="Organizations" EntityType="sales.Organization"/>
    </EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>`;

const read = readCsdl(csdl, { file: 'sales.csdl.xml' });
if (read.document === undefined) throw new Error(JSON.stringify(read.findings));
const model = createEdmModel(read.document);

type Row = { readonly [name: string]: EdmValue };
type Links = { readonly [navigation: string]: string | readonly number[] | null };

function entity(setName: string, row: Row): Entity {
  const entitySet = model.entityContainer!.children.get(setName) as EdmEntitySet;
  const values = Object.assign(createRecord(), row);
  const key = Object.assign(createRecord(), { ID: row.ID });
  return {
    identity: { home: { kind: 'entitySet', entitySet }, key },
    type: entitySet.entityType,
    values,
    revision: 1,
  };
}

const address = (city: string): EdmValue => Object.assign(createRecord(), { City: city });

const sales: readonly (readonly [number, string, string, string, string, string])[] = [
  [1, 'C1', 'P3', 'US West', '2022-01-03', '1'],
  [2, 'C1', 'P1', 'US West', '2022-04-10', '2'],
  [3, 'C1', 'P2', 'US West', '2022-08-07', '4'],
  [4, 'C2', 'P2', 'US East', '2022-01-03', '8'],
  [5, 'C2', 'P3', 'US East', '2022-11-09', '4'],
  [6, 'C3', 'P1', 'EMEA Central', '2022-04-01', '2'],
  [7, 'C3', 'P3', 'EMEA Central', '2022-08-06', '1'],
  [8, 'C3', 'P3', 'EMEA Central', '2022-11-22', '2'],
];
const customers = [
  ['C1', 'Joe', 'USA', 'Rome'],
  ['C2', 'Sue', 'USA', 'Rome'],
  ['C3', 'Sue', 'Netherlands', 'Delft'],
  ['C4', 'Luc', 'France', 'Paris'],
] as const;
const products = [
  ['P1', 'Sugar', '0.06', 'Food'],
  ['P2', 'Coffee', '0.06', 'Food'],
  ['P3', 'Paper', '0.14', 'Non-Food'],
  ['P4', 'Pencil', '0.14', 'Non-Food'],
] as const;
const organizations = [
  ['EMEA', 'EMEA', 'Sales'],
  ['EMEA Central', 'EMEA Central', 'EMEA'],
  ['Sales', 'Corporate Sales', null],
  ['US', 'US', 'Sales'],
  ['US East', 'US East', 'US'],
  ['US West', 'US West', 'US'],
] as const;

const sets: { readonly [name: string]: readonly Entity[] } = {
  Sales: sales.map(([ID, , , , Time, Amount]) => entity('Sales', { ID, Time, Amount })),
  Customers: customers.map(([ID, Name, Country, city]) =>
    entity('Customers', { ID, Name, Country, Address: address(city) }),
  ),
  Products: products.map(([ID, Name, TaxRate, Category]) =>
    entity('Products', { ID, Name, TaxRate, Category }),
  ),
  Organizations: organizations.map(([ID, Name]) => entity('Organizations', { ID, Name })),
};

function linksOf(entity: Entity): Links {
  const id = entity.values.ID;
  const sale = sales.find(([ID]) => ID === id);
  if (sale !== undefined) return { Customer: sale[1], Product: sale[2], Organization: sale[3] };
  return {
    Sales: sales.filter(([, customer, product]) => customer === id || product === id).map(([ID]) => ID),
    Superordinate: organizations.find(([ID]) => ID === id)?.[2] ?? null,
  };
}

const access: EntityAccess = {
  entities: (entitySet) => sets[entitySet.name] ?? [],
  find: (entitySet, key) => sets[entitySet.name]?.find(({ values }) => values.ID === key.ID),
  singleton: () => undefined,
  related: (source, _path, { name, entityType }) => {
    const link = linksOf(source)[name];
    const keys: readonly EdmValue[] = Array.isArray(link) ? link : link == null ? [] : [link as string];
    return keys.map((key) => sets[`${entityType.name}s`]!.find(({ values }) => values.ID === key)!);
  },
};

/** The result of a request to the sales service, as plain data; `key` stands for an entity. */
export function apply(url: string, more: Partial<EntityAccess> = {}): unknown {
  const query = resolve(parseODataUri(url), model, strict, url);
  return plain(evaluateQuery(query, { ...access, ...more }, { model }));
}
