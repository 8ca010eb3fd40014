// The configuration: which services `serve` runs when no file is given.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EmulatorConfig } from '../index.ts';
import { packageRoot } from './package-root.ts';
import { isSystemError, systemErrorText, UserError } from './user-error.ts';

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

export async function loadConfig(file: string): Promise<LoadedConfig> {
  const content = await readConfig(resolve(file));
  const problem = checkConfig(content);
  if (problem !== undefined) throw new UserError(`${file}: ${problem}`);
  return { config: content as EmulatorConfig, folder: dirname(resolve(file)) };
}

async function readConfig(file: string): Promise<unknown> {
  try {
    if (extname(file) === '.json') return JSON.parse(await readFile(file, 'utf8'));
    if (!existsSync(file)) throw new UserError(`The file ${file} does not exist`);
    if (/^\.[cm]?ts$/.test(extname(file))) {
      const { createJiti } = await import('jiti');
      // A configuration imports defineConfig from the product that runs it, installed beside it or not.
      const alias = { 'odata-emulator': join(packageRoot(), 'dist/index.js') };
      return await createJiti(import.meta.url, { alias }).import(file, { default: true });
    }
    const module = (await import(pathToFileURL(file).href)) as { default?: unknown };
    return module.default;
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (isSystemError(error)) throw new UserError(systemErrorText(error, `The file ${file}`));
    throw new UserError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

type Check = (value: unknown) => string | undefined;

const text: Check = (value) => (typeof value === 'string' && value !== '' ? undefined : 'must be a text');
const number: Check = (value) =>
  Number.isInteger(value) && Number(value) >= 0 ? undefined : 'must be a whole number';
const oneOf =
  (...choices: string[]): Check =>
  (value) =>
    choices.includes(value as string) ? undefined : `must be one of ${choices.join(', ')}`;

const configMembers: Readonly<Record<string, Check>> = {
  $schema: text,
  port: number,
  host: text,
  services: (value) =>
    Array.isArray(value) && value.length > 0 ? undefined : 'must be a list of at least one service',
};

const serviceMembers: Readonly<Record<string, Check>> = {
  name: text,
  path: text,
  metadata: text,
  generated: text,
  profile: oneOf('odata', 'graph'),
  validation: oneOf('strict', 'report'),
  bodyLimit: number,
};

/** What is wrong with a configuration, or undefined. */
function checkConfig(content: unknown): string | undefined {
  const problem = checkMembers(content, '', configMembers, ['services']);
  if (problem !== undefined) return problem;
  const { services } = content as { services: unknown[] };
  return services
    .map((service, index) => checkMembers(service, `services[${index}]`, serviceMembers, ['metadata']))
    .find((found) => found !== undefined);
}

function checkMembers(
  content: unknown,
  where: string,
  members: Readonly<Record<string, Check>>,
  required: readonly string[],
): string | undefined {
  if (typeof content !== 'object' || content === null)
    return `${where || 'the configuration'} must be an object`;
  const at = (name: string): string => (where === '' ? name : `${where}.${name}`);
  for (const name of required) if (!(name in content)) return `${at(name)} is missing`;
  for (const [name, value] of Object.entries(content)) {
    const check = Object.hasOwn(members, name) ? members[name] : undefined;
    if (check === undefined) return `${at(name)} is not known; known are ${Object.keys(members).join(', ')}`;
    const problem = value === undefined ? undefined : check(value);
    if (problem !== undefined) return `${at(name)} ${problem}`;
  }
  return undefined;
}
