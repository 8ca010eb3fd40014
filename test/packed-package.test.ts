// What `npm pack` makes: each subpath of package.json imports, in a folder where only the package is installed.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'odata-emulator-pack-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('its subpaths import and have types', () => {
  const output = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
  });
  const [{ filename }] = JSON.parse(output) as [{ filename: string }];
  execFileSync('tar', ['-xzf', filename], { cwd: folder });
  const manifest = JSON.parse(readFileSync(join(folder, 'package/package.json'), 'utf8')) as {
    readonly name: string;
    readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
  };
  // dependencies are those of the checkout: what is tested is what the package itself has
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const subpaths = Object.entries(manifest.exports).filter(([, target]) => typeof target === 'object');
  expect(subpaths.map(([name]) => name)).toEqual(
    expect.arrayContaining(['.', './vitest', './jest', './msw']),
  );
  for (const [name, target] of subpaths) {
    const types = typeof target === 'object' ? target.types : '';
    expect(existsSync(join(folder, 'package', types)), `${name}: ${types}`).toBe(true);
  }
  const names = subpaths.map(([name]) => `${manifest.name}${name.slice(1)}`);
  const script = `for (const name of ${JSON.stringify(names)}) { const module = await import(name); console.log(Object.keys(module).length > 0); }`;
  writeFileSync(join(folder, 'package/self.mjs'), script);
  const printed = execFileSync(process.execPath, ['self.mjs'], {
    cwd: join(folder, 'package'),
    encoding: 'utf8',
  });
  expect(printed.trim().split('\n')).toEqual(names.map(() => 'true'));
});
