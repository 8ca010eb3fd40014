// The model and the data that the examples of the Data Aggregation Extension 4.0 are about (sections 2.1, 2.2, 5.2 and 5.5.3).
import { expect } from 'vitest';
import type { ServiceSettings } from '../../../src/service/create-service.ts';
import type { ODataService } from '../../../src/service/odata-service.ts';
import { ask, serviceFor } from '../service-for.ts';

const string = (name: string): string => `<Property Name="${name}" Type="Edm.String"/>`;
const decimal = (name: string): string => `<Property Name="${name}" Type="Edm.Decimal" Scale="variable"/>`;
const one = (name: string, type: string, partner?: string): string =>
  `<NavigationProperty Name="${name}" Type="SalesModel.${type}"${partner === undefined ? '' : ` Partner="${partner}"`}/>`;
const many = (name: string, type: string, partner: string): string =>
  `<NavigationProperty Name="${name}" Type="Collection(SalesModel.${type})" Partner="${partner}"/>`;
const entityType = (name: string, members: string, key = 'ID', attributes = ''): string =>
  `<EntityType Name="${name}"${attributes}><Key><PropertyRef Name="${key}"/></Key>
  <Property Name="${key}" Type="Edm.${key === 'Date' ? 'Date' : 'String'}" Nullable="false"/>${members}</EntityType>`;
const levels = (qualifier: string, ...paths: readonly string[]): string =>
  `<Annotation Term="Aggregation.LeveledHierarchy" Qualifier="${qualifier}"><Collection>${paths
    .map((path) => `<PropertyPath>${path}</PropertyPath>`)
    .join('')}</Collection></Annotation>`;
const customAggregate = (name: string): string =>
  `<Annotation Term="Aggregation.CustomAggregate" Qualifier="${name}" String="Edm.Decimal"/>`;
const entitySet = (name: string, type: string, annotations = ''): string =>
  `<EntitySet Name="${name}" EntityType="SalesModel.${type}">${annotations}</EntitySet>`;

const model = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01">
<edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Aggregation.V1.xml">
  <edmx:Include Namespace="Org.OData.Aggregation.V1" Alias="Aggregation"/></edmx:Reference>
<edmx:DataServices><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="SalesModel">
${entityType('Category', string('Name') + many('Products', 'Product', 'Category'))}
${entityType(
  'Product',
  string('Name') +
    string('Color') +
    decimal('TaxRate') +
    one('Category', 'Category', 'Products') +
    many('Sales', 'Sale', 'Product') +
    levels('ProductHierarchy', 'Category/Name', 'Name'),
)}
<EntityType Name="FoodProduct" BaseType="SalesModel.Product"><Property Name="Rating" Type="Edm.Byte"/></EntityType>
<EntityType Name="NonFoodProduct" BaseType="SalesModel.Product">${string('RatingClass')}</EntityType>
${entityType(
  'Time',
  `${string('Month') + string('Quarter')}<Property Name="Year" Type="Edm.Int16"/>${levels('TimeHierarchy', 'Year', 'Quarter', 'Month')}`,
  'Date',
)}
${entityType('Customer', string('Name') + string('Country') + many('Sales', 'Sale', 'Customer'))}
${entityType(
  'SalesOrganization',
  `${string('Name') + one('Superordinate', 'SalesOrganization') + many('Sales', 'Sale', 'SalesOrganization')}
  <Annotation Term="Aggregation.RecursiveHierarchy" Qualifier="SalesOrgHierarchy"><Record>
    <PropertyValue Property="NodeProperty" PropertyPath="ID"/>
    <PropertyValue Property="ParentNavigationProperty" NavigationPropertyPath="Superordinate"/>
  </Record></Annotation>`,
)}
${entityType(
  'Sale',
  decimal('Amount') +
    one('Customer', 'Customer', 'Sales') +
    one('Time', 'Time') +
    one('Product', 'Product', 'Sales') +
    one('SalesOrganization', 'SalesOrganization', 'Sales'),
)}
<Function Name="TopCountAndRemainder" IsBound="true">
  <Parameter Name="EntityCollection" Type="Collection(Edm.EntityType)"/>
  <Parameter Name="Count" Type="Edm.Int16"/>
  <Parameter Name="Property" Type="Edm.String"/>
  <ReturnType Type="Collection(Edm.EntityType)"/>
</Function>
<EntityContainer Name="SalesData">
  ${entitySet('Sales', 'Sale', customAggregate('Amount') + customAggregate('Forecast'))}
  ${entitySet('Categories', 'Category')}${entitySet('Products', 'Product')}${entitySet('Time', 'Time')}
  ${entitySet('Customers', 'Customer')}${entitySet('SalesOrganizations', 'SalesOrganization')}
  ${customAggregate('Budget')}
