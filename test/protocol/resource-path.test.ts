// Core vocabulary, term ResourcePath: sets, singletons and imports are where it says, and links lead there.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const at = (path: string) => `<Annotation Term="Core.ResourcePath" String="${path}"/>`;
const schema = csdl(`
  <EntityType Name="Item">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <NavigationProperty Name="Parts" Type="Collection(Test.Item)" ContainsTarget="true"/>
  </EntityType>
  <Function Name="Now"><ReturnType Type="Edm.Int32" Nullable="false"/></Function>
  <EntityContainer Name="C">
    <EntitySet Name="Items" EntityType="Test.Item">${at('stock/items')}</EntitySet>
    <EntitySet Name="Others" EntityType="Test.Item">${at('https://elsewhere.example/others')}</EntitySet>
    <Singleton Name="Best" Type="Test.Item">${at('stock/best')}</Singleton>
    <FunctionImport Name="Now" Function="Test.Now" IncludeInServiceDocument="true">${at('clock/now')}</FunctionImport>
  </EntityContainer>`);

test('the service document lists it', async () => {
  const { body } = await ask(serviceFor(schema), 'GET /');
  expect(body.value.map(({ name, url }: { name: string; url: string }) => [name, url])).toEqual([
    ['Items', 'stock/items'],
    ['Others', 'https://elsewhere.example/others'],
    ['Best', 'stock/best'],
    ['Now', 'clock/now'],
  ]);
});

test('requests go there, and links and ids name it; context URLs have names', async () => {
  const service = serviceFor(schema);
  const created = await ask(service, 'POST /stock/items', { Id: 1, Parts: [{ Id: 2 }] });
  expect([created.status, created.headers.get('location')]).toEqual([201, 'http://localhost/stock/items(1)']);
  expect(created.body['@context']).toBe('http://localhost/$metadata#Items(Parts())/$entity');
  const full = { accept: 'application/json;odata.metadata=full' };
  const part = await ask(service, 'GET /stock/items(1)/Parts(2)', undefined, full);
  expect([part.body['@context'], part.body['@id']]).toEqual([
    'http://localhost/$metadata#Items(1)/Parts/$entity',
    'http://localhost/stock/items(1)/Parts(2)',
  ]);
  expect((await ask(service, 'GET /stock/items/1')).status).toBe(200);
  expect((await ask(service, 'GET /stock/best')).status).toBe(200);
  expect((await ask(service, 'GET /clock/now()')).status).toBe(200);
});

test('what is written by its name is known as well, and nothing else is', async () => {
  const service = serviceFor(schema);
  expect((await ask(service, 'GET /Items')).status).toBe(200);
  expect((await ask(service, 'GET /Others')).status).toBe(200);
  expect((await ask(service, 'GET /stock')).status).toBe(404);
});
