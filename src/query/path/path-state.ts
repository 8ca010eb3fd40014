// OData URL Conventions 4.01, section 4 "Resource Path": how far a path is resolved.
import type { EdmTypeReference } from '../../edm/edm-model.ts';
import type { NavigationOrigin } from '../../edm/navigation-target.ts';
import type { ResolveContext } from '../resolve-context.ts';
import type { EntitySource, ResourceSegment } from './resource-path.ts';

/** Grows segment by segment; lives only while one path is resolved. */
export interface PathState {
  readonly context: ResolveContext;
  readonly segments: ResourceSegment[];
  result: EdmTypeReference | undefined;
  source: EntitySource | undefined;
  origin: NavigationOrigin | undefined;
  /** Complex properties and casts since the last entity, as binding paths are written. */
  complexPath: readonly string[];
  /** After `/$each`: operations apply to each member. */
  each: boolean;
  /** An operation was applied to each member: the path yields one result for each of them. */
  spread: boolean;
}

export function startPath(context: ResolveContext): PathState {
  return {
    context,
    segments: [],
    result: undefined,
    source: undefined,
    origin: undefined,
    complexPath: [],
    each: false,
    spread: false,
  };
}

/** Every segment without what the state knows already. */
type SegmentInit<S = ResourceSegment> = S extends ResourceSegment ? Omit<S, 'result' | 'source'> : never;

/** Adds a segment, just made for this, that yields what the state says now. */
export function addSegment(state: PathState, segment: SegmentInit): void {
  // Completed in place rather than copied: every request comes through here.
  const { result, source } = state;
  state.segments.push(Object.assign(segment, { result, source }) as ResourceSegment);
}

/** What the path reads so far, as URLs write it, for messages. */
export function describe(state: PathState): string {
  if (state.result === undefined) return 'the resource';
  const name = state.result.type.qualifiedName;
  return state.result.collection ? `a collection of ${name}` : name;
}
