// Microsoft Graph, "user: memberOf" and the like: what is kept in step without the model saying so.
import { beforeEach, expect, test } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, serviceFor } from './service-for.ts';

const many = (name: string) =>
  `<NavigationProperty Name="${name}" Type="Collection(microsoft.graph.directoryObject)"/>`;
const metadata = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="microsoft.graph">
  <EntityType Name="directoryObject"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityType Name="user" BaseType="microsoft.graph.directoryObject">
    ${['memberOf', 'transitiveMemberOf', 'ownedObjects', 'directReports', 'transitiveReports'].map(many).join('')}
    <NavigationProperty Name="manager" Type="microsoft.graph.directoryObject"/>
  </EntityType>
  <EntityType Name="group" BaseType="microsoft.graph.directoryObject">
    ${['members', 'transitiveMembers', 'memberOf', 'transitiveMemberOf', 'owners'].map(many).join('')}
  </EntityType>
  <EntityContainer Name="container">
    <EntitySet Name="directoryObjects" EntityType="microsoft.graph.directoryObject"/>
    <EntitySet Name="users" EntityType="microsoft.graph.user"/>
    <EntitySet Name="groups" EntityType="microsoft.graph.group"/>
  </EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;

let service: ODataService;
const link = (path: string, id: string, method = 'POST') =>
  ask(service, `${method} ${path}/$ref`, { '@odata.id': `http://localhost/directoryObjects/${id}` });

async function idsOf(path: string): Promise<string> {
  const { body } = await ask(service, `GET ${path}`);
  return body.value.map(({ id }: { readonly id: string }) => id).join(' ');
}

beforeEach(async () => {
  service = serviceFor(metadata, { profile: graphProfile });
  for (const id of ['u1', 'u2', 'u3']) await ask(service, 'POST /users', { id });
  for (const id of ['g1', 'g2', 'g3']) await ask(service, 'POST /groups', { id });
});

test('members and memberOf, from either side, until one is removed', async () => {
  await link('/groups/g1/members', 'u1');
  await link('/users/u2/memberOf', 'g1');
  expect(await idsOf('/users/u1/memberOf')).toBe('g1');
  expect(await idsOf('/groups/g1/members')).toBe('u1 u2');
  expect((await ask(service, 'DELETE /groups/g1/members/u1/$ref')).status).toBe(204);
  expect(await idsOf('/users/u1/memberOf')).toBe('');
});

test('an entity that is deleted is no member any more', async () => {
  await link('/groups/g1/members', 'u1');
  await ask(service, 'DELETE /groups/g1');
  expect(await idsOf('/users/u1/memberOf')).toBe('');
});

test('a new manager takes the report from the old one', async () => {
  await link('/users/u1/manager', 'u2', 'PUT');
  expect(await idsOf('/users/u2/directReports')).toBe('u1');
  await link('/users/u1/manager', 'u3', 'PUT');
  expect([await idsOf('/users/u2/directReports'), await idsOf('/users/u3/directReports')]).toEqual([
    '',
    'u1',
  ]);
});

test('owners have what they own', async () => {
  await link('/groups/g1/owners', 'u1');
  expect(await idsOf('/users/u1/ownedObjects')).toBe('g1');
});

test('transitive ones go all the way, through circles too', async () => {
  await link('/groups/g1/members', 'g2');
  await link('/groups/g2/members', 'g3');
  await link('/groups/g3/members', 'g1');
  await link('/groups/g3/members', 'u1');
  expect((await idsOf('/groups/g1/transitiveMembers')).split(' ').sort()).toEqual(['g2', 'g3', 'u1']);
  expect((await idsOf('/users/u1/transitiveMemberOf')).split(' ').sort()).toEqual(['g1', 'g2', 'g3']);
  expect(await idsOf("/groups?$filter=transitiveMembers/any(m:m/id eq 'u1')")).toBe('g1 g2 g3');
  const { body } = await ask(service, 'GET /users/u1?$expand=transitiveMemberOf($select=id)');
  expect(body.transitiveMemberOf).toHaveLength(3);
});

test('and follow from others: they take no links', async () => {
  const { status, body } = await link('/groups/g1/transitiveMembers', 'u1');
  expect([status, body.error.code]).toEqual([400, 'InvalidReference']);
});

test('without the profile, the model alone says what is in step', async () => {
  service = serviceFor(metadata);
  await ask(service, 'POST /users', { id: 'u1' });
  await ask(service, 'POST /groups', { id: 'g1' });
  await link('/groups/g1/members', 'u1');
  expect(await idsOf('/users/u1/memberOf')).toBe('');
});
