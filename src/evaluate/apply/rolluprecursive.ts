// OData Data Aggregation Extension 4.0, section 6.3 "Grouping with rolluprecursive".
import { rollupNodeVariable } from '../../query/apply/resolve-groupby.ts';
import type { GroupbyItem } from '../../query/apply/transformation.ts';
import type { Instance, Operand } from '../instance.ts';
import { nestedScope } from '../scope.ts';
import { type HierarchyNode, type HierarchyTree, hierarchyTree, reachable } from './hierarchy.ts';
import { injectProjection } from './inject-projection.ts';
import { compileNodeIds } from './node-ids.ts';
import { nodeProjection } from './node-projection.ts';
import type { TransformInput } from './transform.ts';
import { nodeFinder } from './traverse.ts';

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
  const { hierarchy } = item;
  const { input, scope, applySequence } = context;
  const idsOf = compileNodeIds(hierarchy);
  const rows = input.map((row) => ({ row, ids: idsOf(row, scope) }));
  return groupsOf(item, context).flatMap(({ node, instance }) => {
    const below = reachable(node, 'children', Number.POSITIVE_INFINITY, true);
    const ids = new Set([...below].map(({ id }) => id));
    const members = rows.filter((one) => one.ids.some((id) => ids.has(id))).map(({ row }) => row);
    const variables = new Map(scope.variables).set(rollupNodeVariable(position), instance);
    const output = rollupRecursive(
      rest,
      { input: members, scope: { ...nestedScope(scope), variables }, applySequence },
      group,
      position + 1,
    );
    return injectProjection(output, nodeProjection(hierarchy, instance));
  });
}

/** A node, and what is written of it. */
interface NodeGroup {
  readonly node: HierarchyNode;
  readonly instance: Instance;
}

/** "The nodes in H', possibly with repetitions", in the order that the transformations give them; by default parents before children. */
function groupsOf({ hierarchy, then }: Recursive, { scope, applySequence }: TransformInput): NodeGroup[] {
  const tree = hierarchyTree(hierarchy, scope.evaluation);
  if (then.length === 0) return inPreorder(tree).map((node) => ({ node, instance: node.instance }));
  const kept = applySequence(
    then,
    tree.nodes.map(({ instance }) => instance),
    scope,
  ) as readonly Instance[];
  const find = nodeFinder(tree.nodes);
  return kept.flatMap((instance) => find(instance).map((node) => ({ node, instance })));
}

/** Every node once. */
function inPreorder({ roots, nodes }: HierarchyTree): readonly HierarchyNode[] {
  const found = new Set<HierarchyNode>();
  const add = (node: HierarchyNode): void => {
    if (found.has(node)) return;
    found.add(node);
    for (const child of node.children) add(child);
  };
  for (const node of [...roots, ...nodes]) add(node);
  return [...found];
}
