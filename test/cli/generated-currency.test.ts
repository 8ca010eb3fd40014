// What was generated is used while it is what the document, its references and the configuration give.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { productsDocument, run, serve, withFolder } from './command-line.ts';

it('what was generated of a part is used for that part, current or not', async () => {
  const document = productsDocument.replace(
    '<EntityContainer Name="Container">',
    '<EntityType Name="Note"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/></EntityType><EntityContainer Name="Container"><EntitySet Name="Notes" EntityType="shop.Note"/>',
  );
  const config = JSON.stringify({ services: [{ metadata: 'shop.csdl.xml', include: '/Products/**' }] });
  await withFolder({ 'odata-emulator.config.json': config, 'shop.csdl.xml': document }, async (folder) => {
    const statuses = async (): Promise<number[]> => {
      const server = await serve([], folder);
      const found = await Promise.all(['Products', 'Notes'].map((set) => fetch(`${server.urls[0]}${set}`)));
      await server.stop();
      return found.map(({ status }) => status);
    };
    expect(await statuses()).toEqual([200, 404]);
    expect((await run(['generate'], folder)).code).toBe(0);
    expect(await statuses()).toEqual([200, 404]);
  });
});

it('what was generated is stale when a document that it refers to has changed', async () => {
  const types = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
    <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="types"><ComplexType Name="Size"><Property Name="Width" Type="Edm.Int32"/></ComplexType></Schema></edmx:DataServices></edmx:Edmx>`;
  const document = productsDocument
    .replace(
      '<edmx:DataServices>',
      '<edmx:Reference Uri="lib/types.xml"><edmx:Include Namespace="types"/></edmx:Reference><edmx:DataServices>',
    )
    .replace('</EntityType>', '<Property Name="Size" Type="types.Size"/></EntityType>');
  const config = JSON.stringify({ services: [{ metadata: 'shop.csdl.xml' }] });
  const files = { 'odata-emulator.config.json': config, 'shop.csdl.xml': document, 'lib/types.xml': types };
  await withFolder(files, async (folder) => {
    expect((await run(['generate'], folder)).code).toBe(0);
    const outputs: string[] = [];
    const renew = async (): Promise<void> => {
      const server = await serve([], folder);
      outputs.push(server.output());
      await server.stop();
    };
    await renew();
    await writeFile(join(folder, 'lib/types.xml'), types.replace('Width', 'Height'));
    await renew();
    await mkdir(join(folder, 'elsewhere'));
    await rename(join(folder, 'lib/types.xml'), join(folder, 'elsewhere/types.xml'));
    expect(outputs[0]).toContain('(from generated/shop)');
    expect(outputs[1]).toMatch(/generated\/shop is stale: shop\.csdl\.xml or what it refers to has changed/);
  });
});
