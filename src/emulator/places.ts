// Files and folders that options name, as paths or file URLs; what the system refuses is told with the option.

import { isSystemError, systemErrorText } from '../settings/system-error.ts';

export async function readText(option: string, file: string): Promise<string> {
  const [{ readFile }, { resolve }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  return await reading(option, `The file ${resolve(file)}`, readFile(file, 'utf8'));
}

/** What the system refuses is told in words, with the option whose file it is. */
export async function reading<T>(option: string, what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new Error(`${option}: ${systemErrorText(error, what)}`, { cause: error });
  }
}

export async function filePath(location: string | URL): Promise<string> {
  if (typeof location === 'string' && !location.startsWith('file:')) return location;
  const { fileURLToPath } = await import('node:url');
  return fileURLToPath(location);
}
