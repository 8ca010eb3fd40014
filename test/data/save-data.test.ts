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

const films = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01"><edmx:DataServices>
  <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="films">
    <ComplexType Name="Still"><Property Name="Name" Type="Edm.String"/><Property Name="Image" Type="Edm.Stream"/></ComplexType>
    <EntityType Name="Film" HasStream="true"><Key><PropertyRef Name="ID"/></Key>
      <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
      <Property Name="Poster" Type="Edm.Stream"/>
      <Property Name="Title" Type="films.Still"/>
      <Property Name="Stills" Type="Collection(films.Still)"/>
      <NavigationProperty Name="Parts" Type="Collection(films.Film)" ContainsTarget="true"/>
    </EntityType>
    <EntityContainer Name="Container"><EntitySet Name="Films" EntityType="films.Film"/></EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>`;

it('contents of media entities, stream properties, and those in complex values and contained entities', async () => {
  const emulator = await createEmulator({
    metadata: films,
    data: {
      Films: [
        {
          ID: 1,
          Title: { Name: 'a' },
          Stills: [{ Name: 'b' }, { Name: 'c' }],
          Parts: [{ ID: 2, $value: '' }],
        },
      ],
    },
  });
  const bytes = Uint8Array.from([0, 255, 216, 128, 10]);
  const put = (url: string, type: string, body: string | Uint8Array<ArrayBuffer>) =>
    emulator.fetch(url, { method: 'PUT', headers: { 'Content-Type': type }, body });
  const contents = [
    ['Films(1)/$value', 'video/mp4', bytes],
    ['Films(1)/Poster', 'text/plain', 'Grüße,\nAda'],
    ['Films(1)/Title/Image', 'image/svg+xml', '<svg/>'],
    ['Films(1)/Parts(2)/$value', 'application/json', '"a text"'],
    ['Films(1)/Parts(2)/Poster', 'application/octet-stream', new Uint8Array()],
  ] as const;
  for (const [url, type, body] of contents) expect((await put(url, type, body)).ok, url).toBe(true);
  await expectRoundTrip(emulator, { metadata: films });
  const again = await createEmulator({ metadata: films, data: join(folder, 'first') });
  for (const [url, type, body] of contents) {
    const response = await again.fetch(url);
    expect(response.headers.get('content-type'), url).toBe(type);
    const wanted = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body);
    expect(Buffer.from(await response.arrayBuffer()), url).toEqual(wanted);
  }
  await put('Films(1)/Poster', 'text/plain;charset=iso-8859-1', Uint8Array.from([0xe9]));
  await expect(emulator.saveData(join(folder, 'not'))).rejects.toThrow(/^Films\(1\)\/Poster is text\/plain/);
});

it('loadData adds, and with replace is all that there is; what is wrong changes nothing', async () => {
  const shop = await createShop({ data: { Products: [{ ID: 1, Name: 'Tea' }] } });
  const namesOf = async () => {
    const { value } = (await (await shop.fetch('Products?$orderby=ID')).json()) as {
      value: { Name: string }[];
    };
    return value.map(({ Name }) => Name);
  };
  await shop.loadData({ Products: [{ ID: 2, Name: 'Coffee' }] });
  expect(await namesOf()).toEqual(['Tea', 'Coffee']);
  await expect(shop.loadData({ Products: [{ ID: 3, Name: 5 }] }, { replace: true })).rejects.toThrow(
    /^Products:1:\d+: 'Name' must be a string/,
  );
  expect(await namesOf()).toEqual(['Tea', 'Coffee']);
  await shop.loadData({ Products: [{ ID: 1, Name: 'Cocoa' }] }, { replace: true });
  expect(await namesOf()).toEqual(['Cocoa']);
  await shop.restore();
  expect(await namesOf()).toEqual(['Tea']);
  await expect(shop.loadData(5 as never)).rejects.toThrow(/^data must be a folder, or entities/);
  await expect(shop.loadData(join(folder, 'nope'))).rejects.toThrow(/^data: The folder .* does not exist$/);
});
