// `odata-emulator diff`: what changed between two CSDL documents, and what of it breaks clients.
import { Command, Option } from 'commander';
import { diffModels } from '../contract/diff/diff-models.ts';
import { formatChangesAsSarif } from '../contract/diff/format-sarif.ts';
import { formatChangesAsMarkdown, formatChangesAsText } from '../contract/diff/format-text.ts';
import type { SchemaChange } from '../contract/diff/schema-change.ts';
import { unnecessaryOverlays } from '../contract/diff/unnecessary-overlays.ts';
import { overlayOption, readOverlays } from './overlay-option.ts';
import { packageVersion } from './package-root.ts';
import { readModel } from './read-model.ts';

type Format = 'text' | 'markdown' | 'json' | 'sarif';

interface DiffOptions {
  readonly format: Format;
  readonly failOn?: 'breaking' | 'any';
  readonly overlay?: readonly string[];
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
    .action(diff);
}

async function diff(oldFile: string, newFile: string, options: DiffOptions): Promise<void> {
  const { format, failOn } = options;
  const overlays = await readOverlays(options.overlay);
  const before = await readModel(oldFile, overlays);
  const after = await readModel(newFile, overlays);
  const changes = [
    ...diffModels(before.model, after.model),
    ...unnecessaryOverlays(before.overlayEffects, after.overlayEffects),
  ];
  const formats: Readonly<Record<Format, (changes: readonly SchemaChange[]) => string>> = {
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
