// The public API: a service, or several, made from CSDL documents, with a port or without.

import type { Fetch, ValidatingFetchOptions } from './contract/conform/validating-fetch.ts';
import type { CsdlFinding } from './csdl/csdl-document.ts';
import { formatFinding } from './csdl/format-finding.ts';
import type { CsdlSource, CsdlText } from './csdl/load-csdl.ts';
import type { ServiceDefinition } from './csdl/service-definition.ts';
import type { DataSet } from './protocol/load-data.ts';
import { createApp } from './server/create-app.ts';
import type { Listener, ListenOptions } from './server/listen.ts';
import { createService as createServiceOf, type ServiceSettings } from './service/create-service.ts';
import type { Faults } from './service/faults.ts';
import type { OperationHandlers } from './service/handlers.ts';
import { createJournal, type Journal } from './service/journal.ts';
import { loadDefinition } from './service/load-definition.ts';
import type { ODataService } from './service/odata-service.ts';
import type { Profile, ProfileName } from './service/profile.ts';
import { graphProfile } from './service/profiles/graph.ts';
import { odataProfile } from './service/profiles/odata.ts';
import { profileOf } from './service/profiles/profile-of.ts';
import {
  checkData,
  checkEmulatorOptions,
  checkSource,
  type DefinitionSource,
  type EmulatorOptions,
  type EmulatorSettings,
  isPlace,
} from './settings/emulator-options.ts';
import { isSystemError, systemErrorText } from './settings/system-error.ts';
import type { Store, StoreSnapshot } from './store/store.ts';

export { ConformanceError } from './contract/conform/conformance-error.ts';
export type { Fetch, ValidatingFetchOptions } from './contract/conform/validating-fetch.ts';
export type { CsdlDocument, CsdlFinding } from './csdl/csdl-document.ts';
export type { JsonSchema, ServiceDefinition } from './csdl/service-definition.ts';
export type { PopulateOptions } from './data/populate.ts';
export { DataError, type DataProblem } from './data/read-data.ts';
export type * from './edm/edm-model.ts';
export type { Entity, EntityIdentity } from './edm/entity.ts';
export type { EdmValue, StructuredValue } from './edm/value.ts';
export { type ErrorCode, errorCodes } from './error/error-codes.ts';
export { ODataError, type ODataErrorDetail } from './error/odata-error.ts';
export type { Listener, ListenOptions } from './server/listen.ts';
export { defineHandlers, type TypedEntity, type TypedHandlers } from './service/define-handlers.ts';
export type { Fault, FaultRule, Faults } from './service/faults.ts';
export type { OperationContext, OperationHandler, OperationHandlers } from './service/handlers.ts';
export type { Journal } from './service/journal.ts';
export type { JournalChange, JournalEntry } from './service/journal-entry.ts';
export { type JournalExpectation, JournalExpectationError } from './service/journal-expectation.ts';
export type { ODataService, ServiceEvent, ServiceOptions } from './service/odata-service.ts';
export type { Profile, ProfileName } from './service/profile.ts';
export {
  type CheckConfig,
  type CommandsConfig,
  type CoverageConfig,
  type DiffConfig,
  defineConfig,
  type EmulatorConfig,
  type GenerateConfig,
  type PullConfig,
  type RecordConfig,
  type ServiceConfig,
} from './settings/config.ts';
export type { DefinitionSource, EmulatorOptions, EmulatorSettings } from './settings/emulator-options.ts';
export type { Store, StoreSnapshot } from './store/store.ts';

/** What services do otherwise than the standard, by name. */
export const profiles: Readonly<Record<ProfileName, Profile>> = { odata: odataProfile, graph: graphProfile };

/** A running service with its own store. */
export interface Emulator {
  /** Answers a request. A string is a URL, or is relative to the service root: `fetch('People?$top=1')`. */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;
  /** The service root URL, with the slash that ends it; of the port, when there is one, else of a host that only `fetch` knows. */
  readonly url: string;
  /** The entities that it holds. */
  readonly store: Store;
  /** The model, its schemas, and where they come from. */
  readonly definition: ServiceDefinition;
  /** What each request was answered, and `journal.expect(…)` to verify it. */
  readonly journal: Journal;
  /** What goes wrong on purpose: `faults.set([…])`. */
  readonly faults: Faults;
  /** The service behind it, for what works on services. */
  readonly service: ODataService;
  /** An emulator that starts with what this one holds, for one isolated test; it has a journal of its own, and no port until it listens. */
  fork(): Emulator;
  /** What it holds now, for `restore`. */
  snapshot(): StoreSnapshot;
  /**
   * Adds entities, from a folder of files or by the names of their sets, as `data` of createEmulator has them; with `replace`,
   * they are all that it holds then. Rejects with a DataError that lists every problem, and leaves it as it was.
   */
  loadData(
    data: NonNullable<EmulatorSettings['data']>,
    options?: { readonly replace?: boolean },
  ): Promise<void>;
  /** Writes what it holds into files of a folder that `data` and `loadData` may name: `People.json`. */
  saveData(folder: string | URL): Promise<void>;
  /** Goes back to a snapshot of this emulator, or of one that it was forked from. Without one: to what it started with. */
  restore(snapshot?: StoreSnapshot): Promise<void>;
  /** Opens a port (default: any free one on 127.0.0.1); resolves with the service root URL there. */
  listen(options?: Partial<ListenOptions>): Promise<string>;
  /** Closes the port when there is one, after the requests in flight. */
  close(): Promise<void>;
}

