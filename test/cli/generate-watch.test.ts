import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { productsDocument, repository, startServer, withFolder } from './command-line.ts';

it('generate --watch writes again what an edit changed, and ends with SIGTERM', async () => {
  await withFolder({ 'shop.csdl.xml': productsDocument }, async (folder) => {
    const main = join(repository, 'dist/cli/main.js');
    const child = spawn(process.execPath, [main, 'generate', 'shop.csdl.xml', '--watch'], { cwd: folder });
    let output = '';
    const seen = (text: RegExp) =>
      new Promise<void>((resolve) => {
        const look = () => text.test(output) && resolve();
        child.stdout.on('data', look);
        look();
      });
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    await seen(/^Watching shop\.csdl\.xml$/m);
    writeFileSync(join(folder, 'shop.csdl.xml'), productsDocument.slice(0, 300));
    await seen(/left as it was, the document has errors/);
    writeFileSync(
      join(folder, 'shop.csdl.xml'),
      productsDocument.replace('</EntityType>', '<Property Name="Price" Type="Edm.Decimal"/></EntityType>'),
    );
    await seen(/^ {2}schemas\/shop\.Product\.json\n {2}shop\.ts\n.*4 files written, 0 removed, 1 unchanged/m);
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(0);
  });
});

it('documents that the document refers to, and overlays, are watched too', async () => {
  const schemaOf = (
    body: string,
  ): string => `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
    <edmx:DataServices>${body}</edmx:DataServices></edmx:Edmx>`;
  const types = schemaOf(
    '<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="types"><ComplexType Name="Size"><Property Name="Width" Type="Edm.Int32"/></ComplexType></Schema>',
  );
  const patch = schemaOf(
    '<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop"><EntityType Name="Product"><Property Name="Color" Type="Edm.String"/></EntityType></Schema>',
  );
  const document = productsDocument
    .replace(
      '<edmx:DataServices>',
      '<edmx:Reference Uri="types.xml"><edmx:Include Namespace="types"/></edmx:Reference><edmx:DataServices>',
    )
    .replace('</EntityType>', '<Property Name="Size" Type="types.Size"/></EntityType>');
  const files = { 'shop.csdl.xml': document, 'types.xml': types, 'patch.xml': patch };
  await withFolder(files, async (folder) => {
    const args = ['generate', 'shop.csdl.xml', '--watch', '--overlay', 'patch.xml'];
    const watch = await startServer(args, /^Watching shop\.csdl\.xml, patch\.xml, types\.xml$/m, folder);
    writeFileSync(join(folder, 'types.xml'), types.replace('Width', 'Height'));
    await expect
      .poll(() => watch.output(), { timeout: 10_000 })
      .toMatch(/Watching[\s\S]*schemas\/types\.Size\.json/);
    writeFileSync(join(folder, 'patch.xml'), patch.replace('Color', 'Colour'));
    await expect
      .poll(() => watch.output(), { timeout: 10_000 })
      .toMatch(/Watching[\s\S]*schemas\/shop\.Product\.json/);
    expect(await watch.stop()).toBe(0);
  });
});
