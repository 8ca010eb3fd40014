// OData Data Aggregation Extension 4.0, section 5.5.2 "Hierarchy Functions".
import type { CanonicalFunction } from '../../query/expression/expression.ts';
import {
  type HierarchyNode,
  type HierarchyTree,
  hierarchyTree,
  nodeId,
  reachable,
} from '../apply/hierarchy.ts';
import type { Operand } from '../instance.ts';
import type { Compiled, Scope } from '../scope.ts';
import type { CanonicalFunctionCompiler } from './canonical-function.ts';

type HierarchyFunction = Extract<
  CanonicalFunction,
  'isnode' | 'isroot' | 'isleaf' | 'isancestor' | 'isdescendant' | 'issibling'
>;

type NodeTest = (
  node: HierarchyNode,
  others: readonly Operand[],
  find: (value: Operand) => HierarchyNode | undefined,
  tree: HierarchyTree,
) => boolean;

/** Arguments: the node identifier, then what the function takes besides. What is no node satisfies nothing. */
function onNode(test: NodeTest): CanonicalFunctionCompiler {
  return ([first, ...rest], { hierarchy }) => {
    const node = first as Compiled;
    return (scope: Scope) => {
      const tree = hierarchyTree(hierarchy!, scope.evaluation);
      const find = (value: Operand) =>
        value === null ? undefined : tree.byId.get(nodeId(value, hierarchy!));
      const found = find(node(scope));
      return (
        found !== undefined &&
        test(
          found,
          rest.map((argument) => argument(scope)),
          find,
          tree,
        )
      );
    };
  };
}

function related(direction: 'parents' | 'children'): NodeTest {
  return (node, [other, maxDistance, includeSelf], find) => {
    const target = find(other ?? null);
    if (target === undefined) return false;
    const distance = typeof maxDistance === 'number' ? maxDistance : Number.POSITIVE_INFINITY;
    return reachable(target, direction, distance, includeSelf === true).has(node);
  };
}

export const hierarchyFunctions: Readonly<Record<HierarchyFunction, CanonicalFunctionCompiler>> = {
  isnode: onNode(() => true),
  isroot: onNode((node) => node.parents.length === 0),
  isleaf: onNode((node) => node.children.length === 0),
  isancestor: onNode(related('parents')),
  isdescendant: onNode(related('children')),
  issibling: onNode((node, [other], find, { roots }) => {
    const target = find(other ?? null);
    if (target === undefined || target === node) return false;
    if (target.parents.length === 0) return roots.includes(node);
    return node.parents.some((parent) => target.parents.includes(parent));
  }),
};
