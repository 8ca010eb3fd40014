// OData Data Aggregation Extension 4.0, section 3.2.1 "Transformation aggregate".
import type { EdmType } from '../../edm/edm-model.ts';
import { primitiveType } from '../../edm/primitive-types.ts';
import type { EdmValue } from '../../edm/value.ts';
import type { AggregateFrom, AggregateItem } from '../../query/apply/transformation.ts';
import type { Expression } from '../../query/expression/expression.ts';
import type { Compile } from '../compile-path.ts';
import { numericKind } from '../edm-kind.ts';
import type { Operand } from '../instance.ts';
import { flat, memberOf, typeOfOperand } from '../member.ts';
import { type Compiled, nestedScope, type Scope } from '../scope.ts';
import {
  type Accumulator,
  aggregateByService,
  aggregateValues,
  createAccumulator,
  knownAggregate,
} from './aggregation-method.ts';
import { compileGrouping } from './grouping.ts';
import { withoutDuplicates } from './sameness.ts';
import { at } from './transform.ts';

export type Aggregate = (rows: readonly Operand[], scope: Scope) => EdmValue;

const compiledAggregates = new WeakMap<AggregateItem, Aggregate>();

/** Puts a scope at an instance of the set. */
type Visit = (scope: Scope, row: Operand) => Scope;

/** The function that computes one aggregated value of a set of instances. */
export function compileAggregate(item: AggregateItem, compile: Compile, visit: Visit = at): Aggregate {
  let compiled = compiledAggregates.get(item);
  if (compiled === undefined) {
    compiled = compileFrom(item, item.from, compile, visit);
    compiledAggregates.set(item, compiled);
  }
  return compiled;
}

/**
 * Section 3.2.1.5 "Keyword from": groups by the clause's paths, aggregates each group by what stands before the clause, and
 * aggregates the results by the clause's method.
 */
function compileFrom(
  item: AggregateItem,
  clauses: readonly AggregateFrom[],
  compile: Compile,
  visit: Visit,
): Aggregate {
  const last = clauses.at(-1);
  if (last === undefined) return compileWithoutFrom(item, compile, visit);
  const inner = compileFrom(item, clauses.slice(0, -1), compile, visit);
  const group = compileGrouping(last.groupby, compile);
  const type = typeOfInner(item, clauses.slice(0, -1));
  return (rows, scope) => {
    const results = [...group(rows, nestedScope(scope))]
      .map(({ members }) => inner(members, scope))
      .filter((value) => value !== null);
    if (last.method !== undefined) return aggregateValues(last.method, results, type, scope.evaluation);
    return aggregateByService(item.customAggregate ?? item.alias, results, scope.evaluation);
  };
}

/** What one pass over the rows of each group computes: a value of each row, and what takes them. */
export interface StreamedAggregate {
  readonly value: Compiled;
  readonly create: () => Accumulator;
}

/**
 * An aggregate that needs no more than one value of each row, so that groups need not be collected first; undefined for those
 * that follow paths to other entities, or have `from` clauses.
 */
export function streamedAggregate(item: AggregateItem, compile: Compile): StreamedAggregate | undefined {
  if (item.from.length > 0 || item.kind === 'custom') return undefined;
  if (item.expression === undefined) {
    return item.kind === 'count' ? { value: (scope) => scope.it, create: countAccumulator } : undefined;
  }
  const { expression, method } = item;
  if (expression.result.collection || splitPath(expression)?.entities !== undefined) return undefined;
  const value = compile(expression);
  if (item.kind === 'count') return { value, create: countAccumulator };
  return { value, create: () => createAccumulator(method!, expression.result.type) };
}

function countAccumulator(): Accumulator {
  let count = 0;
  return {
    add: () => {
      count++;
    },
    result: () => String(count),
  };
}

/** The type of what the clauses so far yield. */
function typeOfInner(item: AggregateItem, clauses: readonly AggregateFrom[]): EdmType | undefined {
  const type = item.expression?.result.type;
  const method = clauses.at(-1)?.method ?? item.method;
  if (item.kind === 'custom' || method === 'min' || method === 'max') return type;
  return numericKind(type) === 'double' && method !== 'countdistinct' ? type : primitiveType('Decimal');
}

