// OData Data Aggregation Extension 4.0, section 6.2.2 "Transformation traverse".
import type { EdmType } from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { OrderbyItem } from '../../query/query.ts';
import { entityOf, type Instance, type Operand } from '../instance.ts';
import { compileOrderby, createSelection } from '../orderby.ts';
import type { Scope } from '../scope.ts';
import { type HierarchyNode, type HierarchyNodes, hierarchyTree, treeOf } from './hierarchy.ts';
import { injectProjection } from './inject-projection.ts';
import { compileNodeIds } from './node-ids.ts';
import { nodeProjection, withUpPath } from './node-projection.ts';
import { at, scopeOfInput, type Transform } from './transform.ts';

/** The instances of the input set in the order of the nodes that they belong to. */
export const traverse: Transform<'traverse'> = (
  { hierarchy, order, then, orderby },
  { input, scope, applySequence },
) => {
  const all = hierarchyTree(hierarchy, scope.evaluation);
  const instances = all.nodes.map(({ instance }) => instance);
  const tree =
    orderby.length === 0 ? all : treeOf(hierarchy, sorted(instances, orderby, scope), scope.evaluation);
  const starts =
    then.length === 0
      ? tree.roots
      : sorted(applySequence(then, instances, scope), orderby, scope).flatMap(nodeFinder(tree.nodes));
  const tellsPath = hasManyParents(hierarchy) || starts.some((node) => node.parents.length > 0);
  const rowsOf = rowsByNode(compileNodeIds(hierarchy), input, scope);
  return walk(starts, order, (node, above) => {
    const rows = rowsOf.get(node.id);
    if (rows === undefined) return [];
    const instance = tellsPath ? withUpPath(hierarchy, node, above) : node.instance;
    return injectProjection(rows, nodeProjection(hierarchy, instance));
  });
};

/** Whether the path to the parents goes through a collection. */
function hasManyParents({ nodeType, parentNavigationProperty }: HierarchyNodes): boolean {
  let type: EdmType | undefined = nodeType;
  return parentNavigationProperty.some((name) => {
    if (!isStructuredType(type)) return false;
    const navigationProperty = type.navigationProperties.get(name);
    const property = type.properties.get(name);
    // a cast leaves the collection what it is
    type = navigationProperty?.entityType ?? property?.type.type ?? type;
    return navigationProperty?.collection ?? property?.type.collection ?? false;
  });
}

function rowsByNode(
  idsOf: ReturnType<typeof compileNodeIds>,
  input: readonly Operand[],
  scope: Scope,
): ReadonlyMap<string, readonly Operand[]> {
  const byNode = new Map<string, Operand[]>();
  for (const row of input) {
    for (const id of new Set(idsOf(row, scope))) {
      const rows = byNode.get(id);
      if (rows === undefined) byNode.set(id, [row]);
      else rows.push(row);
    }
  }
  return byNode;
}

function sorted(
  nodes: readonly Operand[],
  orderby: readonly OrderbyItem[],
  scope: Scope,
): readonly Instance[] {
  const own = scopeOfInput(scope, nodes);
  const selection = createSelection(compileOrderby(orderby), own, undefined);
  for (const node of nodes) {
    at(own, node);
    selection.add(node);
  }
  return selection.slice(0, undefined) as readonly Instance[];
}

/** Finds the node of an instance. */
export function nodeFinder(nodes: readonly HierarchyNode[]): (instance: Operand) => readonly HierarchyNode[] {
  const byIdentity = new Map(nodes.map((node) => [entityOf(node.instance)?.identity, node]));
  return (instance) => {
    const node = byIdentity.get(entityOf(instance as Instance)?.identity);
    return node === undefined ? [] : [node];
  };
}

/** Most nodes that one traversal visits: with several parents, ways multiply with every level. */
const mostVisits = 1_000_000;

/** Visits every node as often as ways lead to it from a start node; a way that comes round ends there. */
function walk(
  starts: readonly HierarchyNode[],
  order: 'preorder' | 'postorder',
  visit: (node: HierarchyNode, above: readonly HierarchyNode[]) => readonly Operand[],
): readonly Operand[] {
  const output: Operand[] = [];
  let visits = 0;
  const visitNode = (node: HierarchyNode, above: readonly HierarchyNode[]): void => {
    if (++visits > mostVisits)
      throw new ODataError(400, 'TooComplex', `The traversal visits more than ${mostVisits} nodes.`, {
        target: '$apply',
      });
    for (const row of visit(node, above)) output.push(row);
  };
  const go = (node: HierarchyNode, above: readonly HierarchyNode[]): void => {
    if (above.includes(node)) return;
    if (order === 'preorder') visitNode(node, above);
    for (const child of node.children) go(child, [node, ...above]);
    if (order === 'postorder') visitNode(node, above);
  };
  for (const start of starts) go(start, []);
  return output;
}
