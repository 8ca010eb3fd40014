// OData Protocol 4.01, section 11.4.3 "Upsert an Entity": a body of another derived type of the declared one changes the type.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const schema = csdl(`
  <EntityType Name="Pet" OpenType="true">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Name" Type="Edm.String"/>
  </EntityType>
  <EntityType Name="Dog" BaseType="Test.Pet" OpenType="true"><Property Name="Tricks" Type="Edm.Int32"/></EntityType>
  <EntityType Name="Cat" BaseType="Test.Pet" OpenType="true"><Property Name="Lives" Type="Edm.Int32" DefaultValue="7"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="Pets" EntityType="Test.Pet"/></EntityContainer>`);

async function withDog() {
  const service = serviceFor(schema);
  const dog = { '@odata.type': '#Test.Dog', Id: 1, Name: 'Rex', Tricks: 3, Colour: 'brown' };
  expect((await ask(service, 'POST /Pets', dog)).status).toBe(201);
  return service;
}

test('PATCH keeps what is inherited and what is dynamic, and drops the rest', async () => {
  const service = await withDog();
  expect((await ask(service, 'PATCH /Pets(1)', { '@odata.type': '#Test.Cat', Name: 'Tom' })).status).toBe(
    204,
  );
  const { '@context': _, ...cat } = (await ask(service, 'GET /Pets(1)')).body;
  expect(cat).toEqual({ '@type': '#Test.Cat', Id: 1, Name: 'Tom', Lives: 7, Colour: 'brown' });
});

test('to the declared type as well', async () => {
  const service = await withDog();
  expect((await ask(service, 'PATCH /Pets(1)', { '@odata.type': '#Test.Pet' })).status).toBe(204);
  const { '@context': _, ...pet } = (await ask(service, 'GET /Pets(1)')).body;
  expect(pet).toEqual({ Id: 1, Name: 'Rex', Colour: 'brown' });
});

test('without a type the body is of the type that there is', async () => {
  const service = await withDog();
  expect((await ask(service, 'PATCH /Pets(1)', { Tricks: 4 })).status).toBe(204);
  expect((await ask(service, 'PUT /Pets(1)', { Tricks: 5 })).status).toBe(204);
  const { '@context': _, ...dog } = (await ask(service, 'GET /Pets(1)')).body;
  expect(dog).toEqual({ '@type': '#Test.Dog', Id: 1, Name: null, Tricks: 5 });
});

test('a cast in the path leaves only what derives from it', async () => {
  const service = await withDog();
  expect((await ask(service, 'PATCH /Pets(1)/Test.Dog', { '@odata.type': '#Test.Cat' })).status).toBe(400);
});
