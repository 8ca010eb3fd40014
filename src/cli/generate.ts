// `odata-emulator generate`: TypeScript types, JSON Schemas and the model artifact of a CSDL document.
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { GenerateOptions, GenerateResult } from '../../codegen/generate.ts';
import type { CsdlFinding } from '../csdl/csdl-document.ts';
import { formatFinding } from '../csdl/format-finding.ts';
import { readCsdl } from '../csdl/read.ts';
import { createCsdlReader } from '../csdl/read-again.ts';
import type { Profile, ProfileName } from '../service/profile.ts';
import { profileOf } from '../service/profiles/profile-of.ts';
import { type DocumentParts, loadDocument } from './load-document.ts';
import {
  openProject,
  overlaysOf,
  type Project,
  type ProjectService,
  refuseShared,
  servicesOf,
  settingsOf,
  shortest,
} from './project.ts';
import { configOption, overlayOption, profileOption, repeatable } from './service-options.ts';
import { trying, UserError, wrongUsage } from './user-error.ts';
import { watchFiles } from './watch-files.ts';

interface GenerateCommandOptions {
  readonly out?: string;
  readonly profile?: ProfileName;
  readonly check?: boolean;
  readonly watch?: boolean;
  readonly verbose?: boolean;
  readonly overlay?: readonly string[];
  readonly include?: readonly string[];
  readonly config?: string;
}

export function generateCommand(): Command {
  return new Command('generate')
    .description(
      'Write TypeScript types, JSON Schemas and the model of a CSDL document; without one, of every service of the configuration.',
    )
    .argument('[file]', 'CSDL document (XML or JSON), or the name of a service of the configuration')
    .option(
      '-o, --out <folder>',
      'folder to write to (default: generated/ and the file name without .csdl.xml)',
    )
    .addOption(profileOption())
    .addOption(overlayOption())
    .addOption(
      repeatable(
        '--include <pattern>',
        'path (/users/**) or type (ns.Type, ns.*) to generate for, with all that it needs; may be repeated',
      ),
    )
    .option('--check', 'write nothing; exit code 1 and a list when files are not what the document gives')
    .option('-w, --watch', 'generate again whenever the document changes; only what changed is written')
    .option('-v, --verbose', 'each warning, not only how many of each kind there are')
    .addOption(configOption())
    .action(run);
}

/** One folder to generate. */
interface Job extends DocumentParts {
  readonly input: string;
  readonly out: string;
  readonly check: boolean;
  readonly watch: boolean;
  readonly verbose: boolean;
  readonly profile: Profile | ProfileName | undefined;
}

async function run(file: string | undefined, options: GenerateCommandOptions): Promise<void> {
  const jobs = await planJobs(file, options);
  const failures: string[] = [];
  for (const job of jobs) {
    try {
      const generator = await openGenerator(job);
      if (job.watch) await watchAndGenerate(job, generator);
      else reportOnce(await generator.generate(), job);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failures.push(error.message);
    }
  }
  if (failures.length > 0) throw new UserError(failures.join('\n'));
}

async function planJobs(file: string | undefined, options: GenerateCommandOptions): Promise<Job[]> {
  const project = await openProject(options.config);
  const services = servicesOf(project, file);
  if (services.length === 0)
    throw wrongUsage("missing required argument 'file', and there is no configuration.");
  const jobs = services.map((service) => planJob(service, project, options));
  // A document that is served at two paths is generated once.
  const different = new Map(jobs.map((job) => [JSON.stringify({ ...job, input: resolve(job.input) }), job]));
  refuseShared([...different.values()].map(({ input, out }) => [out, input]));
  return [...different.values()];
}

function planJob(
  service: ProjectService,
  project: Project,
  { watch = false, ...options }: GenerateCommandOptions,
): Job {
  const settings = settingsOf('generate', project, service, options);
  const { out = service.generated, check = false, verbose = false } = settings;
  if (options.check === true && watch) throw wrongUsage('--check and --watch exclude each other.');
  return {
    input: service.metadata,
    out,
    // what --watch is asked for, a configured check does not forbid
    check: check && !watch,
    watch,
    verbose,
    profile: options.profile ?? service.profile,
    overlays: overlaysOf(service, options.overlay),
    include: options.include ?? service.include,
  };
}

interface Generator {
  readonly generate: () => Promise<GenerateResult>;
  /** The files that the last time was made from. */
  readonly inputs: () => readonly string[];
}

async function openGenerator(job: Job): Promise<Generator> {
  const { createGenerator } = await import('../../codegen/generate.ts');
  const { input, out, check, watch, profile } = job;
  // Of a document that is watched, the types that were edited are read alone.
  const read = watch ? createCsdlReader() : readCsdl;
  let references: readonly string[] = [];
  const settings: GenerateOptions = {
    input,
    out,
    check,
    again: watch,
    requiredOnCreate: (model) => profileOf(profile, model).requiredOnCreate,
    load: async (file) => {
      const loaded = await loadDocument(file, job, { read });
      references = (loaded.referencedFiles ?? []).map((referenced) => referenced.file);
      return loaded;
    },
  };
  const generate = createGenerator(settings);
  return {
    generate: async () => await trying(`The folder ${out}`, generate),
    inputs: () => [input, ...job.overlays, ...references],
  };
}

function reportOnce(result: GenerateResult, { out, check, verbose }: Job): void {
  const lines = findingLines(result.findings, verbose);
  if (result.findings.some(isError)) throw new UserError(lines.join('\n'));
  for (const line of lines) console.error(line);
  if (check) reportCheck(out, result);
  else console.log(`${out}: ${counts(result)}`);
}

/** More warnings than a screen has lines are told by their number. */
const fewWarnings = 3;

/** Each error and, before them, each warning, or where these are many, how many of each kind. */
function findingLines(findings: readonly CsdlFinding[], verbose: boolean): string[] {
  const warnings = findings.filter((finding) => !isError(finding));
  if (verbose || warnings.length <= fewWarnings) return findings.map(formatFinding);
  const kinds = new Map<string, number>();
  for (const { code } of warnings) kinds.set(code, (kinds.get(code) ?? 0) + 1);
  const list = [...kinds].sort(([, a], [, b]) => b - a).map(([code, count]) => `${count} ${code}`);
  return [
    `${warnings[0]!.file}: ${warnings.length} warnings: ${list.join(', ')} (--verbose lists them)`,
    ...findings.filter(isError).map(formatFinding),
  ];
}

function isError({ severity }: CsdlFinding): boolean {
  return severity === 'error';
}

/** Generates now and with each change, until a signal ends the process. A document with errors leaves what is there. */
async function watchAndGenerate({ out, verbose }: Job, { generate, inputs }: Generator): Promise<void> {
  let told: string | undefined;
  const renew = async (): Promise<void> => {
    const start = performance.now();
    const lines = await generate().then(
      (result) => {
        const failed = result.findings.some(isError);
        // The same findings are not told with every change.
        const findings = findingLines(result.findings, verbose).join('\n');
        const news = findings === told || findings === '' ? [] : [findings];
        told = findings;
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
  const files = inputs();
  const watcher = await watchFiles(files, renew);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void watcher.close());
  console.log(`Watching ${files.map(shortest).join(', ')}`);
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
