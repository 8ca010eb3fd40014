// OData Data Aggregation Extension 4.0, sections 3.1.1, 3.4.3 "addnested", 3.5.1 "join", 3.5.2 "nest" and 7.3 "Requesting Expanded Results".
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const service = serviceFor(
  csdl(`
  <EntityType Name="Customer">
    <Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.String" Nullable="false"/>
    <NavigationProperty Name="Sales" Type="Collection(Test.Sale)" Partner="Customer"/>
  </EntityType>
  <EntityType Name="Sale">
    <Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Amount" Type="Edm.Double"/>
    <NavigationProperty Name="Customer" Type="Test.Customer" Partner="Sales"/>
  </EntityType>
  <EntityContainer Name="Container">
    <EntitySet Name="Customers" EntityType="Test.Customer"><NavigationPropertyBinding Path="Sales" Target="Sales"/></EntitySet>
    <EntitySet Name="Sales" EntityType="Test.Sale"><NavigationPropertyBinding Path="Customer" Target="Customers"/></EntitySet>
  </EntityContainer>`),
);
await ask(service, 'POST /Customers', {
  ID: 'C1',
  Sales: [
    { ID: 1, Amount: 2 },
    { ID: 2, Amount: 4 },
  ],
});

const root = 'http://localhost/$metadata';
const large = { ID: 2, Amount: 4 };

test.each([
  [
    'Customers?$apply=addnested(Sales,filter(Amount gt 3) as Large)',
    '#Customers(Large())',
    { ID: 'C1', 'Large@context': `${root}#Sales`, Large: [large] },
  ],
  [
    'Customers?$apply=addnested(Sales,aggregate(Amount with sum as Total) as Sums)',
    '#Customers(Sums())',
    { ID: 'C1', 'Sums@context': `${root}#Sales(Total)`, Sums: [{ Total: 6 }] },
  ],
  [
    'Customers?$apply=join(Sales as Sale,filter(Amount gt 3))&$select=ID&$expand=Sale',
    '#Customers(ID,Sale())',
    { ID: 'C1', Sale: { '@context': `${root}#Sales/$entity`, ...large } },
  ],
  [
    'Sales?$apply=nest(groupby((Customer/ID)) as Buyers)',
    '#Sales(Buyers())',
    { 'Buyers@context': `${root}#Sales(Customer(ID))`, Buyers: [{ Customer: { ID: 'C1' } }] },
  ],
  [
    'Customers?$apply=addnested(Sales,groupby((Customer/ID)) as Groups)&$expand=Groups',
    '#Customers(Groups())',
    { ID: 'C1', 'Groups@context': `${root}#Sales(@Org.OData.Core.V1.AnyStructure)`, Groups: [{}] },
  ],
  [
    'Sales?$apply=groupby((Customer))&$expand=Customer($select=ID)',
    '#Sales(Customer(ID))',
    { Customer: { ID: 'C1' } },
  ],
])('%s: %s', async (url, fragment, first) => {
  const { body } = await ask(service, `GET /${url}`);
  expect(body['@context']).toBe(root + fragment);
  expect(body.value[0]).toEqual(first);
});

test('$compute is listed in the context URL beside the declared properties', async () => {
  const { body } = await ask(service, 'GET /Sales?$compute=Amount mul 2 as Twice&$top=1');
  expect(body['@context']).toBe(`${root}#Sales(*,Twice)`);
});

test('a cross join is grouped, aggregated and written with the types of what is computed', async () => {
  const url = '$crossjoin(Customers,Sales)?$apply=filter(Customers/ID eq Sales/Customer/ID)';
  const grouped = `${url}/groupby((Customers/ID),aggregate(Sales/Amount with sum as Total,$count as Number))`;
  const { text, body } = await ask(service, `GET /${grouped}`);
  expect(text).toContain('{"Total":6,"Number@type":"Decimal","Number":2,"Customers":{');
  expect(body.value[0].Customers.ID).toBe('C1');
});

test('what is expanded by default is in the context URL whatever $select says', async () => {
  const url = 'Sales?$apply=groupby((Customer/ID),aggregate(Amount with sum as Total))&$select=Total';
  const { body } = await ask(service, `GET /${url}`);
  expect(body).toEqual({
    '@context': `${root}#Sales(Total,Customer(ID))`,
    value: [{ Total: 6, Customer: { ID: 'C1' } }],
  });
});

test.each([
  ['aggregate(Amount with sum as Amount)'],
  ['groupby((Customer),aggregate(Amount with sum as ID))'],
])('%s: an alias is no name of a declared property', async (apply) => {
  expect((await ask(service, `GET /Sales?$apply=${apply}`)).status).toBe(400);
});
