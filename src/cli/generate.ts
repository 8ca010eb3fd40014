// `odata-emulator generate`: TypeScript types, JSON Schemas and the model artifact of a CSDL document.
import { Command, Option } from 'commander';
import type { GenerateResult } from '../../codegen/generate.ts';
import { formatFinding } from '../csdl/format-finding.ts';
import type { ProfileName } from '../service/profile.ts';
import { serviceName } from './serve-plan.ts';
import { isSystemError, systemErrorText, UserError } from './user-error.ts';

interface GenerateOptions {
  readonly out?: string;
  readonly profile: ProfileName;
  readonly check?: boolean;
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
    .option('--check', 'write nothing; exit code 1 and a list when files are not what the document gives')
    .action(run);
}

async function run(file: string, options: GenerateOptions): Promise<void> {
  const out = options.out ?? `generated/${serviceName(file)}`;
  const check = options.check === true;
  const result = await generateFrom(file, out, check, options.profile);
  const errors = result.findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new UserError(result.findings.map(formatFinding).join('\n'));
  for (const finding of result.findings) console.error(formatFinding(finding));
  if (check) reportCheck(out, result);
  else console.log(`${out}: ${counts(result)}`);
}

async function generateFrom(
  input: string,
  out: string,
  check: boolean,
  profile: ProfileName,
): Promise<GenerateResult> {
  const [{ generate }, { profiles }] = await Promise.all([
    import('../../codegen/generate.ts'),
    import('../index.ts'),
  ]);
  try {
    return await generate({ input, out, check, requiredOnCreate: profiles[profile].requiredOnCreate });
  } catch (error) {
    if (isSystemError(error)) throw new UserError(systemErrorText(error, `The file ${error.path ?? input}`));
    throw error;
  }
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
