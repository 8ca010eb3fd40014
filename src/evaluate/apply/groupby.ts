// OData Data Aggregation Extension 4.0, section 3.2.3 "Transformation groupby", with rollup and rolluprecursive.
import type { EdmStructuredType } from '../../edm/edm-model.ts';
import { createRecord } from '../../edm/value.ts';
import type {
  AggregateItem,
  GroupbyItem,
  GroupingProperty,
  Transformation,
} from '../../query/apply/transformation.ts';
import { compileExpression } from '../compile-expression.ts';
import { putComputed } from '../computed-value.ts';
import { createDerivedInstance, type Operand } from '../instance.ts';
import type { Scope } from '../scope.ts';
import { type StreamedAggregate, streamedAggregate } from './aggregate.ts';
import { compileGroupFold, compileGrouping } from './grouping.ts';
import { injectProjection } from './inject-projection.ts';
import { rollupRecursive } from './rolluprecursive.ts';
import type { Transform, TransformInput } from './transform.ts';

type Recursive = Extract<GroupbyItem, { kind: 'rolluprecursive' }>;

/** The groups of all groupings that the items stand for, one grouping after another. */
export const groupby: Transform<'groupby'> = ({ items, then, outputType }, input) => {
  const recursive = items.filter((item): item is Recursive => item.kind === 'rolluprecursive');
  const others = items.filter(
    (item): item is Exclude<GroupbyItem, Recursive> => item.kind !== 'rolluprecursive',
  );
  const type =
    outputType?.kind === 'EntityType' || outputType?.kind === 'ComplexType' ? outputType : undefined;
  const group = (members: TransformInput): readonly Operand[] =>
    groupingsOf(others).flatMap((grouping) => groupSimply(grouping, then, members, type));
  return rollupRecursive(recursive, input, others.length > 0 ? group : (members) => applyThen(then, members));
};

function applyThen(then: readonly Transformation[], { input, scope, applySequence }: TransformInput) {
  return applySequence(then, input, scope);
}

function groupSimply(
  grouping: readonly GroupingProperty[],
  then: readonly Transformation[],
  { input, scope, applySequence }: TransformInput,
  type: EdmStructuredType | undefined,
): readonly Operand[] {
  const streamed = streamedAggregates(then);
  if (streamed !== undefined) return groupAndAggregate(grouping, streamed, input, scope, type);
  const groups = compileGrouping(grouping, compileExpression)(input, scope, type);
  return groups.flatMap(({ projection, members }) => {
    if (then.length === 0) return [projection];
    return injectProjection(applySequence(then, members, scope), projection);
  });
}

interface Streamed extends StreamedAggregate {
  readonly item: AggregateItem;
}

/** Where each group is aggregated in one pass, and nothing else: the aggregates. */
function streamedAggregates(then: readonly Transformation[]): readonly Streamed[] | undefined {
  const [only] = then;
  if (then.length !== 1 || only?.kind !== 'aggregate') return undefined;
  const streamed: Streamed[] = [];
  for (const item of only.items) {
    const one = streamedAggregate(item, compileExpression);
    if (one === undefined) return undefined;
    streamed.push({ ...one, item });
  }
  return streamed;
}

function groupAndAggregate(
  grouping: readonly GroupingProperty[],
  aggregates: readonly Streamed[],
  input: readonly Operand[],
  scope: Scope,
  type: EdmStructuredType | undefined,
): readonly Operand[] {
  const groups = compileGroupFold(grouping, compileExpression)(
    input,
    scope,
    () => aggregates.map(({ create }) => create()),
    (accumulators) => {
      for (let i = 0; i < accumulators.length; i++) {
        const value = aggregates[i]!.value(scope);
        if (value !== null) accumulators[i]!.add(value);
      }
    },
    type,
  );
  return groups.flatMap(({ projection, state }) => {
    const values = createRecord();
    aggregates.forEach(({ item }, i) => {
      putComputed(values, item.alias, state[i]!.result(scope.evaluation), item.result);
    });
    return injectProjection([createDerivedInstance({ type, values, computed: values })], projection);
  });
}

/**
 * Section 3.2.3.2 "Grouping with rollup": each rollup stands for its levels, then for one less and so on to the first one
 * (`all`: to none); several of them for all combinations.
 */
function groupingsOf(
  items: readonly Exclude<GroupbyItem, Recursive>[],
): readonly (readonly GroupingProperty[])[] {
  return items.reduce<readonly (readonly GroupingProperty[])[]>(
    (groupings, item) =>
      groupings.flatMap((before) => alternativesOf(item).map((one) => [...before, ...one])),
    [[]],
  );
}

function alternativesOf(item: Exclude<GroupbyItem, Recursive>): readonly (readonly GroupingProperty[])[] {
  if (item.kind === 'property') return [[item]];
  const prefixes = item.levels.map((_, i) => item.levels.slice(0, item.levels.length - i));
  return item.all ? [...prefixes, []] : prefixes;
}
