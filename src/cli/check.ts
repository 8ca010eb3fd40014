// `odata-emulator check`: HTTP examples, wherever they stand, against the model.
import { Command, Option } from 'commander';
import { type CheckContext, createCheckContext } from '../contract/check/check-context.ts';
import { checkFile } from '../contract/check/check-file.ts';
import {
  type CheckedFile,
  formatFindingsAsJson,
  formatFindingsAsJunit,
  formatFindingsAsSarif,
  formatFindingsAsText,
} from '../contract/check/format-findings.ts';
import { replayFile } from '../contract/replay/replay-file.ts';
import type { ODataService } from '../service/odata-service.ts';
import { profileOf } from '../service/profiles/profile-of.ts';
import { openDocument } from './open-service.ts';
import { overlayOption, readOverlays } from './overlay-option.ts';
import { packageVersion } from './package-root.ts';
import { readExampleFiles } from './read-example-files.ts';

type Format = 'text' | 'json' | 'sarif' | 'junit';

interface CheckOptions {
  readonly service: string;
  readonly profile?: 'odata' | 'graph';
  readonly root: readonly string[];
  readonly format: Format;
  readonly overlay?: readonly string[];
  readonly replay?: boolean;
}

export function checkCommand(): Command {
  return new Command('check')
    .description('Check HTTP examples (Markdown, .http, HAR, JSON Lines) against the model of a service.')
    .argument('<examples...>', 'files, or folders of them')
    .requiredOption('--service <file>', 'CSDL document (XML or JSON)')
    .addOption(
      new Option(
        '--profile <name>',
        'what differs from the standard (default: graph for a model of Microsoft Graph, else odata)',
      ).choices(['odata', 'graph']),
    )
    .option(
      '--root <url>',
      'service root that the examples use, an absolute URL or a path; may be repeated',
      (root: string, roots: readonly string[]) => [...roots, root],
      [],
    )
    .option(
      '--replay',
      'also send each request to the emulator, and compare its answer with the documented one',
    )
    .addOption(overlayOption())
    .addOption(new Option('--format <format>').choices(['text', 'json', 'sarif', 'junit']).default('text'))
    .action(check);
}

async function check(names: readonly string[], options: CheckOptions): Promise<void> {
  const { context, service } = await openContext(options);
  const checked: CheckedFile[] = [];
  for (const { name, file } of await readExampleFiles(names)) {
    const replayed = service === undefined ? [] : await replayFile(file, context, service);
    checked.push({ name, file, findings: [...checkFile(file, context), ...replayed] });
  }
  const formats: Readonly<Record<Format, () => string>> = {
    text: () => formatFindingsAsText(checked),
    json: () => formatFindingsAsJson(checked),
    sarif: () => formatFindingsAsSarif(checked, packageVersion()),
    junit: () => formatFindingsAsJunit(checked),
  };
  process.stdout.write(formats[options.format]());
  if (checked.some(({ findings }) => findings.length > 0)) process.exitCode = 1;
}

interface Opened {
  readonly context: CheckContext;
  /** Where examples are replayed, with payloads accepted as documented: what is wrong with them is found already. */
  readonly service: ODataService | undefined;
}

async function openContext(options: CheckOptions): Promise<Opened> {
  const { service: file, profile: name, root, replay } = options;
  const definition = await openDocument(file, await readOverlays(options.overlay));
  const profile = profileOf(name, definition.model);
  const context = createCheckContext(definition, profile, root);
  if (replay !== true) return { context, service: undefined };
  const { createService } = await import('../service/create-service.ts');
  return { context, service: createService(definition, { profile, validation: 'report' }) };
}
