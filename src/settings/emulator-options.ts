// README, "Test suites": what createEmulator takes; what is wrong is told by the option's name, with what it may be.
import type { CsdlText } from '../csdl/load-csdl.ts';
import type { ServiceDefinition } from '../csdl/service-definition.ts';
import type { PopulateOptions } from '../data/populate.ts';
import type { ServiceSettings } from '../service/create-service.ts';
import type { OperationHandlers } from '../service/handlers.ts';
import type { Profile, ProfileName } from '../service/profile.ts';
import {
  checkMembers,
  code,
  either,
  flag,
  isTable,
  type Member,
  type MembersOf,
  must,
  number,
} from './member.ts';
import { serviceOptionMembers } from './service-members.ts';

/** What a service is made from; exactly one of metadata, generated and definition. */
export interface DefinitionSource {
  /** A CSDL document, XML or JSON: its text, or the path or `file:` URL of a file. A string that begins with `<` or `{` is text. */
  readonly metadata?: string | URL;
  /** CSDL documents, XML or JSON, that correct the document: files, or texts with the names that findings have for them. */
  readonly overlay?: string | URL | readonly (string | URL | CsdlText)[];
  /** Folder that `odata-emulator generate` wrote: nothing is compiled, so that the start is quick. */
  readonly generated?: string | URL;
  /** What generated code exports, or what another emulator is made from. */
  readonly definition?: ServiceDefinition;
}

/** How a service behaves and what it starts with; all are optional. */
export interface EmulatorSettings extends Omit<ServiceSettings, 'profile' | 'handlers'> {
  /** What its operations do: an object with a function for each, or the path or `file:` URL of a module whose default export that is. */
  readonly handlers?: OperationHandlers | string | URL;
  /**
   * What the service starts with: a folder of files named like entity sets and singletons (`People.json`, `People.ndjson`, `People.csv`),
   * or the entities themselves in OData JSON, by the same names.
   */
  readonly data?: string | URL | Readonly<Record<string, unknown>>;
  /** Made-up entities, the same in every run: how many of each entity set, or more precisely; after `data`, in sets that it leaves empty. */
  readonly populate?: number | PopulateOptions;
  /** What differs from the standard; default `graph` for a model of Microsoft Graph, else `odata`. */
  readonly profile?: ProfileName | Profile;
}

/** What `createEmulator` takes: what the service is made from, and its settings. */
export type EmulatorOptions = DefinitionSource & EmulatorSettings;

/** Of any realm: test runners have their own. */
const isUrl = (value: unknown): value is URL =>
  isTable(value) && typeof value.href === 'string' && typeof value.protocol === 'string';

/** Whether an option names a file or folder, or is the text of one. */
export const isPlace = (value: unknown): value is string | URL =>
  (typeof value === 'string' && value.trim() !== '') || (isUrl(value) && value.protocol === 'file:');
const isDefinition = (value: unknown): boolean =>
  isTable(value) && isTable(value.model) && typeof value.schema === 'function';

function place(what: string): Member {
  return { check: must(isPlace, `the path or file URL of ${what}`) };
}

const sourceMembers: MembersOf<DefinitionSource> = {
  metadata: { check: must(isPlace, 'a CSDL document: its text, or the path or file URL of a file') },
  overlay: {
    check: must(
      (value) =>
        [value].flat().every((item) => isPlace(item) || (isTable(item) && typeof item.text === 'string')),
      'the path or file URL of a CSDL document, { file, text }, or a list of them',
    ),
  },
  generated: place('a folder that `odata-emulator generate` wrote'),
  definition: {
    check: must(isDefinition, 'the definition of another emulator, or what openDefinition resolves with'),
  },
};

const emulatorMembers: MembersOf<EmulatorOptions> = {
  ...sourceMembers,
  ...serviceOptionMembers,
  path: { check: must((value) => typeof value === 'string', "a path, such as '/v1.0'") },
  data: {
    check: must(
      (value) => isPlace(value) || (isTable(value) && !isUrl(value)),
      'a folder, or entities by the name of their set: { Products: [{ … }] }',
    ),
  },
  handlers: {
    check: must(
      (value) => isPlace(value) || (isTable(value) && !isUrl(value)),
      "an object with a function for each operation, or the file of a module whose default export is one: { 'Namespace.Name': (parameters, context) => … }",
    ),
  },
  store: { check: must((value) => isTable(value) && typeof value.read === 'function', 'a store') },
  journal: either(flag, number),
  journalFile: { check: must((value) => typeof value === 'string' && value !== '', 'the path of a file') },
  log: code,
};

/** @throws TypeError that says of each option that is wrong what it may be */
export function checkEmulatorOptions(options: unknown): asserts options is EmulatorOptions {
  refuse(isTable(options) ? checkMembers(options, '', emulatorMembers, []) : [noOptions]);
  checkSource(options as DefinitionSource);
}

/** The same for entities that are loaded later. @throws TypeError */
export function checkData(data: unknown): void {
  refuse(checkMembers({ data }, '', { data: emulatorMembers.data }, []));
}

/** The same for what takes more, or other options. @throws TypeError */
export function checkSource(source: DefinitionSource): void {
  if (!isTable(source)) refuse([noOptions]);
  const members = Object.keys(sourceMembers).map((name) => [name, source[name as keyof DefinitionSource]]);
  refuse(checkMembers(Object.fromEntries(members), '', sourceMembers, []));
  const { metadata, generated, definition, overlay } = source;
  if ([metadata, generated, definition].filter((given) => given !== undefined).length !== 1)
    throw new TypeError(`Give exactly one of metadata, generated and definition. ${example}`);
  if (overlay !== undefined && metadata === undefined)
    throw new TypeError('overlay corrects metadata: give metadata in place of generated and definition.');
}

const example = "For example: createEmulator({ metadata: 'service.csdl.xml' })";
const noOptions = `must be an object of options. ${example}`;

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new TypeError(problems.join('\n'));
}
