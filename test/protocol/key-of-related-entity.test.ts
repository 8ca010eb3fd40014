// OData CSDL 4.01, section 6.5 "Key", and Protocol, sections 11.4.2, 11.4.4 and 11.4.6: keys with a part of a related entity's.
import { beforeEach, expect, test } from 'vitest';
import { exportData } from '../../src/protocol/export-data.ts';
import { loadData } from '../../src/protocol/load-data.ts';
import { populateEmptySets } from '../../src/protocol/populate-service.ts';
import type { ODataService } from '../../src/service/odata-service.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

const schema = csdl(`
  <EntityType Name="Order"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <NavigationProperty Name="Items" Type="Collection(Test.Item)" Partner="Order"/>
    <NavigationProperty Name="Notes" Type="Collection(Test.Note)" ContainsTarget="true" Partner="Order"/></EntityType>
  <EntityType Name="Item"><Key><PropertyRef Name="Order/ID" Alias="OrderID"/><PropertyRef Name="No"/></Key>
    <Property Name="No" Type="Edm.Int32" Nullable="false"/><Property Name="Text" Type="Edm.String"/>
    <NavigationProperty Name="Order" Type="Test.Order" Nullable="false" Partner="Items"/></EntityType>
  <EntityType Name="Part"><Key><PropertyRef Name="Item/Order/ID" Alias="O"/><PropertyRef Name="Item/No" Alias="I"/></Key>
    <NavigationProperty Name="Item" Type="Test.Item" Nullable="false"/></EntityType>
  <EntityType Name="Note"><Key><PropertyRef Name="Order/ID" Alias="OrderID"/><PropertyRef Name="No"/></Key>
    <Property Name="No" Type="Edm.Int32" Nullable="false"/>
    <NavigationProperty Name="Order" Type="Test.Order" Nullable="false" Partner="Notes"/></EntityType>
  <EntityContainer Name="Container">
    <EntitySet Name="Orders" EntityType="Test.Order"><NavigationPropertyBinding Path="Items" Target="Items"/></EntitySet>
    <EntitySet Name="Items" EntityType="Test.Item"><NavigationPropertyBinding Path="Order" Target="Orders"/>
      <Annotation Term="Capabilities.UpdateRestrictions"><Record><PropertyValue Property="DeltaUpdateSupported" Bool="true"/></Record></Annotation></EntitySet>
    <EntitySet Name="Parts" EntityType="Test.Part"><NavigationPropertyBinding Path="Item" Target="Items"/></EntitySet>
  </EntityContainer>`);

let service: ODataService;

beforeEach(async () => {
  service = serviceFor(schema);
  await ask(service, 'POST /Orders', { ID: 1 });
  await ask(service, 'POST /Orders', { ID: 2 });
});

const item = (order: number, no: number) => `http://localhost/Items(OrderID=${order},No=${no})`;
const location = async (line: string, body: unknown) => {
  const { status, headers, text } = await ask(service, line, body);
  return status === 201 ? headers.get('location') : text;
};

test.each([
  ['/Items', { No: 1, 'Order@odata.bind': 'Orders(1)' }, item(1, 1)],
  ['/Items', { No: 1, Order: { '@id': 'Orders(2)' } }, item(2, 1)],
  ['/Items', { No: 1, Order: { ID: 2 } }, item(2, 1)],
  ['/Items', { No: 1, Order: { ID: 3, Items: [] } }, item(3, 1)],
  ['/Orders(2)/Items', { No: 7 }, item(2, 7)],
  ['/Orders(2)/Notes', { No: 7 }, 'http://localhost/Orders(2)/Notes(OrderID=2,No=7)'],
])('created at %s by %j', async (path, body, expected) => {
  expect(await location(`POST ${path}`, body)).toBe(expected);
  expect((await ask(service, `GET ${expected.slice(16)}`)).body.No).toBe(body.No);
});

test('in a deep insert, and through several entities', async () => {
  expect(
    (await ask(service, 'POST /Orders', { ID: 5, Items: [{ No: 1 }, { No: 2 }], Notes: [{ No: 3 }] })).status,
  ).toBe(201);
  expect((await ask(service, 'GET /Items(OrderID=5,No=2)/Order')).body.ID).toBe(5);
  expect(await location('POST /Parts', { Item: { '@id': 'Items(OrderID=5,No=2)' } })).toBe(
    'http://localhost/Parts(O=5,I=2)',
  );
});

test('the id is told, since the members do not tell the whole key', async () => {
  const { body } = await ask(service, 'POST /Orders(1)/Items', { No: 1 });
  expect(body).toEqual({
    '@context': 'http://localhost/$metadata#Items/$entity',
    '@id': item(1, 1),
    No: 1,
    Text: null,
  });
});

