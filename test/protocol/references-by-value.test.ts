// CSDL 4.01, section 8.5 "Referential Constraint": what values name exists, and what becomes of them when it is deleted.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const constraint = (property: string) =>
  `<ReferentialConstraint Property="${property}" ReferencedProperty="Id"/>`;
const schema = csdl(`
  <ComplexType Name="Shift">
    <Property Name="ClerkId" Type="Edm.Int32"/>
    <NavigationProperty Name="Clerk" Type="Test.Clerk">${constraint('ClerkId')}</NavigationProperty>
  </ComplexType>
  <EntityType Name="Shop">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="OwnerId" Type="Edm.Int32"/>
    <Property Name="GuardId" Type="Edm.Int32" Nullable="false" DefaultValue="1"/>
    <Property Name="Shifts" Type="Collection(Test.Shift)" Nullable="false"/>
    <NavigationProperty Name="Owner" Type="Test.Clerk">${constraint('OwnerId')}</NavigationProperty>
    <NavigationProperty Name="Guard" Type="Test.Clerk">${constraint('GuardId')}</NavigationProperty>
  </EntityType>
  <EntityType Name="Clerk">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
  </EntityType>
  <EntityContainer Name="C">
    <EntitySet Name="Shops" EntityType="Test.Shop">
      <NavigationPropertyBinding Path="Owner" Target="Clerks"/>
      <NavigationPropertyBinding Path="Guard" Target="Clerks"/>
      <NavigationPropertyBinding Path="Shifts/Clerk" Target="Clerks"/>
    </EntitySet>
    <EntitySet Name="Clerks" EntityType="Test.Clerk"/>
  </EntityContainer>`);

async function withShop() {
  const service = serviceFor(schema);
  for (const Id of [1, 2]) await ask(service, 'POST /Clerks', { Id });
  expect((await ask(service, 'POST /Shops', { Id: 1, OwnerId: 2, Shifts: [{ ClerkId: 2 }] })).status).toBe(
    201,
  );
  return service;
}

test('values in collections of complex values name what exists', async () => {
  const service = await withShop();
  const answer = await ask(service, 'PATCH /Shops(1)', { Shifts: [{ ClerkId: 1 }, { ClerkId: 9 }] });
  expect([answer.status, answer.body.error.target]).toEqual([400, 'Shifts/1/ClerkId']);
  expect((await ask(service, 'PUT /Shops(1)/Shifts/0', { ClerkId: 1 })).status).toBe(204);
  const { body } = await ask(service, 'GET /Shops(1)?$expand=Shifts/Clerk');
  expect(body.Shifts).toEqual([{ ClerkId: 1, Clerk: { Id: 1 } }]);
});

const denormalized = csdl(`
  <EntityType Name="Order">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="BuyerId" Type="Edm.Int32"/>
    <Property Name="BuyerName" Type="Edm.String"/>
    <NavigationProperty Name="Buyer" Type="Test.Buyer" Partner="Orders">
      ${constraint('BuyerId')}<ReferentialConstraint Property="BuyerName" ReferencedProperty="Name"/>
    </NavigationProperty>
  </EntityType>
  <EntityType Name="Buyer">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Name" Type="Edm.String"/>
    <NavigationProperty Name="Orders" Type="Collection(Test.Order)" Partner="Buyer"/>
  </EntityType>
  <EntityContainer Name="C">
    <EntitySet Name="Orders" EntityType="Test.Order"><NavigationPropertyBinding Path="Buyer" Target="Buyers"/></EntitySet>
    <EntitySet Name="Buyers" EntityType="Test.Buyer"><NavigationPropertyBinding Path="Orders" Target="Orders"/></EntitySet>
  </EntityContainer>`);

test('values tied to others than the key repeat the principal, whatever is sent', async () => {
  const service = serviceFor(denormalized);
  for (const [Id, Name] of [
    [1, 'Ann'],
    [2, 'Bob'],
  ] as const)
    await ask(service, 'POST /Buyers', { Id, Name });
  const order = async () => (await ask(service, 'GET /Orders(1)?$expand=Buyer($select=Name)')).body;
  await ask(service, 'POST /Orders', { Id: 1, BuyerId: 1, BuyerName: 'someone' });
  expect(await order()).toMatchObject({ BuyerName: 'Ann', Buyer: { Name: 'Ann' } });
  await ask(service, 'PATCH /Orders(1)', { BuyerId: 2 });
  expect(await order()).toMatchObject({ BuyerName: 'Bob', Buyer: { Name: 'Bob' } });
  await ask(service, 'PATCH /Buyers(2)', { Name: 'Bobby' });
  expect(await order()).toMatchObject({ BuyerName: 'Bobby' });
  await ask(service, 'POST /Buyers(1)/Orders/$ref', { '@odata.id': 'Orders(1)' });
  expect(await order()).toMatchObject({ BuyerId: 1, BuyerName: 'Ann' });
  expect((await ask(service, 'PUT /Orders(1)/BuyerName', { value: 'x' })).status).toBe(400);
  expect((await ask(service, 'DELETE /Buyers(1)')).status).toBe(204);
  expect(await order()).toMatchObject({ BuyerId: null, BuyerName: null, Buyer: null });
});

test('without a way back the values become null where they may', async () => {
  const service = await withShop();
  expect((await ask(service, 'DELETE /Clerks(2)')).status).toBe(204);
  expect((await ask(service, 'GET /Shops(1)')).body).toMatchObject({
    OwnerId: null,
    GuardId: 1,
    Shifts: [{ ClerkId: null }],
  });
  expect((await ask(service, 'DELETE /Clerks(1)')).status).toBe(409);
  expect((await ask(service, 'GET /Clerks(1)')).status).toBe(200);
});
