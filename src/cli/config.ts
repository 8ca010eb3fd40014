// The configuration: which services `serve` runs when no file is given.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import type { EmulatorConfig, ServiceConfig } from '../index.ts';
import { createFaults, type FaultRule } from '../service/faults.ts';
import { importDefault } from './import-module.ts';
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
  if (extname(file) !== '.json') return importDefault(file);
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
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

const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');
const table: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'must be an object';
const code: Check = (value) => (typeof value === 'function' ? undefined : 'must be a function');
const either =
  (first: Check, second: Check): Check =>
  (value) => {
    const problems = [first(value), second(value)];
    return problems.includes(undefined) ? undefined : problems.join(' or ');
  };

const faultRules: Check = (value) => {
  if (!Array.isArray(value)) return 'must be a list of rules';
  try {
    createFaults(value as FaultRule[]);
    return undefined;
  } catch (error) {
    if (error instanceof TypeError) return `is wrong: ${error.message}`;
    throw error;
  }
};

const serviceMembers: Readonly<Record<keyof ServiceConfig, Check>> = {
  name: text,
  path: text,
  metadata: text,
  generated: text,
  overlay: (value) =>
    [value].flat().every((file) => typeof file === 'string' && file !== '')
      ? undefined
      : 'must be a text or a list of texts',
  profile: either(oneOf('odata', 'graph'), table),
  data: either(text, table),
  handlers: either(text, table),
  validation: oneOf('strict', 'report'),
  bodyLimit: number,
  now: code,
  newGuid: code,
  pageSize: number,
  upsert: flag,
  requireIfMatch: flag,
  etags: either(oneOf('annotated', 'all'), table),
  prefixedControlInformation: flag,
  alwaysId: flag,
  alwaysMediaLinks: flag,
  normalizeValues: flag,
  formEncodedQuery: flag,
  computedValues: table,
  searchProperties: table,
  changeTracking: oneOf('annotated', 'all'),
  contentSizes: table,
  slugProperties: table,
  emptyStreamMediaType: text,
  singletonEntities: table,
  capabilities: oneOf('enforce', 'ignore'),
  debug: flag,
  faults: faultRules,
  populate: either(number, table),
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
