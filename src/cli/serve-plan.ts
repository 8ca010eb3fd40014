// Which services `serve` starts, and where: from the files given, or from a configuration.
import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { EmulatorSettings } from '../index.ts';
import type { AdminOptions } from '../server/create-app.ts';
import type { ServiceConfig } from '../settings/config.ts';
import { packageRoot } from '../settings/package-root.ts';
import { findConfig, loadConfig } from './config.ts';
import { overlaysOf, type Project, type ProjectService, projectOf, serviceOf, shortest } from './project.ts';
import type { ServeOptions } from './serve-options.ts';
import { UserError, wrongUsage } from './user-error.ts';

export interface ServePlan {
  readonly services: readonly PlannedService[];
  readonly port: number;
  readonly host: string;
  /** undefined: no admin endpoints, no sessions and no journal. */
  readonly admin: AdminOptions | undefined;
  /** A line for each request. */
  readonly verbose: boolean;
  /** File that every request is written to. */
  readonly journal: string | undefined;
}

export interface PlannedService
  extends Pick<ProjectService, 'metadata' | 'generated' | 'overlays' | 'include'> {
  readonly data: ServiceConfig['data'];
  readonly handlers: ServiceConfig['handlers'];
  readonly populate: ServiceConfig['populate'];
  readonly settings: EmulatorSettings;
}

export async function planServices(files: readonly string[], options: ServeOptions): Promise<ServePlan> {
  if (files.length > 0 && options.config !== undefined) {
    throw wrongUsage('--config and files exclude each other: the configuration names the files.');
  }
  const project = files.length > 0 ? await fromFiles(files) : await fromConfig(options);
  const { services, config, folder } = project;
  for (const name of ['path', 'data', 'handlers', 'overlay'] as const) {
    if (options[name] === undefined || services.length === 1) continue;
    throw wrongUsage(`--${name} is for one service, and there are ${services.length}.`);
  }
  const admin = options.admin === false ? undefined : adminOf(config, options);
  const configured = config.journal === undefined ? undefined : shortest(resolve(folder, config.journal));
  const journal = options.journal ?? configured;
  const planned = services.map((entry) => planService(entry, project, options, admin !== undefined, journal));
  refuseSamePath(planned);
  return {
    services: planned,
    port: options.port ?? config.port ?? 4004,
    host: options.host ?? config.host ?? '127.0.0.1',
    admin,
    verbose: options.verbose ?? config.verbose ?? false,
    journal,
  };
}

function adminOf(config: Project['config'], options: ServeOptions): AdminOptions | undefined {
  if (config.admin === false) return undefined;
  const maxSessions = options.maxSessions ?? config.maxSessions;
  const sessionTimeout = options.sessionTimeout ?? config.sessionTimeout;
  return {
    remote: options.remoteAdmin ?? config.remoteAdmin ?? false,
    ...(maxSessions === undefined ? {} : { maxSessions }),
    ...(sessionTimeout === undefined ? {} : { sessionTimeout }),
  };
}

/** The configuration that is named, else that of the working directory, else the product's own. */
async function fromConfig(options: ServeOptions): Promise<Project> {
  const file = options.config ?? findConfig('.') ?? findConfig(packageRoot());
  if (file === undefined) throw wrongUsage('Name a CSDL document, or a configuration with --config.');
  return projectOf(await loadConfig(file));
}

async function fromFiles(names: readonly string[]): Promise<Project> {
  const files = await Promise.all(names.map(documentsIn));
  return { services: files.flat().map((metadata) => ({ metadata })), config: {}, folder: '.' };
}

/** The file itself, or the documents of a folder in the order of their names. */
async function documentsIn(name: string): Promise<string[]> {
  if (!existsSync(name)) throw new UserError(`The file ${name} does not exist`);
  if (!statSync(name).isDirectory()) return [name];
  const documents = (await readdir(name)).filter((file) => documentEnding.test(file)).sort();
  if (documents.length === 0)
    throw new UserError(`The folder ${name} holds no file named *.csdl.xml, *.csdl.json or *.xml`);
  return documents.map((file) => join(name, file));
}

const documentEnding = /\.csdl\.xml$|\.csdl\.json$|\.xml$/i;

/** With the options of the command line, which may be none. */
export function planService(
  entry: ServiceConfig,
  project: Project,
  options: ServeOptions,
  admin = false,
  journal?: string,
): PlannedService {
  const { folder, config } = project;
  const service = serviceOf(entry, project);
  const { metadata, generated, include, path = '' } = service;
  const { data, handlers } = entry;
  return {
    metadata,
    generated,
    include,
    overlays: overlaysOf(service, options.overlay),
    data: options.data ?? (typeof data === 'string' ? resolve(folder, data) : data),
    handlers: options.handlers ?? (typeof handlers === 'string' ? resolve(folder, handlers) : handlers),
    populate: populateOf(entry.populate ?? config.populate, options),
    settings: {
      ...serviceOptionsOf(entry, config, options),
      path: options.path ?? path,
      journal: admin,
      ...(journal === undefined ? {} : { journalFile: journal }),
    },
  };
}

/** Those of the command line, then of the service's entry, then of all services. */
function serviceOptionsOf(entry: ServiceConfig, config: Project['config'], options: ServeOptions) {
  const inherited = (
    ['profile', 'validation', 'capabilities', 'bodyLimit', 'contentLimit', 'debug'] as const
  ).map((name) => [name, options[name] ?? entry[name] ?? config[name]] as const);
  const own = Object.entries(entry).filter(([name]) => !isOfEntry.has(name));
  return Object.fromEntries(
    [...own, ...inherited].filter(([, value]) => value !== undefined),
  ) as EmulatorSettings;
}

/** Members of a service's entry that are no options of the service. */
const isOfEntry: ReadonlySet<string> = new Set<keyof ServiceConfig>([
  'name',
  'path',
  'metadata',
  'generated',
  'include',
  'overlay',
  'data',
  'handlers',
  'populate',
  'generate',
  'pull',
  'diff',
  'check',
  'record',
  'coverage',
]);

function populateOf(
  configured: ServiceConfig['populate'],
  { populate, seed }: ServeOptions,
): ServiceConfig['populate'] {
  const given = typeof configured === 'number' ? { count: configured } : configured;
  const count = populate ?? given?.count;
  if (count === undefined) {
    if (seed !== undefined) throw wrongUsage('--seed is for --populate.');
    return undefined;
  }
  return { ...given, count, ...(seed === undefined ? {} : { seed }) };
}

function refuseSamePath(services: readonly PlannedService[]): void {
  const files = new Map<string, string>();
  for (const { metadata, settings } of services) {
    const path = (settings.path ?? '').replace(/^\/*|\/+$/g, '');
    const other = files.get(path);
    if (other !== undefined) throw new UserError(`${other} and ${metadata} would both be served at /${path}`);
    files.set(path, metadata);
  }
}
