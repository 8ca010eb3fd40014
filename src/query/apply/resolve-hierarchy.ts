// OData Data Aggregation Extension 4.0, section 5.5 "Hierarchies" and 6.1 "Common Parameters for Hierarchical Transformations".
import { type EdmEntityType, isSameOrDerived } from '../../edm/edm-model.ts';
import type { HierarchyReference } from '../../uri/apply-syntax-tree.ts';
import type { MemberSegment, PathExpr, PathSegment } from '../../uri/syntax-tree.ts';
import type { Expression } from '../expression/expression.ts';
import { resolvePathExpression } from '../expression/resolve-path-expression.ts';
import type { Scope } from '../expression/scope.ts';
import { pathNames } from '../path/path-names.ts';
import { resolvePath } from '../path/resolve-path.ts';
import type { ResourcePath } from '../path/resource-path.ts';
import { expressionError, type ResolveContext } from '../resolve-context.ts';
import type { Hierarchy, HierarchyRelation } from './transformation.ts';

const RecursiveHierarchy = 'Org.OData.Aggregation.V1.RecursiveHierarchy';

/** A hierarchy without the path from the input set to the node identifier. */
export type HierarchyNodes = Omit<Hierarchy, 'node' | 'nodePath' | 'relation'>;

function asPathSegment(context: ResolveContext, segment: MemberSegment): PathSegment {
  if (segment.kind === 'name') return { ...segment, raw: segment.name };
  if (segment.kind === '$filter') return segment;
  throw expressionError(
    context,
    'The nodes of a hierarchy are a collection of entities from $root.',
    segment.at,
  );
}

function nodeCollection(context: ResolveContext, path: PathExpr): ResourcePath & { nodeType: EdmEntityType } {
  if (path.root !== '$root')
    throw expressionError(context, 'The nodes of a hierarchy start from $root.', path.at);
  const collection = resolvePath(
    context,
    path.segments.map((segment) => asPathSegment(context, segment)),
  );
  const type = collection.result?.type;
  if (type?.kind !== 'EntityType' || !collection.result?.collection)
    throw expressionError(context, 'The nodes of a hierarchy are a collection of entities.', path.at);
  return { ...collection, nodeType: type };
}

/** A path in an annotation: text, or in CSDL JSON `{"$Path": text}`. */
function annotationPath(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return value.split('/');
  if (typeof value !== 'object' || value === null) return undefined;
  const { $Path, $PropertyPath, $NavigationPropertyPath } = value as Readonly<Record<string, unknown>>;
  const path = $Path ?? $PropertyPath ?? $NavigationPropertyPath;
  return typeof path === 'string' ? path.split('/') : undefined;
}

/** The nodes, and what Aggregation.RecursiveHierarchy with the qualifier says of their type. */
export function resolveHierarchyNodes(
  context: ResolveContext,
  path: PathExpr,
  qualifier: string,
  at: number,
): HierarchyNodes {
  const { nodeType, ...collection } = nodeCollection(context, path);
  for (let type: EdmEntityType | undefined = nodeType; type !== undefined; type = type.baseType) {
    const value = type.annotations.get(RecursiveHierarchy, qualifier);
    if (typeof value !== 'object' || value === null) continue;
    const record = value as Readonly<Record<string, unknown>>;
    const nodeProperty = annotationPath(record.NodeProperty);
    const parentNavigationProperty = annotationPath(record.ParentNavigationProperty);
    if (nodeProperty === undefined || parentNavigationProperty === undefined) break;
    const [only] = collection.segments;
    const entitySet =
      collection.segments.length === 1 && only?.kind === 'entitySet' ? only.entitySet : undefined;
    return { collection, entitySet, nodeType, qualifier, nodeProperty, parentNavigationProperty };
  }
  throw expressionError(
    context,
    `${nodeType.qualifiedName} is not annotated with Aggregation.RecursiveHierarchy#${qualifier}.`,
    at,
  );
}

export function resolveHierarchy(
  context: ResolveContext,
  scope: Scope,
  reference: HierarchyReference,
): Hierarchy {
  const nodes = resolveHierarchyNodes(context, reference.collection, reference.qualifier, reference.at);
  const { expression } = resolvePathExpression(context, scope, reference.node);
  const nodePath = pathNames(expression);
  return { ...nodes, node: expression, nodePath, relation: relationOf(nodes, expression, nodePath) };
}

/** "Paths are considered equal if their non-type-cast segments refer to the same model elements." */
function relationOf(
  { nodeType, nodeProperty }: HierarchyNodes,
  node: Expression,
  nodePath: readonly string[],
): HierarchyRelation {
  if (nodePath.slice(-nodeProperty.length).join('/') !== nodeProperty.join('/')) return 'identifier';
  let step: Expression | undefined = node;
  let left = nodeProperty.length;
  while (left > 0 && step !== undefined && 'source' in step) {
    if (step.kind !== 'castSegment') left--;
    step = step.source;
  }
  const type = step?.result.type;
  if (type?.kind !== 'EntityType') return 'identifier';
  if (!isSameOrDerived(type, nodeType) && !isSameOrDerived(nodeType, type)) return 'identifier';
  return nodePath.length === nodeProperty.length ? 'input' : 'navigation';
}
