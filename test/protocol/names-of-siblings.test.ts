// Microsoft Graph, "driveItem: create a new folder": what becomes of a new item whose name is taken.
import { beforeEach, expect, test } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, serviceFor } from './service-for.ts';

const metadata = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="microsoft.graph">
  <EntityType Name="driveItem"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
    <Property Name="name" Type="Edm.String"/><Property Name="description" Type="Edm.String"/>
    <NavigationProperty Name="children" Type="Collection(microsoft.graph.driveItem)" ContainsTarget="true"/></EntityType>
  <EntityContainer Name="container"><EntitySet Name="items" EntityType="microsoft.graph.driveItem"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;

let service: ODataService;
const post = (name: string, conflict?: string, description = 'new') =>
  ask(service, 'POST /items/root/children', {
    name,
    description,
    ...(conflict && { '@microsoft.graph.conflictBehavior': conflict }),
  });
const children = async () =>
  (await ask(service, 'GET /items/root/children')).body.value.map(
    (item: { name: string; description: string }) => [item.name, item.description],
  );

beforeEach(async () => {
  service = serviceFor(metadata, { profile: graphProfile });
  await ask(service, 'POST /items', { id: 'root' });
  await ask(service, 'POST /items/root/children', { id: 'a', name: 'a.txt', description: 'old' });
});

test('it is refused, as without the annotation', async () => {
  expect((await post('a.txt')).status).toBe(409);
  expect((await post('a.txt', 'fail')).status).toBe(409);
  expect(await children()).toEqual([['a.txt', 'old']]);
});

test('it gets another name, and the annotation is not kept', async () => {
  const { body } = await post('a.txt', 'rename');
  expect(body.name).toBe('a 1.txt');
  expect(body).not.toHaveProperty('@microsoft.graph.conflictBehavior');
  expect((await post('a.txt', 'rename')).body.name).toBe('a 2.txt');
});

test('it takes the place of the other', async () => {
  expect((await post('a.txt', 'replace')).body).toMatchObject({ id: 'a', description: 'new' });
  expect(await children()).toEqual([['a.txt', 'new']]);
});

test('names that are free and other values of the annotation', async () => {
  expect((await post('b.txt', 'fail')).status).toBe(201);
  expect((await post('c.txt', 'guess')).status).toBe(400);
});
