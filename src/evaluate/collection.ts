// OData Protocol 4.01, section 11.2.1 "System Query Options": the order in which options are applied to a collection.
import type { EdmModel } from '../edm/edm-model.ts';
import type { QueryOptions } from '../query/query.ts';
import type { CollectionResult } from '../query/result.ts';
import { applyTransformations } from './apply/apply.ts';
import { type CollectionSource, rowsOf } from './collection-source.ts';
import { compileExpression } from './compile-expression.ts';
import { compileCompute, computesForOrder } from './compute.ts';
import { extendRow } from './extend-row.ts';
import { indexedEntities } from './filter.ts';
import type { Operand } from './instance.ts';
import { createItemShaper } from './item.ts';
import { compareToKeys, compileOrderby, createSelection, keyOrder, type OrderKey } from './orderby.ts';
import { nestedScope, type Scope } from './scope.ts';
import { compileSearch } from './search.ts';
import { readSkipToken, type SkipToken, writeSkipToken } from './skiptoken.ts';

export interface CollectionContext {
  readonly scope: Scope;
  /** Items are `$it` too: the collection is the resource itself, not one inside of it. */
  readonly outermost: boolean;
  /** Most items in a page. */
  readonly pageSize: number | undefined;
}

type Place = (row: Operand) => void;

/** Applies all options: $apply, $compute, $filter and $search, $count, $orderby, $skiptoken, $skip, $top, $expand, $select. */
export function evaluateCollection(
  source: CollectionSource,
  options: QueryOptions,
  context: CollectionContext,
): CollectionResult {
  const scope = nestedScope(context.scope);
  const place: Place = context.outermost
    ? (row) => {
        scope.it = row;
        scope.current = row;
      }
    : (row) => {
        scope.current = row;
      };
  const { rows, count, page, skiptoken } = selectRows(source, options, scope, place, context.pageSize);
  const shape = createItemShaper(options, source.type, scope, rows.computed);
  const items = page.map((row) => {
    place(row);
    return shape(row);
  });
  return {
    kind: 'collection',
    items,
    ...(options.count === true ? { count } : {}),
    ...(skiptoken === undefined ? {} : { skiptoken }),
  };
}

/** How many items $filter and $search leave. */
export function countCollection(
  source: CollectionSource,
  options: QueryOptions,
  context: CollectionContext,
): number {
  const { filter, search, apply, compute } = options;
  if (filter === undefined && search === undefined && apply === undefined) {
    return rowsOf(source).length;
  }
  const counted: QueryOptions = {
    ...(apply && { apply }),
    ...(compute && { compute }),
    ...(filter && { filter }),
    ...(search && { search }),
    top: 0,
    count: true,
  };
  return evaluateCollection(source, counted, { ...context, pageSize: undefined }).count ?? 0;
}

interface Rows {
  readonly all: readonly Operand[];
  /** Whether $compute has been applied. */
  readonly computed: boolean;
}

function inputRows(source: CollectionSource, options: QueryOptions, scope: Scope, place: Place): Rows {
  const { apply, compute, filter } = options;
  const indexed =
    source.entitySet !== undefined && filter !== undefined && apply === undefined
      ? indexedEntities(filter, source.entitySet, scope.evaluation)
      : undefined;
  let all = rowsOf(indexed === undefined ? source : { ...source, read: () => indexed });
  if (apply !== undefined) all = applyTransformations(apply, all, scope);
  scope.these = all;
  if (compute === undefined || !computesForOrder(options)) return { all, computed: false };
  const computeAll = compileCompute(compute);
  const rows = all.map((row) => {
    place(row);
    const computed = computeAll(scope);
    return extendRow(row, computed, scope);
  });
  return { all: rows, computed: true };
}

interface SelectedRows {
  readonly rows: Rows;
  readonly count: number;
  readonly page: readonly Operand[];
  readonly skiptoken: string | undefined;
}

function selectRows(
  source: CollectionSource,
  options: QueryOptions,
  scope: Scope,
  place: Place,
  pageSize: number | undefined,
): SelectedRows {
  const rows = inputRows(source, options, scope, place);
  const paging = pageSize !== undefined || options.skiptoken !== undefined;
  const keys = orderKeys(source, options, paging, scope.evaluation.model);
  const token =
    options.skiptoken === undefined
      ? undefined
      : readSkipToken(options.skiptoken, keys.total ? keys.keys.length : 0);
  const skip = token === undefined ? (options.skip ?? 0) : 'offset' in token.after ? token.after.offset : 0;
  const top = token === undefined ? options.top : token.top;
  const take = pageSize === undefined ? top : Math.min(top ?? pageSize, pageSize);
  // One more than the page tells whether there is a next one.
  const limit = take === undefined ? undefined : skip + take + (paging && take !== top ? 1 : 0);
  const selection = createSelection(keys.keys, scope, limit);
  const count = runThrough(rows.all, options, scope, place, keys.keys, token, selection.add, limit);
  const selected = selection.slice(skip, limit);
  const page = take === undefined ? selected : selected.slice(0, take);
  const more = take !== undefined && take !== top && selected.length > take && page.length > 0;
  const skiptoken = more
    ? writeSkipToken({
        after: keys.total
          ? { keys: selection.keysAt(skip + page.length - 1) }
          : { offset: skip + page.length },
        top: top === undefined ? undefined : top - page.length,
      })
    : undefined;
  return { rows, count, page, skiptoken };
}

/** What to order by; `total`: so that no two rows are equal, which paging needs and only entities can have that come in no order of their own. */
function orderKeys(
  source: CollectionSource,
  options: QueryOptions,
  paging: boolean,
  model: EdmModel,
): { keys: readonly OrderKey[]; total: boolean } {
  const keys = options.orderby === undefined ? [] : compileOrderby(options.orderby);
  if (!paging || source.type?.kind !== 'EntityType' || source.ordered || options.apply !== undefined)
    return { keys, total: false };
  const ofType = keyOrder(source.type, model);
  return { keys: [...keys, ...ofType], total: ofType.length > 0 };
}

/** Hands each row that the filter leaves to `add`, if it comes behind the token; gives the number of what the filter leaves. */
function runThrough(
  rows: readonly Operand[],
  options: QueryOptions,
  scope: Scope,
  place: Place,
  keys: readonly OrderKey[],
  token: SkipToken | undefined,
  add: (row: Operand) => void,
  limit: number | undefined,
): number {
  const predicate = options.filter && compileExpression(options.filter);
  const matches = options.search && compileSearch(options.search);
  const after = token !== undefined && 'keys' in token.after ? token.after.keys : undefined;
  const inOrder = keys.length === 0 && options.count !== true && after === undefined;
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    place(row);
    if (predicate !== undefined && predicate(scope) !== true) continue;
    if (matches !== undefined && !matches(row, scope.evaluation)) continue;
    count++;
    if (after !== undefined && compareToKeys(keys, scope, after) <= 0) continue;
    add(row);
    if (inOrder && count === limit) break;
  }
  return count;
}
