// What a service asks of the place where its entities are. Memory and SQL are two fillings of this one interface.

import type { EdmEntitySet, EdmEntityType, EdmNavigationProperty } from '../edm/edm-model.ts';
import type { Entity, EntityHome, EntityIdentity } from '../edm/entity.ts';
import type { StructuredValue } from '../edm/value.ts';
import type { EntityAccess } from '../evaluate/entity-access.ts';
import type { EvaluateOptions } from '../evaluate/scope.ts';
import type { Query } from '../query/query.ts';
import type { QueryResult } from '../query/result.ts';
import type { MaybePromise } from './maybe-promise.ts';

/** Where a new entity goes. */
export type CreateTarget = EntityHome;

/**
 * The bytes of a content, in pieces one after the other, so that large ones come and go without being joined. Pieces are
 * never changed: states of a store, its forks and snapshots share them.
 */
export interface StreamBytes {
  readonly pieces: readonly Uint8Array[];
  /** Of all pieces, in bytes. */
  readonly length: number;
}

/** The content of a media entity or of a stream property, as it is put. */
export interface NewStreamContent extends StreamBytes {
  readonly mediaType: string;
}

/** The content as it is kept. */
export interface StreamContent extends NewStreamContent {
  /** Another with every replacement, also of a content that was deleted in between. */
  readonly revision: number;
}

export function streamBytes(bytes: Uint8Array): StreamBytes {
  return { pieces: [bytes], length: bytes.length };
}

/** One link: a navigation property, with the complex properties before it. */
export interface LinkPath {
  readonly source: EntityIdentity;
  readonly path: readonly string[];
  readonly navigationProperty: EdmNavigationProperty;
}

/** Items of collections that stand for earlier ones. */
export type Successors = ReadonlyMap<StructuredValue, StructuredValue>;

/** One entry of the change log, in the order in which the changes were made. */
export type EntityChange =
  | {
      readonly kind: 'created' | 'updated' | 'deleted';
      readonly identity: EntityIdentity;
      /** State before; undefined where the entity was created. */
      readonly before: Entity | undefined;
      /** State after; undefined where it was deleted. */
      readonly after: Entity | undefined;
    }
  | {
      readonly kind: 'linked' | 'unlinked';
      readonly identity: EntityIdentity;
      readonly link: LinkPath;
      readonly target: EntityIdentity;
    };

export interface ReadOptions {
  /** Most items of the outermost collection; what is over it is told by the result's `skiptoken`. */
  readonly pageSize?: number;
  /** The result of one segment that is known already, since an operation yielded it: evaluation goes on after it. */
  readonly start?: { readonly segment: number; readonly result: QueryResult };
  /** Functions of the model, in expressions. */
  readonly callFunction?: NonNullable<EntityAccess['callFunction']>;
  /** Custom aggregates and custom aggregation methods. */
  readonly aggregate?: NonNullable<EntityAccess['aggregate']>;
  /** Paths of the properties that $search looks into. */
  readonly searchable?: EvaluateOptions['searchable'];
  readonly searchByProperty?: EvaluateOptions['searchByProperty'];
  /** The time of `now()`. */
  readonly now?: () => Date;
}

/** Reading; a read never changes anything. Every method sees one consistent state within a transaction. */
export interface StoreReader {
  /** Evaluates a resolved query: filter, order, paging, expand, compute. `undefined`: the resource does not exist (404). */
  read(query: Query, options?: ReadOptions): MaybePromise<QueryResult | undefined>;
  /** The entity as it is now; undefined when it was deleted. */
  get(identity: EntityIdentity): MaybePromise<Entity | undefined>;
  /** The entity of a set (or of any set that shows the same entities) with this key. */
  find(entitySet: EdmEntitySet, key: StructuredValue): MaybePromise<Entity | undefined>;
  /** Target of a link or links. */
  related(link: LinkPath): MaybePromise<readonly Entity[]>;
  /** `property`: undefined for the content of a media entity. */
  stream(entity: EntityIdentity, property: string | undefined): MaybePromise<StreamContent | undefined>;
}

/** Changing. What a method refuses, it refuses with an ODataError (409 for a key that exists, …). */
export interface StoreTransaction extends StoreReader {
  /** `values` is complete (defaults, generated keys in it). `relatedKey`: parts of the key that related entities have, by name. */
  create(
    target: CreateTarget,
    type: EdmEntityType,
    values: StructuredValue,
    relatedKey?: StructuredValue,
  ): MaybePromise<Entity>;
  /**
   * `values` is the complete new state; the key stays. `type`: where it changes to another type of the declared one.
   * What is related to complex values stays with them: to those at the same path, and in collections to the same items,
   * or to those that `successors` names for them, wherever they stand now.
   */
  replace(
    identity: EntityIdentity,
    values: StructuredValue,
    type?: EdmEntityType,
    successors?: Successors,
  ): MaybePromise<Entity>;
  /** Deletes the entity, what it contains, its links, and what OnDelete=Cascade asks for. */
  delete(identity: EntityIdentity): MaybePromise<void>;
  /** Adds to a collection, or sets a single-valued property (contained targets are never linked). The partner follows. */
  link(link: LinkPath, target: EntityIdentity): MaybePromise<void>;
  /** Removes one target, or the only one. */
  unlink(link: LinkPath, target: EntityIdentity | undefined): MaybePromise<void>;
  setStream(
    entity: EntityIdentity,
    property: string | undefined,
    content: NewStreamContent | undefined,
  ): MaybePromise<void>;
  /** Entities that this transaction created or changed until now, also through their links and streams, and did not delete. */
  touched(): readonly EntityIdentity[];
  /** What this transaction changed until now, oldest first, as far as the change log reaches. */
  changes(): readonly EntityChange[];
}

/** A state of a store, kept. It means nothing to another store. */
export interface StoreSnapshot {
  readonly state: unknown;
}

export interface Store extends StoreReader {
  /** Runs `work` so that it sees and leaves one consistent state: all of its changes, or none when it throws. */
  transaction<T>(work: (transaction: StoreTransaction) => MaybePromise<T>): Promise<T>;
  /** Number of the last change. */
  position(): number;
  /** The changes after a position, oldest first; undefined where the log does not reach back so far. */
  changesSince(position: number): MaybePromise<readonly EntityChange[] | undefined>;
  /** A store that starts with what this one has; from then on each has its own. */
  fork(): Store;
  snapshot(): StoreSnapshot;
  /** Goes back to a snapshot, once the transactions in progress are done. The change log is emptied. */
  restore(snapshot: StoreSnapshot): Promise<void>;
}
