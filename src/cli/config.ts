// The configuration file: where it is, and what it says.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import type { EmulatorConfig } from '../settings/config.ts';
import { importDefault } from '../settings/import-module.ts';
import { checkConfig } from './config-members.ts';
import { trying, UserError } from './user-error.ts';

const names = ['ts', 'mts', 'js', 'mjs', 'json'].map((extension) => `odata-emulator.config.${extension}`);

export interface LoadedConfig {
  readonly config: EmulatorConfig;
  /** Folder that the configuration's paths are relative to. */
  readonly folder: string;
}

/** The first configuration file of the folder, if there is one. */
export function findConfig(folder: string): string | undefined {
  return names.map((name) => join(folder, name)).find((file) => existsSync(file));
}

/** @throws UserError that lists everything that is wrong with it */
export async function loadConfig(file: string): Promise<LoadedConfig> {
  const content = await readConfig(resolve(file));
  const problems = checkConfig(content);
  if (problems.length > 0) throw new UserError(problems.map((problem) => `${file}: ${problem}`).join('\n'));
  return { config: content as EmulatorConfig, folder: dirname(resolve(file)) };
}

async function readConfig(file: string): Promise<unknown> {
  if (extname(file) !== '.json') return importDefault(file);
  const text = await trying(`The file ${file}`, readFile(file, 'utf8'));
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UserError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
