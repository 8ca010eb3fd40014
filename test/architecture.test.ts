// The floors and the sizes of ARCHITECTURE.md, read from the sources.
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Node, Project, type SourceFile, SyntaxKind } from 'ts-morph';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A room may import from rooms on lower floors, and from itself. */
const floors: Readonly<Record<string, number>> = {
  edm: 0,
  error: 0,
  csdl: 1,
  uri: 1,
  query: 2,
  codegen: 2,
  evaluate: 3,
  json: 3,
  store: 4,
  data: 4,
  service: 5,
  protocol: 6,
  server: 7,
  contract: 8,
  settings: 8,
  emulator: 9,
  cli: 10,
  'index.ts': 10,
  'vitest.ts': 10,
  'jest.ts': 10,
  'msw.ts': 10,
};

/** The only rooms that may import codegen, beside codegen itself. */
const doorsToCodegen = ['cli', 'emulator'];

/** The only rooms that may import these packages. */
const packageRooms: Readonly<Record<string, readonly string[]>> = {
  hono: ['server'],
  '@hono/node-server': ['server'],
  ajv: ['json'],
  'csv-parse': ['data'],
  '@faker-js/faker': ['data'],
  msw: ['msw.ts'],
  'fast-xml-parser': ['csdl'],
  'ts-morph': ['codegen'],
  commander: ['cli'],
  undici: ['contract'],
};

/** `from -> to`, each with its reason. */
const importExceptions: Readonly<Record<string, string>> = {
  'cli -> index.ts': 'The command line is the first user of the public API.',
  'vitest.ts -> index.ts': 'A door of its own, for the sake of what it imports.',
  'jest.ts -> index.ts': 'A door of its own, for the sake of its types.',
  'msw.ts -> index.ts': 'A door of its own, for the sake of what it imports.',
};

/** Where files may import each other in a circle, each with its reason. */
const circles: Readonly<Record<string, string>> = {
  'src/uri/':
    'The rules of the grammar contain each other: an expression holds paths, whose steps hold expressions.',
  'src/query/': 'What is resolved has the shape of the grammar.',
  'src/evaluate/': 'Items have expanded collections, whose items have more of them.',
};

/** Files over 500 lines, each with its reason. */
const longFiles: Readonly<Record<string, string>> = {};

/** Functions over 100 lines (`file: name`), each with its reason. */
const longFunctions: Readonly<Record<string, string>> = {};

const project = new Project({ skipAddingFilesFromTsConfig: true, skipFileDependencyResolution: true });
project.addSourceFilesAtPaths([`${root}/src/**/*.ts`, `${root}/codegen/**/*.ts`]);
const files = project.getSourceFiles();

function pathOf(file: SourceFile): string {
  return relative(root, file.getFilePath()).split(sep).join('/');
}

/** `src/query/resolve.ts` → `query`, `codegen/write.ts` → `codegen`, `src/index.ts` → `index.ts`. */
function roomOf(path: string): string {
  const [top = '', room = ''] = path.split('/');
  return top === 'src' ? room : top;
}

interface Import {
  readonly from: string;
  readonly specifier: string;
  /** Path of the imported file within the repository; undefined for a package. */
  readonly to: string | undefined;
}

function importsOf(file: SourceFile): Import[] {
  const specifiers = [
    ...file.getImportStringLiterals().map((literal) => literal.getLiteralValue()),
    ...file
      .getDescendantsOfKind(SyntaxKind.CallExpression)
      .filter((call) => call.getExpression().getKind() === SyntaxKind.ImportKeyword)
      .map((call) => call.getArguments()[0])
      .filter(Node.isStringLiteral)
      .map((literal) => literal.getLiteralValue()),
  ];
  const from = pathOf(file);
  return [...new Set(specifiers)].map((specifier) => ({
    from,
    specifier,
    to: specifier.startsWith('.') ? new URL(specifier, `file:///${from}`).pathname.slice(1) : undefined,
  }));
}

const imports = files.flatMap(importsOf);

/** What each file imports. */
const targets = new Map<string, string[]>();
for (const { from, to } of imports)
  if (to !== undefined) targets.set(from, [...(targets.get(from) ?? []), to]);

