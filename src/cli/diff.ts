// `odata-emulator diff`: what changed between two CSDL documents, and what of it breaks clients.
import { Command, Option } from 'commander';
import { createCheckContext } from '../contract/check/check-context.ts';
import { affectedExchanges } from '../contract/diff/affected-exchanges.ts';
import { diffModels } from '../contract/diff/diff-models.ts';
import { formatChangesAsSarif } from '../contract/diff/format-sarif.ts';
import { formatChangesAsMarkdown, formatChangesAsText } from '../contract/diff/format-text.ts';
import { type LocatedChange, locateChange } from '../contract/diff/located-change.ts';
import type { SchemaChange } from '../contract/diff/schema-change.ts';
import { unnecessaryOverlays } from '../contract/diff/unnecessary-overlays.ts';
import type { CsdlText } from '../csdl/load-csdl.ts';
import { profileOf } from '../service/profiles/profile-of.ts';
import { openDocument } from './open-service.ts';
import { overlayOption, readOverlays } from './overlay-option.ts';
import { packageVersion } from './package-root.ts';
import { readExampleFiles } from './read-example-files.ts';
import { readModel } from './read-model.ts';

type Format = 'text' | 'markdown' | 'json' | 'sarif';

interface DiffOptions {
  readonly format: Format;
  readonly failOn?: 'breaking' | 'any';
  readonly overlay?: readonly string[];
  readonly against?: readonly string[];
  readonly examples?: readonly string[];
  readonly root: readonly string[];
}

export function diffCommand(): Command {
  return new Command('diff')
    .description('List what changed between two CSDL documents, and what of it breaks clients.')
    .argument('<old>', 'CSDL document (XML or JSON)')
    .argument('<new>', 'CSDL document (XML or JSON)')
    .addOption(new Option('--format <format>').choices(['text', 'markdown', 'json', 'sarif']).default('text'))
    .addOption(
      new Option('--fail-on <what>', 'exit code 1 when there are such changes').choices(['breaking', 'any']),
    )
    .addOption(overlayOption())
    .option(
      '--against <recordings...>',
      'recordings, files or folders: those that a breaking change affects are named',
    )
    .option('--examples <examples...>', 'the same for examples')
    .option(
      '--root <url>',
      'service root that they have, an absolute URL or a path; may be repeated',
      (root: string, roots: readonly string[]) => [...roots, root],
      [],
    )
    .action(diff);
}

async function diff(oldFile: string, newFile: string, options: DiffOptions): Promise<void> {
  const { format, failOn } = options;
  const overlays = await readOverlays(options.overlay);
  const before = await readModel(oldFile, overlays);
  const after = await readModel(newFile, overlays);
  const found = [
    ...diffModels(before.model, after.model),
    ...unnecessaryOverlays(before.overlayEffects, after.overlayEffects),
  ];
  const affected = await findAffected(found, oldFile, overlays, options);
  const changes = found.map((change): LocatedChange => {
    const affects = affected?.get(change) ?? [];
    return { ...locateChange(change, before, after), ...(affected === undefined ? {} : { affects }) };
  });
  const formats: Readonly<Record<Format, (changes: readonly LocatedChange[]) => string>> = {
    text: formatChangesAsText,
    markdown: formatChangesAsMarkdown,
    json: (list) => `${JSON.stringify(list, null, 2)}\n`,
    sarif: (list) => formatChangesAsSarif(list, newFile, packageVersion()),
  };
  process.stdout.write(formats[format](changes));
  const failing =
    failOn === 'any'
      ? changes
      : changes.filter(({ breaks }) => failOn === 'breaking' && breaks !== 'nothing');
  if (failing.length > 0) process.exitCode = 1;
}

/** undefined where no recordings and no examples are given. */
async function findAffected(
  changes: readonly SchemaChange[],
  oldFile: string,
  overlays: readonly CsdlText[],
  { against = [], examples = [], root }: DiffOptions,
): Promise<ReturnType<typeof affectedExchanges> | undefined> {
  if (against.length + examples.length === 0) return undefined;
  const definition = await openDocument(oldFile, overlays);
  const context = createCheckContext(definition, profileOf(undefined, definition.model), root);
  const files = await readExampleFiles([...against, ...examples]);
  return affectedExchanges(
    changes,
    files.flatMap(({ file }) => file.examples),
    context,
  );
}
