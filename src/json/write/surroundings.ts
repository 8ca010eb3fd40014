// OData JSON Format 4.01, sections 6 "Entity" and 7.2 "Complex Value": what a structured value is written in.
import type { EdmStructuredType } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import type { StructuredValue } from '../../edm/value.ts';
import type { EntityResult } from '../../query/result.ts';
import { placePath } from '../place-path.ts';
import type { WriteState } from './serialize-context.ts';

/** What surrounds a structured value that is being written. */
export interface Surroundings {
  readonly state: WriteState;
  /** The entity that the value belongs to; undefined inside of what has no identity. */
  readonly entity: Entity | undefined;
  /** Expanded members, by `path`. */
  readonly expanded: EntityResult['expanded'];
  /**
   * Path from the entity, each name and ordinal followed by a slash; undefined inside of what has no such path. In an
   * addressed complex value it begins at that.
   */
  readonly path: string | undefined;
  /** Path from the entity to the addressed complex value, in the same form. */
  readonly base?: string | undefined;
  /** Values made by $compute. */
  readonly computed?: StructuredValue | undefined;
  /** What nested options of $select shape, by `path`. */
  readonly selected?: EntityResult['selected'];
  /** What $apply put into complex values of the entity, beside the members that their writers know. */
  readonly made?: MadeMembers | undefined;
}

/** Members of the complex value at `path`, which ends with a slash; `type`: its own. */
export type MadeMembers = (path: string, type: EdmStructuredType) => readonly string[];

/** Path from the entity to a member, as URLs have it; undefined where there is none. */
export function memberUrlPath(around: Surroundings, name: string): string | undefined {
  const { state, entity, path, base = '' } = around;
  if (entity === undefined || path === undefined) return undefined;
  return placePath(state.context.model, entity, `${base}${path}${name}`.split('/'));
}
