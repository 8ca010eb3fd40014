// Graph's delta(), bound to a collection or to a drive's item, answers with change tracking where nobody gives it a behaviour.
import { beforeEach, expect, test } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, serviceFor } from './service-for.ts';

const entity = (
  name: string,
  members: string,
) => `<EntityType Name="${name}"><Key><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.String" Nullable="false"/>${members}</EntityType>`;
const contained = (name: string, type: string) =>
  `<NavigationProperty Name="${name}" Type="${type}" ContainsTarget="true"/>`;
const many = (name: string) => `Collection(microsoft.graph.${name})`;
const delta = (bound: string, result: string, parameter = '') =>
  `<Function Name="delta" IsBound="true"><Parameter Name="bindingParameter" Type="${bound}"/>${parameter}
  <ReturnType Type="${result}"/></Function>`;
const metadata = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="microsoft.graph">
  ${entity(
    'user',
    `<Property Name="name" Type="Edm.String"/>${contained('messages', many('message'))}
    ${contained('mailFolders', many('mailFolder'))}${contained('drive', 'microsoft.graph.drive')}`,
  )}
  ${entity('mailFolder', contained('messages', many('message')))}
  ${entity('message', '<Property Name="subject" Type="Edm.String"/>')}
  ${entity('drive', contained('root', 'microsoft.graph.driveItem'))}
  ${entity('driveItem', `<Property Name="name" Type="Edm.String"/>${contained('children', many('driveItem'))}`)}
  ${delta(many('user'), many('user'))}
  ${delta(many('message'), many('message'))}
  ${delta('microsoft.graph.driveItem', many('driveItem'))}
  ${delta('microsoft.graph.driveItem', many('driveItem'), '<Parameter Name="token" Type="Edm.String"/>')}
  <EntityContainer Name="container"><EntitySet Name="users" EntityType="microsoft.graph.user"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;

let service: ODataService;
/** What a delta function, or the link of an earlier answer, has, and the next link. */
const changes = async (url: string) => {
  const { status, body, text } = await ask(service, `GET ${url.replace('http://localhost', '')}`);
  expect(status, text).toBe(200);
  return { value: body.value, link: body['@odata.deltaLink'] as string };
};

beforeEach(async () => {
  service = serviceFor(metadata, { profile: graphProfile });
  await ask(service, 'POST /users', { id: 'a', name: 'A' });
  await ask(service, 'POST /users', { id: 'b', name: 'B' });
});

test('all of it first, then what has changed since, with the key', async () => {
  const first = await changes('/users/delta()?$select=name');
  expect(first.value).toMatchObject([
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B' },
  ]);
  expect(new URL(first.link).search).toMatch(/^\?.*\$deltatoken=/);
  await ask(service, 'PATCH /users/a', { name: 'A2' });
  await ask(service, 'DELETE /users/b');
  const second = await changes(first.link);
  expect(second.value).toEqual([
    { id: 'a', name: 'A2' },
    { id: 'b', '@removed': { reason: 'deleted' } },
  ]);
});

test('the token `latest` skips what is there', async () => {
  const { value, link } = await changes('/users/delta?$deltatoken=latest');
  expect(value).toEqual([]);
  await ask(service, 'POST /users', { id: 'c' });
  expect((await changes(link)).value).toMatchObject([{ id: 'c' }]);
});

test('a collection that shows what others contain tells of their changes', async () => {
  await ask(service, 'POST /users/a/mailFolders/inbox/messages', { id: 'm', subject: 'S' });
  const first = await changes('/users/a/messages/delta');
  expect(first.value).toMatchObject([{ id: 'm' }]);
  await ask(service, 'DELETE /users/a/mailFolders/inbox/messages/m');
  expect((await changes(first.link)).value).toEqual([{ id: 'm', '@removed': { reason: 'deleted' } }]);
});

test('of a drive, it is about the item and all below it', async () => {
  const root = '/users/a/drive/root';
  await ask(service, `POST ${root}/children`, { id: 'f', name: 'folder' });
  await ask(service, `POST ${root}/children/f/children`, { id: 't', name: 'text' });
  const first = await changes(`${root}/delta?$select=name`);
  expect(first.value).toMatchObject([{ name: 'root' }, { id: 'f' }, { id: 't' }]);
  await ask(service, `PATCH ${root}/children/f/children/t`, { name: 'other' });
  const second = await changes(first.link);
  expect(second.value).toEqual([{ id: 't', name: 'other' }]);
  await ask(service, `DELETE ${root}/children/f`);
  const deleted = { deleted: { state: 'deleted' } };
  const { value } = await changes(second.link);
  expect(value.toSorted((x: { id: string }, y: { id: string }) => x.id.localeCompare(y.id))).toEqual([
    { id: 'f', ...deleted },
    { id: 't', ...deleted },
  ]);
});

test.each(["delta(token='latest')", 'delta?token=latest'])('%s begins now', async (latest) => {
  const { value, link } = await changes(`/users/a/drive/root/${latest}`);
  expect(value).toEqual([]);
  await ask(service, 'POST /users/a/drive/root/children', { id: 'n', name: 'new' });
  expect((await changes(link)).value).toMatchObject([{ id: 'n' }]);
});
