// What a service holds can be written into files, and a service that starts with them holds the same.
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/index.ts';
import { createShop, json, shopDocument } from '../service/shop.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saved-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function saved(emulator: Emulator, name: string): Promise<Record<string, string>> {
  await emulator.saveData(join(folder, name));
  const files = (await readdir(join(folder, name))).sort();
  const texts = files.map(async (file) => [file, await readFile(join(folder, name, file), 'utf8')]);
  return Object.fromEntries(await Promise.all(texts));
}

async function expectRoundTrip(emulator: Emulator, options: EmulatorOptions): Promise<void> {
  const first = await saved(emulator, 'first');
  const again = await createEmulator({ ...options, data: join(folder, 'first') });
  expect(await saved(again, 'again')).toEqual(first);
}

it('entities with links and exact numbers', async () => {
  const shop = await createShop({ data: { Categories: [{ ID: 1, Name: 'Food' }] } });
  const body = json('POST', { ID: 7, Name: 'Tea', 'Category@odata.bind': 'Categories(1)' });
  expect((await shop.fetch('Products', body)).status).toBe(201);
  const exact = { ...json('PATCH', {}), body: '{"Price":2.50}' };
  expect((await shop.fetch('Products(7)', exact)).ok).toBe(true);
  const { 'Products.json': products } = await saved(shop, 'seen');
  expect(products).toContain('"Price":2.50');
  expect(products).toContain('"Category@odata.bind":"Categories(1)"');
  await expectRoundTrip(shop, { metadata: shopDocument });
});

it.each(['trippin', 'containment', 'northwind', 'example-service', 'annotations'])(
  'all of %s',
  async (name) => {
    const metadata = new URL(`../../../shared/csdl/${name}.csdl.xml`, import.meta.url);
    if (!existsSync(metadata)) return console.log(`skipped: ${metadata.pathname} is not there`);
    await expectRoundTrip(await createEmulator({ metadata, populate: 4 }), { metadata });
  },
);

it('directory objects of Graph', async () => {
  const options = {
    generated: new URL('../../generated/graph/', import.meta.url),
    profile: 'graph',
  } as const;
  await expectRoundTrip(await createEmulator({ ...options, populate: 3 }), options);
});
