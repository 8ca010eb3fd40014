// README, "Configuration": the services that a command works on, and what the configuration says about the command.
import { existsSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { nearestName } from '../error/name-likeness.ts';
import type { CommandsConfig, EmulatorConfig, ServiceConfig } from '../settings/config.ts';
import type { Members } from '../settings/member.ts';
import { findConfig, type LoadedConfig, loadConfig } from './config.ts';
import { configMembers } from './config-members.ts';
import { isHttpUrl } from './option-values.ts';
import { UserError, wrongUsage } from './user-error.ts';

/** What a command finds configured; without a configuration, no services and no options. */
export interface Project {
  readonly config: Omit<EmulatorConfig, 'services'>;
  readonly services: readonly ServiceConfig[];
  /** Folder that the configuration's paths are relative to. */
  readonly folder: string;
}

/** One service; its files are relative to the working directory. */
export interface ProjectService {
  readonly name: string;
  /** Path of the service root; undefined where no configuration has the service. */
  readonly path: string | undefined;
  /** Service roots that its recordings may have: the real service's, and those of the servers that the configuration starts. */
  readonly roots: readonly string[];
  readonly metadata: string;
  readonly generated: string;
  readonly overlays: readonly string[];
  readonly include: readonly string[];
  readonly profile: ServiceConfig['profile'];
  readonly entry: ServiceConfig;
}

/** The configuration that is named, else that of the working directory, where there is one. */
export async function openProject(named: string | undefined): Promise<Project> {
  const file = named ?? findConfig('.');
  return file === undefined ? { config: {}, services: [], folder: '.' } : projectOf(await loadConfig(file));
}

export function projectOf({ config, folder }: LoadedConfig): Project {
  return { config, services: config.services, folder };
}

/** The service of the configuration that has the name or the document; else a service of that document alone; all, where none is named. */
export function servicesOf(project: Project, named: string | undefined): ProjectService[] {
  const all = project.services.map((entry) => serviceOf(entry, project));
  if (named === undefined) return all;
  const found = all.find(({ name, metadata }) => name === named || resolve(metadata) === resolve(named));
  if (found === undefined && all.length > 0 && !existsSync(named)) throw unknownService(named, all);
  return [found ?? serviceOf({ metadata: resolve(named) }, project, false)];
}

function unknownService(named: string, services: readonly ProjectService[]): UserError {
  const names = [...new Set(services.map(({ name }) => name))];
  const near = nearestName(named, names);
  return new UserError(
    `The file ${named} does not exist, and no service has that name: ${names.join(', ')}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
  );
}

/** The only service there is. @throws CommanderError where there is none, or which one is not said */
export function oneServiceOf(project: Project, named: string | undefined): ProjectService {
  const [service, ...others] = servicesOf(project, named);
  if (service === undefined)
    throw wrongUsage("required option '--service <file>' not specified, and there is no configuration.");
  if (others.length === 0) return service;
  const names = [service, ...others].map(({ name }) => name).join(', ');
  throw wrongUsage(`There are several services, ${names}: name one with --service.`);
}

export function serviceOf(
  entry: ServiceConfig,
  { folder, config }: Project,
  isConfigured = true,
): ProjectService {
  const { metadata, generated, overlay, include } = entry;
  const file = serviceName(metadata);
  const name = entry.name ?? file;
  const path = isConfigured ? (entry.path ?? `/${encodeURIComponent(name)}`) : undefined;
  const made = entry.generate?.out ?? config.generate?.out;
  const inFolder = (path: string): string => shortest(resolve(folder, path));
  return {
    name,
    path,
    roots: path === undefined ? [] : rootsOf(path, entry, config),
    metadata: inFolder(metadata),
    generated: inFolder(generated ?? made?.replaceAll('{name}', name) ?? join('generated', file)),
    overlays: listOf(overlay).map(inFolder),
    include: listOf(include),
    profile: entry.profile ?? config.profile,
    entry,
  };
}

function rootsOf(path: string, { record }: ServiceConfig, config: Project['config']): string[] {
  const { port = 4004 } = config;
  const upstream = record?.upstream ?? config.record?.upstream;
  const recorderPath = upstream === undefined ? path : new URL(upstream).pathname;
  const own = ['localhost', '127.0.0.1'].flatMap((host) => [
    `http://${host}:${port}${withSlash(path)}`,
    `http://${host}:${port + 1}${withSlash(recorderPath)}`,
  ]);
  return [withSlash(path), ...(upstream === undefined ? [] : [upstream]), ...own];
}

function withSlash(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}

/** Where recordings go and come from when nothing says so. */
export function defaultRecordings({ folder }: Project): string {
  return shortest(resolve(folder, 'recordings'));
}

type Command = keyof CommandsConfig;
type Settings<C extends Command> = NonNullable<CommandsConfig[C]>;

/** A command's options for a service: those of the command line, then of the service, then of all services. */
export function settingsOf<C extends Command, O extends object>(
  command: C,
  project: Project,
  service: ProjectService | undefined,
  options: O,
): Settings<C> & Omit<O, keyof Settings<C>> {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const configured = { ...project.config[command], ...service?.entry[command] };
  const members = configMembers[command].members ?? {};
  return {
    ...withPaths(configured, members, project.folder, service?.name),
    ...withName(given, members, service?.name),
  } as Settings<C> & Omit<O, keyof Settings<C>>;
}

function withPaths(
  settings: object,
  members: Members,
  folder: string,
  name: string | undefined,
): Record<string, unknown> {
  const toPath = (text: string): string => (isHttpUrl(text) ? text : shortest(resolve(folder, text)));
  const named = withName(settings, members, name);
  return mapPaths(named, members, toPath);
}

/** `{name}` in files and folders stands for the service's name. */
function withName(settings: object, members: Members, name = ''): Record<string, unknown> {
  return mapPaths(settings, members, (text) => text.replaceAll('{name}', name));
}

function mapPaths(
  settings: object,
  members: Members,
  change: (text: string) => string,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([member, value]) => {
      if (members[member]?.isPath !== true) return [member, value];
      return [member, Array.isArray(value) ? value.map(change) : change(value as string)];
    }),
  );
}

/** Those of the configuration and then those of the command line, each once. */
export function overlaysOf({ overlays }: ProjectService, given: readonly string[] = []): string[] {
  const files = new Map([...overlays, ...given].map((file) => [resolve(file), file]));
  return [...files.values()];
}

export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : ([value].flat() as T[]);
}

/** `metadata/graph.csdl.xml` → `graph` */
function serviceName(file: string): string {
  return basename(file).replace(/(\.csdl)?\.(xml|json)$/i, '');
}

/** Relative to the working directory for what lies below it. */
export function shortest(file: string): string {
  const below = relative('.', file);
  return below === '' || below.startsWith('..') ? file : below;
}

/** No two services may be written to one place. */
export function refuseShared(places: readonly (readonly [place: string | undefined, name: string])[]): void {
  const names = new Map<string, string>();
  for (const [place, name] of places) {
    if (place === undefined) continue;
    const other = names.get(resolve(place));
    if (other !== undefined)
      throw wrongUsage(
        `${other} and ${name} would both be written to ${place}; '{name}' in a path stands for the service's name.`,
      );
    names.set(resolve(place), name);
  }
}
