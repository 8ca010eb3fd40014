// `odata-emulator diff`: what changed between two CSDL documents, and what of it breaks clients.
import { Command, Option } from 'commander';
import { diffModels } from '../contract/diff/diff-models.ts';
import { formatChangesAsSarif } from '../contract/diff/format-sarif.ts';
import { formatChangesAsMarkdown, formatChangesAsText } from '../contract/diff/format-text.ts';
import type { SchemaChange } from '../contract/diff/schema-change.ts';
import { packageVersion } from './package-root.ts';
import { readModel } from './read-model.ts';

type Format = 'text' | 'markdown' | 'json' | 'sarif';

interface DiffOptions {
  readonly format: Format;
  readonly failOn?: 'breaking' | 'any';
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
    .action(diff);
}

async function diff(oldFile: string, newFile: string, { format, failOn }: DiffOptions): Promise<void> {
  const changes = diffModels(await readModel(oldFile), await readModel(newFile));
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
