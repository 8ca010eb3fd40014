// OData Protocol 4.01, sections 8.2.4 "If-Match", 8.2.5 "If-None-Match" and 11.4.1.1, on contents of media entities and stream properties.
import { beforeEach, describe, expect, it } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { mediaService, send } from './media-service.ts';
import { ask } from './service-for.ts';

const headers = { 'content-type': 'image/png' };
let service: ODataService;
beforeEach(async () => {
  service = await mediaService();
});

const put = (body: string, more: Record<string, string> = {}, path = '/Documents(1)/Cover') =>
  send(service, `PUT ${path}`, body, { ...headers, ...more });
const get = (more: Record<string, string> = {}, path = '/Documents(1)/Cover') =>
  send(service, `GET ${path}`, undefined, more);
const tagOf = async (path?: string) => (await get({}, path)).headers.get('etag') ?? '';

describe('reading', () => {
  it('304 of the state that the client has, 412 where it insists on another', async () => {
    await put('a');
    const tag = await tagOf();
    expect(tag).toMatch(/^"[^"]+"$/);
    expect((await get({ 'if-none-match': tag })).status).toBe(304);
    expect((await get({ 'if-none-match': '*' })).status).toBe(304);
    expect((await get({ 'if-none-match': '"other"' })).status).toBe(200);
    expect((await get({ 'if-match': tag })).status).toBe(200);
    expect((await get({ 'if-match': '"other"' })).status).toBe(412);
  });

  it('each content has a tag of its own, also after it was away', async () => {
    const tags = new Set<string>();
    for (const body of ['a', 'b']) {
      await put(body);
      tags.add(await tagOf());
    }
    await send(service, 'DELETE /Documents(1)/Cover', undefined);
    expect(await tagOf()).toBe('');
    await put('c');
    tags.add(await tagOf());
    expect(tags.size).toBe(3);
  });

  it('return=representation answers with the content that was put, or with its media entity', async () => {
    const answer = await put('a', { prefer: 'return=representation' });
    expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([
      200,
      'a',
      'image/png',
    ]);
    expect([answer.headers.get('etag'), answer.headers.get('preference-applied')]).toEqual([
      await tagOf(),
      'return=representation',
    ]);
    const entity = await send(service, 'PUT /Documents(1)/$value', 'x', {
      'content-type': 'text/plain',
      prefer: 'return=representation',
    });
    expect([entity.status, await entity.json()]).toMatchObject([200, { ID: 1, ContentType: 'text/plain' }]);
  });

  it('the tag is told with the entity, and with the answer to a PUT', async () => {
    const answer = await put('a');
    expect(answer.headers.get('etag')).toBe(await tagOf());
    const { body } = await ask(service, 'GET /Documents(1)');
    expect(body['Cover@mediaEtag']).toBe(await tagOf());
    expect(body['@mediaEtag']).toBe(await tagOf('/Documents(1)/$value'));
  });
});

describe('changing', () => {
  it('If-Match names the state of the content', async () => {
    await put('a');
    const tag = await tagOf();
    expect((await put('b', { 'if-match': '"other"' })).status).toBe(412);
    expect((await put('b', { 'if-match': `"x", ${tag}` })).status).toBe(204);
    expect((await put('c', { 'if-match': tag })).status).toBe(412);
    expect((await send(service, 'DELETE /Documents(1)/Cover', undefined, { 'if-match': tag })).status).toBe(
      412,
    );
    expect(await (await get()).text()).toBe('b');
    expect((await put('d', { 'if-match': '*' })).status).toBe(204);
  });

  it('If-None-Match: * puts a content only where there is none', async () => {
    expect((await put('a', { 'if-none-match': '*' })).status).toBe(204);
    expect((await put('b', { 'if-none-match': '*' })).status).toBe(412);
    expect((await put('b', { 'if-none-match': await tagOf() })).status).toBe(412);
    expect(await (await get()).text()).toBe('a');
  });

  it('what is under concurrency control: 428 without a precondition, the tag of the entity or of the content will do', async () => {
    const path = '/Controlled(1)/Cover';
    const entity = (await ask(service, 'GET /Controlled(1)')).headers.get('etag') ?? '';
    expect((await put('a', {}, path)).status).toBe(428);
    expect((await put('a', { 'if-match': entity }, path)).status).toBe(204);
    expect((await put('b', { 'if-match': await tagOf(path) }, path)).status).toBe(204);
    expect((await send(service, `DELETE ${path}`, undefined)).status).toBe(428);
    const content = '/Controlled(1)/$value';
    expect((await send(service, `PUT ${content}`, 'x', { 'content-type': 'text/plain' })).status).toBe(428);
    expect((await send(service, `DELETE ${content}`, undefined)).status).toBe(428);
    expect((await send(service, `DELETE ${content}`, undefined, { 'if-match': '*' })).status).toBe(204);
  });
});
