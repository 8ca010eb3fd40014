// Microsoft Graph, "directoryObject: getByIds" and others: operations whose answers follow from what the service holds.
import { beforeEach, expect, test } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, serviceFor } from './service-for.ts';

const action = (name: string, bound: string, parameter: string, type: string, returns: string) =>
  `<Action Name="${name}" IsBound="true"><Parameter Name="bindingParameter" Type="${bound}"/>
  <Parameter Name="${parameter}" Type="${type}"/><ReturnType Type="${returns}"/></Action>`;
const one = 'microsoft.graph.directoryObject';
const texts = 'Collection(Edm.String)';
const metadata = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="microsoft.graph">
  <EntityType Name="directoryObject"><Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityType Name="user" BaseType="${one}">
    <NavigationProperty Name="memberOf" Type="Collection(${one})"/>
    <NavigationProperty Name="transitiveMemberOf" Type="Collection(${one})"/>
    <NavigationProperty Name="drive" Type="microsoft.graph.drive" ContainsTarget="true"/></EntityType>
  <EntityType Name="group" BaseType="${one}"><Property Name="securityEnabled" Type="Edm.Boolean"/>
    <NavigationProperty Name="members" Type="Collection(${one})"/>
    <NavigationProperty Name="memberOf" Type="Collection(${one})"/>
    <NavigationProperty Name="transitiveMemberOf" Type="Collection(${one})"/></EntityType>
  <EntityType Name="directoryRole" BaseType="${one}"><NavigationProperty Name="members" Type="Collection(${one})"/></EntityType>
  <EntityType Name="drive"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
    <NavigationProperty Name="root" Type="microsoft.graph.driveItem" ContainsTarget="true"/></EntityType>
  <EntityType Name="driveItem"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
    <Property Name="name" Type="Edm.String"/>
    <NavigationProperty Name="children" Type="Collection(microsoft.graph.driveItem)" ContainsTarget="true"/></EntityType>
  ${action('checkMemberGroups', one, 'groupIds', texts, texts)}
  ${action('checkMemberObjects', one, 'ids', texts, texts)}
  ${action('getMemberGroups', one, 'securityEnabledOnly', 'Edm.Boolean', texts)}
  ${action('getMemberObjects', one, 'securityEnabledOnly', 'Edm.Boolean', texts)}
  <Action Name="getByIds" IsBound="true"><Parameter Name="bindingParameter" Type="Collection(${one})"/>
    <Parameter Name="ids" Type="${texts}"/><Parameter Name="types" Type="${texts}"/><ReturnType Type="Collection(${one})"/></Action>
  <Function Name="search" IsBound="true"><Parameter Name="bindingParameter" Type="microsoft.graph.driveItem"/>
    <Parameter Name="q" Type="Edm.String"/><ReturnType Type="Collection(microsoft.graph.driveItem)"/></Function>
  <EntityContainer Name="container">
    <EntitySet Name="directoryObjects" EntityType="${one}"/>
    <EntitySet Name="users" EntityType="microsoft.graph.user"/>
    <EntitySet Name="groups" EntityType="microsoft.graph.group"/>
    <EntitySet Name="directoryRoles" EntityType="microsoft.graph.directoryRole"/>
  </EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;

let service: ODataService;
beforeEach(async () => {
  service = serviceFor(metadata, { profile: graphProfile });
  await ask(service, 'POST /users', { id: 'ada' });
  await ask(service, 'POST /groups', { id: 'inner', securityEnabled: false });
  await ask(service, 'POST /groups', { id: 'outer', securityEnabled: true });
  await ask(service, 'POST /directoryRoles', { id: 'role' });
  const link = (to: string, id: string) =>
    ask(service, `POST /${to}/members/$ref`, {
      '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}`,
    });
  for (const [to, id] of [
    ['groups/inner', 'ada'],
    ['groups/outer', 'inner'],
    ['directoryRoles/role', 'ada'],
  ] as const)
    expect((await link(to, id)).status).toBe(204);
});

test.each([
  ['checkMemberGroups', { groupIds: ['outer', 'role', 'none'] }, ['outer']],
  ['checkMemberObjects', { ids: ['inner', 'role', 'none'] }, ['inner', 'role']],
  ['getMemberGroups', { securityEnabledOnly: false }, ['inner', 'outer']],
  ['getMemberGroups', { securityEnabledOnly: true }, ['outer']],
  ['getMemberObjects', { securityEnabledOnly: false }, ['inner', 'outer', 'role']],
])('%s with %o looks at all memberships', async (name, parameters, expected) => {
  const { status, body, headers } = await ask(service, `POST /users/ada/${name}`, parameters);
  expect(status).toBe(200);
  expect(body.value.toSorted()).toEqual(expected);
  expect(headers.has('OData-Emulator-Default-Answer')).toBe(false);
});

test('getByIds gives the objects of the ids and types', async () => {
  const ids = ['ada', 'inner', 'role', 'none'];
  const idsOf = async (types?: readonly string[]) =>
    (await ask(service, 'POST /directoryObjects/getByIds', { ids, ...(types && { types }) })).body.value
      .map(({ id }: { id: string }) => id)
      .toSorted();
  expect(await idsOf()).toEqual(['ada', 'inner', 'role']);
  expect(await idsOf(['group', 'user'])).toEqual(['ada', 'inner']);
});

test('search looks at the names of all items below', async () => {
  const { id } = (await ask(service, 'POST /users/ada/drive/root/children', { name: 'Plans' })).body;
  await ask(service, `POST /users/ada/drive/root/children/${id}/children`, { name: 'plan b.txt' });
  const { body } = await ask(service, "GET /users/ada/drive/root/search(q='PLAN')");
  expect(body.value.map(({ name }: { name: string }) => name)).toEqual(['Plans', 'plan b.txt']);
});

test('a handler comes before', async () => {
  const handled = serviceFor(metadata, {
    profile: graphProfile,
    handlers: { 'microsoft.graph.getMemberGroups': () => ['mine'] },
  });
  await ask(handled, 'POST /users', { id: 'ada' });
  const { body } = await ask(handled, 'POST /users/ada/getMemberGroups', { securityEnabledOnly: false });
  expect(body.value).toEqual(['mine']);
});
