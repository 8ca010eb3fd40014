// OData URL Conventions 4.01, section 4.3 "Addressing Entities": key predicates in parentheses on a path.
import type { NameSegment } from '../../uri/syntax-tree.ts';
import { urlError } from '../resolve-context.ts';
import { describe, type PathState } from './path-state.ts';
import { addKeySegment, constantKeyValue, resolveKey } from './resolve-key.ts';

/** Resolves the pairs of parentheses of a segment from the given one on as key predicates. */
export function resolveKeyParentheses(state: PathState, segment: NameSegment, from: number): void {
  const { context } = state;
  for (const parentheses of segment.parentheses.slice(from)) {
    const { result } = state;
    if (result?.type.kind !== 'EntityType' || !result.collection)
      throw urlError(
        context,
        400,
        'InvalidUrl',
        `Parentheses follow '${segment.name ?? segment.raw}', which is ${describe(state)}, no collection of entities.`,
        parentheses.at,
      );
    const type = result.type;
    const resolved = resolveKey(context, type, parentheses, state, constantKeyValue(context));
    addKeySegment(state, type, resolved, parentheses.at);
  }
}
