// OData Data Aggregation Extension 4.0, section 3.2.3 "Transformation groupby" and 6.3 "Grouping with rolluprecursive".
import type { EdmType } from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import type {
  GroupbyItem as GroupbyItemSyntax,
  Transformation as TransformationSyntax,
} from '../../uri/apply-syntax-tree.ts';
import type { PathExpr } from '../../uri/syntax-tree.ts';
import { type PathMember, pathMembers } from '../path/path-names.ts';
import { expressionError, type ResolveContext } from '../resolve-context.ts';
import { groupingProperty } from './resolve-aggregate.ts';
import { type ApplyInput, resolveApply, scopeOfInput } from './resolve-apply.ts';
import { resolveHierarchy } from './resolve-hierarchy.ts';
import { emptyShape, type Shape, type ShapedType, unionOf } from './shape.ts';
import type { GroupbyItem, GroupingProperty, Hierarchy, Transformation } from './transformation.ts';

const LeveledHierarchy = 'Org.OData.Aggregation.V1.LeveledHierarchy';

export function resolveGroupby(
  context: ResolveContext,
  input: ApplyInput,
  syntax: Extract<TransformationSyntax, { kind: 'groupby' }>,
): Transformation {
  const items = syntax.items.map((item) => resolveItem(context, input, item));
  const groups = shapeOfGroups(items, input);
  const then = resolveApply(context, withRollupNodes(input, items), syntax.then);
  const output = syntax.then.length === 0 ? groups : unionOf(groups, then.shape);
  return { kind: 'groupby', items, then: then.transformations, output, outputType: then.type };
}

/** Name of the variable that `Aggregation.rollupnode(Position=n)` stands for, and under which evaluation keeps the node. */
export function rollupNodeVariable(position: number): string {
  return `$rollupnode${position}`;
}

/** Section 6.3.1: inside the grouping, the node of each rolluprecursive can be referred to. */
function withRollupNodes(input: ApplyInput, items: readonly GroupbyItem[]): ApplyInput {
  const variables = new Map(input.outer.variables);
  let position = 0;
  for (const item of items) {
    if (item.kind !== 'rolluprecursive') continue;
    position++;
    const node = { type: item.hierarchy.nodeType, collection: false, shape: undefined };
    variables.set(rollupNodeVariable(position), node);
  }
  return position === 0 ? input : { ...input, outer: { ...input.outer, variables } };
}

function resolveItem(context: ResolveContext, input: ApplyInput, item: GroupbyItemSyntax): GroupbyItem {
  const scope = scopeOfInput(input);
  switch (item.kind) {
    case 'path':
      return { kind: 'property', ...groupingProperty(context, scope, item.path) };
    case 'rollup':
      return { kind: 'rollup', levels: resolveLevels(context, input, item), all: item.all };
    case 'rolluprecursive': {
      const hierarchy = resolveHierarchy(context, scope, item.hierarchy);
      const nodes: ApplyInput = { ...input, type: hierarchy.nodeType, shape: undefined, annotated: [] };
      return {
        kind: 'rolluprecursive',
        hierarchy,
        then: resolveApply(context, nodes, item.then).transformations,
      };
    }
  }
}

/** Paths, or the qualifier of a leveled hierarchy that lists them. */
function resolveLevels(
  context: ResolveContext,
  input: ApplyInput,
  item: Extract<GroupbyItemSyntax, { kind: 'rollup' }>,
): readonly GroupingProperty[] {
  const scope = scopeOfInput(input);
  const levels =
    item.hierarchy === undefined ? item.levels : namedLevels(context, input.type, item.hierarchy, item.at);
  return levels.map((path) => groupingProperty(context, scope, path));
}

/** Aggregation.LeveledHierarchy with this qualifier: the paths from the root level down. */
function namedLevels(
  context: ResolveContext,
  type: EdmType | undefined,
  qualifier: string,
  at: number,
): readonly PathExpr[] {
  const span = { at, end: at };
  for (let t = type; isStructuredType(t); t = t.baseType) {
    const levels = t.annotations.get(LeveledHierarchy, qualifier);
    if (!Array.isArray(levels)) continue;
    return levels
      .filter((level): level is string => typeof level === 'string')
      .map((level) => ({
        kind: 'path',
        root: undefined,
        segments: level.split('/').map((name) => ({ kind: 'name', name, parentheses: [], ...span })),
        ...span,
      }));
  }
  throw expressionError(context, `There is no leveled hierarchy '${qualifier}'.`, at);
}

/** What the instances of all groups can have of the input; where whole nodes are put into them, all of it. */
function shapeOfGroups(items: readonly GroupbyItem[], { shape }: ApplyInput): Shape {
  const groups = items
    .flatMap(pathsOf)
    .reduce<Shape>((before, path) => withPath(before, path, shape), emptyShape);
  const holdsNodes = items.some(
    (item) => item.kind === 'rolluprecursive' && item.hierarchy.relation === 'input',
  );
  return holdsNodes ? { ...groups, declared: undefined } : groups;
}

function pathsOf(item: GroupbyItem): readonly (readonly PathMember[])[] {
  switch (item.kind) {
    case 'property':
      return [pathMembers(item.expression)];
    case 'rollup':
      return item.levels.map((level) => pathMembers(level.expression));
    case 'rolluprecursive':
      return [nodeMember(item.hierarchy)];
  }
}

/** Section 6.2.2: the path to what tells the node in an instance: the node, where a navigation path leads to it, else its identifier. */
export function nodeMember({ node, nodeProperty, relation }: Hierarchy): readonly PathMember[] {
  const path = pathMembers(node);
  return relation === 'navigation' ? path.slice(0, -nodeProperty.length) : path;
}

/** Adds the members along a path, each with what the input has of it; a path that ends earlier keeps the whole member. */
export function withPath(
  shape: Shape,
  [member, ...rest]: readonly PathMember[],
  from: Shape | undefined,
): Shape {
  if (member === undefined) return shape;
  const { name, declared } = member;
  if (!declared) {
    const dynamic = from?.dynamic.get(name) ?? unknownMember;
    const inner = rest.length === 0 ? dynamic.shape : withPath(emptyShape, rest, dynamic.shape);
    return { ...shape, dynamic: new Map(shape.dynamic).set(name, { ...dynamic, shape: inner }) };
  }
  const below = from?.declared?.get(name);
  const known = shape.declared?.has(name) ? shape.declared.get(name) : emptyShape;
  const inner = rest.length === 0 || known === undefined ? below : withPath(known, rest, below);
  return { ...shape, declared: new Map(shape.declared).set(name, inner) };
}

/** What an open type has undeclared. */
const unknownMember: ShapedType = { type: undefined, collection: false, shape: undefined };
