// Failures that the user can mend: one clear line; exit code 1, or 2 for wrong usage.
import { CommanderError } from 'commander';

export class UserError extends Error {
  override readonly name = 'UserError';
}

/** An error of the operating system: no such file, no permission, … */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}

/** The system's error in words; `what` is what was tried: `The file a.xml`, `Port 4004 on 127.0.0.1`. */
export function systemErrorText(error: NodeJS.ErrnoException, what: string): string {
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'may not be used: permission denied',
    EADDRINUSE: 'is in use',
    EADDRNOTAVAIL: 'is not an address of this machine',
    EISDIR: 'is a folder',
    ENOENT: 'does not exist',
    ENOTDIR: 'is below something that is not a folder',
    ENOTFOUND: 'is not known',
    EPERM: 'may not be used: not permitted',
  };
  return `${what} ${reasons[error.code ?? ''] ?? `can't be used: ${error.message}`}`;
}

/** The result of what is tried; what the system refuses is a UserError in words, `what` as for systemErrorText. */
export async function trying<T>(what: string, work: Promise<T> | (() => Promise<T>)): Promise<T> {
  try {
    return await (typeof work === 'function' ? work() : work);
  } catch (error) {
    if (isSystemError(error)) throw new UserError(systemErrorText(error, what));
    throw error;
  }
}

/** Wrong usage: exit code 2, as for what commander finds itself. */
export function wrongUsage(message: string): CommanderError {
  console.error(`error: ${message}`);
  return new CommanderError(2, 'odata-emulator.usage', message);
}
