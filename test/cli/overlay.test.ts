import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createEmulator } from '../../src/index.ts';
import { productsDocument, run, serve, withFolder } from './command-line.ts';

const overlay = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
  <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop">
    <EntityType Name="Product"><Property Name="Size" Type="Edm.Int32"/></EntityType>
  </Schema></edmx:DataServices></edmx:Edmx>`;
const withSize = productsDocument.replace(
  '</EntityType>',
  '<Property Name="Size" Type="Edm.Int32"/></EntityType>',
);

it('holds for serve and its configuration, for generate and for what was generated', async () => {
  const config = JSON.stringify({ services: [{ metadata: 'shop.csdl.xml', overlay: 'patch.csdl.xml' }] });
  const files = {
    'shop.csdl.xml': productsDocument,
    'patch.csdl.xml': overlay,
    'odata-emulator.config.json': config,
  };
  await withFolder(files, async (folder) => {
    const generated = await run(['generate', 'shop.csdl.xml', '--overlay', 'patch.csdl.xml'], folder);
    expect(generated).toMatchObject({ code: 0, stderr: '' });
    const server = await serve([], folder);
    expect(server.output()).toContain('(from generated/shop)');
    expect(await (await fetch(`${server.urls[0]}$metadata`)).text()).toContain('Size');
    await server.stop();
    expect((await run(['generate', 'shop.csdl.xml', '--check'], folder)).code).toBe(0);
    await writeFile(join(folder, 'patch.csdl.xml'), overlay.replace('Size', 'Width'));
    expect((await run(['generate', '--check'], folder)).code).toBe(1);
  });
});

it('diff tells what the new document made unnecessary', async () => {
  const files = { 'old.xml': productsDocument, 'new.xml': withSize, 'patch.xml': overlay };
  await withFolder(files, async (folder) => {
    const { stdout } = await run(['diff', 'old.xml', 'new.xml', '--overlay', 'patch.xml'], folder);
    expect(stdout).toContain('overlay-unnecessary  Overlay  The document itself says of shop.Product/Size');
    expect(stdout).toContain('1 change: 1 not breaking');
  });
});

it('is an option of createEmulator', async () => {
  const emulator = await createEmulator({
    metadata: productsDocument,
    overlay: [{ text: overlay, file: 'patch' }],
  });
  expect((await emulator.fetch('Products?$filter=Size gt 1')).status).toBe(200);
});