function compileWithoutFrom(item: AggregateItem, compile: Compile, visit: Visit): Aggregate {
  const reached = compileReached(item.expression, compile, visit);
  if (item.kind === 'count') return (rows, scope) => String(reached(rows, scope).length);
  if (item.kind === 'custom') return compileCustom(item, reached);
  const type = item.expression?.result.type;
  const method = item.method!;
  return (rows, scope) => aggregateValues(method, reached(rows, scope), type, scope.evaluation);
}

/**
 * Section 5.3 "Custom Aggregates": the service's own; without one, a numeric property of the same name is added up, which is what
 * the standard's examples do.
 */
function compileCustom(item: AggregateItem, reached: Reached): Aggregate {
  const name = item.customAggregate!;
  return (rows, scope) => {
    const instances = reached(rows, scope);
    const known = knownAggregate(name, instances, scope.evaluation);
    if (known !== undefined) return known;
    const declared = instances.map((one) => typeOfOperand(one, undefined, scope.evaluation.model));
    const property = declared.find((type) => type?.properties.has(name))?.properties.get(name);
    if (property !== undefined && numericKind(property.type.type) !== undefined) {
      const values = instances.map((one) => memberOf(one, name)).filter((value) => value !== null);
      return aggregateValues('sum', values, property.type.type, scope.evaluation);
    }
    return instances.length === 0 ? null : aggregateByService(name, instances, scope.evaluation);
  };
}

type Reached = (rows: readonly Operand[], scope: Scope) => readonly Operand[];

/**
 * The collection U of section 3.2.1.1: what a path leads to, each entity on the way once, or the expression's value for each
 * instance; nulls left out.
 */
function compileReached(expression: Expression | undefined, compile: Compile, visit: Visit): Reached {
  if (expression === undefined) return (rows) => rows.filter((row) => row !== null);
  const path = splitPath(expression);
  if (path === undefined) return mapRows(compile(expression), visit);
  const rest = path.rest === undefined ? undefined : compile(path.rest);
  if (path.entities === undefined) return mapRows(rest ?? compile(expression), visit);
  const entities = mapRows(compile(path.entities), visit);
  return (rows, scope) => {
    const once = withoutDuplicates(entities(rows, scope));
    return rest === undefined ? once : mapRows(rest, at)(once, scope);
  };
}

function mapRows(value: Compiled, visit: Visit): Reached {
  return (rows, scope) => {
    const values: Operand[] = [];
    for (const row of rows) {
      const one = value(visit(scope, row));
      if (Array.isArray(one)) {
        for (const item of flat(one)) if (item !== null) values.push(item);
      } else if (one !== null) values.push(one);
    }
    return values;
  };
}

interface SplitPath {
  /** Up to the last navigation property and a cast after it. */
  readonly entities: Expression | undefined;
  /** What follows, from `it`; undefined where nothing does. */
  readonly rest: Expression | undefined;
}

type Step = Extract<Expression, { source: Expression }>;

function isStep(expression: Expression): expression is Step {
  return ['property', 'dynamicProperty', 'computedProperty', 'navigation', 'castSegment'].includes(
    expression.kind,
  );
}

/** Splits a path from `it`; undefined where the expression is no such path. */
function splitPath(expression: Expression): SplitPath | undefined {
  const steps: Step[] = [];
  let source = expression;
  for (; isStep(source); source = source.source) steps.unshift(source);
  if (source.kind !== 'it' && source.kind !== 'this') return undefined;
  const last = steps.findLastIndex(
    ({ kind, result }) =>
      kind === 'navigation' || (kind === 'computedProperty' && result.type?.kind === 'EntityType'),
  );
  if (last < 0) return { entities: undefined, rest: expression };
  const end = steps[last + 1]?.kind === 'castSegment' ? last + 1 : last;
  const entities = steps[end]!;
  const rest = steps
    .slice(end + 1)
    .reduce<Expression | undefined>(
      (before, step) => ({ ...step, source: before ?? itemOf(entities) }) as Expression,
      undefined,
    );
  return { entities, rest };
}

function itemOf({ result, at: offset }: Expression): Expression {
  return { kind: 'it', result: { type: result.type, collection: false }, at: offset };
}
