// `odata-emulator generate`: TypeScript types, JSON Schemas and the model artifact of a CSDL document.
import { Command } from 'commander';
import { serviceName } from './serve-plan.ts';
import { UserError } from './user-error.ts';

interface GenerateOptions {
  readonly out?: string;
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
    .option('--check', 'write nothing; exit code 1 and a list when files are not what the document gives')
    .action(generate);
}

async function generate(file: string, options: GenerateOptions): Promise<void> {
  const out = options.out ?? `generated/${serviceName(file)}`;
  throw new UserError(`${file} ${out}`);
}
