// OData Protocol 4.01, section 11.2 "Requesting Data": a resolved query over values in memory.
import { isCollectionValue } from '../edm/value.ts';
import type { ResourcePath } from '../query/path/resource-path.ts';
import type { Query } from '../query/query.ts';
import type { CollectionResult, QueryResult, ValueOrigin, ValueResult } from '../query/result.ts';
import { type CollectionContext, countCollection, evaluateCollection } from './collection.ts';
import type { EntityAccess } from './entity-access.ts';
import { type Located, locate, operandOf, type PathStart } from './evaluate-path.ts';
import type { Instance, Operand } from './instance.ts';
import { createItemShaper } from './item.ts';
import { operandOfItem } from './operand-of-result.ts';
import { createEvaluation, createScope, type EvaluateOptions, type Evaluation } from './scope.ts';

export interface EvaluateQueryOptions extends EvaluateOptions {
  /** The result of `path.segments[segment]` is known already, of an operation for instance: evaluation goes on behind it. */
  readonly start?: { readonly segment: number; readonly result: QueryResult } | undefined;
}

/** Evaluates path and options; `undefined`: the resource does not exist (404). A null resource is `{ kind: 'null' }` or a null value. */
export function evaluateQuery(
  query: Query,
  access: EntityAccess,
  options: EvaluateQueryOptions,
): QueryResult | undefined {
  const evaluation = createEvaluation(access, options, readPath);
  const located = locate(query.path, evaluation, startOf(query.path, options.start));
  if (located === undefined) return undefined;
  const last = query.path.segments.at(-1);
  return resultOf(located, query, last?.kind === 'count', evaluation);
}

/** What `$root/…` yields: a collection, an instance, a value, or the number of a collection. */
function readPath(path: ResourcePath, evaluation: Evaluation): Operand {
  const operand = operandOf(locate(path, evaluation));
  return path.segments.at(-1)?.kind === 'count' && Array.isArray(operand) ? operand.length : operand;
}

function resultOf(
  located: Located,
  { options }: Query,
  counts: boolean,
  evaluation: Evaluation,
): QueryResult | undefined {
  const scope = createScope(evaluation);
  if (located.kind === 'collection') {
    const context: CollectionContext = { scope, outermost: true, pageSize: evaluation.pageSize };
    if (counts) return { kind: 'count', count: countCollection(located, options, context) };
    return placed(evaluateCollection(located, options, context), located.origin);
  }
  if (counts) return undefined;
  if (located.kind === 'null') return { kind: 'null' };
  const row = located.kind === 'instance' ? located.instance : located.value;
  const type = located.kind === 'instance' ? located.instance.type : located.type;
  if (row === null) return { kind: 'value', value: null };
  scope.it = row;
  scope.current = row;
  const result = createItemShaper(options, type, scope, false)(row);
  if (result.kind !== 'value' || located.kind !== 'value') return result;
  const { origin, typeName } = located;
  return placed(typeName === undefined ? result : { ...result, typeName }, origin);
}

function placed<R extends CollectionResult | ValueResult>(result: R, origin: ValueOrigin | undefined): R {
  return origin === undefined ? result : { ...result, origin };
}

function startOf(path: ResourcePath, start: EvaluateQueryOptions['start']): PathStart | undefined {
  if (start === undefined) return undefined;
  return {
    segment: start.segment,
    located: locatedOf(start.result, path.segments[start.segment]?.result?.type),
  };
}

function locatedOf(result: QueryResult, type: Extract<Located, { kind: 'value' }>['type']): Located {
  switch (result.kind) {
    case 'collection': {
      const rows = result.items.map(operandOfItem);
      return { kind: 'collection', read: () => rows, type, ordered: true };
    }
    case 'count':
      return { kind: 'value', value: result.count, type, origin: undefined };
    case 'null':
      return { kind: 'null' };
    case 'value':
      return locatedValue(result, type);
    default:
      return { kind: 'instance', instance: operandOfItem(result) as Instance };
  }
}

function locatedValue(
  { value, typeName }: ValueResult,
  type: Extract<Located, { kind: 'value' }>['type'],
): Located {
  if (!isCollectionValue(value)) return { kind: 'value', value, type, origin: undefined, typeName };
  return { kind: 'collection', read: () => value as readonly Operand[], type, ordered: true };
}
