// A running service: everything that a request needs, and nothing about HTTP servers.

import type { ServiceDefinition } from '../csdl/service-definition.ts';
import type { Entity } from '../edm/entity.ts';
import type { EdmValue } from '../edm/value.ts';
import type { Validator } from '../json/validate/validate.ts';
import type { Variables } from '../query/expression/scope.ts';
import type { ResolvedRequest } from '../query/query.ts';
import type { Store } from '../store/store.ts';
import type { Faults } from './faults.ts';
import type { OperationHandlers } from './handlers.ts';
import type { Job, JobAnswer } from './job.ts';
import type { Journal } from './journal.ts';
import type { Profile } from './profile.ts';
import type { UploadSession } from './upload-session.ts';

export interface ODataService {
  /** Path of the service root, with leading and without trailing slash; `''` for the root of the host. */
  readonly path: string;
  readonly definition: ServiceDefinition;
  readonly store: Store;
  readonly profile: Profile;
  readonly options: ServiceOptions;
  /** What the operations of the model do; those without a handler answer with a default value. */
  readonly handlers: OperationHandlers;
  /**
   * Parses and resolves a URL relative to the service root, percent-encoded as sent. Throws ODataError. `variables`: what
   * expressions of its query part may start from beside the usual.
   */
  readonly resolve: (relativeUrl: string, variables?: Variables) => ResolvedRequest;
  /** Made on first use, so that a service that only reads never loads a validator. */
  readonly validator: () => Promise<Validator>;
  /** Requests that are answered later, by id. */
  readonly jobs: Map<string, Job>;
  /** Contents that are being sent in ranges, by id. */
  readonly uploads: Map<string, UploadSession>;
  /** Answers to requests that may be sent again, by what identifies them; the oldest come first. */
  readonly repeatable: Map<string, Promise<JobAnswer>>;
  /** Makes what the store holds now the state that `reset` goes back to; when the service is made, it is what it holds then. */
  readonly keepSeed: () => void;
  /** Brings the store back to its seed, once the transactions in progress are done. Delta links and jobs from before end. */
  readonly reset: () => Promise<void>;
  /** Brings the store to what it held before any data were loaded; what `reset` goes back to stays. */
  readonly empty: () => Promise<void>;
  /** The same service over a store that starts with what this one holds; from then on each has its own. */
  readonly fork: () => ODataService;
  /** What each request was answered; undefined where nobody wants to know. */
  readonly journal: Journal | undefined;
  /** What goes wrong on purpose. */
  readonly faults: Faults;
}

/** Where a computed property's value comes from. */
export type ComputedValue =
  /** 1 on insert, and one more with each change of the entity, its links and its streams. */
  | 'revision'
  /** The time of the insert. */
  | 'createdAt'
  /** The time of the last change. */
  | 'modifiedAt'
  /** The unqualified name of the instance's type, unless the client sends a value on insert. */
  | 'typeName';

/** Something that a person who watches the service wants to know. */
export interface ServiceEvent {
  readonly kind: 'violations' | 'defaultAnswer' | 'defect';
  readonly message: string;
  /** During which it happened. */
  readonly request: Request;
  readonly cause?: unknown;
}

export interface ServiceOptions {
  /** `strict`: a payload that violates its schema is a 400. `report`: it is accepted; the violations go to the log and to a response header. */
  readonly validation: 'strict' | 'report';
  /** Largest request body, in bytes. */
  readonly bodyLimit: number;
  /** Largest content of a media entity or a stream property, in bytes: what is sent as such does not count against `bodyLimit`. */
  readonly contentLimit: number;
  /** Clock, for defaults and computed values; injected by tests. */
  readonly now: () => Date;
  /** Makes GUID keys; injected by tests. */
  readonly newGuid?: () => string;
  /** Entities per page when the client asks for none; the profile's where absent, all where that is absent too. */
  readonly pageSize?: number;
  /** Whether PATCH and PUT to a key that names no entity create it, where clients may make the key. Default true. */
  readonly upsert?: boolean;
  /** Whether changes of what the model puts under Core.OptimisticConcurrency need If-Match (428 without). Default true. */
  readonly requireIfMatch?: boolean;
  /**
   * Which entities have ETags: those whose set, singleton or type is annotated with Core.OptimisticConcurrency (the default),
   * or `all`; or in addition these, with the paths that the ETag is made from, by name of the set or singleton.
   */
  readonly etags?: 'annotated' | 'all' | Readonly<Record<string, readonly string[]>>;
  /** Control information with the prefix `odata.` in 4.01 as well; the profile's choice where absent. */
  readonly prefixedControlInformation?: boolean;
  /** `@odata.id` with minimal metadata too. */
  readonly alwaysId?: boolean;
  /** Media links with minimal metadata too. */
  readonly alwaysMediaLinks?: boolean;
  /** Values are kept in one form whatever was sent: DateTimeOffset in UTC, fractions without trailing zeros, binary as base64url. */
  readonly normalizeValues?: boolean;
  /** A plus sign in the query part is a blank, as in HTML forms. The standard reads it as a plus sign. */
  readonly formEncodedQuery?: boolean;
  /** Sources of computed values, by `Namespace.Type/Property`. */
  readonly computedValues?: Readonly<Record<string, ComputedValue>>;
  /** String properties that $search looks at, by qualified type name; all of them where absent. */
  readonly searchProperties?: Readonly<Record<string, readonly string[]>>;
  /**
   * What custom aggregates (by name) and custom aggregation methods (by qualified name) make of the entities, or of the values
   * that are not null, that they aggregate. Without it, those that are not named as a numeric property answer 501.
   */
  readonly aggregates?: Readonly<Record<string, (values: readonly (EdmValue | Entity)[]) => EdmValue>>;
  /** Collections whose changes are tracked; the profile's choice where absent. */
  readonly changeTracking?: 'annotated' | 'all';
  /**
   * POST of application/json to a set of media entities creates one from its properties, with an empty content; the profile's
   * choice where absent. By the standard the body is the content, whatever its media type.
   */
  readonly jsonMediaEntities?: boolean;
  /** Integer properties that hold the size of a media entity's content, by qualified type name. */
  readonly contentSizes?: Readonly<Record<string, string>>;
  /** String properties that take the text of the Slug header, by qualified type name. */
  readonly slugProperties?: Readonly<Record<string, string>>;
  /** Media type that an empty stream property is served with; without it, it is 204. */
  readonly emptyStreamMediaType?: string;
  /**
   * Deleted entities of a delta are control information (`@odata.removed`) with their key in 4.0 answers too. By the standard,
   * they are there entities of their own context, with `id` and `reason`.
   */
  readonly removedAnnotation?: boolean;
  /** `respond-async` is honoured whatever `wait` says. Without it, what is done within that time is answered at once. */
  readonly ignoreWait?: boolean;
  /**
   * The final answer of a status monitor is application/http only where Accept names it, and has AsyncResult only in 4.01. By
   * the standard, requests of 4.0 get application/http where they have no Accept, else AsyncResult.
   */
  readonly plainJobResults?: boolean;
  /** Singletons that stand for an entity of a set, with its URL relative to the service root: `{ me: 'users/1' }`. */
  readonly singletonEntities?: Readonly<Record<string, string>>;
  /** Whether query options that the model's capability annotations rule out are refused. Default `enforce`. */
  readonly capabilities?: 'enforce' | 'ignore';
  /** Causes of errors are written to the client, in `innererror`. Never in production. */
  readonly debug?: boolean;
  /** Is told what should be known; nothing is kept. */
  readonly log?: (event: ServiceEvent) => void;
}
