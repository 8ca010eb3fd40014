// A running service: everything that a request needs, and nothing about HTTP servers.

import type { ServiceDefinition } from '../csdl/service-definition.ts';
import type { Store } from '../store/store.ts';
import type { Profile } from './profile.ts';

export interface ODataService {
  /** Path of the service root, with leading and without trailing slash; `''` for the root of the host. */
  readonly path: string;
  readonly definition: ServiceDefinition;
  readonly store: Store;
  readonly profile: Profile;
  readonly options: ServiceOptions;
}

export interface ServiceOptions {
  /** `strict`: a payload that violates its schema is a 400. `report`: it is accepted; the violations go to the log and to a response header. */
  readonly validation: 'strict' | 'report';
  /** Largest request body, in bytes. */
  readonly bodyLimit: number;
  /** Clock, for defaults and computed values; injected by tests. */
  readonly now: () => Date;
}
