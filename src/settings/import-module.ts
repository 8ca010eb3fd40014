// Modules that the user writes: configurations and handlers, in JavaScript or TypeScript.
import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from './package-root.ts';
import { isSystemError, systemErrorText } from './system-error.ts';

/** A module that can't be loaded; the message names its file and says why. */
export class ModuleError extends Error {
  override readonly name = 'ModuleError';
}

/** The default export of a module, by its whole path. @throws ModuleError */
export async function importDefault(file: string): Promise<unknown> {
  if (!existsSync(file)) throw new ModuleError(`The file ${file} does not exist`);
  try {
    if (/^\.[cm]?ts$/.test(extname(file))) {
      const { createJiti } = await import('jiti');
      // what it imports from the product is the product that runs it, installed beside it or not
      const alias = { 'odata-emulator': join(packageRoot(), 'dist/index.js') };
      return await createJiti(import.meta.url, { alias }).import(file, { default: true });
    }
    const module = (await import(pathToFileURL(file).href)) as { default?: unknown };
    return module.default;
  } catch (error) {
    if (isSystemError(error)) throw new ModuleError(systemErrorText(error, `The file ${file}`));
    throw new ModuleError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
