// `odata-emulator check`: HTTP examples, wherever they stand, against the model.
import { Command, Option } from 'commander';
import { checkFile } from '../contract/check/check-file.ts';
import {
  type CheckedFile,
  formatFindingsAsJson,
  formatFindingsAsJunit,
  formatFindingsAsSarif,
  formatFindingsAsText,
  withPart,
} from '../contract/check/format-findings.ts';
import { replayFile } from '../contract/replay/replay-file.ts';
import type { ODataService } from '../service/odata-service.ts';
import type { CheckConfig } from '../settings/config.ts';
import { packageVersion } from '../settings/package-root.ts';
import { type OpenedContext, openCheckContext, type ServiceCommandOptions } from './open-check-context.ts';
import {
  listOf,
  oneServiceOf,
  openProject,
  type Project,
  type ProjectService,
  servicesOf,
  settingsOf,
} from './project.ts';
import { readExampleFiles } from './read-example-files.ts';
import { configOption, overlayOption, profileOption, rootOption, serviceOption } from './service-options.ts';
import { wrongUsage } from './user-error.ts';

type Format = NonNullable<CheckConfig['format']>;

interface CheckOptions extends ServiceCommandOptions {
  readonly service?: string;
  readonly root?: readonly string[];
  readonly format?: Format;
  readonly replay?: boolean;
  readonly config?: string;
}

export function checkCommand(): Command {
  return new Command('check')
    .description(
      'Check HTTP examples (Markdown, .http, HAR, JSON Lines) against the model of a service; without any, those of the configuration.',
    )
    .argument('[examples...]', 'files, or folders of them')
    .addOption(serviceOption())
    .addOption(profileOption())
    .addOption(rootOption())
    .option(
      '--replay',
      'also send each request to the emulator, and compare its answer with the documented one',
    )
    .addOption(overlayOption())
    .addOption(new Option('--format <format>', '(default: text)').choices(['text', 'json', 'sarif', 'junit']))
    .addOption(configOption())
    .action(check);
}

async function check(names: readonly string[], options: CheckOptions): Promise<void> {
  const project = await openProject(options.config);
  const checked: CheckedFile[] = [];
  for (const { service, examples } of planChecks(project, names, options))
    checked.push(...(await checkService(service, examples, project, options)));
  const formats: Readonly<Record<Format, () => string>> = {
    text: () => formatFindingsAsText(checked),
    json: () => formatFindingsAsJson(checked),
    sarif: () => formatFindingsAsSarif(checked, packageVersion()),
    junit: () => formatFindingsAsJunit(checked),
  };
  const { format = 'text' } = settingsOf('check', project, undefined, options);
  process.stdout.write(formats[format]());
  if (checked.some(({ findings }) => findings.length > 0)) process.exitCode = 1;
}

interface PlannedCheck {
  readonly service: ProjectService;
  readonly examples: readonly string[];
}

/** The examples that are named, against one service; or of each service those that the configuration has. */
function planChecks(project: Project, names: readonly string[], options: CheckOptions): PlannedCheck[] {
  if (names.length > 0) return [{ service: oneServiceOf(project, options.service), examples: names }];
  const planned = servicesOf(project, options.service)
    .map((service) => ({ service, examples: listOf(settingsOf('check', project, service, {}).examples) }))
    .filter(({ examples }) => examples.length > 0);
  if (planned.length === 0)
    throw wrongUsage("missing required argument 'examples', and no configuration has check.examples.");
  return planned;
}

async function checkService(
  service: ProjectService,
  examples: readonly string[],
  project: Project,
  options: CheckOptions,
): Promise<CheckedFile[]> {
  const { root, replay } = settingsOf('check', project, service, options);
  const opened = await openCheckContext(service, options, root);
  const emulated = replay === true ? await openReplay(service, opened, project) : undefined;
  const checked = new Map<string, CheckedFile>();
  for await (const { name, file } of readExampleFiles(examples)) {
    const replayed = emulated === undefined ? [] : await replayFile(file, opened.context, emulated);
    const findings = [...checkFile(file, opened.context), ...replayed];
    checked.set(name, withPart(checked.get(name) ?? { name, cases: [], findings: [] }, file, findings));
  }
  return [...checked.values()];
}

/** The service with its data and handlers, and payloads accepted as documented: what is wrong with them is found already. */
async function openReplay(
  service: ProjectService,
  { definition, profile }: OpenedContext,
  project: Project,
): Promise<ODataService> {
  const [{ startService }, { planService }] = await Promise.all([
    import('./start-service.ts'),
    import('./serve-plan.ts'),
  ]);
  const planned = planService(service.entry, project, {});
  const { faults: _, ...settings } = planned.settings;
  return await startService(
    definition,
    { ...planned, settings: { ...settings, profile, validation: 'report' } },
    () => undefined,
  );
}
