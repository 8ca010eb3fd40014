// OData CSDL 4.01, section 8.3 "Containment Navigation Property": contained entities that the graph profile has from the start.
import { beforeEach, expect, test } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, serviceFor } from './service-for.ts';

const contained = (name: string, type: string) =>
  `<NavigationProperty Name="${name}" Type="${type}" ContainsTarget="true"/>`;
const entity = (
  name: string,
  members: string,
) => `<EntityType Name="${name}"><Key><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.String" Nullable="false"/>${members}</EntityType>`;
const metadata = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="microsoft.graph">
  ${entity(
    'user',
    contained('drive', 'microsoft.graph.drive') +
      contained('photo', 'microsoft.graph.photo') +
      contained('mailFolders', 'Collection(microsoft.graph.mailFolder)'),
  )}
  ${entity(
    'drive',
    contained('root', 'microsoft.graph.driveItem') +
      contained('items', 'Collection(microsoft.graph.driveItem)'),
  )}
  <ComplexType Name="folder"><Property Name="childCount" Type="Edm.Int32"/><Property Name="view" Type="Edm.String"/></ComplexType>
  ${entity(
    'driveItem',
    `<Property Name="name" Type="Edm.String"/><Property Name="folder" Type="microsoft.graph.folder"/>${contained(
      'children',
      'Collection(microsoft.graph.driveItem)',
    )}`,
  )}
  ${entity('photo', '<Property Name="width" Type="Edm.Int32"/>')}
  ${entity('mailFolder', '<Property Name="displayName" Type="Edm.String"/>')}
  ${entity('policies', contained('rules', 'microsoft.graph.rules'))}
  ${entity('rules', contained('items', 'Collection(microsoft.graph.photo)'))}
  <EntityContainer Name="container">
    <EntitySet Name="users" EntityType="microsoft.graph.user"/>
    <EntitySet Name="drives" EntityType="microsoft.graph.drive"/>
    <Singleton Name="me" Type="microsoft.graph.user"/>
    <Singleton Name="policies" Type="microsoft.graph.policies"/>
  </EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;

let service: ODataService;
const get = async (path: string) => (await ask(service, `GET ${path}`)).body;

beforeEach(async () => {
  service = serviceFor(metadata, { profile: graphProfile });
  await ask(service, 'POST /users', { id: 'u1' });
});

test.each(['me', 'users/u1'])('%s has a drive with a root folder, the same each time', async (user) => {
  const root = await get(`/${user}/drive/root`);
  expect(root).toMatchObject({ name: 'root', folder: { childCount: 0, view: null } });
  expect(root.id).toBe((await get(`/${user}/drive/root`)).id);
  expect((await get(`/${user}?$expand=drive`)).drive.id).toBe((await get(`/${user}/drive`)).id);
});

test('they can be changed, and hold others', async () => {
  expect((await ask(service, 'PATCH /me/drive/root', { name: 'top' })).status).toBe(200);
  expect((await ask(service, 'POST /me/drive/root/children', { id: 'c', name: 'a' })).status).toBe(201);
  expect(await get('/me/drive/root?$expand=children')).toMatchObject({
    name: 'top',
    children: [{ id: 'c' }],
  });
  expect((await get('/users/u1/drive/root')).name).toBe('root');
});

test('the items of a drive are its root and all below it', async () => {
  await ask(service, 'POST /me/drive/root/children', { id: 'docs', name: 'docs' });
  await ask(service, 'POST /me/drive/items/docs/children', { id: 'a', name: 'a.txt' });
  expect((await get('/me/drive/items?$orderby=name')).value).toMatchObject([
    { id: 'a' },
    { id: 'docs' },
    { name: 'root' },
  ]);
  expect((await ask(service, 'PATCH /me/drive/items/a', { name: 'b.txt' })).status).toBe(200);
  expect((await get('/me/drive/root/children/docs/children/a')).name).toBe('b.txt');
  expect((await ask(service, 'DELETE /me/drive/items/docs')).status).toBe(204);
  expect((await get('/me/drive/items')).value).toHaveLength(1);
});

test('a drive is found by its key, too', async () => {
  const { id } = await get('/users/u1/drive');
  expect((await ask(service, `POST /drives/${id}/root/children`, { id: 'c' })).status).toBe(201);
  expect((await get('/users/u1/drive/root/children')).value).toMatchObject([{ id: 'c' }]);
  expect((await get(`/drives/${id}/items/c`)).id).toBe('c');
  await ask(service, 'DELETE /users/u1');
  expect((await ask(service, `GET /drives/${id}`)).status).toBe(404);
});

test('folders of a mailbox have well-known names, beside those that are made', async () => {
  await ask(service, 'POST /me/mailFolders', { id: 'mine', displayName: 'Mine' });
  await ask(service, 'PATCH /me/mailFolders/inbox', { displayName: 'In' });
  const { value } = await get('/me/mailFolders?$orderby=displayName');
  expect(value.map(({ displayName }: { readonly displayName: string }) => displayName)).toEqual([
    'Archive',
    'Deleted Items',
    'Drafts',
    'In',
    'Junk Email',
    'Mine',
    'Outbox',
    'Sent Items',
  ]);
  expect((await get('/me/mailFolders/sentitems')).displayName).toBe('Sent Items');
});

test('what only gives the service its structure is there', async () => {
  expect((await ask(service, 'POST /policies/rules/items', { id: '1' })).status).toBe(201);
  expect((await get('/policies/rules/items')).value).toHaveLength(1);
});

test('other contained entities are not, nor any of an entity that is gone', async () => {
  expect((await ask(service, 'GET /me/photo')).status).toBe(204);
  await ask(service, 'DELETE /users/u1');
  expect((await ask(service, 'GET /users/u1/drive')).status).toBe(404);
});

test('a fork and a reset have them, too', async () => {
  await ask(service, 'PATCH /me/drive/root', { name: 'top' });
  const fork = service.fork();
  expect((await ask(fork, 'GET /me/drive/root')).body.name).toBe('top');
  await service.reset();
  expect((await get('/me/drive/root')).name).toBe('root');
});

test('not without the profile', async () => {
  service = serviceFor(metadata);
  expect((await ask(service, 'GET /me/drive')).status).toBe(204);
});
