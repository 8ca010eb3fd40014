// Referential constraints on properties that are no key: dependents follow when the principal's values change.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from '../protocol/service-for.ts';

const schema = csdl(`
  <EntityType Name="Country">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Code" Type="Edm.String"/>
    <NavigationProperty Name="Towns" Type="Collection(Test.Town)" Partner="Country"/>
  </EntityType>
  <EntityType Name="Town">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="CountryCode" Type="Edm.String"/>
    <NavigationProperty Name="Country" Type="Test.Country" Partner="Towns"><ReferentialConstraint Property="CountryCode" ReferencedProperty="Code"/></NavigationProperty>
  </EntityType>
  <EntityType Name="Flag">
    <Key><PropertyRef Name="Code"/></Key>
    <Property Name="Code" Type="Edm.String" Nullable="false"/>
    <NavigationProperty Name="Country" Type="Test.Country" Nullable="false"><ReferentialConstraint Property="Code" ReferencedProperty="Code"/></NavigationProperty>
  </EntityType>
  <EntityContainer Name="C">
    <EntitySet Name="Countries" EntityType="Test.Country"><NavigationPropertyBinding Path="Towns" Target="Towns"/></EntitySet>
    <EntitySet Name="Towns" EntityType="Test.Town"><NavigationPropertyBinding Path="Country" Target="Countries"/></EntitySet>
    <EntitySet Name="Flags" EntityType="Test.Flag"><NavigationPropertyBinding Path="Country" Target="Countries"/></EntitySet>
  </EntityContainer>`);

test('dependents follow', async () => {
  const service = serviceFor(schema);
  await ask(service, 'POST /Countries', { Id: 1, Code: 'a' });
  await ask(service, 'POST /Towns', { Id: 1, CountryCode: 'a' });
  expect((await ask(service, 'PATCH /Countries(1)', { Code: 'b' })).status).toBe(204);
  expect((await ask(service, 'GET /Towns(1)')).body.CountryCode).toBe('b');
  expect((await ask(service, 'GET /Countries(1)/Towns')).body.value).toHaveLength(1);
});

test('a change that would tear a key away is refused', async () => {
  const service = serviceFor(schema);
  await ask(service, 'POST /Countries', { Id: 1, Code: 'a' });
  expect((await ask(service, 'POST /Flags', { Code: 'a' })).status).toBe(201);
  const answer = await ask(service, 'PATCH /Countries(1)', { Code: 'b' });
  expect([answer.status, answer.body.error.code]).toEqual([409, 'ConstraintViolated']);
  expect((await ask(service, 'GET /Countries(1)')).body.Code).toBe('a');
});
