// A service over a definition, with its own store: what is made once, so that a request finds it ready.

import type { ServiceDefinition } from '../csdl/service-definition.ts';
import type { Validator } from '../json/validate/validate.ts';
import { createResolver } from '../query/resolve-cached.ts';
import { createMemoryStore } from '../store/memory/create-memory-store.ts';
import type { Store, StoreSnapshot } from '../store/store.ts';
import { existingEntitiesOf, existingInSetOf, singletonValues } from './existing-entities.ts';
import { createFaults, type FaultRule } from './faults.ts';
import type { OperationHandlers } from './handlers.ts';
import type { Job } from './job.ts';
import { createJournal, defaultJournalLimit, type Journal } from './journal.ts';
import { journalWriter } from './journal-lines.ts';
import type { ODataService, ServiceOptions } from './odata-service.ts';
import type { Profile } from './profile.ts';
import { odataProfile } from './profiles/odata.ts';
import { withSingletonEntities } from './singleton-entities.ts';

export interface ServiceSettings extends Partial<ServiceOptions> {
  /** Path of the service root on its host (`/v1.0`); the default is the root of the host. */
  readonly path?: string;
  /** What differs from the standard; the standard itself by default. */
  readonly profile?: Profile;
  readonly handlers?: OperationHandlers;
  /** A store with entities in it; an empty one in memory by default. */
  readonly store?: Store;
  /** Whether the service keeps a journal, or of how many requests; not by default. */
  readonly journal?: boolean | number;
  /** File that every request is appended to, as JSON Lines without secrets; `odata-emulator coverage` reads it. There is a journal then. */
  readonly journalFile?: string;
  /** What goes wrong on purpose; see FaultRule. */
  readonly faults?: readonly FaultRule[];
}

/** Bytes: 4 MiB. */
const defaultBodyLimit = 4 * 1024 * 1024;
/** Bytes: 256 MiB. */
const defaultContentLimit = 256 * 1024 * 1024;

export function createService(definition: ServiceDefinition, settings: ServiceSettings = {}): ODataService {
  const {
    path = '',
    profile = odataProfile,
    handlers = {},
    store,
    journal,
    journalFile,
    faults,
    ...given
  } = settings;
  const options: ServiceOptions = {
    ...given,
    validation: given.validation ?? 'strict',
    bodyLimit: given.bodyLimit ?? defaultBodyLimit,
    contentLimit: given.contentLimit ?? defaultContentLimit,
    now: given.now ?? (() => new Date()),
  };
  let validator: Promise<Validator> | undefined;
  const shared: SharedParts = {
    path: normalizePath(path),
    definition,
    profile,
    options,
    handlers,
    resolve: withSingletonEntities(
      createResolver(definition.model, {
        ...profile.resolve,
        ...(options.formEncodedQuery === true ? { plusIsBlank: true } : {}),
      }),
      options.singletonEntities,
      profile.resolve.ignoreCase,
    ),
    validator: () => {
      validator ??= import('../json/validate/validate.ts').then(({ createValidator }) =>
        createValidator(definition),
      );
      return validator;
    },
  };
  const entities =
    store ??
    createMemoryStore(definition.model, {
      singletonValues: singletonValues(options),
      linksThroughContainment: profile.linksThroughContainment,
      impliedRelations: profile.impliedRelations,
      containedViews: profile.containedViews,
      existingEntities: profile.existing && existingEntitiesOf(definition.model, profile.existing, options),
      existingInSet: profile.existing && existingInSetOf(profile.existing, options),
    });
  const wanted = journal ?? journalFile !== undefined;
  const limit = typeof wanted === 'number' ? wanted : wanted ? defaultJournalLimit : 0;
  const added = journalFile === undefined ? undefined : journalWriter(journalFile);
  const startJournal = () =>
    limit > 0 || added !== undefined ? createJournal(limit, { root: shared.path, added }) : undefined;
  return serviceOver({ ...shared, startJournal, initial: entities.snapshot() }, entities, faults ?? []);
}

/** What a service has in common with its forks: nothing in it changes by a request. */
type SharedParts = Pick<
  ODataService,
  'path' | 'definition' | 'profile' | 'options' | 'handlers' | 'resolve' | 'validator'
>;

/** What the service and its forks are made with, beside what they share. */
interface Making extends SharedParts {
  readonly startJournal: () => Journal | undefined;
  /** What the store held before any data were loaded. */
  readonly initial: StoreSnapshot;
}

function serviceOver(making: Making, store: Store, rules: readonly FaultRule[]): ODataService {
  const { startJournal, initial, ...shared } = making;
  let seed = store.snapshot();
  const jobs = new Map<string, Job>();
  const uploads: ODataService['uploads'] = new Map();
  const repeatable: ODataService['repeatable'] = new Map();
  const faults = createFaults(rules);
  return {
    ...shared,
    store,
    jobs,
    uploads,
    repeatable,
    journal: startJournal(),
    faults,
    keepSeed: () => {
      seed = store.snapshot();
    },
    reset: async () => {
      await store.restore(seed);
      jobs.clear();
      uploads.clear();
      repeatable.clear();
    },
    empty: () => store.restore(initial),
    fork: () => serviceOver(making, store.fork(), faults.rules()),
  };
}

/** `v1.0/` → `/v1.0`, `/` → ``, `a b` → `/a%20b`: as it stands in URLs. */
function normalizePath(path: string): string {
  const trimmed = path.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? '' : new URL(`/${trimmed}`, 'http://host').pathname;
}
