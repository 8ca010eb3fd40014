#!/usr/bin/env node
// The command line: odata-emulator <command>. Exit code 0 on success, 1 on what the user can mend, 2 on wrong usage.
import { Command, CommanderError } from 'commander';
import { ModuleError } from '../settings/import-module.ts';
import { packageVersion } from '../settings/package-root.ts';
import { isSystemError } from '../settings/system-error.ts';
import { UserError } from './user-error.ts';

/** Each command loads what it needs and nothing more: the start of `serve` is quick whatever the others import. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serveCommand(),
  generate: async () => (await import('./generate.ts')).generateCommand(),
  diff: async () => (await import('./diff.ts')).diffCommand(),
  check: async () => (await import('./check.ts')).checkCommand(),
  coverage: async () => (await import('./coverage.ts')).coverageCommand(),
  record: async () => (await import('./record.ts')).recordCommand(),
  pull: async () => (await import('./pull.ts')).pullCommand(),
};

/** With the command that is asked for, or with all of them for the help. */
async function createProgram(asked: string | undefined): Promise<Command> {
  const program = new Command('odata-emulator')
    .description('Give it a CSDL document, and it is that service.')
    .version(packageVersion());
  const names = asked !== undefined && Object.hasOwn(commands, asked) ? [asked] : Object.keys(commands);
  for (const name of names) program.addCommand(await commands[name]!());
  for (const command of [program, ...program.commands]) command.exitOverride().showHelpAfterError(false);
  return program;
}

/** Exit code of a failure, after its line on stderr. */
function reportFailure(error: unknown): number {
  // Commander has written its line already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UserError || error instanceof ModuleError || isSystemError(error)) {
    console.error(error.message);
    return 1;
  }
  // A defect of the product: its stack belongs in the report of it.
  console.error(error);
  return 1;
}

try {
  await (await createProgram(process.argv[2])).parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error);
}
