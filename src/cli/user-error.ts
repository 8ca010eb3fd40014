// Failures that the user can mend: one clear line; exit code 1, or 2 for wrong usage.
import { CommanderError } from 'commander';
import { isSystemError, systemErrorText } from '../settings/system-error.ts';

export class UserError extends Error {
  override readonly name = 'UserError';
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
