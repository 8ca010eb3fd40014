// The built command line as a user runs it: its own process, its own folder, a real port.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
const main = join(repository, 'dist/cli/main.js');

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningServer {
  readonly process: ChildProcess;
  /** Service root URLs, as printed. */
  readonly urls: readonly string[];
  output(): string;
  /** Sends SIGTERM and waits; gives the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

function start(
  args: readonly string[],
  folder: string,
): { process: ChildProcess; out: string[]; err: string[] } {
  if (!existsSync(main)) throw new Error('dist/ is not there: npm run build');
  const child = spawn(process.execPath, [main, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString()));
  return { process: child, out, err };
}

/** Runs a command to its end. */
export async function run(args: readonly string[], folder = repository): Promise<CommandResult> {
  const { process: child, out, err } = start(args, folder);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: out.join(''), stderr: err.join('') };
}

/** Starts `serve` on a free port and waits until it has printed all. */
export async function serve(args: readonly string[], folder = repository): Promise<RunningServer> {
  return await startServer(['serve', '--port', '0', ...args], /^Try: /m, folder);
}

/** Starts a command that goes on, and waits until it has printed a line. */
export async function startServer(
  args: readonly string[],
  isReady: RegExp,
  folder: string,
): Promise<RunningServer> {
  const { process: child, out, err } = start(args, folder);
  await new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', () => isReady.test(out.join('')) && resolve());
    child.once('exit', (code) => reject(new Error(`${args[0]} ended with ${code}: ${err.join('')}`)));
  });
  return {
    process: child,
    urls: [...out.join('').matchAll(/^http\S+/gm)].map(([url]) => url),
    output: () => out.join('') + err.join(''),
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null) {
        child.kill(signal);
        await once(child, 'exit');
      }
      return child.exitCode;
    },
  };
}

/** A folder of its own with these files; removed after use. */
export async function withFolder(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'odata-emulator-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A small document: products with a name. */
export const productsDocument = `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
  <edmx:DataServices>
    <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop">
      <EntityType Name="Product">
        <Key><PropertyRef Name="ID" /></Key>
        <Property Name="ID" Type="Edm.Int32" Nullable="false" />
        <Property Name="Name" Type="Edm.String" Nullable="false" />
      </EntityType>
      <EntityContainer Name="Container">
        <EntitySet Name="Products" EntityType="shop.Product" />
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>
`;

export async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}
