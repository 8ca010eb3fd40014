// Microsoft Graph, "driveItem: createUploadSession": ranges in order, resumed, given up; what came is there when the last came.
import { beforeEach, describe, expect, test } from 'vitest';
import { handle } from '../../src/protocol/handle.ts';
import type { ODataService } from '../../src/service/odata-service.ts';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, serviceFor } from './service-for.ts';

const files = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
<edmx:DataServices><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="microsoft.graph">
  <EntityType Name="driveItem">
    <Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.String" Nullable="false"/>
    <Property Name="name" Type="Edm.String"/>
    <Property Name="size" Type="Edm.Int64"/>
    <Property Name="content" Type="Edm.Stream"/>
    <Property Name="folder" Type="microsoft.graph.folder"/>
    <NavigationProperty Name="children" Type="Collection(microsoft.graph.driveItem)" ContainsTarget="true"/>
  </EntityType>
  <ComplexType Name="folder"><Property Name="childCount" Type="Edm.Int32"/></ComplexType>
  <ComplexType Name="uploadSession">
    <Property Name="expirationDateTime" Type="Edm.DateTimeOffset"/>
    <Property Name="nextExpectedRanges" Type="Collection(Edm.String)"/>
    <Property Name="uploadUrl" Type="Edm.String"/>
  </ComplexType>
  <ComplexType Name="uploadable"><Property Name="name" Type="Edm.String"/></ComplexType>
  <Action Name="createUploadSession" IsBound="true">
    <Parameter Name="bindingParameter" Type="microsoft.graph.driveItem"/>
    <Parameter Name="item" Type="microsoft.graph.uploadable"/>
    <Parameter Name="deferCommit" Type="Edm.Boolean"/>
    <ReturnType Type="microsoft.graph.uploadSession"/>
  </Action>
  <EntityContainer Name="Service"><EntitySet Name="items" EntityType="microsoft.graph.driveItem"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;

let service: ODataService;
let time = 0;
beforeEach(async () => {
  time = Date.UTC(2026, 0, 1);
  service = serviceFor(files, { profile: graphProfile, path: '/v1.0', now: () => new Date(time) });
  await ask(service, 'POST /items', { id: 'root', name: 'root' });
});

const open = async (path = '/items/root:/a.txt:', body: unknown = {}) =>
  (await ask(service, `POST ${path}/createUploadSession`, body)).body.uploadUrl as string;

