// `odata-emulator coverage`: what of a model recorded traffic, or a test run, exercised.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Coverage, coverageClasses, unreached } from '../contract/coverage/coverage.ts';
import { formatCoverageAsJson, formatCoverageAsText } from '../contract/coverage/format-coverage.ts';
import { formatCoverageAsHtml } from '../contract/coverage/format-html.ts';
import { measureCoverage } from '../contract/coverage/measure-coverage.ts';
import type { HttpExample } from '../contract/examples/http-example.ts';
import type { CoverageConfig } from '../settings/config.ts';
import { openCheckContext, type ServiceCommandOptions } from './open-check-context.ts';
import {
  defaultRecordings,
  listOf,
  oneServiceOf,
  openProject,
  type Project,
  type ProjectService,
  refuseShared,
  servicesOf,
  settingsOf,
} from './project.ts';
import { readAllExamples } from './read-example-files.ts';
import { configOption, overlayOption, profileOption, rootOption, serviceOption } from './service-options.ts';
import { trying, UserError, wrongUsage } from './user-error.ts';

type Limits = Readonly<Record<string, number>>;

interface CoverageOptions extends ServiceCommandOptions {
  readonly service?: string;
  readonly root?: readonly string[];
  readonly format?: 'text' | 'json';
  readonly json?: string;
  readonly html?: string;
  readonly failUnder?: Limits;
  readonly config?: string;
}

export function coverageCommand(): Command {
  return new Command('coverage')
    .description(
      'Tell which operations, sets, properties, enumeration members, query options and errors recorded traffic or a test run exercised; without recordings, those of the configuration.',
    )
    .argument('[recordings...]', 'files of recordings, journals or examples, or folders of them')
    .addOption(serviceOption())
    .addOption(profileOption())
    .addOption(rootOption())
    .addOption(overlayOption())
    .addOption(new Option('--format <format>', 'what is printed (default: text)').choices(['text', 'json']))
    .option('--json <file>', 'write the figures as JSON, too')
    .option('--html <folder>', 'write a page, index.html, too')
    .addOption(
      new Option(
        '--fail-under <percentage>',
        `exit code 1 below it: of the whole model (80), or of a class (operations=80); may be repeated. Classes: ${coverageClasses.join(', ')}`,
      ).argParser(parseLimit),
    )
    .addOption(configOption())
    .action(run);
}

function parseLimit(value: string, limits: Limits = {}): Limits {
  const [, name = 'total', text = ''] = /^(?:([A-Za-z]+)=)?(\d+(?:\.\d+)?)$/.exec(value) ?? [];
  if (text === '' || Number(text) > 100)
    throw new InvalidArgumentError('It is a percentage, alone or after a class: operations=80.');
  if (name !== 'total' && !coverageClasses.includes(name as never))
    throw new InvalidArgumentError(`Classes are ${coverageClasses.join(', ')}.`);
  return { ...limits, [name]: Number(text) };
}

/** One service to measure. */
interface Job extends Pick<CoverageConfig, 'json' | 'html' | 'failUnder' | 'root'> {
  readonly service: ProjectService;
  readonly recordings: readonly string[];
}

async function run(names: readonly string[], options: CoverageOptions): Promise<void> {
  const project = await openProject(options.config);
  const jobs = planJobs(project, names, options);
  const measured: Measured[] = [];
  for (const job of jobs) measured.push({ job, coverage: await measure(job, options) });
  const { format = 'text' } = settingsOf('coverage', project, undefined, options);
  process.stdout.write(format === 'json' ? jsonOf(measured) : textOf(measured));
  const failures = measured.flatMap(({ job, coverage }) =>
    unreached(coverage, job.failUnder ?? {}).map((line) => `${headOf(job, measured)}${line}`),
  );
  if (failures.length > 0) throw new UserError(failures.join('\n'));
}

interface Measured {
  readonly job: Job;
  readonly coverage: Coverage;
}

/** Of several services, each is told with its name. */
function headOf({ service }: Job, { length }: readonly Measured[]): string {
  return length === 1 ? '' : `${service.name}: `;
}

function textOf(measured: readonly Measured[]): string {
  return measured
    .map(({ job, coverage }) => `${headOf(job, measured)}${formatCoverageAsText(coverage)}`)
    .join('\n');
}

function jsonOf(measured: readonly Measured[]): string {
  const named = measured.map(({ job, coverage }) => ({ service: job.service.name, ...coverage }));
  return formatCoverageAsJson(measured.length === 1 ? measured[0]!.coverage : named);
}

/** The recordings that are named, of one service; or of each service those that the configuration has. */
function planJobs(project: Project, names: readonly string[], options: CoverageOptions): Job[] {
  if (names.length > 0) return [planJob(project, oneServiceOf(project, options.service), names, options)];
  const jobs = servicesOf(project, options.service)
    .map((service) => planJob(project, service, undefined, options))
    .filter(({ recordings }) => recordings.length > 0)
    .map((job) => ({ ...job, recordings: job.recordings.filter((place) => isThere(place, job)) }));
  if (jobs.length === 0)
    throw wrongUsage("missing required argument 'recordings', and no configuration has coverage.recordings.");
  refuseShared(
    jobs.flatMap(({ json, html, service: { name } }) => [json, html].map((place) => [place, name])),
  );
  return jobs;
}

/** Before anything is recorded, nothing is exercised: that is no error of the configuration. */
function isThere(place: string, { service }: Job): boolean {
  if (existsSync(place)) return true;
  console.error(`${service.name}: there are no recordings in ${place} yet.`);
  return false;
}

function planJob(
  project: Project,
  service: ProjectService,
  names: readonly string[] | undefined,
  options: CoverageOptions,
): Job {
  const { json, html, failUnder, root, recordings } = settingsOf('coverage', project, service, options);
  const { out, upstream } = settingsOf('record', project, service, {});
  const recorded = out ?? (upstream === undefined ? undefined : defaultRecordings(project));
  return {
    service,
    recordings: names ?? listOf(recordings ?? recorded),
    ...(json === undefined ? {} : { json }),
    ...(html === undefined ? {} : { html }),
    ...(failUnder === undefined ? {} : { failUnder }),
    ...(root === undefined ? {} : { root }),
  };
}

async function measure(job: Job, options: CoverageOptions): Promise<Coverage> {
  const { service, recordings, root, json, html } = job;
  const { context } = await openCheckContext(service, options, root);
  const coverage = await measureCoverage(examplesOf(service, recordings), context);
  if (json !== undefined) await write(json, formatCoverageAsJson(coverage));
  if (html !== undefined) await write(join(html, 'index.html'), formatCoverageAsHtml(coverage, service.name));
  return coverage;
}

async function* examplesOf(
  service: ProjectService,
  recordings: readonly string[],
): AsyncGenerator<HttpExample> {
  for await (const example of readAllExamples(recordings)) if (isOf(service, example.root)) yield example;
}

/**
 * A journal may hold requests of several services; where their root does not tell them apart, all count: that of an
 * emulator in process has none.
 */
function isOf({ path }: ProjectService, root = ''): boolean {
  const bare = (text: string): string => text.replace(/^\/+|\/+$/g, '');
  return bare(root) === '' || path === undefined || bare(root) === bare(path);
}

async function write(file: string, text: string): Promise<void> {
  await trying(`The file ${file}`, async () => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  });
}
