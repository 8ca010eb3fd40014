// OData Data Aggregation ABNF Construction Rules 4.0, section 2 "System Query Option $apply": transformations as text.

import type { AggregateExpr, GroupbyItem, HierarchyReference, Transformation } from '../apply-syntax-tree.ts';
import { printComputeItem, printOrderbyItem } from './print.ts';
import { printExpression, printPathExpr } from './print-expression.ts';
import { printSearch } from './print-search.ts';
import { encodeText } from './print-text.ts';

/** An aggregate expression, percent-encoded. */
export function printAggregate(expression: AggregateExpr): string {
  const prefix = expression.prefix.map(({ name }) => encodeText(name));
  const value = expression.expression === undefined ? '$count' : printExpression(expression.expression);
  let text = [...prefix, value].join('/');
  if (expression.method !== undefined) text += `%20with%20${encodeText(expression.method)}`;
  for (const { paths, method } of expression.from) {
    text += `%20from%20${paths.map(printPathExpr).join(',')}`;
    if (method !== undefined) text += `%20with%20${encodeText(method)}`;
  }
  return expression.alias === undefined ? text : `${text}%20as%20${encodeText(expression.alias)}`;
}

const printHierarchy = ({ collection, qualifier, node }: HierarchyReference): string =>
  `${printPathExpr(collection)},${encodeText(qualifier)},${printPathExpr(node)}`;

const behindComma = (transformations: readonly Transformation[]): string =>
  transformations.length === 0 ? '' : `,${printTransformations(transformations)}`;

function printGroupbyItem(item: GroupbyItem): string {
  switch (item.kind) {
    case 'path':
      return printPathExpr(item.path);
    case 'rollup':
      return `rollup(${item.hierarchy ?? item.levels.map(printPathExpr).join(',')})`;
    case 'rolluprecursive':
      return `rolluprecursive(${printHierarchy(item.hierarchy)}${behindComma(item.then)})`;
  }
}

type Nested = { readonly then: readonly Transformation[]; readonly alias: string };
const printNested = ({ then, alias }: Nested): string =>
  `${printTransformations(then)}%20as%20${encodeText(alias)}`;

type TraverseOrRelatives = Extract<Transformation, { hierarchy: HierarchyReference }>;
function printOfHierarchy(transformation: TraverseOrRelatives): string {
  const hierarchy = printHierarchy(transformation.hierarchy);
  if (transformation.kind === 'traverse') {
    const orderby = transformation.orderby.map((item) => `,${printOrderbyItem(item)}`).join('');
    return `${hierarchy},${transformation.order}${behindComma(transformation.then)}${orderby}`;
  }
  const distance = transformation.maxDistance === undefined ? '' : `,${transformation.maxDistance}`;
  return `${hierarchy}${behindComma(transformation.then)}${distance}${transformation.keepStart ? ',keep%20start' : ''}`;
}

/** What stands in the parentheses of a transformation. */
function printBody(transformation: Exclude<Transformation, { kind: 'identity' | 'function' }>): string {
  switch (transformation.kind) {
    case 'aggregate':
      return transformation.expressions.map(printAggregate).join(',');
    case 'groupby':
      return `(${transformation.items.map(printGroupbyItem).join(',')})${behindComma(transformation.then)}`;
    case 'filter':
      return printExpression(transformation.expression);
    case 'search':
      return printSearch(transformation.expression);
    case 'compute':
      return transformation.items.map(printComputeItem).join(',');
    case 'orderby':
      return transformation.items.map(printOrderbyItem).join(',');
    case 'top':
    case 'skip':
      return String(transformation.value);
    case 'topcount':
    case 'topsum':
    case 'toppercent':
    case 'bottomcount':
    case 'bottomsum':
    case 'bottompercent':
      return `${printExpression(transformation.amount)},${printExpression(transformation.by)}`;
    case 'concat':
      return transformation.sequences.map(printTransformations).join(',');
    case 'expand':
      return transformation.item.path.map(({ name }) => encodeText(name)).join('/');
    case 'join':
    case 'outerjoin':
      return `${printPathExpr(transformation.path)}%20as%20${encodeText(transformation.alias)}${behindComma(transformation.then)}`;
    case 'nest':
      return transformation.items.map(printNested).join(',');
    case 'addnested':
      return `${printPathExpr(transformation.path)},${transformation.items.map(printNested).join(',')}`;
    case 'ancestors':
    case 'descendants':
    case 'traverse':
      return printOfHierarchy(transformation);
  }
}

/** A sequence of transformations, percent-encoded. */
export function printTransformations(transformations: readonly Transformation[]): string {
  return transformations
    .map((transformation) => {
      if (transformation.kind === 'identity') return 'identity';
      if (transformation.kind === 'function') return printPathExpr(transformation.path);
      return `${transformation.kind}(${printBody(transformation)})`;
    })
    .join('/');
}
