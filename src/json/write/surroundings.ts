// OData JSON Format 4.01, sections 6 "Entity" and 7.2 "Complex Value": what a structured value is written in.
import type { Entity } from '../../edm/entity.ts';
import type { StructuredValue } from '../../edm/value.ts';
import type { EntityResult } from '../../query/result.ts';
import type { WriteState } from './serialize-context.ts';

/** What surrounds a structured value that is being written. */
export interface Surroundings {
  readonly state: WriteState;
  /** The entity that the value belongs to; undefined inside of what has no identity. */
  readonly entity: Entity | undefined;
  /** Expanded members, by path from the entity. */
  readonly expanded: EntityResult['expanded'];
  /** Path from the entity, each name and ordinal followed by a slash; undefined inside of what has no such path. */
  readonly path: string | undefined;
  /** Of an addressed complex value, whose members' paths begin at itself: the entity that has it, and where. */
  readonly addressed?: { readonly entity: Entity; readonly path: string } | undefined;
  /** Values made by $compute. */
  readonly computed?: StructuredValue | undefined;
  /** What nested options of $select shape, by path from the entity. */
  readonly selected?: EntityResult['selected'];
}
