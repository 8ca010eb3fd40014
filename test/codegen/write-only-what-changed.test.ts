import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { generate } from '../../codegen/generate.ts';

const csdl = (
  type: string,
) => `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
  <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="ns">${type}</Schema></edmx:DataServices></edmx:Edmx>`;

let folder: string;
let input: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'generate-'));
  input = join(folder, 'service.csdl.xml');
  out = join(folder, 'out');
  writeFileSync(input, csdl('<ComplexType Name="First"/>'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const files = ['Edm.ts', 'index.ts', 'model.json', 'ns.ts', 'schemas/ns.First.json'];

it('writes everything into an empty folder, and nothing the second time', async () => {
  expect(await generate({ input, out })).toEqual({ written: files, removed: [], unchanged: 0, findings: [] });
  const { mtimeMs } = statSync(join(out, 'ns.ts'));
  expect(await generate({ input, out })).toEqual({ written: [], removed: [], unchanged: 5, findings: [] });
  expect(statSync(join(out, 'ns.ts')).mtimeMs).toBe(mtimeMs);
});

it('names the document and its hash in each file, and that it is not to be edited', async () => {
  await generate({ input, out });
  for (const file of files) {
    const head = readFileSync(join(out, file), 'utf8').slice(0, 400);
    expect(head, file).toMatch(
      /from service\.csdl\.xml \(sha256 [0-9a-f]{64}( of what follows)?\)\. Do not edit/,
    );
  }
});

it('removes what it generated before and no more, and leaves the files of others', async () => {
  await generate({ input, out });
  writeFileSync(join(out, 'mine.ts'), 'export {};\n');
  writeFileSync(join(out, 'schemas/mine.json'), '{}\n');
  writeFileSync(input, csdl('<ComplexType Name="Second"/>'));
  const result = await generate({ input, out });
  expect(result.removed).toEqual(['schemas/ns.First.json']);
  expect(readdirSync(join(out, 'schemas'))).toEqual(['mine.json', 'ns.Second.json']);
  expect(readdirSync(out)).toContain('mine.ts');
});

it('with check lists what is stale and touches nothing', async () => {
  await generate({ input, out });
  writeFileSync(join(out, 'ns.ts'), '// edited\n');
  rmSync(join(out, 'index.ts'));
  const result = await generate({ input, out, check: true });
  expect(result).toEqual({ written: ['index.ts', 'ns.ts'], removed: [], unchanged: 3, findings: [] });
  expect(readFileSync(join(out, 'ns.ts'), 'utf8')).toBe('// edited\n');
  expect(readdirSync(out)).not.toContain('index.ts');
});

it('generates nothing from a document with errors', async () => {
  writeFileSync(input, csdl('<ComplexType Name="First"><Property Name="x"'));
  const result = await generate({ input, out });
  expect(result.findings.some(({ severity }) => severity === 'error')).toBe(true);
  expect(result.written).toEqual([]);
  expect(readdirSync(folder)).toEqual(['service.csdl.xml']);
});