</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`;

type Row = Readonly<Record<string, unknown>>;
const to = (set: string, key: string | null): Row => ({ '@id': key === null ? null : `${set}('${key}')` });

const sales: readonly (readonly [string, string, string, string, string, number])[] = [
  ['1', 'C1', '2022-01-03', 'P3', 'US West', 1],
  ['2', 'C1', '2022-04-10', 'P1', 'US West', 2],
  ['3', 'C1', '2022-08-07', 'P2', 'US West', 4],
  ['4', 'C2', '2022-01-03', 'P2', 'US East', 8],
  ['5', 'C2', '2022-11-09', 'P3', 'US East', 4],
  ['6', 'C3', '2022-04-01', 'P1', 'EMEA Central', 2],
  ['7', 'C3', '2022-08-06', 'P3', 'EMEA Central', 1],
  ['8', 'C3', '2022-11-22', 'P3', 'EMEA Central', 2],
];

const timeOf = (date: string): Row => ({
  Date: date,
  Month: date.slice(0, 7),
  Quarter: `2022-${Math.ceil(Number(date.slice(5, 7)) / 3)}`,
  Year: 2022,
});

const rows: Readonly<Record<string, readonly Row[]>> = {
  Categories: [
    { ID: 'PG1', Name: 'Food' },
    { ID: 'PG2', Name: 'Non-Food' },
  ],
  SalesOrganizations: [
    { ID: 'Sales', Name: 'Corporate Sales' },
    { ID: 'US', Name: 'US', Superordinate: to('SalesOrganizations', 'Sales') },
    { ID: 'US West', Name: 'US West', Superordinate: to('SalesOrganizations', 'US') },
    { ID: 'US East', Name: 'US East', Superordinate: to('SalesOrganizations', 'US') },
    { ID: 'EMEA', Name: 'EMEA', Superordinate: to('SalesOrganizations', 'Sales') },
    { ID: 'EMEA Central', Name: 'EMEA Central', Superordinate: to('SalesOrganizations', 'EMEA') },
  ],
  Customers: [
    { ID: 'C1', Name: 'Joe', Country: 'USA' },
    { ID: 'C2', Name: 'Sue', Country: 'USA' },
    { ID: 'C3', Name: 'Sue', Country: 'Netherlands' },
    { ID: 'C4', Name: 'Luc', Country: 'France' },
  ],
  Time: [...new Set(['2022-01-01', ...sales.map(([, , date]) => date)])].map(timeOf),
  Products: [
    { '@type': '#SalesModel.FoodProduct', ID: 'P1', Name: 'Sugar', Color: 'White', TaxRate: 0.06, Rating: 5 },
    { '@type': '#SalesModel.FoodProduct', ID: 'P2', Name: 'Coffee', Color: 'Brown', TaxRate: 0.06 },
    {
      '@type': '#SalesModel.NonFoodProduct',
      ID: 'P3',
      Name: 'Paper',
      Color: 'White',
      TaxRate: 0.14,
      RatingClass: 'average',
    },
    { '@type': '#SalesModel.NonFoodProduct', ID: 'P4', Name: 'Pencil', Color: 'Black', TaxRate: 0.14 },
  ].map((product) => ({ ...product, Category: to('Categories', product.ID < 'P3' ? 'PG1' : 'PG2') })),
  Sales: sales.map(([ID, customer, date, product, organization, Amount]) => ({
    ID,
    Amount,
    Customer: to('Customers', customer),
    Time: { '@id': `Time(${date})` },
    Product: to('Products', product),
    SalesOrganization: to('SalesOrganizations', organization),
  })),
};

/** A service with the model and the data of the examples. */
export async function salesService(settings: ServiceSettings = {}): Promise<ODataService> {
  const service = serviceFor(model, settings);
  for (const [set, entities] of Object.entries(rows))
    for (const entity of entities) {
      const { status, text } = await ask(service, `POST /${set}`, entity);
      if (status !== 201) throw new Error(text);
    }
  return service;
}

export const contextRoot = 'http://localhost/$metadata';

/** What a request yields, beside the context URL's fragment; `@type` of decimals is checked and left out. */
export async function resultOf(
  service: ODataService,
  url: string,
): Promise<{ readonly context: string; readonly value: unknown }> {
  const { status, body, text } = await ask(service, `GET /${url.replaceAll(/\n\s*/g, '')}`);
  expect(status, text).toBe(200);
  return { context: body['@context'].replace(contextRoot, ''), value: withoutDecimalTypes(body.value) };
}

function withoutDecimalTypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDecimalTypes);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(
    ([name, type]) => !name.endsWith('@type') || type !== 'Decimal',
  );
  return Object.fromEntries(
    members.map(([name, member]) => [
      name,
      typeof member === 'string' ? member.replace(contextRoot, '') : withoutDecimalTypes(member),
    ]),
  );
}