/** A CSDL document that can't be served: `findings` holds all of its errors. */
export class CsdlError extends Error {
  override readonly name = 'CsdlError';

  constructor(readonly findings: readonly CsdlFinding[]) {
    const [first] = findings;
    const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
    super(first === undefined ? 'The document is not usable.' : `${formatFinding(first)}${more}`);
  }
}

/**
 * Makes a service with a store of its own, empty unless one is given.
 * Rejects with a TypeError that names what is wrong with the options, with a CsdlError when the document has errors, and
 * with a DataError that lists every problem of the data. Where a file can't be read, the system's error is the cause of
 * one that names the option.
 */
export async function createEmulator(options: EmulatorOptions): Promise<Emulator> {
  checkEmulatorOptions(options);
  const definition = await openDefinition(options);
  const { handlers: given, data, populate, ...settings } = options;
  const handlers = await openHandlers(given, definition);
  const service = createService(definition, { journal: true, ...settings, handlers });
  if (data !== undefined) await reading('data', `The folder ${String(data)}`, loadServiceData(service, data));
  if (populate !== undefined) await populateService(service, populate);
  return emulatorOf(service);
}

function emulatorOf(service: ODataService): Emulator {
  const app = createApp([service], { admin: {} });
  let origin = 'http://localhost';
  let listener: Listener | undefined;
  const rootUrl = (): string => `${origin}${service.path}/`;
  return {
    async fetch(input, init) {
      const request =
        typeof input === 'string' ? new Request(new URL(input, rootUrl()), init) : new Request(input, init);
      return deliver(await app.fetch(request));
    },
    get url() {
      return rootUrl();
    },
    store: service.store,
    definition: service.definition,
    journal: service.journal ?? createJournal(0, { root: service.path }),
    faults: service.faults,
    service,
    fork: () => emulatorOf(service.fork()),
    snapshot: () => service.store.snapshot(),
    loadData: (data, { replace = false } = {}) => changeServiceData(service, data, replace),
    saveData: (folder) => saveServiceData(service, folder),
    restore: (snapshot) => (snapshot === undefined ? service.reset() : service.store.restore(snapshot)),
    async listen({ port = 0, host = '127.0.0.1' } = {}) {
      const { listen } = await import('./server/listen.ts');
      listener = await listen(app.fetch, { port, host });
      origin = listener.origin;
      return rootUrl();
    },
    async close() {
      await listener?.close();
      listener = undefined;
    },
  };
}

/** A connection that was reset is told as `fetch` tells it. */
function deliver(response: Response): Response {
  if (response.type !== 'error') return response;
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
  throw new TypeError('fetch failed', { cause });
}

/** A service over a definition, with an empty store unless one is given. */
export function createService(
  definition: ServiceDefinition,
  settings: Omit<ServiceSettings, 'profile'> & Pick<EmulatorSettings, 'profile'> = {},
): ODataService {
  const { profile, ...rest } = settings;
  return createServiceOf(definition, { ...rest, profile: profileOf(profile, definition.model) });
}

/** Loads data into a service and makes them what its reset goes back to; rejects with a DataError that lists every problem. */
export async function loadServiceData(
  service: ODataService,
  data: NonNullable<EmulatorSettings['data']>,
): Promise<void> {
  const { loadData } = await import('./protocol/load-data.ts');
  await loadData(service, await dataSetOf(data));
}

async function changeServiceData(
  service: ODataService,
  data: NonNullable<EmulatorSettings['data']>,
  replace: boolean,
): Promise<void> {
  checkData(data);
  const { loadData, replaceData } = await import('./protocol/load-data.ts');
  const dataSet = await reading('data', `The folder ${String(data)}`, dataSetOf(data));
  await (replace ? replaceData(service, dataSet) : loadData(service, dataSet, false));
}

async function dataSetOf(data: NonNullable<EmulatorSettings['data']>): Promise<DataSet> {
  if (isPlace(data)) {
    const { readDataFolder } = await import('./data/data-files.ts');
    return await readDataFolder(await filePath(data));
  }
  return new Map(
    Object.entries(data).map(([name, entities]) => [name, { text: JSON.stringify(entities), file: name }]),
  );
}

