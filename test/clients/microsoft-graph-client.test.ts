// @microsoft/microsoft-graph-client: create, read, change and delete, pages, a batch, a large upload.
import {
  BatchRequestContent,
  BatchResponseContent,
  Client,
  FileUpload,
  LargeFileUploadTask,
  PageIterator,
} from '@microsoft/microsoft-graph-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { graph, hasFullGraph, useService } from './services.ts';

const service = useService(graph);
let client: Client;
beforeAll(() => {
  client = Client.init({
    baseUrl: `${service.origin()}/`,
    customHosts: new Set([new URL(service.root()).hostname]),
    authProvider: (done) => done(null, 'a token'),
  });
});

const newUser = (name: string) => ({
  displayName: name,
  userPrincipalName: `${name}@example.com`,
  accountEnabled: true,
  mailNickname: name,
  passwordProfile: { password: 'Xy-12345678' },
});

describe('create, read, change, delete', () => {
  it('a user', async () => {
    const created = await client.api('/users').post(newUser('ada'));
    expect(created.id).toMatch(/./);
    await client.api(`/users/${created.id}`).patch({ jobTitle: 'Countess' });
    const read = await client.api(`/users/${created.id}`).select('displayName,jobTitle').get();
    expect(read).toMatchObject({ displayName: 'ada', jobTitle: 'Countess' });
    await client.api(`/users/${created.id}`).delete();
    await expect(client.api(`/users/${created.id}`).get()).rejects.toMatchObject({ statusCode: 404 });
  });

  it('a member of a group', async () => {
    const user = await client.api('/users').post(newUser('member'));
    const group = await client
      .api('/groups')
      .post({ displayName: 'Analysts', mailEnabled: false, mailNickname: 'analysts', securityEnabled: true });
    await client
      .api(`/groups/${group.id}/members/$ref`)
      .post({ '@odata.id': `${service.root()}directoryObjects/${user.id}` });
    const members = await client.api(`/groups/${group.id}/members`).get();
    expect(members.value.map(({ id }: { id: string }) => id)).toEqual([user.id]);
    await client.api(`/groups/${group.id}/members/${user.id}/$ref`).delete();
    expect((await client.api(`/groups/${group.id}/members`).get()).value).toEqual([]);
  });
});

it('filters, orders and counts', async () => {
  for (const name of ['flora', 'fauna', 'fern']) await client.api('/users').post(newUser(name));
  const found = await client
    .api('/users')
    .header('ConsistencyLevel', 'eventual')
    .count(true)
    .filter("startswith(displayName,'f')")
    .orderby('displayName desc')
    .top(2)
    .get();
  expect(found['@odata.count']).toBe(3);
  expect(found.value.map(({ displayName }: { displayName: string }) => displayName)).toEqual([
    'flora',
    'fern',
  ]);
});

it('PageIterator sees each user once', async () => {
  for (let index = 0; index < 25; index++) await client.api('/users').post(newUser(`page${index}`));
  const first = await client.api('/users').filter("startswith(displayName,'page')").top(10).get();
  expect(first.value).toHaveLength(10);
  const names: string[] = [];
  const iterator = new PageIterator(client, first, (user: { displayName: string }) => {
    names.push(user.displayName);
    return true;
  });
  await iterator.iterate();
  expect(iterator.isComplete()).toBe(true);
  expect(names).toHaveLength(25);
  expect(new Set(names).size).toBe(25);
});

it('PageIterator follows a delta to its link, and from there sees what has changed', async () => {
  const changes = async (link: string) => {
    const items: { id: string; displayName?: string; '@removed'?: { reason: string } }[] = [];
    const iterator = new PageIterator(client, await client.api(link).get(), (item) => {
      items.push(item);
      return true;
    });
    await iterator.iterate();
    return { items, deltaLink: iterator.getDeltaLink() as string };
  };
  const { deltaLink: start } = await changes('/users/delta?$deltatoken=latest&$select=displayName');
  const created: { id: string }[] = [];
  for (let index = 0; index < 5; index++)
    created.push(await client.api('/users').post(newUser(`delta${index}`)));
  const all = await changes('/users/delta?$select=displayName&$top=2');
  expect(all.items.filter(({ displayName }) => displayName?.startsWith('delta'))).toHaveLength(5);
  expect((await changes(start)).items.map(({ id }) => id).toSorted()).toEqual(
    created.map(({ id }) => id).toSorted(),
  );
  const [first, second] = created as [{ id: string }, { id: string }];
  await client.api(`/users/${first.id}`).patch({ displayName: 'changed' });
  await client.api(`/users/${second.id}`).delete();
  expect((await changes(all.deltaLink)).items).toEqual([
    { id: first.id, displayName: 'changed' },
    { id: second.id, '@removed': { reason: 'deleted' } },
  ]);
});

it('a user by principal name, and the memberships', async () => {
  const user = await client.api('/users').post(newUser('grace'));
  const group = await client
    .api('/groups')
    .post({ displayName: 'Navy', mailEnabled: false, mailNickname: 'navy', securityEnabled: true });
  await client
    .api(`/groups/${group.id}/members/$ref`)
    .post({ '@odata.id': `${service.root()}directoryObjects/${user.id}` });
  expect((await client.api('/users/grace@example.com').get()).id).toBe(user.id);
  const { value } = await client
    .api('/users/grace@example.com/checkMemberGroups')
    .post({ groupIds: [group.id, 'another'] });
  expect(value).toEqual([group.id]);
});

it('errors have the codes of the service behind', async () => {
  await expect(client.api('/users/nobody').get()).rejects.toMatchObject({
    statusCode: 404,
    code: 'Request_ResourceNotFound',
    requestId: expect.stringMatching(/./),
  });
});

