// msw: code with a hard-wired URL is answered by an emulator.
import { setupServer } from 'msw/node';
import { expect, it } from 'vitest';
import { createEmulator } from '../src/index.ts';
import { toMswHandlers } from '../src/msw.ts';
import { createShop } from './service/shop.ts';

const generated = new URL('../generated/graph/', import.meta.url);

it("answers for Graph's own URL, with URLs below it", async () => {
  const emulator = await createEmulator({
    generated,
    profile: 'graph',
    data: { users: [{ id: '1' }, { id: '2' }] },
  });
  const server = setupServer(...toMswHandlers(emulator));
  server.listen({ onUnhandledRequest: 'error' });
  try {
    const response = await fetch('https://graph.microsoft.com/v1.0/users?$top=1');
    expect(response.status).toBe(200);
    const body = (await response.json()) as Record<string, string>;
    expect(body['@odata.context']).toMatch(/^https:\/\/graph\.microsoft\.com\/v1\.0\/\$metadata#users/);
    expect(body['@odata.nextLink']).toMatch(/^https:\/\/graph\.microsoft\.com\/v1\.0\/users\?/);
    const created = await fetch('https://graph.microsoft.com/beta/users', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"displayName":"Ada"}',
    });
    expect(created.status).toBe(201);
    emulator.journal.expect([{ path: 'users' }, { method: 'POST', body: { displayName: 'Ada' } }]);
    emulator.faults.set([{ connection: 'reset' }]);
    await expect(fetch('https://graph.microsoft.com/v1.0/users')).rejects.toThrow('Failed to fetch');
  } finally {
    server.close();
  }
});

it('needs a root where the profile names none', async () => {
  const shop = await createShop();
  expect(() => toMswHandlers(shop)).toThrow(/Name the service root/);
  expect(toMswHandlers(shop, { roots: ['https://shop.example/'] })).toHaveLength(1);
});
