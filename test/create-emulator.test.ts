// createEmulator: a service in process, from a document's text or file, or from generated artifacts.
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { CsdlError, createEmulator, openDefinition } from '../src/index.ts';

const file = new URL('../metadata/graph.csdl.xml', import.meta.url);
const generated = new URL('../generated/graph/', import.meta.url);

const text = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
  <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop">
    <EntityType Name="Product"><Key><PropertyRef Name="ID" /></Key><Property Name="ID" Type="Edm.Int32" Nullable="false" /></EntityType>
    <EntityContainer Name="Container"><EntitySet Name="Products" EntityType="shop.Product" /></EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>`;

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

it.each([
  { from: 'text', source: { metadata: text }, set: 'Products', body: { ID: 1 } },
  { from: 'a file', source: { metadata: fileURLToPath(file) }, set: 'users', body: { id: '1' } },
  { from: 'a file URL', source: { metadata: file }, set: 'users', body: { id: '1' } },
  { from: 'generated artifacts', source: { generated }, set: 'users', body: { id: '1' } },
])('is made from $from', async ({ source, set, body }) => {
  const emulator = await createEmulator({ ...source, profile: 'graph' });
  expect((await emulator.fetch(set, post(body))).status).toBe(201);
  expect((await emulator.fetch(`${set}/1`)).status).toBe(200);
});

it('takes URLs relative to the service root, absolute ones and requests', async () => {
  const emulator = await createEmulator({ metadata: text, path: '/shop' });
  expect(emulator.url).toBe('http://localhost/shop/');
  expect((await emulator.fetch('Products?$top=1')).status).toBe(200);
  expect((await emulator.fetch(`${emulator.url}Products`)).status).toBe(200);
  expect((await emulator.fetch(new Request(`${emulator.url}Products`))).status).toBe(200);
});

it('opens a port when asked, and closes it', async () => {
  const emulator = await createEmulator({ metadata: text });
  const url = await emulator.listen();
  expect(emulator.url).toBe(url);
  expect((await fetch(`${url}Products`)).status).toBe(200);
  await emulator.close();
  await expect(fetch(`${url}Products`)).rejects.toThrow();
});

it('shares a definition between emulators, and no entities', async () => {
  const definition = await openDefinition({ metadata: text });
  const [one, two] = [await createEmulator({ definition }), await createEmulator({ definition })];
  await one.fetch('Products', post({ ID: 1 }));
  expect((await one.fetch('Products(1)')).status).toBe(200);
  expect((await two.fetch('Products(1)')).status).toBe(404);
});

it('rejects with every error of a document', async () => {
  const broken = text.replaceAll('Edm.Int32', 'Edm.Int33').replace('shop.Product"', 'shop.Produkt"');
  const error = await createEmulator({ metadata: broken }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CsdlError);
  expect((error as CsdlError).findings.length).toBeGreaterThan(1);
  expect((error as CsdlError).message).toMatch(/^metadata:\d+:\d+: error /);
});

it('rejects when the source is not one', async () => {
  await expect(createEmulator({})).rejects.toThrow(/exactly one/);
  await expect(createEmulator({ metadata: text, generated })).rejects.toThrow(/exactly one/);
});
