// Microsoft Graph, "Get a user" and "Get a site": properties that stand in for a key, and entities of sets that exist by nature.
import { beforeEach, expect, test } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, serviceFor } from './service-for.ts';

const metadata = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="microsoft.graph">
  <EntityType Name="user"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
    <Property Name="userPrincipalName" Type="Edm.String"/><Property Name="displayName" Type="Edm.String"/></EntityType>
  <EntityType Name="site"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
    <Property Name="displayName" Type="Edm.String"/>
    <NavigationProperty Name="sites" Type="Collection(microsoft.graph.site)" ContainsTarget="true"/></EntityType>
  <EntityContainer Name="container">
    <EntitySet Name="users" EntityType="microsoft.graph.user"/>
    <EntitySet Name="sites" EntityType="microsoft.graph.site"/>
  </EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;

let service: ODataService;
beforeEach(async () => {
  service = serviceFor(metadata, { profile: graphProfile });
  await ask(service, 'POST /users', { id: 'u1', userPrincipalName: 'ada@x.com', displayName: 'Ada' });
});

test.each(['users/u1', 'users/ada@x.com', "users('ada@x.com')"])('%s is the user', async (path) => {
  expect((await ask(service, `GET /${path}`)).body).toMatchObject({ id: 'u1' });
  expect((await ask(service, `PATCH /${path}`, { displayName: 'A' })).status).toBe(200);
  expect((await ask(service, 'GET /users/u1')).body.displayName).toBe('A');
  expect((await ask(service, `DELETE /${path}`)).status).toBe(204);
  expect((await ask(service, `GET /${path}`)).status).toBe(404);
});

test('the key comes before what stands in for it', async () => {
  await ask(service, 'POST /users', { id: 'ada@x.com', displayName: 'Other' });
  expect((await ask(service, 'GET /users/ada@x.com')).body.displayName).toBe('Other');
});

test('the root site is there, in no list until somebody writes it', async () => {
  const { id } = (await ask(service, 'GET /sites/root')).body;
  expect(id).toBe('root');
  expect((await ask(service, 'GET /sites')).body.value).toEqual([]);
  expect((await ask(service, 'POST /sites/root/sites', { id: 's' })).status).toBe(201);
  expect((await ask(service, 'PATCH /sites/root', { displayName: 'Home' })).status).toBe(200);
  expect((await ask(service, 'GET /sites')).body.value).toMatchObject([{ id: 'root', displayName: 'Home' }]);
  expect((await ask(service.fork(), 'GET /sites/root/sites')).body.value).toMatchObject([{ id: 's' }]);
});