test('what the key needs must be told, and its parts be unique', async () => {
  const { status, body } = await ask(service, 'POST /Items', { No: 1 });
  expect([status, body.error.code, body.error.target]).toEqual([400, 'MissingProperty', 'Order']);
  await ask(service, 'POST /Orders(1)/Items', { No: 1 });
  expect((await ask(service, 'POST /Orders(1)/Items', { No: 1 })).status).toBe(409);
  expect((await ask(service, 'POST /Orders(2)/Items', { No: 1 })).status).toBe(201);
  expect((await ask(service, 'POST /Items', { No: 4, Order: { '@id': 'Orders(404)' } })).status).toBe(400);
});

test('upsert by the URL, and by a delta', async () => {
  expect((await ask(service, 'PATCH /Items(OrderID=2,No=9)', { Text: 'x' })).status).toBe(201);
  expect((await ask(service, 'PATCH /Items(OrderID=2,No=9)', { Text: 'y' })).status).toBe(204);
  expect((await ask(service, 'GET /Orders(2)/Items')).body.value).toEqual([
    expect.objectContaining({ No: 9, Text: 'y' }),
  ]);
  const changes = [
    { No: 9, Text: 'z', Order: { '@id': 'Orders(2)' } },
    { No: 9, Text: 'new', Order: { ID: 1 } },
  ];
  expect((await ask(service, 'PATCH /Items', { '@context': '#$delta', value: changes })).status).toBe(204);
  const { body } = await ask(service, 'GET /Items?$select=Text&$orderby=Text');
  expect(body.value).toEqual([
    { '@id': item(1, 9), Text: 'new' },
    { '@id': item(2, 9), Text: 'z' },
  ]);
});

test('the relationship stays as long as the entity, and ends with it', async () => {
  await ask(service, 'POST /Orders(1)/Items', { No: 1 });
  await ask(service, 'POST /Parts', { Item: { '@id': 'Items(OrderID=1,No=1)' } });
  for (const [line, body] of [
    ['PUT /Items(OrderID=1,No=1)/Order/$ref', { '@id': 'Orders(2)' }],
    ['POST /Orders(2)/Items/$ref', { '@id': 'Items(OrderID=1,No=1)' }],
    ['DELETE /Orders(1)/Items/$ref?$id=Items(OrderID=1,No=1)', undefined],
    ['PATCH /Items(OrderID=1,No=1)', { Order: { '@id': 'Orders(2)' } }],
  ] as const)
    expect([line, (await ask(service, line, body)).status]).toEqual([line, 400]);
  expect((await ask(service, 'POST /Orders(1)/Items/$ref', { '@id': 'Items(OrderID=1,No=1)' })).status).toBe(
    204,
  );
  expect((await ask(service, 'DELETE /Orders(1)')).status).toBe(204);
  expect((await ask(service, 'GET /Items/$count')).text).toBe('0');
  expect((await ask(service, 'GET /Parts/$count')).text).toBe('0');
});

test('pages are in the order of the whole key', async () => {
  for (const order of [2, 1])
    for (const No of [2, 1]) await ask(service, `POST /Orders(${order})/Items`, { No });
  const { body } = await ask(service, 'GET /Items?$select=Text', undefined, { prefer: 'maxpagesize=3' });
  expect(body.value.map((one: Record<string, string>) => one['@id'])).toEqual([
    item(1, 1),
    item(1, 2),
    item(2, 1),
  ]);
  const rest = await ask(service, `GET ${body['@nextLink'].slice(16)}`);
  expect(rest.body.value).toEqual([{ '@id': item(2, 2), Text: null }]);
});

test('data are saved, and loaded again in an order that does not matter', async () => {
  await ask(service, 'POST /Orders(1)/Items', { No: 1 });
  await ask(service, 'POST /Parts', { Item: { '@id': 'Items(OrderID=1,No=1)' } });
  const saved = [...(await exportData(service))].toSorted(([a], [b]) => (a < b ? 1 : -1));
  const other = serviceFor(schema);
  await loadData(other, new Map(saved.map(([name, text]) => [name, { file: `${name}.json`, text }])));
  expect((await ask(other, 'GET /Parts(O=1,I=1)/Item/Order')).body.ID).toBe(1);
});

test('made-up entities are related as their keys need', async () => {
  const other = serviceFor(schema);
  await populateEmptySets(other, { count: 5, seed: 1 });
  const { body } = await ask(other, 'GET /Items?$expand=Order');
  expect(body.value.length).toBeGreaterThan(0);
  for (const one of body.value) expect(one['@id']).toContain(`OrderID=${one.Order.ID},`);
});
