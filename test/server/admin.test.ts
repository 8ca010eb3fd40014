// Sessions by header, and the admin endpoints below /_emulator/.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/server/create-app.ts';
import { createShop, json } from '../service/shop.ts';
import { createServices } from './services.ts';

const as = (name: string): RequestInit => ({ headers: { 'Emulator-Session': name } });

async function countOf(response: Promise<Response>): Promise<number> {
  return ((await (await response).json()) as { value: unknown[] }).value.length;
}

describe('a session', () => {
  it('has entities of its own, that begin with those of the server', async () => {
    const { fetch } = await createShop({ data: { Products: [{ ID: 1 }] } });
    await fetch('Products', json('POST', { ID: 2 }, { 'Emulator-Session': 'a' }));
    expect(await countOf(fetch('Products', as('a')))).toBe(2);
    expect(await countOf(fetch('Products', as('b')))).toBe(1);
    expect(await countOf(fetch('Products'))).toBe(1);
    expect(await (await fetch('_emulator/sessions')).json()).toEqual({
      sessions: [
        { name: 'a', lastUsed: expect.any(String), requests: 2 },
        { name: 'b', lastUsed: expect.any(String), requests: 1 },
      ],
    });
    expect((await fetch('_emulator/sessions/a', { method: 'DELETE' })).status).toBe(204);
    expect(await countOf(fetch('Products', as('a')))).toBe(1);
  });

  it('is refused where there are too many, or its name is none', async () => {
    const app = createApp(await createServices({}), { admin: { maxSessions: 1 } });
    const status = async (name: string) =>
      (await app.fetch(new Request('http://localhost/Products', as(name)))).status;
    expect([await status('a'), await status('b'), await status('a'), await status('a b')]).toEqual([
      200, 503, 200, 400,
    ]);
  });
});

describe('the admin endpoints', () => {
  it('reset, keep snapshots and restore them, and load data', async () => {
    const { fetch } = await createShop({ data: { Products: [{ ID: 1 }] } });
    const post = async (path: string, body: unknown = {}) =>
      (await fetch(`_emulator/${path}`, json('POST', body))).status;
    expect(await post('data', { Products: [{ ID: 2 }, { ID: 3 }] })).toBe(204);
    expect((await fetch('_emulator/snapshots/three', { method: 'PUT' })).status).toBe(204);
    expect(await post('reset')).toBe(204);
    expect(await countOf(fetch('Products'))).toBe(1);
    expect(await post('snapshots/three/restore')).toBe(204);
    expect(await countOf(fetch('Products'))).toBe(3);
    expect(await post('snapshots/other/restore')).toBe(404);
    const wrong = await fetch('_emulator/data', json('POST', { Products: [{ ID: 4 }, { ID: 'x' }] }));
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain("'ID'");
    expect(await countOf(fetch('Products'))).toBe(3);
  });

  it('show the journal without credentials, and verify it', async () => {
    const { fetch } = await createShop();
    await fetch('Products', { headers: { Authorization: 'Bearer secret' } });
    await fetch('Products(1)');
    const text = await (await fetch('_emulator/journal')).text();
    expect(text).not.toContain('secret');
    expect(JSON.parse(text).entries).toMatchObject([
      { url: 'Products' },
      { url: 'Products(1)', status: 404 },
    ]);
    const expectation = async (body: unknown) => await fetch('_emulator/journal/expect', json('POST', body));
    expect((await expectation({ path: 'Products', times: 1 })).status).toBe(204);
    const unmet = await expectation({ path: 'Categories' });
    expect(unmet.status).toBe(422);
    expect(await unmet.text()).toContain('it never came');
    await fetch('_emulator/journal', { method: 'DELETE' });
    expect(await (await fetch('_emulator/journal')).json()).toEqual({ entries: [] });
  });

  it('set faults, for one session where it is named', async () => {
    const { fetch } = await createShop();
    await fetch('_emulator/faults', json('PUT', [{ status: 500 }], { 'Emulator-Session': 'a' }));
    expect((await fetch('Products', as('a'))).status).toBe(500);
    expect((await fetch('Products')).status).toBe(200);
    const wrong = await fetch('_emulator/faults', json('PUT', [{ status: 1 }]));
    expect([wrong.status, (await wrong.text()).includes('faults[0].status')]).toEqual([400, true]);
  });

  it('answer 404 and list what there is', async () => {
    const { fetch } = await createShop();
    expect((await fetch('_emulator/other')).status).toBe(404);
    expect(await (await fetch('_emulator/')).json()).toMatchObject({ services: [{ path: '' }] });
  });

  it('are not there unless they are asked for', async () => {
    const app = createApp(await createServices({ path: '/shop' }));
    expect((await app.fetch(new Request('http://localhost/_emulator/'))).status).toBe(404);
  });
});

describe('on a port', () => {
  let shop: Awaited<ReturnType<typeof createShop>>;
  let url: string;
  beforeAll(async () => {
    shop = await createShop();
    url = `${await shop.listen()}_emulator/`;
  });
  afterAll(() => shop.close());

  it('answer this machine', async () => expect((await fetch(url)).status).toBe(200));

  it.each([{ Origin: 'http://evil.example' }, { Origin: 'null' }])(
    'do not answer a page with %j',
    async (headers) => expect((await fetch(url, { headers })).status).toBe(403),
  );

  it('do not answer to a foreign name', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) =>
      request(url, { headers: { Host: 'evil.example' } }, ({ statusCode }) => resolve(statusCode)).end(),
    );
    expect(status).toBe(403);
  });
});