it('a batch whose requests depend on each other', async () => {
  const url = (path: string): string => `${service.root()}${path}`;
  const post = (path: string, body: unknown): Request =>
    new Request(url(path), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  const content = new BatchRequestContent([
    { id: '1', request: post('users', newUser('batched')) },
    { id: '2', request: new Request(url("users?$filter=displayName eq 'batched'")), dependsOn: ['1'] },
    { id: '3', request: new Request(url('users/nobody')), dependsOn: ['2'] },
  ]);
  const answer = new BatchResponseContent(await client.api('/$batch').post(await content.getContent()));
  expect(answer.getResponseById('1').status).toBe(201);
  const found = (await answer.getResponseById('2').json()) as { value: { displayName: string }[] };
  expect(found.value.map(({ displayName }) => displayName)).toEqual(['batched']);
  expect(answer.getResponseById('3').status).toBe(404);
});

describe.skipIf(!hasFullGraph)('a large file in an upload session', () => {
  const bytes = new Uint8Array(1_500_000).map((_, index) => (index * 31) % 251);

  const root = async (): Promise<string> => {
    const drive = await client.api('/drives').post({ name: 'Files', root: { name: 'root', folder: {} } });
    return `/drives/${drive.id}/root`;
  };

  it('of a drive', async () => {
    const path = `${await root()}:/report.bin`;
    const session = await LargeFileUploadTask.createUploadSession(client, `${path}:/createUploadSession`, {
      item: { '@microsoft.graph.conflictBehavior': 'replace', name: 'report.bin' },
    });
    const progress: unknown[] = [];
    const task = new LargeFileUploadTask(
      client,
      new FileUpload(bytes.buffer, 'report.bin', bytes.length),
      session,
      {
        rangeSize: 2 * 320 * 1024,
        uploadEventHandlers: { progress: (range) => progress.push(range) },
      },
    );
    const { responseBody } = await task.upload();
    expect(responseBody).toMatchObject({ name: 'report.bin', size: bytes.length });
    expect(progress).toHaveLength(3);
    const content = await client
      .api(`${path}:/content`)
      .responseType('arraybuffer' as never)
      .get();
    expect(Buffer.from(content as ArrayBuffer).equals(Buffer.from(bytes))).toBe(true);
  });

  it('whose name is taken', async () => {
    const folder = await root();
    await client.api(`${folder}:/taken.bin:/content`).put('first');
    const upload = async (behavior: string) => {
      const session = await LargeFileUploadTask.createUploadSession(
        client,
        `${folder}:/taken.bin:/createUploadSession`,
        { item: { '@microsoft.graph.conflictBehavior': behavior } },
      );
      const file = new FileUpload(bytes.buffer, 'taken.bin', bytes.length);
      const { responseBody } = await new LargeFileUploadTask(client, file, session).upload();
      return (responseBody as { name: string }).name;
    };
    await expect(upload('fail')).rejects.toMatchObject({ statusCode: 409, code: 'nameAlreadyExists' });
    expect(await upload('rename')).toBe('taken 1.bin');
    expect(await upload('replace')).toBe('taken.bin');
    const { value } = await client.api(`${folder}/children`).get();
    expect(value.map(({ name }: { name: string }) => name).toSorted()).toEqual(['taken 1.bin', 'taken.bin']);
  });

  it('is told by the delta of its drive', async () => {
    const folder = await root();
    await client.api(`${folder}:/a/b.txt:/content`).put('text');
    const first = await client.api(`${folder}/delta`).get();
    expect(first.value.map(({ name }: { name: string }) => name)).toEqual(['root', 'a', 'b.txt']);
    await client.api(`${folder}:/a/b.txt`).delete();
    const second = await client.api(first['@odata.deltaLink']).get();
    expect(second.value).toMatchObject([{ id: first.value[2].id, deleted: { state: 'deleted' } }]);
  });

  it('of an attachment', async () => {
    const message = await client.api('/me/messages').post({ subject: 'with a file' });
    const attachments = `/me/messages/${message.id}/attachments`;
    const session = await LargeFileUploadTask.createUploadSession(
      client,
      `${attachments}/createUploadSession`,
      { AttachmentItem: { attachmentType: 'file', name: 'a.bin', size: bytes.length } },
    );
    const task = new LargeFileUploadTask(
      client,
      new FileUpload(bytes.buffer, 'a.bin', bytes.length),
      session,
      {
        rangeSize: 2 * 320 * 1024,
      },
    );
    await task.upload();
    const { value } = await client.api(attachments).get();
    expect(value).toMatchObject([{ name: 'a.bin', size: bytes.length }]);
    expect(Buffer.from(value[0].contentBytes, 'base64').equals(Buffer.from(bytes))).toBe(true);
  });

  it('can be given up and resumed', async () => {
    const url = `${await root()}:/other.bin:/createUploadSession`;
    const open = () => LargeFileUploadTask.createUploadSession(client, url, {});
    const session = await open();
    const file = new FileUpload(bytes.buffer, 'other.bin', bytes.length);
    const task = new LargeFileUploadTask(client, file, session, { rangeSize: 320 * 1024 });
    await task.uploadSlice(
      bytes.buffer.slice(0, 320 * 1024),
      { minValue: 0, maxValue: 320 * 1024 - 1 } as never,
      bytes.length,
    );
    expect(await task.getStatus()).toMatchObject({ nextExpectedRanges: [`${320 * 1024}-`] });
    const { responseBody } = (await task.resume()) as { responseBody: { name: string } };
    expect(responseBody.name).toBe('other.bin');
    const second = new LargeFileUploadTask(client, file, await open());
    await second.cancel();
    await expect(second.getStatus()).rejects.toMatchObject({ statusCode: 404 });
  });
});
