// `serve` for a test suite: made-up entities, sessions and admin endpoints, or none of these.
import { expect, it } from 'vitest';
import { productsDocument, run, serve, withFolder } from './command-line.ts';

const files = { 'shop.csdl.xml': productsDocument };

it('populates, and keeps sessions apart', async () => {
  await withFolder(files, async (folder) => {
    const server = await serve(['shop.csdl.xml', '--populate', '3', '--seed', '2'], folder);
    const [url = ''] = server.urls;
    const admin = new URL('/_emulator/', url);
    const session = { 'Emulator-Session': 'a' };
    expect((await fetch(`${url}Products(1)`, { method: 'DELETE', headers: session })).status).toBe(204);
    expect((await fetch(`${url}Products(1)`, { headers: session })).status).toBe(404);
    expect((await fetch(`${url}Products(1)`)).status).toBe(200);
    expect(await (await fetch(new URL('sessions', admin))).json()).toEqual({
      sessions: [{ name: 'a', lastUsed: expect.any(String), requests: 2 }],
    });
    expect(await server.stop()).toBe(0);
  });
});

it('has none of it with --no-admin', async () => {
  await withFolder(files, async (folder) => {
    const server = await serve(['shop.csdl.xml', '--no-admin'], folder);
    const [url = ''] = server.urls;
    expect((await fetch(new URL('/_emulator/', url))).status).toBe(404);
    await server.stop();
  });
});

it('refuses --seed without --populate', async () => {
  await withFolder(files, async (folder) => {
    const { code, stderr } = await run(['serve', 'shop.csdl.xml', '--seed', '2'], folder);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--seed is for --populate')]);
  });
});
