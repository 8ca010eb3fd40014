// OData Data Aggregation Extension 4.0, section 3 "System Query Option $apply": each transformation against the shape before it.
import type { EdmType } from '../../edm/edm-model.ts';
import { isBuiltInAbstract } from '../../edm/primitive-types.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import type { Transformation as TransformationSyntax } from '../../uri/apply-syntax-tree.ts';
import { resolveBoolean, resolveExpression, resolveTyped } from '../expression/resolve-expression.ts';
import { resolvePathExpression } from '../expression/resolve-path-expression.ts';
import type { Instance, Scope } from '../expression/scope.ts';
import { resolveAddnested, resolveJoin, resolveNest } from '../options/resolve-nested.ts';
import { refuseDeclared, resolveCompute, resolveOrderby } from '../options/resolve-orderby.ts';
import { pathNames } from '../path/path-names.ts';
import { findBoundOperations, resolveOverload } from '../path/resolve-overload.ts';
import { expressionError, primitive, type ResolveContext } from '../resolve-context.ts';
import { type Annotated, resolveAggregateItem } from './resolve-aggregate.ts';
import { nodeMember, resolveGroupby, withPath } from './resolve-groupby.ts';
import { resolveHierarchy } from './resolve-hierarchy.ts';
import { emptyShape, type Shape, unionOf, wholeShape, withDynamic } from './shape.ts';
import type { ExpandTransformation, Hierarchy, Transformation } from './transformation.ts';

/** What the input set of a transformation is. */
export interface ApplyInput {
  readonly type: EdmType | undefined;
  readonly shape: Shape | undefined;
  /** `$it` and variables around a $apply that is nested in other options. */
  readonly outer: Scope;
  /** Where custom aggregates may be declared beside the type. */
  readonly annotated: readonly Annotated[];
}

export interface ApplyOutput {
  readonly transformations: readonly Transformation[];
  readonly type: EdmType | undefined;
  readonly shape: Shape | undefined;
}

/** Instances of the input set are `it`, the input set itself is `these`. */
export function scopeOfInput({ type, shape, outer }: ApplyInput): Scope {
  const it: Instance = { kind: 'it', type, collection: false, shape };
  return { ...outer, it, current: it, these: { type, collection: true, shape } };
}

export function resolveApply(
  context: ResolveContext,
  input: ApplyInput,
  sequence: readonly TransformationSyntax[],
): ApplyOutput {
  const transformations: Transformation[] = [];
  let { type, shape } = input;
  for (const syntax of sequence) {
    const transformation = resolveTransformation(context, { ...input, type, shape }, syntax);
    transformations.push(transformation);
    type = transformation.outputType;
    shape = transformation.output;
  }
  return { transformations, type, shape };
}

/** The syntax of one kind of transformation. */
export type Syntax<K extends TransformationSyntax['kind']> = TransformationSyntax & { readonly kind: K };
type Resolver<K extends TransformationSyntax['kind']> = (
  context: ResolveContext,
  input: ApplyInput,
  syntax: Syntax<K>,
) => Transformation;

const ranked: Resolver<
  'topcount' | 'topsum' | 'toppercent' | 'bottomcount' | 'bottomsum' | 'bottompercent'
> = (context, input, { kind, amount, by }) => {
  const scope = scopeOfInput(input);
  const number = { type: primitive(context, 'Decimal'), collection: false };
  const once: Scope = { ...scope, current: undefined, it: undefined };
  return preserving(input, {
    kind,
    amount: resolveTyped(context, once, amount, number),
    by: kind.endsWith('count')
      ? resolveExpression(context, scope, by)
      : resolveTyped(context, scope, by, number),
  });
};

const paging: Resolver<'top' | 'skip'> = (_context, input, { kind, value }) =>
  preserving(input, { kind, value });

/** One resolver for each transformation. */
const resolvers: { readonly [K in TransformationSyntax['kind']]: Resolver<K> } = {
  aggregate: resolveAggregate,
  groupby: resolveGroupby,
  filter: (context, input, { expression }) =>
    preserving(input, {
      kind: 'filter',
      predicate: resolveBoolean(context, scopeOfInput(input), expression),
    }),
  search: (_context, input, { expression }) => preserving(input, { kind: 'search', search: expression }),
  compute: (context, input, { items }) => {
    const { compute, scope } = resolveCompute(context, scopeOfInput(input), items);
    return { kind: 'compute', items: compute, output: scope.current?.shape, outputType: input.type };
  },
  orderby: (context, input, { items }) =>
    preserving(input, { kind: 'orderby', items: resolveOrderby(context, scopeOfInput(input), items) }),
  top: paging,
  skip: paging,
  topcount: ranked,
  topsum: ranked,
  toppercent: ranked,
  bottomcount: ranked,
  bottomsum: ranked,
  bottompercent: ranked,
  identity: (_context, input) => preserving(input, { kind: 'identity' }),
  concat: resolveConcat,
  expand: (context, input, { item }) =>
    preserving(input, { kind: 'expand', item: resolveExpandPath(context, input, item) }),
  join: resolveJoin,
  outerjoin: resolveJoin,
  nest: resolveNest,
  addnested: resolveAddnested,
  ancestors: resolveHierarchical,
  descendants: resolveHierarchical,
  traverse: resolveTraverse,
  function: resolveFunction,
};

