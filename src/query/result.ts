// OData Protocol 4.01, section 11.2 "Requesting Data": what a query yields, before it is written in a format.
import type { Entity } from '../edm/entity.ts';
import type { EdmValue, StructuredValue } from '../edm/value.ts';

/** An entity with what the query added to it. */
export interface EntityResult {
  readonly kind: 'entity';
  readonly entity: Entity;
  /** Values made by $compute, by name. */
  readonly computed?: StructuredValue;
  /** Expanded members by the path of their names joined with `/` (`Address/Country`, `Manager`). */
  readonly expanded?: ReadonlyMap<string, ExpandedResult>;
}

/** An instance without identity: a result of $apply or $crossjoin. */
export interface InstanceResult {
  readonly kind: 'instance';
  readonly values: StructuredValue;
  readonly expanded?: ReadonlyMap<string, ExpandedResult>;
}

export interface ValueResult {
  readonly kind: 'value';
  readonly value: EdmValue;
  /** Expanded navigation properties inside a complex value. */
  readonly expanded?: ReadonlyMap<string, ExpandedResult>;
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

export type ExpandedResult = EntityResult | CollectionResult | CountResult | NullResult;
export type QueryResult = ItemResult | CollectionResult | CountResult | NullResult;
