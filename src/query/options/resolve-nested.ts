// OData Data Aggregation Extension 4.0, section 3.4 "Transformations Changing the Input Set Structure": join, nest, addnested.

import { type ApplyInput, resolveApply, type Syntax, scopeOfInput } from '../apply/resolve-apply.ts';
import { changeAt, emptyShape, type Shape, withDynamic } from '../apply/shape.ts';
import type { NestItem, Transformation } from '../apply/transformation.ts';
import type { Expression, ExpressionType } from '../expression/expression.ts';
import { resolvePathExpression } from '../expression/resolve-path-expression.ts';
import { pathNames } from '../path/path-names.ts';
import { expressionError, type ResolveContext, typeName } from '../resolve-context.ts';

/** Section 3.4.1 "Transformations join and outerjoin": one instance for each related one, which becomes a single-valued member. */
export function resolveJoin(
  context: ResolveContext,
  input: ApplyInput,
  syntax: Syntax<'join' | 'outerjoin'>,
): Transformation {
  const { expression, shape } = resolvePathExpression(context, scopeOfInput(input), syntax.path);
  if (!expression.result.collection)
    throw expressionError(
      context,
      `'${syntax.kind}' takes a collection, not ${typeName(expression.result)}.`,
      syntax.path.at,
    );
  const related: ApplyInput = { ...input, type: expression.result.type, shape, annotated: [] };
  const then = resolveApply(context, related, syntax.then);
  const output = withDynamic(input.shape, syntax.alias, {
    type: then.type,
    collection: false,
    shape: then.shape,
  });
  return {
    kind: syntax.kind,
    collection: expression,
    name: syntax.alias,
    then: then.transformations,
    output,
    outputType: input.type,
  };
}

type NestedOutput = {
  readonly item: NestItem;
  readonly result: ExpressionType;
  readonly shape: Shape | undefined;
};

function resolveNestItems(
  context: ResolveContext,
  input: ApplyInput,
  items: Syntax<'nest'>['items'],
  collection = true,
): readonly NestedOutput[] {
  return items.map(({ then, alias }) => {
    const { transformations, type, shape } = resolveApply(context, input, then);
    return { item: { name: alias, then: transformations }, result: { type, collection }, shape };
  });
}

/** Section 3.4.2 "Transformation nest": one instance that has the output sets as collections. */
export function resolveNest(
  context: ResolveContext,
  input: ApplyInput,
  syntax: Syntax<'nest'>,
): Transformation {
  const nested = resolveNestItems(context, input, syntax.items);
  const output = nested.reduce(
    (shape, { item, result, shape: inner }) => withDynamic(shape, item.name, { ...result, shape: inner }),
    emptyShape,
  );
  return { kind: 'nest', items: nested.map(({ item }) => item), output, outputType: input.type };
}

/** Section 3.4.3 "Transformation addnested": dynamic members beside the last member of the path. */
export function resolveAddnested(
  context: ResolveContext,
  input: ApplyInput,
  syntax: Syntax<'addnested'>,
): Transformation {
  const { expression, shape } = resolvePathExpression(context, scopeOfInput(input), syntax.path);
  const related: ApplyInput = { ...input, type: expression.result.type, shape, annotated: [] };
  const collection = endsInCollection(expression);
  const nested = resolveNestItems(context, related, syntax.items, collection);
  const path = pathNames(expression).slice(0, -1);
  const output = changeAt(input.shape, path, (holder) =>
    nested.reduce<Shape | undefined>(
      (changed, { item, result, shape: inner }) =>
        withDynamic(changed, item.name, { ...result, shape: inner }),
      holder,
    ),
  );
  const items = nested.map(({ item }) => item);
  return { kind: 'addnested', source: expression, collection, path, items, output, outputType: input.type };
}

/** Whether the last member of a path is a collection, whatever is before it. */
function endsInCollection(path: Expression): boolean {
  switch (path.kind) {
    case 'castSegment':
      return endsInCollection(path.source);
    case 'property':
      return path.property.type.collection;
    case 'navigation':
      return path.navigationProperty.collection;
    default:
      return path.result.collection && !('source' in path && path.source?.result.collection);
  }
}
