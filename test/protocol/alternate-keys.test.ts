// Core vocabulary, term AlternateKeys: they address entities, keep them apart, and tell which one an item of a delta means.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const part = (name: string, alias?: string) =>
  `<Record><PropertyValue Property="Name" PropertyPath="${name}"/>${alias === undefined ? '' : `<PropertyValue Property="Alias" String="${alias}"/>`}</Record>`;
const key = (...parts: string[]) =>
  `<Record><PropertyValue Property="Key"><Collection>${parts.join('')}</Collection></PropertyValue></Record>`;
const schema = csdl(`
  <ComplexType Name="Origin"><Property Name="Country" Type="Edm.String"/></ComplexType>
  <EntityType Name="Item">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Sku" Type="Edm.String"/>
    <Property Name="No" Type="Edm.Int32"/>
    <Property Name="Origin" Type="Test.Origin"/>
    <NavigationProperty Name="Peer" Type="Test.Item"/>
    <Annotation Term="Core.AlternateKeys"><Collection>
      ${key(part('Sku'))}${key(part('Origin/Country', 'country'), part('No'))}
    </Collection></Annotation>
  </EntityType>
  <EntityContainer Name="C">
    <EntitySet Name="Items" EntityType="Test.Item">
      <NavigationPropertyBinding Path="Peer" Target="Items"/>
      <Annotation Term="Capabilities.UpdateRestrictions"><Record><PropertyValue Property="DeltaUpdateSupported" Bool="true"/></Record></Annotation>
    </EntitySet>
  </EntityContainer>`);

async function withItem() {
  const service = serviceFor(schema);
  const item = { Id: 1, Sku: "a'b", No: 7, Origin: { Country: 'FR' } };
  expect((await ask(service, 'POST /Items', item)).status).toBe(201);
  return service;
}

test('entities are read, changed and deleted by them; none is made by them', async () => {
  const service = await withItem();
  expect((await ask(service, "GET /Items(Sku='a''b')")).body.Id).toBe(1);
  expect((await ask(service, "GET /Items(No=7,country='FR')")).body.Id).toBe(1);
  expect((await ask(service, "PATCH /Items(country='FR',No=7)", { No: 8 })).status).toBe(204);
  expect((await ask(service, "PATCH /Items(Sku='z')", { No: 8 })).status).toBe(404);
  expect((await ask(service, "DELETE /Items(Sku='a''b')")).status).toBe(204);
});

test('references may name them', async () => {
  const service = await withItem();
  const bound = { Id: 2, 'Peer@odata.bind': "Items(Sku='a''b')" };
  expect((await ask(service, 'POST /Items', bound)).status).toBe(201);
  expect((await ask(service, 'GET /Items(2)/Peer/$ref')).body['@id']).toBe('http://localhost/Items(1)');
});

test('no two entities have the same; null is no key', async () => {
  const service = await withItem();
  const answer = await ask(service, 'POST /Items', { Id: 0, Sku: "a'b" });
  expect([answer.status, answer.body.error.target]).toEqual([409, 'Sku']);
  expect((await ask(service, 'POST /Items', { Id: 2, Sku: 'c', No: 7 })).status).toBe(201);
  expect((await ask(service, 'POST /Items', { Id: 3 })).status).toBe(201);
  expect((await ask(service, 'PATCH /Items(2)', { Origin: { Country: 'FR' } })).status).toBe(409);
  expect((await ask(service, 'PATCH /Items(1)', { Sku: "a'b", No: 7 })).status).toBe(204);
});

test('an item of a delta may have one instead of its key', async () => {
  const service = await withItem();
  const value = [
    { Sku: "a'b", No: 9 },
    { Id: 5, Sku: 'new' },
  ];
  expect((await ask(service, 'PATCH /Items', { '@context': '#$delta', value })).status).toBe(204);
  expect((await ask(service, 'GET /Items?$select=Id,No')).body.value).toEqual([
    { Id: 1, No: 9 },
    { Id: 5, No: null },
  ]);
});
