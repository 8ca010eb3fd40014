// `odata-emulator diff`: what changed between two CSDL documents, and what of it breaks clients.
import { Command, Option } from 'commander';
import { affectedExchanges } from '../contract/diff/affected-exchanges.ts';
import { diffModels } from '../contract/diff/diff-models.ts';
import { formatChangesAsSarif } from '../contract/diff/format-sarif.ts';
import { formatChangesAsMarkdown, formatChangesAsText } from '../contract/diff/format-text.ts';
import { type LocatedChange, locateChange } from '../contract/diff/located-change.ts';
import type { SchemaChange } from '../contract/diff/schema-change.ts';
import { unnecessaryOverlays } from '../contract/diff/unnecessary-overlays.ts';
import { fetchDocument } from '../contract/pull/pull.ts';
import { UpstreamError, withoutSecrets } from '../contract/upstream/upstream-fetch.ts';
import type { CsdlText } from '../csdl/load-csdl.ts';
import type { DiffConfig, PullConfig } from '../settings/config.ts';
import { packageVersion } from '../settings/package-root.ts';
import { openCheckContext, type ServiceCommandOptions } from './open-check-context.ts';
import { isHttpUrl } from './option-values.ts';
import {
  listOf,
  openProject,
  overlaysOf,
  type Project,
  type ProjectService,
  serviceOf,
  servicesOf,
  settingsOf,
} from './project.ts';
import { readAllExamples } from './read-example-files.ts';
import { type ReadModel, readModel, readModelText } from './read-model.ts';
import { configOption, overlayOption, profileOption, readOverlays, rootOption } from './service-options.ts';
import { UserError, wrongUsage } from './user-error.ts';

type Format = NonNullable<DiffConfig['format']>;

interface DiffOptions extends ServiceCommandOptions {
  readonly format?: Format;
  readonly failOn?: 'breaking' | 'any';
  readonly against?: readonly string[];
  readonly examples?: readonly string[];
  readonly root?: readonly string[];
  readonly config?: string;
}

export function diffCommand(): Command {
  return new Command('diff')
    .description(
      'List what changed between two CSDL documents, and what of it breaks clients; without documents, between those of the configuration and what their services have now (pull.url).',
    )
    .argument('[old]', 'CSDL document (XML or JSON), a file or an http URL')
    .argument('[new]', 'CSDL document (XML or JSON), a file or an http URL')
    .addOption(
      new Option('--format <format>', '(default: text)').choices(['text', 'markdown', 'json', 'sarif']),
    )
    .addOption(
      new Option('--fail-on <what>', 'exit code 1 when there are such changes').choices(['breaking', 'any']),
    )
    .addOption(overlayOption())
    .option(
      '--against <recordings...>',
      'recordings, files or folders: those that a breaking change affects are named',
    )
    .option('--examples <examples...>', 'the same for examples')
    .addOption(profileOption())
    .addOption(rootOption())
    .addOption(configOption())
    .action(run);
}

/** Two documents to compare, and the service that they are of. */
interface Job {
  readonly before: string;
  readonly after: string;
  readonly service: ProjectService;
}

async function run(
  before: string | undefined,
  after: string | undefined,
  options: DiffOptions,
): Promise<void> {
  const project = await openProject(options.config);
  const compared: Compared[] = [];
  for (const job of planJobs(project, before, after)) compared.push(await compare(job, project, options));
  const { format = 'text' } = settingsOf('diff', project, undefined, options);
  process.stdout.write(formats[format](compared));
  if (compared.some(({ isFailure }) => isFailure)) process.exitCode = 1;
}

/** The changes of one service. */
interface Compared {
  readonly name: string;
  readonly artifact: string;
  readonly changes: readonly LocatedChange[];
  readonly isFailure: boolean;
}

