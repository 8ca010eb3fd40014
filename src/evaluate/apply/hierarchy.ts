// OData Data Aggregation Extension 4.0, section 5.5.1 "Recursive Hierarchy" and 6.1 "Common Parameters for Hierarchical Transformations".
import type { EdmStructuredType, EdmType } from '../../edm/edm-model.ts';
import { type EdmValue, isStructuredValue, itemsOfValue, type StructuredValue } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { Hierarchy } from '../../query/apply/transformation.ts';
import { canonicalText } from '../compare.ts';
import type { EntityAccess } from '../entity-access.ts';
import { entityOf, type Instance, type Operand } from '../instance.ts';
import { flat, memberOf, relatedInstances } from '../member.ts';
import type { Evaluation } from '../scope.ts';

/** A hierarchy without the path from the input set to the nodes. */
export type HierarchyNodes = Omit<Hierarchy, 'node' | 'nodePath' | 'relation'>;

export interface HierarchyNode {
  readonly instance: Instance;
  /** Canonical text of the node identifier. */
  readonly id: string;
  readonly parents: HierarchyNode[];
  /** In the order of the nodes. */
  readonly children: HierarchyNode[];
}

export interface HierarchyTree {
  /** In the order of the collection. */
  readonly nodes: readonly HierarchyNode[];
  readonly byId: ReadonlyMap<string, HierarchyNode>;
  /** Nodes without a parent among the nodes. */
  readonly roots: readonly HierarchyNode[];
}

/** The tree of all nodes of the hierarchy; made once for a request. */
export function hierarchyTree(hierarchy: HierarchyNodes, evaluation: Evaluation): HierarchyTree {
  const kept = evaluation.kept.get(hierarchy) as HierarchyTree | undefined;
  if (kept !== undefined) return kept;
  const nodes = flat(evaluation.readRoot(hierarchy.collection)) as readonly Instance[];
  const tree = treeOf(hierarchy, nodes, evaluation);
  evaluation.kept.set(hierarchy, tree);
  return tree;
}

/** The tree of these nodes only: a parent that is not among them is none. */
export function treeOf(
  hierarchy: HierarchyNodes,
  instances: readonly Instance[],
  { access }: Evaluation,
): HierarchyTree {
  const nodes = instances.map((instance): HierarchyNode => {
    const id = hierarchy.nodeProperty.reduce<Operand>((owner, name) => memberOf(owner, name), instance);
    return { instance, id: nodeId(id, hierarchy), parents: [], children: [] };
  });
  const byIdentity = new Map(nodes.map((node) => [entityOf(node.instance)?.identity, node]));
  for (const node of nodes) {
    for (const parent of parentsOf(hierarchy, node.instance, access)) {
      const known = byIdentity.get(entityOf(parent)?.identity);
      if (known === undefined) continue;
      node.parents.push(known);
      known.children.push(node);
    }
  }
  const roots = nodes.filter(({ parents }) => parents.length === 0);
  return { nodes, byId: new Map(nodes.map((node) => [node.id, node])), roots };
}

/** The canonical text of a node identifier. */
export function nodeId(value: Operand, { nodeType, nodeProperty }: HierarchyNodes): string {
  let type: EdmStructuredType = nodeType;
  for (const name of nodeProperty.slice(0, -1)) {
    const inner: EdmType | undefined = type.properties.get(name)?.type.type;
    if (inner?.kind === 'ComplexType') type = inner;
  }
  return canonicalText(value as EdmValue, type.properties.get(nodeProperty.at(-1)!)?.type.type);
}

/** The instances that the path to the parents leads to. */
function parentsOf(
  { parentNavigationProperty, nodeType, qualifier }: HierarchyNodes,
  node: Instance,
  access: EntityAccess,
): readonly Instance[] {
  const names = parentNavigationProperty.filter((name) => !name.includes('.'));
  const follow = (place: Place, depth: number): readonly Instance[] => {
    const name = names[depth];
    if (name === undefined) return [place.instance];
    const navigationProperty = place.type?.navigationProperties.get(name);
    if (navigationProperty !== undefined) {
      const related = relatedInstances(access, place.instance, place.path, navigationProperty);
      return related.flatMap((one) => follow(placeOf(one, undefined), depth + 1));
    }
    const inner = place.type?.properties.get(name)?.type.type;
    if (inner?.kind === 'ComplexType')
      return complexPlaces(place, name, inner).flatMap((one) => follow(one, depth + 1));
    throw new ODataError(
      400,
      'InvalidExpression',
      `${nodeType.qualifiedName} has no navigation property '${parentNavigationProperty.join('/')}', which its annotation Aggregation.RecursiveHierarchy#${qualifier} names.`,
    );
  };
  return follow(placeOf(node, nodeType), 0);
}

/** Where a path has come to: an instance, or a complex value in it. */
interface Place {
  readonly instance: Instance;
  readonly path: readonly string[];
  readonly type: EdmStructuredType | undefined;
  readonly value: StructuredValue;
}

function placeOf(instance: Instance, declared: EdmStructuredType | undefined): Place {
  return { instance, path: [], type: instance.type ?? declared, value: instance.values };
}

function complexPlaces(place: Place, name: string, type: EdmStructuredType): readonly Place[] {
  const value = place.value[name] ?? null;
  const path = [...place.path, name];
  if (isStructuredValue(value)) return [{ ...place, path, type, value }];
  return itemsOfValue(value).flatMap((item, ordinal) =>
    isStructuredValue(item) ? [{ ...place, path: [...path, String(ordinal)], type, value: item }] : [],
  );
}

/** The nodes at a distance of 1 to `maxDistance` in one direction; `self` adds the node itself. */
export function reachable(
  start: HierarchyNode,
  direction: 'parents' | 'children',
  maxDistance: number,
  self: boolean,
): ReadonlySet<HierarchyNode> {
  const found = new Set<HierarchyNode>();
  if (self) found.add(start);
  let level: readonly HierarchyNode[] = [start];
  for (let distance = 1; distance <= maxDistance && level.length > 0; distance++) {
    const next = new Set<HierarchyNode>();
    for (const node of level) for (const one of node[direction]) if (!found.has(one)) next.add(one);
    for (const node of next) found.add(node);
    level = [...next];
  }
  return found;
}