async function send(url: string, method: string, range?: string, content?: string) {
  const response = await handle(
    service,
    new Request(url, {
      method,
      ...(range !== undefined && { headers: { 'content-range': range } }),
      ...(content !== undefined && { body: content }),
    }),
  );
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const contentOf = async (path: string) => (await ask(service, `GET ${path}/content`)).text;

describe('an upload session', () => {
  test('creates what is not there', async () => {
    const url = await open();
    expect(await send(url, 'PUT', 'bytes 0-2/5', 'abc')).toMatchObject({
      status: 202,
      body: { nextExpectedRanges: ['3-'] },
    });
    expect(await send(url, 'PUT', 'bytes 3-4/5', 'de')).toMatchObject({
      status: 201,
      body: { name: 'a.txt', size: 5 },
    });
    expect(await contentOf('/items/root:/a.txt:')).toBe('abcde');
    expect((await send(url, 'GET')).status).toBe(404);
  });

  test('replaces the content of what is there', async () => {
    await send(await open(), 'PUT', 'bytes 0-2/3', 'old');
    const answer = await send(await open(), 'PUT', 'bytes 0-3/4', 'anew');
    expect(answer).toMatchObject({ status: 200, body: { name: 'a.txt', size: 4 } });
    expect(await contentOf('/items/root:/a.txt:')).toBe('anew');
    expect((await ask(service, 'GET /items/root/children')).body.value).toHaveLength(1);
  });

  test('replaces what another session has created', async () => {
    const [one, other] = [await open(), await open()];
    await send(one, 'PUT', 'bytes 0-2/3', 'one');
    expect((await send(other, 'PUT', 'bytes 0-4/5', 'other')).status).toBe(200);
    expect((await ask(service, 'GET /items/root/children')).body.value).toHaveLength(1);
    expect(await contentOf('/items/root:/a.txt:')).toBe('other');
  });

  test('that is deferred ends with a POST', async () => {
    const url = await open('/items/root:/a.txt:', { deferCommit: true });
    expect((await send(url, 'POST')).status).toBe(400);
    expect((await send(url, 'PUT', 'bytes 0-2/3', 'abc')).status).toBe(202);
    expect((await ask(service, 'GET /items/root/children')).body.value).toEqual([]);
    expect((await send(url, 'POST')).status).toBe(201);
  });

  test('ends when it is given up, or forgotten', async () => {
    const [given, forgotten] = [await open(), await open()];
    expect((await send(given, 'DELETE')).status).toBe(204);
    expect((await send(given, 'PUT', 'bytes 0-2/3', 'abc')).status).toBe(404);
    time += 2 * 60 * 60 * 1_000;
    expect((await send(forgotten, 'GET')).status).toBe(404);
  });

  test.each([
    ['bytes 1-2/3', 'bc', 416],
    ['bytes 0-2/3', 'ab', 400],
    ['bytes 0-2/2', 'abc', 400],
    ['bytes 2-0/3', 'abc', 400],
    ['bytes */3', 'abc', 400],
    ['bytes 0-2/999999999999', 'abc', 413],
    [undefined, 'abc', 400],
  ])('refuses the range %s with the content %s', async (range, content, status) => {
    const url = await open();
    expect((await send(url, 'PUT', range, content)).status).toBe(status);
    expect((await send(url, 'GET')).body.nextExpectedRanges).toEqual(['0-']);
  });

  test('is not opened where there is no folder', async () => {
    expect((await ask(service, 'POST /items/none:/a.txt:/createUploadSession', {})).status).toBe(404);
    expect((await ask(service, 'POST /items/none/createUploadSession', {})).status).toBe(404);
  });
});

const put = (path: string, content: string) =>
  ask(service, `PUT ${path}`, content, { 'content-type': 'text/plain' });

async function namesIn(path: string): Promise<readonly string[]> {
  const { body } = await ask(service, `GET ${path}/children?$orderby=name`);
  return body.value.map(({ name }: { readonly name: string }) => name);
}

describe('a content that is put by its path', () => {
  test('creates the item, and the folders on the way', async () => {
    const created = await put('/items/root:/docs/deep/a.txt:/content', 'one');
    expect([created.status, created.body.name, created.body.size]).toEqual([201, 'a.txt', 3]);
    const folder = await ask(service, 'GET /items/root:/docs/deep');
    expect(folder.body.folder).not.toBeNull();
    const content = await ask(service, 'GET /items/root:/docs/deep/a.txt:/content');
    expect([content.text, content.headers.get('content-type')]).toEqual(['one', 'text/plain']);
  });

  test('replaces one of the name, unless it is to fail or to be renamed', async () => {
    await put('/items/root:/a.txt:/content', 'one');
    expect((await put('/items/root:/a.txt:/content', 'three')).status).toBe(200);
    expect(await contentOf('/items/root:/a.txt:')).toBe('three');
    const option = '@microsoft.graph.conflictBehavior';
    expect((await put(`/items/root:/a.txt:/content?${option}=fail`, 'x')).status).toBe(409);
    expect((await put(`/items/root:/a.txt:/content?${option}=rename`, 'x')).body.name).toBe('a 1.txt');
    expect((await put(`/items/root:/a.txt:/content?${option}=ask`, 'x')).status).toBe(400);
    expect(await namesIn('/items/root')).toEqual(['a 1.txt', 'a.txt']);
  });

  test('is answered as $select and $expand ask for, whether the item is new or not', async () => {
    const options = '$select=name&$expand=children($select=name)';
    for (const status of [201, 200]) {
      const answer = await put(`/items/root:/a.txt:/content?${options}`, 'one');
      expect(answer.status).toBe(status);
      const members = Object.entries(answer.body).filter(([name]) => !name.startsWith('@'));
      expect(members).toEqual([
        ['name', 'a.txt'],
        ['children', []],
      ]);
    }
    expect((await ask(service, `GET /items/root:/a.txt:/content?${options}`)).text).toBe('one');
    expect((await put('/items/root:/a.txt:/content?$select=nosuch', 'x')).status).toBe(400);
    expect((await put('/items/root:/a.txt:/content?$filter=true', 'x')).status).toBe(400);
  });

  test('needs an item to start from', async () => {
    expect((await put('/items/none:/a.txt:/content', 'x')).status).toBe(404);
    expect((await put('/items/none/content', 'x')).status).toBe(404);
  });
});

describe('a name that is taken', () => {
  const item = (conflict: string) => ({ item: { '@microsoft.graph.conflictBehavior': conflict } });

  test.each([
    ['replace', 200, ['a.txt']],
    ['rename', 201, ['a 1.txt', 'a.txt']],
  ])('%s', async (conflict, status, names) => {
    await put('/items/root:/a.txt:/content', 'one');
    const url = await open('/items/root:/a.txt:', item(conflict));
    expect((await send(url, 'PUT', 'bytes 0-1/2', 'ab')).status).toBe(status);
    expect(await namesIn('/items/root')).toEqual(names);
  });

  test('fail, also where another has come since', async () => {
    const url = await open('/items/root:/a.txt:', item('fail'));
    await put('/items/root:/a.txt:/content', 'one');
    expect((await send(url, 'PUT', 'bytes 0-1/2', 'ab')).status).toBe(409);
    const refused = await ask(service, 'POST /items/root:/a.txt:/createUploadSession', item('fail'));
    expect(refused.status).toBe(409);
  });
});
