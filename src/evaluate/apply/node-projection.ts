// OData Data Aggregation Extension 4.0, section 6.2.2 "Transformation traverse", definition of σ(x) and of the function a(u,t,x).
import type { EdmStructuredType } from '../../edm/edm-model.ts';
import { createRecord, type EdmValue, type StructuredValue } from '../../edm/value.ts';
import { nodeMember } from '../../query/apply/resolve-groupby.ts';
import type { Hierarchy } from '../../query/apply/transformation.ts';
import type { Expression } from '../../query/expression/expression.ts';
import { isEntityTyped } from '../edm-kind.ts';
import {
  createDerivedInstance,
  type DerivedInstance,
  entityOf,
  type Instance,
  isDerived,
  type Operand,
  type Related,
} from '../instance.ts';
import { memberOf } from '../member.ts';
import type { HierarchyNode } from './hierarchy.ts';

/**
 * What tells the node in an instance of the output set: the node itself, where the hierarchy is that of the input set; the node as
 * related entity, where a navigation path leads to it; else its identifier.
 */
export function nodeProjection(hierarchy: Hierarchy, node: Instance): DerivedInstance {
  const { relation } = hierarchy;
  if (relation === 'input')
    return createDerivedInstance({
      entity: entityOf(node),
      type: node.type,
      values: node.values,
      ...(isDerived(node) && { computed: node.computed, related: node.related }),
    });
  const steps = stepsOf(hierarchy.node).slice(0, nodeMember(hierarchy).length);
  if (relation === 'navigation') return sparseInstance(steps, node);
  return sparseInstance(steps, identifierOf(hierarchy, node));
}

/** Section 6.2.2.2: a node with its way up to the start node, as identifiers, the parent's first. */
export function withUpPath(
  hierarchy: Hierarchy,
  { instance }: HierarchyNode,
  above: readonly HierarchyNode[],
): Instance {
  const annotation = createRecord();
  annotation[`@Org.OData.Aggregation.V1.UpPath#${hierarchy.qualifier}`] = above.map((node) =>
    String(identifierOf(hierarchy, node.instance)),
  );
  const annotated = <T extends { readonly values: StructuredValue }>(one: T): T => ({
    ...one,
    values: Object.assign(createRecord(), one.values, annotation),
  });
  if (!isDerived(instance)) return annotated(instance);
  const { entity } = instance;
  return { ...annotated(instance), entity: entity && annotated(entity) };
}

function identifierOf({ nodeProperty }: Hierarchy, node: Instance): Operand {
  return nodeProperty.reduce<Operand>((owner, name) => memberOf(owner, name), node);
}

interface Step {
  readonly name: string;
  readonly collection: boolean;
  /** The type of its items, where they are entities. */
  readonly entityType: EdmStructuredType | undefined;
}

/** The members along a path, the first first. */
function stepsOf(path: Expression): readonly Step[] {
  const steps: Step[] = [];
  let expression: Expression | undefined = path;
  while (expression !== undefined && 'source' in expression) {
    const step = stepOf(expression);
    if (step !== undefined) steps.unshift(step);
    expression = expression.source;
  }
  return steps;
}

function stepOf(expression: Expression): Step | undefined {
  switch (expression.kind) {
    case 'property': {
      const { name, type } = expression.property;
      return { name, collection: type.collection, entityType: undefined };
    }
    case 'navigation': {
      const { name, collection, entityType } = expression.navigationProperty;
      return { name, collection, entityType };
    }
    case 'dynamicProperty':
    case 'computedProperty': {
      const { name, result, source } = expression;
      const collection = result.collection && !source.result.collection;
      const entityType = isEntityTyped(result) ? (result.type as EdmStructuredType) : undefined;
      return { name, collection, entityType };
    }
    default:
      return undefined;
  }
}

/** An instance in which only the path has a value; a collection on it has one item. */
function sparseInstance(
  steps: readonly Step[],
  value: Operand,
  type: EdmStructuredType | undefined = undefined,
): DerivedInstance {
  const values = createRecord();
  const related = new Map<string, Related>();
  const shown: string[] = [];
  let owner: StructuredValue = values;
  for (const [i, { name, collection, entityType }] of steps.entries()) {
    const isLast = i === steps.length - 1;
    if (entityType !== undefined) {
      const inner = isLast ? (value as Instance) : sparseInstance(steps.slice(i + 1), value, entityType);
      related.set([...shown, name].join('/'), collection ? [inner] : inner);
      break;
    }
    const inner = isLast ? (value as EdmValue) : createRecord();
    owner[name] = collection ? [inner] : inner;
    owner = inner as StructuredValue;
    shown.push(name, ...(collection ? ['0'] : []));
  }
  return createDerivedInstance({ type, values, related });
}
