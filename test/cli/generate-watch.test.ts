import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { productsDocument, repository, withFolder } from './command-line.ts';

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
