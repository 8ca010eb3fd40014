// Microsoft Graph, "error responses": the services behind Graph have codes of their own.
import { expect, test } from 'vitest';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, serviceFor } from './service-for.ts';

const entity = (name: string, members = '') =>
  `<EntityType Name="${name}"><Key><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.String" Nullable="false"/>${members}</EntityType>`;
const metadata = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="microsoft.graph">
  ${entity('directoryObject')}${entity('outlookItem')}${entity('baseItem')}${entity('plan')}
  <EntityType Name="user" BaseType="microsoft.graph.directoryObject">
    <NavigationProperty Name="messages" Type="Collection(microsoft.graph.message)" ContainsTarget="true"/></EntityType>
  <EntityType Name="message" BaseType="microsoft.graph.outlookItem"/>
  <EntityType Name="drive" BaseType="microsoft.graph.baseItem"/>
  <EntityContainer Name="container">
    <EntitySet Name="users" EntityType="microsoft.graph.user"/>
    <EntitySet Name="drives" EntityType="microsoft.graph.drive"/>
    <EntitySet Name="plans" EntityType="microsoft.graph.plan"/>
  </EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;

test.each([
  ['users/x', 'Request_ResourceNotFound'],
  ['users/x/messages/y', 'ErrorItemNotFound'],
  ['drives/x', 'itemNotFound'],
  ['plans/x', 'NotFound'],
  ['nothing', 'NotFound'],
])('GET %s is %s', async (path, code) => {
  const service = serviceFor(metadata, { profile: graphProfile });
  const { status, body } = await ask(service, `GET /${path}`);
  expect([status, body.error.code]).toEqual([404, code]);
  expect((await ask(serviceFor(metadata), `GET /${path}`)).body.error.code).toBe('NotFound');
});
