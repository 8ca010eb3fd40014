// README, "Configuration": what `odata-emulator.config.ts` holds, for all commands.
import type { PopulateOptions } from '../data/populate.ts';
import type { FaultRule } from '../service/faults.ts';
import type { OperationHandlers } from '../service/handlers.ts';
import type { ServiceOptions } from '../service/odata-service.ts';
import type { Profile, ProfileName } from '../service/profile.ts';

/*
 * Files and folders are relative to the configuration file. In those of a command, `{name}` is the service's name, so that one
 * entry for all services gives each a file of its own: `html: 'coverage/{name}'`.
 */

/** `odata-emulator generate`: types and schemas of a document. */
export interface GenerateConfig {
  /** Folder to write to; default: the service's `generated`. */
  readonly out?: string;
  /** Compare only: fail when files are not what the document gives. */
  readonly check?: boolean;
  /** Each warning, not only their number. */
  readonly verbose?: boolean;
}

/** `odata-emulator pull`: the document of a real service. */
export interface PullConfig {
  /** The service root at the real service, or the URL of its document. */
  readonly url?: string;
  /** File to write; default: the service's `metadata`. */
  readonly out?: string;
  /** Token of the Authorization header; better from the environment (`ODATA_EMULATOR_BEARER`) than in a file. */
  readonly bearer?: string;
}

/** `odata-emulator diff`: what changed from one document to another. */
export interface DiffConfig {
  /** The older document, a file or an http URL; default: the service's `metadata`. */
  readonly old?: string;
  /** The newer document, a file or an http URL; default: what `pull.url` answers. */
  readonly new?: string;
  readonly format?: 'text' | 'markdown' | 'json' | 'sarif';
  /** The changes that fail the command; none by default. */
  readonly failOn?: 'breaking' | 'any';
  /** Recordings, files or folders: those that a breaking change affects are named. */
  readonly against?: string | readonly string[];
  /** The same for examples. */
  readonly examples?: string | readonly string[];
  /** Service roots that recordings and examples have. */
  readonly root?: string | readonly string[];
}

/** `odata-emulator check`: examples that do not fit the model. */
export interface CheckConfig {
  /** Files of HTTP examples, or folders of them. */
  readonly examples?: string | readonly string[];
  readonly format?: 'text' | 'json' | 'sarif' | 'junit';
  /** Also send each request to the emulator, and compare its answer. */
  readonly replay?: boolean;
  /** Service roots that the examples use, absolute URLs or paths. */
  readonly root?: string | readonly string[];
}

/** `odata-emulator record`: a proxy that keeps what a real service answers. */
export interface RecordConfig {
  /** Root of the real service; the proxy has the same path. */
  readonly upstream?: string;
  /** Folder of the recordings; default `recordings`. */
  readonly out?: string;
  /** Recordings that answer when the service does not. */
  readonly replayFrom?: string | readonly string[];
  /** The emulator answers when neither the service nor a recording does. */
  readonly emulate?: boolean;
  /** Bytes of a body that are kept to be checked and recorded; larger ones are forwarded all the same. Default 4 MiB. */
  readonly limit?: number;
}

/** `odata-emulator coverage`: how much of a model recordings exercise. */
export interface CoverageConfig {
  /** Recordings, journals or examples: files, or folders of them; default: what `record` has recorded. */
  readonly recordings?: string | readonly string[];
  readonly format?: 'text' | 'json';
  /** File to write the figures to, as JSON. */
  readonly json?: string;
  /** Folder to write a page to. */
  readonly html?: string;
  /** Percentages that fail the command when they are not reached: of everything, or by class (`{ operations: 80 }`). */
  readonly failUnder?: number | Readonly<Record<string, number>>;
  /** Service roots that the recordings have, absolute URLs or paths. */
  readonly root?: string | readonly string[];
}

/** The options of commands: for all services, or in a service's entry for it alone. */
export interface CommandsConfig {
  readonly generate?: GenerateConfig;
  readonly pull?: PullConfig;
  readonly diff?: DiffConfig;
  readonly check?: CheckConfig;
  readonly record?: RecordConfig;
  readonly coverage?: CoverageConfig;
}

/** One service, with any option of a service. */
export interface ServiceConfig extends CommandsConfig, Partial<Omit<ServiceOptions, 'log'>> {
  /** Default: the file's name without `.csdl.xml`. */
  readonly name?: string;
  /** Default: `/` and the name. */
  readonly path?: string;
  /** The CSDL document's file. */
  readonly metadata: string;
  /** What `generate` made of it; used while it is current. Default: `generated/` and the file's name without `.csdl.xml`. */
  readonly generated?: string;
  /** Paths (`/users/**`) and types (`ns.Type`) that `generate` makes, with all that they need; everything by default. */
  readonly include?: string | readonly string[];
  /** Files of CSDL documents that correct it. */
  readonly overlay?: string | readonly string[];
  /** What differs from the standard; default `graph` for a model of Microsoft Graph, else `odata`. */
  readonly profile?: ProfileName | Profile;
  /** What the service starts with: a folder of files, or the entities by the names of their sets; see EmulatorSettings. */
  readonly data?: string | Readonly<Record<string, unknown>>;
  /** Made-up entities: how many of each entity set, or more precisely; see EmulatorSettings. */
  readonly populate?: number | PopulateOptions;
  /** What goes wrong on purpose; see FaultRule. */
  readonly faults?: readonly FaultRule[];
  /** What its operations do: the file of a module whose default export they are, or the handlers themselves. */
  readonly handlers?: string | OperationHandlers;
}

/** What stands in for a service's own member where its entry has none. */
export type ServiceDefaults = Pick<
  ServiceConfig,
  'profile' | 'validation' | 'capabilities' | 'bodyLimit' | 'contentLimit' | 'debug' | 'populate'
>;

/** What `odata-emulator.config.ts`, `.mts`, `.js`, `.mjs` or `.json` holds; options of the command line win over it. */
export interface EmulatorConfig extends CommandsConfig, ServiceDefaults {
  /** Of a file in JSON, for editors: `./node_modules/odata-emulator/odata-emulator.schema.json`. */
  readonly $schema?: string;
  readonly services: readonly ServiceConfig[];
  /** Default 4004; `record` takes the next one. */
  readonly port?: number;
  /** The address to listen on; default `127.0.0.1`. */
  readonly host?: string;
  /** Admin endpoints below `/_emulator/`, sessions and the journal; default true. */
  readonly admin?: boolean;
  /** Clients of other machines may use the admin endpoints. */
  readonly remoteAdmin?: boolean;
  /** How many sessions there may be at once; default 100. */
  readonly maxSessions?: number;
  /** Seconds after which a session that nobody asks for ends; default 3,600. */
  readonly sessionTimeout?: number;
  /** File that every request is written to with its answer, as JSON Lines; `coverage` reads it. */
  readonly journal?: string;
  /** A line for each request. */
  readonly verbose?: boolean;
}

/** Gives a configuration its type: `export default defineConfig({ services: [ … ] })`. */
export function defineConfig(config: EmulatorConfig): EmulatorConfig {
  return config;
}
