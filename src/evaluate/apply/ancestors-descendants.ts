// OData Data Aggregation Extension 4.0, section 6.2.1 "Transformations ancestors and descendants".
import { hierarchyTree, reachable } from './hierarchy.ts';
import { compileNodeIds } from './node-ids.ts';
import type { Transform } from './transform.ts';

/** The instances that belong to ancestors or descendants of the nodes of those that `then` leaves. */
export const ancestorsOrDescendants: Transform<'ancestors' | 'descendants'> = (
  { kind, hierarchy, then, maxDistance, keepStart },
  { input, scope, applySequence },
) => {
  const { byId } = hierarchyTree(hierarchy, scope.evaluation);
  const idsOf = compileNodeIds(hierarchy);
  const direction = kind === 'ancestors' ? 'parents' : 'children';
  const starts = applySequence(then, input, scope).flatMap((row) => idsOf(row, scope));
  const wanted = new Set<string>();
  for (const id of new Set(starts)) {
    const start = byId.get(id);
    if (start === undefined) continue;
    const nodes = reachable(start, direction, maxDistance ?? Number.POSITIVE_INFINITY, keepStart);
    for (const node of nodes) wanted.add(node.id);
  }
  return input.filter((row) => idsOf(row, scope).some((id) => wanted.has(id)));
};
