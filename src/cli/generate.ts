// `odata-emulator generate`: TypeScript types, JSON Schemas and the model artifact of a CSDL document.
import { Command, CommanderError, Option } from 'commander';
import type { GenerateOptions, GenerateResult, LoadedDocument } from '../../codegen/generate.ts';
import { formatFinding } from '../csdl/format-finding.ts';
import { loadCsdlFile } from '../csdl/load-csdl-file.ts';
import { readCsdl } from '../csdl/read.ts';
import { createCsdlReader } from '../csdl/read-again.ts';
import { selectSubset } from '../csdl/subset.ts';
import type { ProfileName } from '../service/profile.ts';
import { overlayOption, readOverlays } from './overlay-option.ts';
import { serviceName } from './serve-plan.ts';
import { isSystemError, systemErrorText, UserError } from './user-error.ts';
import { watchFiles } from './watch-files.ts';

interface GenerateCommandOptions {
  readonly out?: string;
  readonly profile: ProfileName;
  readonly check?: boolean;
  readonly watch?: boolean;
  readonly overlay?: readonly string[];
  readonly include: readonly string[];
}

export function generateCommand(): Command {
  return new Command('generate')
    .description('Write TypeScript types, JSON Schemas and the model of a CSDL document.')
    .argument('<file>', 'CSDL document (XML or JSON)')
    .option(
      '-o, --out <folder>',
      'folder to write to (default: generated/ and the file name without .csdl.xml)',
    )
    .addOption(
      new Option('--profile <name>', 'whose rules tell what a create must have')
        .choices(['odata', 'graph'])
        .default('odata'),
    )
    .addOption(overlayOption())
    .option(
      '--include <pattern>',
      'path (/users/**) or type (ns.Type, ns.*) to generate for, with all that it needs; may be repeated',
      (pattern: string, patterns: readonly string[]) => [...patterns, pattern],
      [],
    )
    .option('--check', 'write nothing; exit code 1 and a list when files are not what the document gives')
    .option('-w, --watch', 'generate again whenever the document changes; only what changed is written')
    .action(run);
}

async function run(file: string, options: GenerateCommandOptions): Promise<void> {
  const { check = false, watch = false, out = `generated/${serviceName(file)}` } = options;
  if (check && watch) {
    console.error('error: --check and --watch exclude each other.');
    throw new CommanderError(2, 'odata-emulator.usage', '--check and --watch exclude each other.');
  }
  const generate = await openGenerator(file, out, options);
  if (watch) await watchAndGenerate([file, ...(options.overlay ?? [])], out, generate);
  else reportOnce(await generate(), out, check);
}

type Generate = () => Promise<GenerateResult>;

async function openGenerator(input: string, out: string, options: GenerateCommandOptions): Promise<Generate> {
  const [{ createGenerator }, { profiles }] = await Promise.all([
    import('../../codegen/generate.ts'),
    import('../index.ts'),
  ]);
  // Of a document that is watched, the types that were edited are read alone.
  const read = options.watch === true ? createCsdlReader() : readCsdl;
  const settings: GenerateOptions = {
    input,
    out,
    check: options.check === true,
    again: options.watch === true,
    requiredOnCreate: profiles[options.profile].requiredOnCreate,
    load: async (file) => await load(file, options, read),
  };
  const generate = createGenerator(settings);
  return async () => {
    try {
      return await generate();
    } catch (error) {
      if (isSystemError(error))
        throw new UserError(systemErrorText(error, `The file ${error.path ?? input}`));
      throw error;
    }
  };
}

/** The overlays and patterns are part of what is generated from, and so of its hash. */
async function load(
  file: string,
  options: GenerateCommandOptions,
  read: typeof readCsdl,
): Promise<LoadedDocument> {
  const { include } = options;
  const overlays = await readOverlays(options.overlay);
  const loaded = await loadCsdlFile(file, { overlays, read });
  const { document, references, content = new Uint8Array() } = loaded;
  const octets = [
    content,
    ...[...overlays.map(({ text }) => text), ...include].map((text) => Buffer.from(text)),
  ];
  if (document === undefined || include.length === 0) return { ...loaded, content: Buffer.concat(octets) };
  const subset = selectSubset(document, references, include);
  if (subset.unmatched.length > 0)
    throw new UserError(
      subset.unmatched.map((pattern) => `--include ${pattern}: ${file} has nothing of that kind.`).join('\n'),
    );
  return { ...loaded, document: subset.document, content: Buffer.concat(octets) };
}

function reportOnce(result: GenerateResult, out: string, check: boolean): void {
  const errors = result.findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new UserError(result.findings.map(formatFinding).join('\n'));
  for (const finding of result.findings) console.error(formatFinding(finding));
  if (check) reportCheck(out, result);
  else console.log(`${out}: ${counts(result)}`);
}

/** Generates now and with each change, until a signal ends the process. A document with errors leaves what is there. */
async function watchAndGenerate(files: readonly string[], out: string, generate: Generate): Promise<void> {
  let told: string | undefined;
  const renew = async (): Promise<void> => {
    const start = performance.now();
    const lines = await generate().then(
      (result) => {
        // The same warnings are not told with every change.
        const findings = result.findings.map(formatFinding).join('\n');
        const news = findings === told || findings === '' ? [] : [findings];
        told = findings;
        const failed = result.findings.some(({ severity }) => severity === 'error');
        const seconds = ((performance.now() - start) / 1000).toFixed(2);
        const names = result.written.length <= 8 ? result.written : [];
        return failed
          ? [...news, `${out}: left as it was, the document has errors`]
          : [...news, ...names.map((name) => `  ${name}`), `${out}: ${counts(result)}, ${seconds} s`];
      },
      (error: unknown) => {
        if (error instanceof UserError) return [error.message];
        throw error;
      },
    );
    for (const line of lines) console.log(line);
  };
  await renew();
  // Once more: the first edit is then as quick as those after it. What fails here has been told.
  await generate().catch(() => undefined);
  const watcher = await watchFiles(files, renew);
  console.log(`Watching ${files.join(', ')}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void watcher.close());
}

function counts({ written, removed, unchanged }: GenerateResult): string {
  return `${written.length} files written, ${removed.length} removed, ${unchanged} unchanged`;
}

/** Exit code 1 and a line for each file when something is not current. */
function reportCheck(out: string, result: GenerateResult): void {
  const stale = [
    ...result.written.map((name) => `${out}/${name}: is not what the document gives`),
    ...result.removed.map((name) => `${out}/${name}: is not generated any more`),
  ];
  if (stale.length > 0) throw new UserError(stale.join('\n'));
  console.log(`${out}: current, ${result.unchanged} files`);
}
