// OData Protocol 4.01, section 11.2 "Requesting Data": what a query yields, before it is written in a format.
import type { EdmStructuredType } from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import type { EdmValue, StructuredValue } from '../edm/value.ts';

/** An entity with what the query added to it. */
export interface EntityResult {
  readonly kind: 'entity';
  readonly entity: Entity;
  /** Only a reference is written: `$levels=max` has come to an entity that is expanded above. */
  readonly reference?: true;
  /** Values made by $compute, by name; `name@type` where the type is not evident. */
  readonly computed?: StructuredValue;
  /** Expanded members by the path of their names joined with `/` (`Address/Country`, `Manager`). */
  readonly expanded?: ReadonlyMap<string, ExpandedResult>;
  /** What nested options of $select shape, by path: collections, written instead of the value, and what is computed in complex values. */
  readonly selected?: ReadonlyMap<string, CollectionResult | ValueResult>;
}

/** An instance without identity: a result of $apply or $crossjoin. */
export interface InstanceResult {
  readonly kind: 'instance';
  /** The declared type of the members that have one; undefined for a combination of $crossjoin. */
  readonly type: EdmStructuredType | undefined;
  /** Structural and computed members; `name@type` for computed ones whose type is not evident. */
  readonly values: StructuredValue;
  /** Related instances: of `groupby((Customer/Country))`, of join, nest and addnested, and what $expand adds. */
  readonly expanded?: ReadonlyMap<string, ExpandedResult>;
}

export interface ValueResult {
  readonly kind: 'value';
  readonly value: EdmValue;
  /** Values made by $compute on a complex value, by name. */
  readonly computed?: StructuredValue;
  /** Expanded navigation properties inside a complex value. */
  readonly expanded?: ReadonlyMap<string, ExpandedResult>;
  readonly selected?: ReadonlyMap<string, CollectionResult | ValueResult>;
  /** Of an addressed property, and of an item of one. */
  readonly origin?: ValueOrigin;
  /** Qualified name of the type that an operation's result names, where an abstract one is declared. */
  readonly typeName?: string;
}

/** Where values live: the entity, and the path from it: names of properties, and ordinals in collections. */
export interface ValueOrigin {
  readonly entity: Entity;
  readonly path: readonly string[];
}

export type ItemResult = EntityResult | InstanceResult | ValueResult;

export interface CollectionResult {
  readonly kind: 'collection';
  readonly items: readonly ItemResult[];
  /** Number of all items that the filter leaves, before paging; where $count asks for it. */
  readonly count?: number;
  /** Where the next page starts, when the server pages: the value of $skiptoken. */
  readonly skiptoken?: string;
  readonly deltatoken?: string;
  /** Of an addressed property, and of entities that are contained in another. */
  readonly origin?: ValueOrigin;
}

/** The number of a collection: `/$count` or an expanded `/$count`. */
export interface CountResult {
  readonly kind: 'count';
  readonly count: number;
}

/** `undefined` as item of a single-valued expanded or addressed resource stands for: there is none (null). */
export interface NullResult {
  readonly kind: 'null';
}

export type ExpandedResult = EntityResult | InstanceResult | CollectionResult | CountResult | NullResult;
export type QueryResult = ItemResult | CollectionResult | CountResult | NullResult;
