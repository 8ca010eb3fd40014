// OData Data Aggregation Extension 4.0, section 6.2.2 "Transformation traverse".
import type { Hierarchy, Transformation } from '../../query/apply/transformation.ts';
import type { Instance, Operand } from '../instance.ts';
import { compileOrderby, createSelection } from '../orderby.ts';
import type { Scope } from '../scope.ts';
import { type HierarchyNode, type HierarchyTree, hierarchyTree, treeOf } from './hierarchy.ts';
import { injectProjection } from './inject-projection.ts';
import { compileNodeIds } from './node-ids.ts';
import { nodeProjection } from './node-projection.ts';
import { type ApplySequence, at, scopeOfInput, type Transform } from './transform.ts';

/** The instances of the input set in the order of the nodes that they belong to. */
export const traverse: Transform<'traverse'> = (
  { hierarchy, order, then, orderby },
  { input, scope, applySequence },
) => {
  const tree = sortedTree(hierarchy, then, orderby, scope, applySequence);
  const idsOf = compileNodeIds(hierarchy);
  const byNode = new Map<string, Operand[]>();
  for (const row of input) {
    for (const id of new Set(idsOf(row, scope))) {
      const rows = byNode.get(id);
      if (rows === undefined) byNode.set(id, [row]);
      else rows.push(row);
    }
  }
  return walk(tree, order, (node, above) => {
    const rows = byNode.get(node.id) ?? [];
    if (rows.length === 0) return [];
    return injectProjection(rows, nodeProjection(hierarchy, node, hasManyParents(tree) ? above : undefined));
  });
};

function hasManyParents({ nodes }: HierarchyTree): boolean {
  return nodes.some(({ parents }) => parents.length > 1);
}

/** The nodes that `then` leaves, siblings in the order asked for. */
export function sortedTree(
  hierarchy: Hierarchy,
  then: readonly Transformation[],
  orderby: Parameters<typeof compileOrderby>[0],
  scope: Scope,
  applySequence: ApplySequence,
): HierarchyTree {
  const all = hierarchyTree(hierarchy, scope.evaluation);
  if (then.length === 0 && orderby.length === 0) return all;
  const nodes = all.nodes.map(({ instance }) => instance);
  const kept = applySequence(then, nodes, scope);
  const own = scopeOfInput(scope, kept);
  const selection = createSelection(compileOrderby(orderby), own, undefined);
  for (const node of kept) {
    at(own, node);
    selection.add(node);
  }
  return treeOf(hierarchy, selection.slice(0, undefined) as readonly Instance[], scope.evaluation);
}

/** Visits every node as often as ways lead to it from a root; a way that comes round ends there. */
export function walk(
  { roots }: HierarchyTree,
  order: 'preorder' | 'postorder',
  visit: (node: HierarchyNode, above: readonly HierarchyNode[]) => readonly Operand[],
): readonly Operand[] {
  const output: Operand[] = [];
  const visitNode = (node: HierarchyNode, above: readonly HierarchyNode[]): void => {
    for (const row of visit(node, above)) output.push(row);
  };
  const go = (node: HierarchyNode, above: readonly HierarchyNode[]): void => {
    if (above.includes(node)) return;
    if (order === 'preorder') visitNode(node, above);
    for (const child of node.children) go(child, [node, ...above]);
    if (order === 'postorder') visitNode(node, above);
  };
  for (const root of roots) go(root, []);
  return output;
}
