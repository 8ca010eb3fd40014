// OData Data Aggregation Extension 4.0, section 6.3 "Grouping with rolluprecursive".
import { rollupNodeVariable } from '../../query/apply/resolve-groupby.ts';
import type { GroupbyItem } from '../../query/apply/transformation.ts';
import type { Operand } from '../instance.ts';
import { nestedScope } from '../scope.ts';
import { reachable } from './hierarchy.ts';
import { injectProjection } from './inject-projection.ts';
import { compileNodeIds } from './node-ids.ts';
import { nodeProjection } from './node-projection.ts';
import type { TransformInput } from './transform.ts';
import { sortedTree, walk } from './traverse.ts';

type Recursive = Extract<GroupbyItem, { kind: 'rolluprecursive' }>;

/** Groups by each node of the first hierarchy, with its descendants, and inside of that by the next hierarchies. */
export function rollupRecursive(
  items: readonly Recursive[],
  context: TransformInput,
  group: (context: TransformInput) => readonly Operand[],
  position = 1,
): readonly Operand[] {
  const [item, ...rest] = items;
  if (item === undefined) return group(context);
  const { hierarchy, then } = item;
  const { input, scope, applySequence } = context;
  const tree = sortedTree(hierarchy, then, [], scope, applySequence);
  const idsOf = compileNodeIds(hierarchy);
  const rows = input.map((row) => ({ row, ids: idsOf(row, scope) }));
  const manyParents = tree.nodes.some(({ parents }) => parents.length > 1);
  return walk(tree, 'preorder', (node, above) => {
    const below = reachable(node, 'children', Number.POSITIVE_INFINITY, true);
    const ids = new Set([...below].map(({ id }) => id));
    const members = rows.filter((one) => one.ids.some((id) => ids.has(id))).map(({ row }) => row);
    const inner = nestedScope(scope);
    const variables = new Map(scope.variables).set(rollupNodeVariable(position), node.instance);
    const output = rollupRecursive(
      rest,
      { input: members, scope: { ...inner, variables }, applySequence },
      group,
      position + 1,
    );
    return injectProjection(output, nodeProjection(hierarchy, node, manyParents ? above : undefined));
  });
}
