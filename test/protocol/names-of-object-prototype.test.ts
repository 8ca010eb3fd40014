// OData CSDL 4.01, section 15.2 "Simple Identifier": names that every JavaScript object inherits are ordinary names.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const service = serviceFor(
  csdl(`
  <EntityType Name="Thing">
    <Key><PropertyRef Name="constructor"/></Key>
    <Property Name="constructor" Type="Edm.Int32" Nullable="false"/>
    <Property Name="toString" Type="Edm.String"/>
    <NavigationProperty Name="valueOf" Type="Test.Thing" ContainsTarget="true"/>
  </EntityType>
  <EntityContainer Name="Container">
    <EntitySet Name="Things" EntityType="Test.Thing"/>
    <Singleton Name="Single" Type="Test.Thing" Nullable="true"/>
  </EntityContainer>`),
);

test('what was not sent has no inherited value', async () => {
  const { body } = await ask(service, 'PATCH /Single', {}, { Prefer: 'return=representation' });
  expect(body).toMatchObject({ constructor: 1, toString: null });
  const created = await ask(service, 'PUT /Things(5)', {}, { Prefer: 'return=representation' });
  expect(created.body).toMatchObject({ constructor: 5, toString: null });
  const nested = await ask(service, 'PUT /Things(5)/valueOf', {}, { Prefer: 'return=representation' });
  expect(Object.hasOwn(nested.body, 'toString') && nested.body.toString).toBeNull();
});
