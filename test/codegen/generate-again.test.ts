// A generator that is kept: after an edit it writes what changed, and as much as a new one would.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createGenerator, generate } from '../../codegen/generate.ts';
import { schema } from './small-model.ts';

const document = (...schemas: string[]) =>
  `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>${schemas.join('')}</edmx:DataServices></edmx:Edmx>`;
const other = schema('<ComplexType Name="Other"/><EnumType Name="E"><Member Name="a"/></EnumType>', 'other');
const first = document(
  schema('<ComplexType Name="A"><Property Name="x" Type="Edm.String"/></ComplexType><ComplexType Name="B"/>'),
  other,
);
const edited = first.replace('Type="Edm.String"/>', 'Type="Edm.Int32"/>');

let folder: string;
let input: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'generate-'));
  input = join(folder, 'service.csdl.xml');
  out = join(folder, 'out');
  writeFileSync(input, first);
});
afterEach(() => rmSync(folder, { recursive: true }));

function contents(of: string): Record<string, string> {
  const files = readdirSync(of, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [
      join(parentPath, name).slice(of.length),
      readFileSync(join(parentPath, name), 'utf8'),
    ]),
  );
}

it('rewrites the files of the type and its namespace, the service and the model, and no others', async () => {
  const run = createGenerator({ input, out, again: true });
  await run();
  writeFileSync(input, edited);
  const { written, unchanged } = await run();
  expect(written).toEqual(['index.ts', 'model.json', 'ns.ts', 'schemas/ns.A.json']);
  expect(unchanged).toBe(5);
  const again = join(folder, 'again');
  await generate({ input, out: again });
  expect(contents(out)).toEqual(contents(again));
});

it('mends what others changed or removed meanwhile', async () => {
  const run = createGenerator({ input, out, again: true });
  await run();
  cpSync(out, join(folder, 'before'), { recursive: true });
  writeFileSync(join(out, 'other.ts'), '// edited\n');
  rmSync(join(out, 'schemas/ns.B.json'));
  expect((await run()).written).toEqual(['other.ts', 'schemas/ns.B.json']);
  expect(contents(out)).toEqual(contents(join(folder, 'before')));
});

it('goes on after a document with errors', async () => {
  const run = createGenerator({ input, out, again: true });
  await run();
  writeFileSync(input, first.slice(0, 200));
  expect((await run()).findings.length).toBeGreaterThan(0);
  writeFileSync(input, edited);
  expect((await run()).written).toHaveLength(4);
});
