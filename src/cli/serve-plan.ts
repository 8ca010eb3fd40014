// Which services `serve` starts, and where: from the files given, or from a configuration.
import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { CommanderError } from 'commander';
import type { EmulatorSettings, ServiceConfig } from '../index.ts';
import { findConfig, loadConfig } from './config.ts';
import { packageRoot } from './package-root.ts';
import type { ServeOptions } from './serve.ts';
import { UserError } from './user-error.ts';

export interface ServePlan {
  readonly services: readonly PlannedService[];
  readonly port: number;
  readonly host: string;
}

export interface PlannedService {
  /** File of the CSDL document, as messages name it: relative to the working directory. */
  readonly metadata: string;
  /** Folder where generated artifacts would be. */
  readonly generated: string;
  /** Files of documents that correct it. */
  readonly overlays: readonly string[];
  readonly data: ServiceConfig['data'];
  readonly handlers: ServiceConfig['handlers'];
  readonly populate: ServiceConfig['populate'];
  readonly settings: EmulatorSettings;
}

export async function planServices(files: readonly string[], options: ServeOptions): Promise<ServePlan> {
  if (files.length > 0 && options.config !== undefined) {
    throw wrongUsage('--config and files exclude each other: the configuration names the files.');
  }
  const given = files.length > 0 ? await fromFiles(files) : await fromConfig(options);
  const { services } = given;
  for (const name of ['path', 'data', 'handlers', 'overlay'] as const) {
    if (options[name] === undefined || services.length === 1) continue;
    throw wrongUsage(`--${name} is for one service, and there are ${services.length}.`);
  }
  const planned = services.map((service) => planService(service, given.folder, options));
  refuseSamePath(planned);
  return {
    services: planned,
    port: options.port ?? given.port ?? 4004,
    host: options.host ?? given.host ?? '127.0.0.1',
  };
}

interface Given {
  readonly services: readonly ServiceConfig[];
  readonly folder: string;
  readonly port?: number | undefined;
  readonly host?: string | undefined;
}

/** The configuration that is named, else that of the working directory, else the product's own. */
async function fromConfig(options: ServeOptions): Promise<Given> {
  const file = options.config ?? findConfig('.') ?? findConfig(packageRoot());
  if (file === undefined) throw wrongUsage('Name a CSDL document, or a configuration with --config.');
  const { config, folder } = await loadConfig(file);
  return { ...config, folder };
}

async function fromFiles(names: readonly string[]): Promise<Given> {
  const files = await Promise.all(names.map(documentsIn));
  return { services: files.flat().map((metadata) => ({ metadata })), folder: '.' };
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

/** `metadata/graph.csdl.xml` → `graph` */
export function serviceName(file: string): string {
  return basename(file).replace(/(\.csdl)?\.(xml|json)$/i, '');
}

function planService(service: ServiceConfig, folder: string, options: ServeOptions): PlannedService {
  const {
    name: given,
    path: configured,
    metadata,
    generated,
    overlay,
    data,
    handlers,
    populate,
    ...settings
  } = service;
  const name = serviceName(metadata);
  const path = options.path ?? configured ?? `/${encodeURIComponent(given ?? name)}`;
  const { profile, validation, capabilities, bodyLimit } = options;
  return {
    metadata: shortest(resolve(folder, metadata)),
    generated: shortest(resolve(folder, generated ?? join('generated', name))),
    overlays: [overlay ?? []]
      .flat()
      .map((file) => shortest(resolve(folder, file)))
      .concat(options.overlay ?? []),
    data: options.data ?? (typeof data === 'string' ? resolve(folder, data) : data),
    handlers: options.handlers ?? (typeof handlers === 'string' ? resolve(folder, handlers) : handlers),
    populate: populateOf(populate, options),
    settings: {
      ...settings,
      path,
      journal: options.admin !== false,
      ...(profile === undefined ? {} : { profile }),
      ...(validation === undefined ? {} : { validation }),
      ...(capabilities === undefined ? {} : { capabilities }),
      ...(bodyLimit === undefined ? {} : { bodyLimit }),
    },
  };
}

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

/** Relative to the working directory for what lies below it. */
function shortest(file: string): string {
  const below = relative('.', file);
  return below.startsWith('..') ? file : below;
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

/** Wrong usage: exit code 2, as for what commander finds itself. */
function wrongUsage(message: string): CommanderError {
  console.error(`error: ${message}`);
  return new CommanderError(2, 'odata-emulator.usage', message);
}
