// `odata-emulator coverage`: what of a model recorded traffic exercised.
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Command, Option } from 'commander';
import { createCheckContext } from '../contract/check/check-context.ts';
import { formatCoverageAsJson, formatCoverageAsText } from '../contract/coverage/format-coverage.ts';
import { formatCoverageAsHtml } from '../contract/coverage/format-html.ts';
import { measureCoverage } from '../contract/coverage/measure-coverage.ts';
import type { ProfileName } from '../service/profile.ts';
import { profileOf } from '../service/profiles/profile-of.ts';
import { openDocument } from './open-service.ts';
import { overlayOption, readOverlays } from './overlay-option.ts';
import { readExampleFiles } from './read-example-files.ts';
import { isSystemError, systemErrorText, UserError } from './user-error.ts';

interface CoverageOptions {
  readonly service: string;
  readonly profile?: ProfileName;
  readonly root: readonly string[];
  readonly overlay?: readonly string[];
  readonly format: 'text' | 'json';
  readonly html?: string;
}

export function coverageCommand(): Command {
  return new Command('coverage')
    .description(
      'Tell which operations, sets, properties and enumeration members recorded traffic exercised.',
    )
    .argument('<recordings...>', 'files of recordings or examples, or folders of them')
    .requiredOption('--service <file>', 'CSDL document (XML or JSON)')
    .addOption(new Option('--profile <name>', 'what differs from the standard').choices(['odata', 'graph']))
    .option(
      '--root <url>',
      'service root that the recordings have, an absolute URL or a path; may be repeated',
      (root: string, roots: readonly string[]) => [...roots, root],
      [],
    )
    .addOption(overlayOption())
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .option('--html <folder>', 'write a page, index.html, too')
    .action(run);
}

async function run(names: readonly string[], options: CoverageOptions): Promise<void> {
  const { service, profile, root, format, html } = options;
  const definition = await openDocument(service, await readOverlays(options.overlay));
  const context = createCheckContext(definition, profileOf(profile, definition.model), root);
  const files = await readExampleFiles(names);
  const coverage = measureCoverage(
    files.flatMap(({ file }) => file.examples),
    context,
  );
  process.stdout.write(format === 'json' ? formatCoverageAsJson(coverage) : formatCoverageAsText(coverage));
  if (html === undefined) return;
  try {
    await mkdir(html, { recursive: true });
    await writeFile(join(html, 'index.html'), formatCoverageAsHtml(coverage, basename(service)));
  } catch (error) {
    if (isSystemError(error)) throw new UserError(systemErrorText(error, `The folder ${html}`));
    throw error;
  }
}
