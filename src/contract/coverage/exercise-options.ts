// OData URL Conventions 4.01, section 5 "Query Options", and Data Aggregation, section 3: what options use, of the model and of the language.

import type { GroupbyItem, NestItem, Transformation } from '../../query/apply/transformation.ts';
import type { Expression } from '../../query/expression/expression.ts';
import { walkExpression } from '../../query/expression/walk-expression.ts';
import type { QueryOptions, ResolvedRequest, Select } from '../../query/query.ts';
import { operationPath } from '../diff/type-text.ts';
import { collectValue } from './exercise-value.ts';
import { memberPath } from './model-operation.ts';

type Elements = Set<string>;

const optionNames = {
  apply: '$apply',
  compute: '$compute',
  filter: '$filter',
  search: '$search',
  orderby: '$orderby',
  top: '$top',
  skip: '$skip',
  count: '$count',
  expand: '$expand',
  select: '$select',
  skiptoken: '$skiptoken',
  deltatoken: '$deltatoken',
  index: '$index',
  levels: '$levels',
} as const satisfies Partial<Record<keyof QueryOptions, string>>;

export const systemQueryOptions: readonly string[] = [
  ...Object.values(optionNames),
  '$format',
  '$id',
  '$schemaversion',
];

/** The options of a request: they, and what they name of the model. */
export function addRequestOptions(request: ResolvedRequest, elements: Elements): void {
  const { options, format, id, schemaversion } = request;
  addOptions(options, elements);
  for (const [name, value] of Object.entries({ $format: format, $id: id, $schemaversion: schemaversion }))
    if (value !== undefined) elements.add(name);
}

export function addOptions(options: QueryOptions, elements: Elements): void {
  for (const [member, name] of Object.entries(optionNames))
    if (options[member as keyof typeof optionNames] !== undefined) elements.add(name);
  const { apply = [], filter, orderby = [], compute = [], expand = [], select } = options;
  addTransformations(apply, elements);
  for (const { expression } of [...orderby, ...compute]) addExpression(expression, elements);
  if (filter !== undefined) addExpression(filter, elements);
  for (const item of expand) {
    for (const step of item.path)
      elements.add(step.kind === 'property' ? memberPath(step.property) : step.type.qualifiedName);
    if (item.navigationProperty !== undefined) elements.add(memberPath(item.navigationProperty));
    addOptions(item.options, elements);
  }
  if (select !== undefined) addSelect(select, elements);
}

function addSelect(select: Select, elements: Elements): void {
  for (const { property, select: inner, options } of select.properties.values()) {
    if (property !== undefined) elements.add(memberPath(property));
    if (inner !== undefined) addSelect(inner, elements);
    if (options !== undefined) addOptions(options, elements);
  }
  for (const { operation } of select.operations) elements.add(operationPath(operation));
}

/** Names of the language stand with the option that they are used in most: `$filter/contains`, `$filter/eq`. */
export function addExpression(expression: Expression, elements: Elements): void {
  walkExpression(expression, (step) => {
    const name = languageName(step);
    if (name !== undefined) elements.add(`$filter/${name}`);
    if (step.kind === 'property') elements.add(memberPath(step.property));
    else if (step.kind === 'navigation') elements.add(memberPath(step.navigationProperty));
    else if (step.kind === 'function') elements.add(operationPath(step.function));
    else if (step.kind === 'castSegment') elements.add(step.type.qualifiedName);
    else if (step.kind === 'literal' && step.result.type?.kind === 'EnumType')
      collectValue(step.value, step.result.type, elements);
    else if (step.kind === 'count') addOptions(step.options, elements);
    else if (step.kind === 'aggregate' && step.aggregate.expression !== undefined)
      addExpression(step.aggregate.expression, elements);
    return true;
  });
}

