// OData CSDL 4.01, section 3.4 "Built-In Abstract Types"; JSON Format, section 4.6.3: values of abstract types tell their own.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const service = serviceFor(
  csdl(`
  <ComplexType Name="Address"><Property Name="City" Type="Edm.String"/></ComplexType>
  <EntityType Name="Thing" OpenType="true">
    <Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Primitive" Type="Edm.PrimitiveType"/>
    <Property Name="Complex" Type="Edm.ComplexType"/>
    <Property Name="Several" Type="Collection(Edm.ComplexType)"/>
    <Property Name="Any" Type="Edm.Untyped"/>
  </EntityType>
  <EntityContainer Name="Container"><EntitySet Name="Things" EntityType="Test.Thing"/></EntityContainer>`),
);

const address = { '@type': '#Test.Address', City: 'Ulm' };

test('the type that was sent with a value comes back with it', async () => {
  const sent = {
    'Primitive@type': 'Date',
    Primitive: '2024-02-29',
    Complex: address,
    Several: [address],
    'Any@type': '#Decimal',
    Any: 1.5,
  };
  await ask(service, 'POST /Things', { ID: 1, ...sent });
  const { text } = await ask(service, 'GET /Things(1)');
  expect(text).toContain('"Primitive@type":"Date","Primitive":"2024-02-29"');
  expect(text).toContain('"Complex":{"@type":"#Test.Address","City":"Ulm"}');
  expect(text).toContain('"Several":[{"@type":"#Test.Address","City":"Ulm"}]');
  expect(text).toContain('"Any@type":"Decimal","Any":1.5');
  const found = await ask(service, 'GET /Things?$filter=Primitive gt 2024-01-01&$select=ID');
  expect(found.body.value).toEqual([{ ID: 1 }]);
});

test('a value without a type has not got the type of the one before', async () => {
  await ask(service, 'POST /Things', {
    ID: 2,
    'Primitive@type': 'Date',
    Primitive: '2024-02-29',
    'Free@type': 'Date',
    Free: '2024-02-29',
  });
  await ask(service, 'PATCH /Things(2)', { Primitive: 'text', Free: 'text' });
  const { body } = await ask(service, 'GET /Things(2)');
  expect(body).toMatchObject({ Primitive: 'text', Free: 'text' });
  expect(Object.keys(body).filter((name) => name.endsWith('@type'))).toEqual([]);
});

test.each([
  [{ Complex: { City: 'Ulm' } }],
  [{ Complex: 5 }],
  [{ Complex: { '@type': '#Test.Nothing' } }],
  [{ Primitive: [1] }],
  [{ 'Primitive@type': 'Date', Primitive: 'yesterday' }],
  [{ Several: address }],
])('%j is refused', async (body) => {
  expect((await ask(service, 'POST /Things', { ID: 3, ...body })).status).toBe(400);
});
