// OData Data Aggregation Extension 4.0, section 6.2.2 "Transformation traverse", definition of σ(x).
import { isSameOrDerived } from '../../edm/edm-model.ts';
import { createRecord, type EdmValue, type StructuredValue } from '../../edm/value.ts';
import type { Hierarchy } from '../../query/apply/transformation.ts';
import type { Expression } from '../../query/expression/expression.ts';
import { createDerivedInstance, type DerivedInstance, entityOf, type Related } from '../instance.ts';
import { memberOf } from '../member.ts';
import type { HierarchyNode } from './hierarchy.ts';

const UpNode = '@Org.OData.Aggregation.V1.UpNode';

/**
 * What tells the node in an instance of the output set: the node itself, where the hierarchy is that of the input set; the node as
 * related entity, where a navigation path leads to it; else its identifier.
 * @param above the nodes on the way to the root, the parent first; undefined where a node has one parent at most
 */
export function nodeProjection(
  hierarchy: Hierarchy,
  node: HierarchyNode,
  above: readonly HierarchyNode[] | undefined,
): DerivedInstance {
  const { nodePath, nodeProperty } = hierarchy;
  const prefix = nodePath.slice(0, -nodeProperty.length);
  const endsWithNode = nodePath.slice(-nodeProperty.length).join('/') === nodeProperty.join('/');
  const annotations = above === undefined ? createRecord() : upNodeAnnotation(hierarchy, above);
  if (endsWithNode && prefix.length === 0 && isHierarchyOfInput(hierarchy)) {
    const { instance } = node;
    return createDerivedInstance({
      entity: entityOf(instance),
      type: instance.type,
      values: Object.assign(createRecord(), instance.values, annotations),
      computed: annotations,
    });
  }
  if (endsWithNode && prefix.length > 0) return relatedProjection(hierarchy, node, prefix, annotations);
  const values = createRecord();
  putAtPath(values, nodePath, identifierOf(hierarchy, node));
  return createDerivedInstance({ values: Object.assign(values, annotations), computed: annotations });
}

function rootOf(expression: Expression): Expression {
  let at = expression;
  while ('source' in at && at.source !== undefined) at = at.source;
  return at;
}

function isHierarchyOfInput({ node, nodeType }: Hierarchy): boolean {
  const { type } = rootOf(node).result;
  return type !== undefined && (isSameOrDerived(type, nodeType) || isSameOrDerived(nodeType, type));
}

function relatedProjection(
  { node: expression }: Hierarchy,
  node: HierarchyNode,
  prefix: readonly string[],
  annotations: StructuredValue,
): DerivedInstance {
  const values = Object.assign(createRecord(), annotations);
  const collection = expression.result.collection;
  const related = new Map<string, Related>([
    [prefix.join('/'), collection ? [node.instance] : node.instance],
  ]);
  return createDerivedInstance({ values, computed: annotations, related });
}

function identifierOf({ nodeProperty }: Hierarchy, { instance }: HierarchyNode): EdmValue {
  return nodeProperty.reduce<EdmValue>(
    (owner, name) => memberOf(owner, name) as EdmValue,
    instance as unknown as EdmValue,
  );
}

function putAtPath(values: StructuredValue, path: readonly string[], value: EdmValue): void {
  const [name, ...rest] = path;
  if (rest.length === 0) {
    values[name!] = value;
    return;
  }
  const inner = createRecord();
  values[name!] = inner;
  putAtPath(inner, rest, value);
}

/** The way to the root, as annotations of annotations. */
function upNodeAnnotation(hierarchy: Hierarchy, above: readonly HierarchyNode[]): StructuredValue {
  const [parent, ...rest] = above;
  const record = createRecord();
  if (parent === undefined) record[UpNode] = null;
  else {
    const up = upNodeAnnotation(hierarchy, rest);
    putAtPath(up, hierarchy.nodeProperty, identifierOf(hierarchy, parent));
    record[UpNode] = up;
  }
  return record;
}