function resolveTransformation(
  context: ResolveContext,
  input: ApplyInput,
  syntax: TransformationSyntax,
): Transformation {
  return (resolvers[syntax.kind] as Resolver<TransformationSyntax['kind']>)(context, input, syntax);
}

type TransformationInit<T = Transformation> = T extends Transformation
  ? Omit<T, 'output' | 'outputType'>
  : never;

/** Section 3.3: the output set has the structure of the input set. */
function preserving(input: ApplyInput, transformation: TransformationInit): Transformation {
  return { ...transformation, output: input.shape, outputType: input.type } as Transformation;
}

function resolveAggregate(
  context: ResolveContext,
  input: ApplyInput,
  syntax: Syntax<'aggregate'>,
): Transformation {
  const scope = scopeOfInput(input);
  let output: Shape = emptyShape;
  const items = syntax.expressions.map((expr) => {
    const item = resolveAggregateItem(context, scope, expr, input.annotated);
    if (expr.alias !== undefined) refuseDeclared(context, scope, expr.alias, expr.at);
    if (output.dynamic.has(item.alias))
      throw expressionError(context, `The name '${item.alias}' is used twice.`, expr.at);
    output = withDynamic(output, item.alias, { ...item.result, shape: undefined });
    return item;
  });
  return { kind: 'aggregate', items, output, outputType: input.type };
}

function resolveConcat(context: ResolveContext, input: ApplyInput, syntax: Syntax<'concat'>): Transformation {
  const outputs = syntax.sequences.map((sequence) => resolveApply(context, input, sequence));
  const output = outputs.map((o) => o.shape).reduce((a, b) => unionOf(a, b));
  const sequences = outputs.map((o) => o.transformations);
  return { kind: 'concat', sequences, output, outputType: input.type };
}

function resolveExpandPath(
  context: ResolveContext,
  input: ApplyInput,
  item: Syntax<'expand'>['item'],
): ExpandTransformation {
  const { expression, shape } = resolvePathExpression(context, scopeOfInput(input), {
    kind: 'path',
    root: undefined,
    segments: item.path.map((step) => ({ ...step, kind: 'name' as const, parentheses: [] })),
    at: item.at,
    end: item.end,
  });
  const related: ApplyInput = { ...input, type: expression.result.type, shape, annotated: [] };
  return {
    source: expression,
    path: pathNames(expression),
    then: resolveApply(context, related, item.then).transformations,
    nested: item.nested.map((nested) => resolveExpandPath(context, related, nested)),
  };
}

function resolveHierarchical(
  context: ResolveContext,
  input: ApplyInput,
  syntax: Syntax<'ancestors' | 'descendants'>,
): Transformation {
  const { kind, maxDistance, keepStart } = syntax;
  const hierarchy = resolveHierarchy(context, scopeOfInput(input), syntax.hierarchy);
  const then = resolveApply(context, input, syntax.then).transformations;
  return preserving(input, { kind, hierarchy, then, maxDistance, keepStart });
}

function resolveTraverse(
  context: ResolveContext,
  input: ApplyInput,
  syntax: Syntax<'traverse'>,
): Transformation {
  const hierarchy = resolveHierarchy(context, scopeOfInput(input), syntax.hierarchy);
  const nodes: ApplyInput = { ...input, type: hierarchy.nodeType, shape: undefined, annotated: [] };
  const then = resolveApply(context, nodes, syntax.then).transformations;
  const orderby = resolveOrderby(context, scopeOfInput(nodes), syntax.orderby);
  const output = shapeWithNodes(input, hierarchy);
  return { kind: 'traverse', hierarchy, order: syntax.order, then, orderby, output, outputType: input.type };
}

/** The input's shape with what tells the node. */
function shapeWithNodes({ shape }: ApplyInput, hierarchy: Hierarchy): Shape | undefined {
  if (hierarchy.relation === 'input') return shape && { ...shape, declared: undefined };
  if (shape?.declared === undefined) return shape ?? wholeShape;
  return withPath(shape, nodeMember(hierarchy), undefined);
}

/** A function of the service that is bound to the collection. */
function resolveFunction(
  context: ResolveContext,
  input: ApplyInput,
  syntax: Syntax<'function'>,
): Transformation {
  const [segment] = syntax.path.segments;
  if (segment?.kind !== 'name') throw expressionError(context, 'A function is expected.', syntax.at);
  const binding = { type: input.type, collection: true };
  const { functions } = findBoundOperations(context, segment.name, binding);
  const [parentheses] = segment.parentheses;
  const scope = scopeOfInput(input);
  const call = resolveOverload(
    context,
    functions,
    parentheses?.kind === 'named' ? parentheses.arguments : [],
    (argument, parameter) =>
      resolveTyped(context, { ...scope, current: undefined }, argument.value, parameter.type),
    () => undefined,
    segment.at,
  );
  const { type, collection } = call.function.returnType;
  if (!collection)
    throw expressionError(
      context,
      `The function '${call.function.qualifiedName}' yields no collection.`,
      segment.at,
    );
  // where any type may come back, it is the input's: transformations carry it over
  const outputType = isBuiltInAbstract(type) ? input.type : type;
  const same = outputType === input.type && isStructuredType(outputType);
  return { kind: 'function', ...call, output: same ? input.shape : undefined, outputType };
}
