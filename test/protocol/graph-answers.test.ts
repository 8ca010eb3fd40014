// Microsoft Graph, "Update …" and "user: sendMail": what an update answers goes by the type, and some actions are accepted.
import { beforeEach, expect, test } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, serviceFor } from './service-for.ts';

const metadata = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="microsoft.graph">
  <EntityType Name="entity"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityType Name="directoryObject" BaseType="microsoft.graph.entity"/>
  <EntityType Name="user" BaseType="microsoft.graph.directoryObject"><Property Name="displayName" Type="Edm.String"/>
    <NavigationProperty Name="messages" Type="Collection(microsoft.graph.message)" ContainsTarget="true"/></EntityType>
  <EntityType Name="message" BaseType="microsoft.graph.entity"><Property Name="subject" Type="Edm.String"/></EntityType>
  <Action Name="send" IsBound="true"><Parameter Name="bindingParameter" Type="microsoft.graph.message"/></Action>
  <Action Name="retry" IsBound="true"><Parameter Name="bindingParameter" Type="microsoft.graph.user"/></Action>
  <EntityContainer Name="container"><EntitySet Name="users" EntityType="microsoft.graph.user"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;

let service: ODataService;
beforeEach(async () => {
  service = serviceFor(metadata, { profile: graphProfile });
  await ask(service, 'POST /users', { id: 'ada' });
  await ask(service, 'POST /users/ada/messages', { id: 'm' });
});

test('an update answers with the entity, in the directory with nothing', async () => {
  const message = await ask(service, 'PATCH /users/ada/messages/m', { subject: 'S' });
  expect([message.status, message.body.subject]).toEqual([200, 'S']);
  expect((await ask(service, 'PATCH /users/ada', { displayName: 'A' })).status).toBe(204);
});

test('the client may ask for the other', async () => {
  const [all, nothing] = [{ prefer: 'return=representation' }, { prefer: 'return=minimal' }];
  expect((await ask(service, 'PATCH /users/ada', { displayName: 'B' }, all)).body.displayName).toBe('B');
  expect((await ask(service, 'PATCH /users/ada/messages/m', { subject: 'T' }, nothing)).status).toBe(204);
});

test('actions without a result answer 204, those that are only accepted 202', async () => {
  expect((await ask(service, 'POST /users/ada/retry')).status).toBe(204);
  const sent = await ask(service, 'POST /users/ada/messages/m/send');
  expect([sent.status, sent.text]).toEqual([202, '']);
});

test('the id does not stand in the place of a key that is not selected; the standard has it there', async () => {
  const members = async (url: string) => Object.keys((await ask(service, `GET ${url}`)).body);
  expect(await members('/users/ada?$select=displayName')).toEqual(['@odata.context', 'displayName']);
  const standard = serviceFor(metadata);
  await ask(standard, 'POST /users', { id: 'ada' });
  const { body } = await ask(standard, "GET /users('ada')?$select=displayName");
  expect(body['@id'] ?? body['@odata.id']).toBe("http://localhost/users('ada')");
});
