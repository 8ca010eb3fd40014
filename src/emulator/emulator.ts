// A service with a store of its own, that answers in the process and, where asked, at a port.

import type { ServiceDefinition } from '../csdl/service-definition.ts';
import { createApp } from '../server/create-app.ts';
import type { Listener, ListenOptions } from '../server/listen.ts';
import { createService as createServiceOf, type ServiceSettings } from '../service/create-service.ts';
import type { Faults } from '../service/faults.ts';
import type { OperationHandlers } from '../service/handlers.ts';
import { createJournal, type Journal } from '../service/journal.ts';
import type { ODataService } from '../service/odata-service.ts';
import { profileOf } from '../service/profiles/profile-of.ts';
import {
  checkEmulatorOptions,
  type EmulatorOptions,
  type EmulatorSettings,
  isPlace,
} from '../settings/emulator-options.ts';
import type { Store, StoreSnapshot } from '../store/store.ts';
import { openDefinition } from './open-definition.ts';
import { filePath, reading } from './places.ts';
import { changeServiceData, loadServiceData, populateService, saveServiceData } from './service-data.ts';

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

async function openHandlers(
  given: EmulatorOptions['handlers'],
  { model }: ServiceDefinition,
): Promise<OperationHandlers> {
  if (given === undefined) return {};
  const { openHandlers: open } = await import('../settings/open-handlers.ts');
  return await open(isPlace(given) ? await filePath(given) : given, model);
}

/** A service over a definition, with an empty store unless one is given. */
export function createService(
  definition: ServiceDefinition,
  settings: Omit<ServiceSettings, 'profile'> & Pick<EmulatorSettings, 'profile'> = {},
): ODataService {
  const { profile, ...rest } = settings;
  return createServiceOf(definition, { ...rest, profile: profileOf(profile, definition.model) });
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
      const { listen } = await import('../server/listen.ts');
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
