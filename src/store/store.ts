// What a service asks of the place where its entities are. Memory and SQL are two fillings of this one interface.

import type { EdmEntitySet, EdmEntityType, EdmNavigationProperty, EdmSingleton } from '../edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../edm/entity.ts';
import type { StructuredValue } from '../edm/value.ts';
import type { Query } from '../query/query.ts';
import type { QueryResult } from '../query/result.ts';

export type MaybePromise<T> = T | Promise<T>;

/** Where a new entity goes. */
export type CreateTarget =
  | { readonly kind: 'entitySet'; readonly entitySet: EdmEntitySet }
  | { readonly kind: 'singleton'; readonly singleton: EdmSingleton }
  | {
      readonly kind: 'contained';
      readonly parent: EntityIdentity;
      readonly path: readonly string[];
      readonly navigationProperty: EdmNavigationProperty;
    };

/** The contents of a media entity or of a stream property. */
export interface StreamContent {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** Grows with every replacement. */
  readonly revision: number;
}

/** One link: a navigation property, with the complex properties before it. */
export interface LinkPath {
  readonly source: EntityIdentity;
  readonly path: readonly string[];
  readonly navigationProperty: EdmNavigationProperty;
}

/** Reading; a read never changes anything. Every method sees one consistent state within a transaction. */
export interface StoreReader {
  /** Evaluates a resolved query: filter, order, paging, expand, compute. `undefined`: the resource does not exist (404). */
  read(query: Query): MaybePromise<QueryResult | undefined>;
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
  /** `values` is complete (defaults, generated keys in it). */
  create(target: CreateTarget, type: EdmEntityType, values: StructuredValue): MaybePromise<Entity>;
  /** `values` is the complete new state; the key stays. */
  replace(identity: EntityIdentity, values: StructuredValue): MaybePromise<Entity>;
  /** Deletes the entity, what it contains, its links, and what OnDelete=Cascade asks for. */
  delete(identity: EntityIdentity): MaybePromise<void>;
  /** Adds to a collection, or sets a single-valued property (contained targets are never linked). The partner follows. */
  link(link: LinkPath, target: EntityIdentity): MaybePromise<void>;
  /** Removes one target, or the only one. */
  unlink(link: LinkPath, target: EntityIdentity | undefined): MaybePromise<void>;
  setStream(
    entity: EntityIdentity,
    property: string | undefined,
    content: Omit<StreamContent, 'revision'> | undefined,
  ): MaybePromise<void>;
}

export interface Store extends StoreReader {
  /** Runs `work` so that it sees and leaves one consistent state: all of its changes, or none when it throws. */
  transaction<T>(work: (transaction: StoreTransaction) => MaybePromise<T>): Promise<T>;
}