/** Of several services, each stands under its name. */
const formats: Readonly<Record<Format, (compared: readonly Compared[]) => string>> = {
  text: (compared) => joined(compared, formatChangesAsText, (name) => `${name}:\n`),
  markdown: (compared) => joined(compared, formatChangesAsMarkdown, (name) => `# ${name}\n\n`),
  json: (compared) => {
    const named = compared.map(({ name, changes }) => ({ service: name, changes }));
    return `${JSON.stringify(compared.length === 1 ? compared[0]!.changes : named, null, 2)}\n`;
  },
  sarif: (compared) => formatChangesAsSarif(compared, packageVersion()),
};

function joined(
  compared: readonly Compared[],
  formatted: (changes: readonly LocatedChange[]) => string,
  heading: (name: string) => string,
): string {
  return compared
    .map(({ name, changes }) => `${compared.length === 1 ? '' : heading(name)}${formatted(changes)}`)
    .join('\n');
}

function planJobs(project: Project, before: string | undefined, after: string | undefined): Job[] {
  if (before !== undefined && after !== undefined) {
    const [known] = isHttpUrl(before) ? [] : servicesOf(project, before);
    const service = known ?? serviceOf({ metadata: before }, { ...project, folder: '.' }, false);
    return [{ before, after, service }];
  }
  if (before !== undefined) throw wrongUsage("missing required argument 'new'");
  const jobs = servicesOf(project, undefined).flatMap((service): Job[] => {
    const { old = service.metadata, new: newer } = settingsOf('diff', project, service, {});
    const { url } = settingsOf('pull', project, service, {});
    const last = newer ?? url;
    return last === undefined ? [] : [{ before: old, after: last, service }];
  });
  if (jobs.length === 0)
    throw wrongUsage("missing required argument 'old', and no configuration has diff.new or pull.url.");
  return jobs;
}

async function compare(job: Job, project: Project, options: DiffOptions): Promise<Compared> {
  const { service, after: newFile } = job;
  const settings = settingsOf('diff', project, service, options);
  const overlays = await readOverlays(overlaysOf(service, options.overlay));
  const source = settingsOf('pull', project, service, {});
  const before = await openModel(job.before, overlays, source);
  const after = await openModel(newFile, overlays, source);
  const found = [
    ...diffModels(before.model, after.model),
    ...unnecessaryOverlays(before.overlayEffects, after.overlayEffects),
  ];
  const affected = await findAffected(found, job, settings, options);
  const changes = found.map((change): LocatedChange => {
    const affects = affected?.get(change) ?? [];
    return { ...locateChange(change, before, after), ...(affected === undefined ? {} : { affects }) };
  });
  const { failOn } = settings;
  const isFailure = changes.some(
    ({ breaks }) => failOn === 'any' || (failOn === 'breaking' && breaks !== 'nothing'),
  );
  return { name: service.name, artifact: newFile, changes, isFailure };
}

async function openModel(
  place: string,
  overlays: readonly CsdlText[],
  source: PullConfig,
): Promise<ReadModel> {
  if (!isHttpUrl(place)) return await readModel(place, overlays);
  // The configured token is for the configured service alone.
  const isSource = source.url !== undefined && new URL(source.url).origin === new URL(place).origin;
  const bearer = (isSource ? source.bearer : undefined) ?? process.env.ODATA_EMULATOR_BEARER;
  try {
    return readModelText(await fetchDocument({ url: place, bearer }), withoutSecrets(place), overlays);
  } catch (error) {
    if (error instanceof UpstreamError) throw new UserError(error.message);
    throw error;
  }
}

/** undefined where no recordings and no examples are given. */
async function findAffected(
  changes: readonly SchemaChange[],
  { before, service }: Job,
  { against, examples, root }: DiffConfig,
  options: DiffOptions,
): Promise<Awaited<ReturnType<typeof affectedExchanges>> | undefined> {
  const names = [...listOf(against), ...listOf(examples)];
  if (names.length === 0) return undefined;
  if (isHttpUrl(before))
    throw wrongUsage('Recordings are held against a file: download the older document first.');
  const { context } = await openCheckContext({ ...service, metadata: before }, options, root);
  return await affectedExchanges(changes, readAllExamples(names), context);
}