describe('architecture', () => {
  it('every room stands on a floor', () => {
    expect(files.map(pathOf).filter((path) => floors[roomOf(path)] === undefined)).toEqual([]);
  });

  it('a room imports from lower floors only', () => {
    const wrong = imports.filter(({ from, to }) => {
      if (to === undefined) return false;
      const [room, target] = [roomOf(from), roomOf(to)];
      if (room === target || `${room} -> ${target}` in importExceptions) return false;
      return (floors[target] ?? Number.POSITIVE_INFINITY) >= (floors[room] ?? -1);
    });
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it('files import each other in a circle only where the grammar does', () => {
    const allowed = Object.keys(circles);
    const inCircle = [...targets.keys()].filter((path) => reachedFrom(path).has(path));
    expect(inCircle.filter((path) => !allowed.some((folder) => path.startsWith(folder)))).toEqual([]);
  });

  it('edm imports nothing', () => {
    const wrong = imports.filter(
      ({ from, to }) => roomOf(from) === 'edm' && (to === undefined || roomOf(to) !== 'edm'),
    );
    expect(wrong).toEqual([]);
  });

  it('src never imports generated', () => {
    expect(imports.filter(({ to }) => to?.startsWith('generated/'))).toEqual([]);
  });

  it('only cli and emulator import codegen', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        to?.startsWith('codegen/') === true &&
        roomOf(from) !== 'codegen' &&
        !doorsToCodegen.includes(roomOf(from)),
    );
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it('packages stay in their rooms', () => {
    const wrong = imports.filter(({ from, specifier, to }) => {
      const name = to === undefined ? packageName(specifier) : undefined;
      const rooms = name === undefined ? undefined : packageRooms[name];
      return rooms !== undefined && !rooms.includes(roomOf(from));
    });
    expect(wrong.map(({ from, specifier }) => `${from} -> ${specifier}`)).toEqual([]);
  });

  it('files have at most 500 lines', () => {
    const long = files.filter((file) => file.getEndLineNumber() > 500 && !(pathOf(file) in longFiles));
    expect(long.map((file) => `${pathOf(file)}: ${file.getEndLineNumber()}`)).toEqual([]);
  });

  it('functions have at most 100 lines', () => {
    const long = files.flatMap(longFunctionsOf).filter((found) => !(found.split(',')[0]! in longFunctions));
    expect(long).toEqual([]);
  });

  it('each file opens with a line on what it implements', () => {
    expect(
      files
        .filter((file) => !file.getFullText().startsWith('// '))
        .map(pathOf)
        .filter(isNotScript),
    ).toEqual([]);
  });

  it('no room is a bag', () => {
    const bags = files.map(pathOf).filter((path) => /(^|[/-])(utils?|helpers?|common|misc)\b/.test(path));
    expect(bags).toEqual([]);
  });
});

/** All files that a file imports, those that they import, and so on. */
function reachedFrom(path: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const pending = [path];
  for (let next = pending.pop(); next !== undefined; next = pending.pop())
    for (const target of targets.get(next) ?? [])
      if (!reached.has(target)) {
        reached.add(target);
        pending.push(target);
      }
  return reached;
}

/** A script's first line is its interpreter's. */
function isNotScript(path: string): boolean {
  return path !== 'src/cli/main.ts';
}

function packageName(specifier: string): string {
  const [scope = '', name = ''] = specifier.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

function longFunctionsOf(file: SourceFile): string[] {
  const found: string[] = [];
  file.forEachDescendant((node) => {
    const isFunction =
      Node.isFunctionDeclaration(node) ||
      Node.isMethodDeclaration(node) ||
      Node.isArrowFunction(node) ||
      Node.isFunctionExpression(node);
    if (!isFunction) return;
    const lines = node.getEndLineNumber() - node.getStartLineNumber() + 1;
    if (lines <= 100) return;
    found.push(`${pathOf(file)}: ${functionName(node)}, ${lines} lines`);
  });
  return found;
}

/** The function's own name, or that of the constant that holds it. */
function functionName(node: Node): string {
  const parent = node.getParent();
  if (Node.isFunctionDeclaration(node) || Node.isMethodDeclaration(node))
    return node.getName() ?? '(default)';
  return Node.isVariableDeclaration(parent) ? parent.getName() : '(anonymous)';
}
