#!/usr/bin/env node
// The command line: odata-emulator <command>. Exit code 0 on success, 1 on what the user can mend, 2 on wrong usage.
import { Command, CommanderError } from 'commander';
import { diffCommand } from './diff.ts';
import { generateCommand } from './generate.ts';
import { packageVersion } from './package-root.ts';
import { serveCommand } from './serve.ts';
import { isSystemError, UserError } from './user-error.ts';

function createProgram(): Command {
  const program = new Command('odata-emulator')
    .description('Give it a CSDL document, and it is that service.')
    .version(packageVersion())
    .addCommand(serveCommand())
    .addCommand(generateCommand())
    .addCommand(diffCommand());
  for (const command of [program, ...program.commands]) command.exitOverride().showHelpAfterError(false);
  return program;
}

/** Exit code of a failure, after its line on stderr. */
function reportFailure(error: unknown): number {
  // Commander has written its line already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UserError || isSystemError(error)) {
    console.error(error.message);
    return 1;
  }
  // A defect of the product: its stack belongs in the report of it.
  console.error(error);
  return 1;
}

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error);
}