/** Writes what a service holds into a folder, a file for each entity set and singleton. */
async function saveServiceData(service: ODataService, folder: string | URL): Promise<void> {
  const [{ exportData }, { writeDataFolder }] = await Promise.all([
    import('./protocol/export-data.ts'),
    import('./data/data-files.ts'),
  ]);
  await writeDataFolder(await filePath(folder), await exportData(service));
}

/** Fills the entity sets that hold nothing with made-up entities, and makes them what a reset goes back to. */
export async function populateService(
  service: ODataService,
  populate: NonNullable<EmulatorSettings['populate']>,
): Promise<void> {
  const { populateEmptySets } = await import('./protocol/populate-service.ts');
  await populateEmptySets(service, typeof populate === 'number' ? { count: populate } : populate);
}

/**
 * A fetch that checks what goes through it with the model, requests and responses: for any test, against any service.
 * It rejects with a ConformanceError, unless `report` takes it.
 */
export async function validatingFetch(
  options: DefinitionSource & ValidatingFetchOptions & Pick<EmulatorSettings, 'profile'>,
): Promise<Fetch> {
  const { createValidatingFetch } = await import('./contract/conform/validating-fetch.ts');
  const definition = await openDefinition(options);
  return createValidatingFetch(definition, profileOf(options.profile, definition.model), options);
}

/** Reads what the source names; see DefinitionSource. Rejects as createEmulator does. */
export async function openDefinition(source: DefinitionSource): Promise<ServiceDefinition> {
  checkSource(source);
  const { metadata, generated, definition, overlay = [] } = source;
  if (definition !== undefined) return definition;
  if (generated !== undefined) return await openGenerated(await filePath(generated));
  const overlays = await Promise.all([overlay].flat().map(readOverlay));
  const isText = typeof metadata === 'string' && /^\uFEFF?\s*[<{]/.test(metadata);
  if (isText) return await compile(metadata, 'metadata', { overlays });
  const file = await filePath(metadata!);
  const { readLocalReference } = await import('./csdl/local-reference.ts');
  return await compile(await readText('metadata', file), file, { readFile: readLocalReference, overlays });
}

async function openGenerated(folder: string): Promise<ServiceDefinition> {
  const what = `What \`odata-emulator generate … --out ${folder}\` writes`;
  return await reading('generated', what, loadDefinition(folder));
}

async function openHandlers(
  given: EmulatorOptions['handlers'],
  { model }: ServiceDefinition,
): Promise<OperationHandlers> {
  if (given === undefined) return {};
  const { openHandlers: open } = await import('./settings/open-handlers.ts');
  return await open(isPlace(given) ? await filePath(given) : given, model);
}

async function readOverlay(given: string | URL | CsdlText): Promise<CsdlText> {
  if (typeof given === 'object' && 'text' in given) return given;
  const file = await filePath(given);
  return { file, text: await readText('overlay', file) };
}

async function readText(option: string, file: string): Promise<string> {
  const [{ readFile }, { resolve }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  return await reading(option, `The file ${resolve(file)}`, readFile(file, 'utf8'));
}

/** What the system refuses is told in words, with the option whose file it is. */
async function reading<T>(option: string, what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new Error(`${option}: ${systemErrorText(error, what)}`, { cause: error });
  }
}

async function filePath(location: string | URL): Promise<string> {
  if (typeof location === 'string' && !location.startsWith('file:')) return location;
  const { fileURLToPath } = await import('node:url');
  return fileURLToPath(location);
}

/** Compiles a document, and the documents that it references and that the source has, in memory. */
async function compile(text: string, file: string, source: CsdlSource): Promise<ServiceDefinition> {
  const [{ loadCsdl }, { withSourceXml }, { compileDefinition }, { originOf }] = await Promise.all([
    import('./csdl/load-csdl.ts'),
    import('./csdl/xml/source-xml.ts'),
    import('../codegen/compile-definition.ts'),
    import('./csdl/document-origin.ts'),
  ]);
  const {
    document,
    references,
    referencedFiles = [],
    findings,
  } = loadCsdl(text, file, {
    ...source,
    errorsOnly: true,
  });
  if (document === undefined) throw new CsdlError(findings.filter(({ severity }) => severity === 'error'));
  const { overlays = [] } = source;
  // The whole path, for messages.
  const origin = { ...originOf(file, text, { overlays, referencedFiles }), file };
  const definition = compileDefinition(document, origin, references);
  // what overlays have changed is not what the author wrote
  return overlays.length > 0 ? definition : withSourceXml(definition, text);
}

export { formatFinding };