/** The operator or canonical function that an expression is made by. */
function languageName(step: Expression): string | undefined {
  switch (step.kind) {
    case 'binary':
    case 'unary':
      return step.operator;
    case 'canonicalFunction':
      return step.name;
    case 'in':
    case 'any':
    case 'all':
    case 'cast':
    case 'isof':
    case 'case':
      return step.kind;
    default:
      return undefined;
  }
}

function addTransformations(transformations: readonly Transformation[], elements: Elements): void {
  for (const transformation of transformations) {
    const { name, expressions, sequences } = partsOf(transformation);
    elements.add(`$apply/${name}`);
    for (const expression of expressions) if (expression !== undefined) addExpression(expression, elements);
    for (const sequence of sequences) addTransformations(sequence, elements);
    if (transformation.kind === 'function') elements.add(operationPath(transformation.function));
  }
}

interface TransformationParts {
  readonly name: string;
  readonly expressions: readonly (Expression | undefined)[];
  readonly sequences: readonly (readonly Transformation[])[];
}

/** What a transformation is made of: its expressions, and the sequences of transformations inside. */
function partsOf(transformation: Transformation): TransformationParts {
  const { kind: name } = transformation;
  const of = (
    expressions: TransformationParts['expressions'],
    sequences: TransformationParts['sequences'] = [],
  ): TransformationParts => ({ name, expressions, sequences });
  switch (transformation.kind) {
    case 'aggregate':
      return of(
        transformation.items.flatMap(({ expression, from }) => [
          expression,
          ...from.flatMap(({ groupby }) => groupby.map((item) => item.expression)),
        ]),
      );
    case 'groupby': {
      const grouped = transformation.items.map(groupingParts);
      return of(
        grouped.flatMap(({ expressions }) => expressions),
        [...grouped.flatMap(({ sequences }) => sequences), transformation.then],
      );
    }
    case 'filter':
      return of([transformation.predicate]);
    case 'compute':
    case 'orderby':
      return of(transformation.items.map(({ expression }) => expression));
    case 'topcount':
    case 'topsum':
    case 'toppercent':
    case 'bottomcount':
    case 'bottomsum':
    case 'bottompercent':
      return of([transformation.amount, transformation.by]);
    case 'concat':
      return of([], transformation.sequences);
    case 'expand':
      return of(...expandParts(transformation.item));
    case 'join':
    case 'outerjoin':
      return of([transformation.collection], [transformation.then]);
    case 'nest':
      return of([], nested(transformation.items));
    case 'addnested':
      return of([transformation.source], nested(transformation.items));
    case 'ancestors':
    case 'descendants':
      return of([transformation.hierarchy.node], [transformation.then]);
    case 'traverse':
      return of(
        [transformation.hierarchy.node, ...transformation.orderby.map(({ expression }) => expression)],
        [transformation.then],
      );
    case 'function':
      return of([...transformation.parameters.values()]);
    case 'search':
    case 'top':
    case 'skip':
    case 'identity':
      return of([]);
  }
}

function nested(items: readonly NestItem[]): TransformationParts['sequences'] {
  return items.map(({ then }) => then);
}

function groupingParts(item: GroupbyItem): Omit<TransformationParts, 'name'> {
  switch (item.kind) {
    case 'property':
      return { expressions: [item.expression], sequences: [] };
    case 'rollup':
      return { expressions: item.levels.map(({ expression }) => expression), sequences: [] };
    case 'rolluprecursive':
      return { expressions: [item.hierarchy.node], sequences: [item.then] };
  }
}

type ExpandTransformation = Extract<Transformation, { readonly kind: 'expand' }>['item'];

function expandParts({
  source,
  then,
  nested: inner,
}: ExpandTransformation): [TransformationParts['expressions'], TransformationParts['sequences']] {
  const below = inner.map(expandParts);
  return [
    [source, ...below.flatMap(([expressions]) => expressions)],
    [then, ...below.flatMap(([, sequences]) => sequences)],
  ];
}
