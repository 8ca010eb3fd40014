// Code in README and docs/ compiles as a user's would: against the package's declarations, and what `generate` makes of docs/shop.csdl.xml.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ModuleKind, ModuleResolutionKind, Project, ScriptTarget } from 'ts-morph';
import { afterAll, expect, it } from 'vitest';
import { run } from '../cli/command-line.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'odata-emulator-samples-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Where the samples would stand: there is nothing in the file system. */
const place = join(root, 'test/docs/samples');
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

interface Sample {
  /** `README.md:12` */
  readonly name: string;
  readonly text: string;
}

function samplesOf(page: string): readonly Sample[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => ({
    name: `${page}:${text.slice(0, match.index).split('\n').length + 1}`,
    text: match[1] ?? '',
  }));
}

const samples = pages.flatMap(samplesOf);

it('there are samples', () => {
  expect(samples.length).toBeGreaterThan(10);
});

it('compile', async () => {
  const generated = join(folder, 'generated/shop');
  expect((await run(['generate', join(root, 'docs/shop.csdl.xml'), '--out', generated])).code).toBe(0);
  const project = new Project({
    skipAddingFilesFromTsConfig: true,
    compilerOptions: {
      target: ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      module: ModuleKind.ESNext,
      moduleResolution: ModuleResolutionKind.Bundler,
      strict: true,
      skipLibCheck: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
      paths: {
        'odata-emulator': [join(root, 'dist/index.d.ts')],
        'odata-emulator/*': [join(root, 'dist/*.d.ts')],
      },
    },
  });
  for (const name of readdirSync(generated).filter((file) => file.endsWith('.ts')))
    project.createSourceFile(
      join(place, 'generated/shop', name),
      readFileSync(join(generated, name), 'utf8'),
    );
  const problems = samples.flatMap(({ name, text }, index) => {
    const file = project.createSourceFile(join(place, `sample-${index}.ts`), `export {};\n${text}`);
    return file.getPreEmitDiagnostics().map((found) => {
      const message = found.getMessageText();
      return `${name}, line ${(found.getLineNumber() ?? 1) - 1}: ${typeof message === 'string' ? message : message.getMessageText()}`;
    });
  });
  expect(problems).toEqual([]);
});

it.each(pages)('links of %s lead somewhere', (page) => {
  const text = readFileSync(join(root, page), 'utf8').replace(/^```.*?^```$/gms, '');
  const headings = (file: string): readonly string[] =>
    [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    );
  const broken = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)].filter(
    ([, file = '', anchor]) => {
      const target = file === '' ? join(root, page) : join(root, page, '..', file);
      return !existsSync(target) || (anchor !== undefined && !headings(target).includes(anchor));
    },
  );
  expect(broken.map(([link]) => link)).toEqual([]);
});
