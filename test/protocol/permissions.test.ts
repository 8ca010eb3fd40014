// Core vocabulary, term Permissions: what may be read, written and invoked.
import { describe, expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const only = (permission: string) =>
  `<Annotation Term="Core.Permissions" EnumMember="Org.OData.Core.V1.Permission/${permission}"/>`;
const schema = csdl(`
  <EntityType Name="Account">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Name" Type="Edm.String"/>
    <Property Name="Password" Type="Edm.String">${only('Write')}</Property>
    <Property Name="Score" Type="Edm.Int32">${only('Read')}</Property>
    <NavigationProperty Name="Owner" Type="Test.Account">${only('Read')}</NavigationProperty>
    <NavigationProperty Name="Guardian" Type="Test.Account">${only('Write')}</NavigationProperty>
  </EntityType>
  <Action Name="Audit">${only('None')}</Action>
  <EntityContainer Name="C">
    <EntitySet Name="Accounts" EntityType="Test.Account">
      <NavigationPropertyBinding Path="Owner" Target="Accounts"/>
      <NavigationPropertyBinding Path="Guardian" Target="Accounts"/>
    </EntitySet>
    <EntitySet Name="Archive" EntityType="Test.Account">${only('Read')}</EntitySet>
    <ActionImport Name="Audit" Action="Test.Audit"/>
  </EntityContainer>`);

async function withAccount() {
  const service = serviceFor(schema);
  await ask(service, 'POST /Accounts', { Id: 1, Name: 'x', Password: 'secret', Score: 9 });
  return service;
}

describe('of properties', () => {
  test('what is only written is in no answer', async () => {
    const service = await withAccount();
    const { body } = await ask(service, 'GET /Accounts(1)?$expand=Guardian');
    expect(body).toEqual({ '@context': expect.anything(), Id: 1, Name: 'x', Score: null });
    const answer = await ask(service, 'GET /Accounts(1)/Password');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'PUT, DELETE']);
    expect((await ask(service, 'PUT /Accounts(1)/Password', { value: 'new' })).status).toBe(204);
  });

  test('what is only read is not changed', async () => {
    const service = await withAccount();
    expect((await ask(service, 'PATCH /Accounts(1)', { Score: 3, Name: 'y' })).status).toBe(204);
    expect((await ask(service, 'GET /Accounts(1)')).body).toMatchObject({ Score: null, Name: 'y' });
    expect((await ask(service, 'PUT /Accounts(1)/Score', { value: 3 })).status).toBe(405);
  });
});

test('of navigation properties', async () => {
  const service = await withAccount();
  const link = { '@odata.id': 'Accounts(1)' };
  expect((await ask(service, 'PUT /Accounts(1)/Owner/$ref', link)).status).toBe(405);
  expect((await ask(service, 'PATCH /Accounts(1)', { 'Owner@odata.bind': 'Accounts(1)' })).status).toBe(400);
  expect((await ask(service, 'PUT /Accounts(1)/Guardian/$ref', link)).status).toBe(204);
  expect((await ask(service, 'GET /Accounts(1)/Guardian')).status).toBe(405);
});

test('of entity sets and actions', async () => {
  const service = await withAccount();
  const answer = await ask(service, 'POST /Archive', { Id: 1 });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  expect((await ask(service, 'GET /Archive')).status).toBe(200);
  expect((await ask(service, 'POST /Audit')).status).toBe(405);
});
