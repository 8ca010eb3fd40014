// OData Protocol 4.01, section 11.2.6.2 "System Query Option $orderby".
import type { EdmEntityType, EdmModel } from '../edm/edm-model.ts';
import type { EdmValue } from '../edm/value.ts';
import type { OrderbyItem } from '../query/query.ts';
import { type Comparator, comparatorOf, compareForSort } from './compare.ts';
import { compileExpression } from './compile-expression.ts';
import type { Operand } from './instance.ts';
import { memberOf } from './member.ts';
import type { Compiled, Scope } from './scope.ts';

/** One thing to order by; `compare` is total: null first, and turned round for `desc`. */
export interface OrderKey {
  readonly value: Compiled;
  readonly compare: (a: EdmValue, b: EdmValue) => number;
}

/** A row with its values to order by; the ordinal keeps equal rows in their order. */
export interface OrderedRow {
  readonly row: Operand;
  readonly keys: readonly EdmValue[];
  readonly ordinal: number;
}

export function compileOrderby(items: readonly OrderbyItem[]): readonly OrderKey[] {
  return items.map(({ expression, descending }) => ({
    value: compileExpression(expression),
    compare: totalOrder(comparatorOf(expression.result.type), descending),
  }));
}

function totalOrder(compare: Comparator, descending: boolean): (a: EdmValue, b: EdmValue) => number {
  return descending ? (a, b) => compareForSort(compare, b, a) : (a, b) => compareForSort(compare, a, b);
}

/** The key of the entity type, ascending: what makes an order of entities total. An abstract type's is that of its derived types. */
export function keyOrder(type: EdmEntityType, model: EdmModel): readonly OrderKey[] {
  const keyed = type.key.length > 0 ? type : model.derivedTypes(type).find(({ key }) => key.length > 0);
  return (keyed?.key ?? []).map(({ path, property }) => ({
    value: (scope: Scope) => path.reduce<Operand>((owner, name) => memberOf(owner, name), scope.current),
    compare: totalOrder(comparatorOf(property.type.type), false),
  }));
}

export function orderedRow(
  keys: readonly OrderKey[],
  scope: Scope,
  row: Operand,
  ordinal: number,
): OrderedRow {
  return { row, keys: keys.map((key) => key.value(scope) as EdmValue), ordinal };
}

/** The row that the scope is at, against values to order by. */
export function compareToKeys(keys: readonly OrderKey[], scope: Scope, values: readonly EdmValue[]): number {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    const order = key.compare(key.value(scope) as EdmValue, values[i] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

export function compareRows(keys: readonly OrderKey[], a: OrderedRow, b: OrderedRow): number {
  for (let i = 0; i < keys.length; i++) {
    const order = keys[i]!.compare(a.keys[i]!, b.keys[i]!);
    if (order !== 0) return order;
  }
  return a.ordinal - b.ordinal;
}

/** Takes rows one by one, in the order of the input, and gives the first ones by the order. */
export interface Selection {
  /** The scope is at the row. */
  add(row: Operand): void;
  rows(): readonly OrderedRow[];
}

/**
 * All rows, sorted; or, with a limit, the first ones, held in a heap whose root is the last of them, so that most rows cost one
 * comparison.
 */
export function createSelection(
  keys: readonly OrderKey[],
  scope: Scope,
  limit: number | undefined,
): Selection {
  const kept: OrderedRow[] = [];
  let ordinal = 0;
  const compare = (a: OrderedRow, b: OrderedRow) => compareRows(keys, a, b);
  return {
    add(row) {
      const place = ordinal++;
      if (limit === undefined || kept.length < limit) {
        kept.push(orderedRow(keys, scope, row, place));
        if (limit !== undefined && kept.length === limit && keys.length > 0) heapify(kept, compare);
      } else if (keys.length > 0 && limit > 0 && compareToKeys(keys, scope, kept[0]!.keys) < 0) {
        kept[0] = orderedRow(keys, scope, row, place);
        siftDown(kept, 0, compare);
      }
    },
    rows: () => (keys.length === 0 ? kept : kept.sort(compare)),
  };
}

type CompareRows = (a: OrderedRow, b: OrderedRow) => number;

function heapify(heap: OrderedRow[], compare: CompareRows): void {
  for (let i = (heap.length >> 1) - 1; i >= 0; i--) siftDown(heap, i, compare);
}

function siftDown(heap: OrderedRow[], from: number, compare: CompareRows): void {
  const row = heap[from]!;
  let at = from;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && compare(heap[child + 1]!, heap[child]!) > 0) child++;
    if (compare(heap[child]!, row) <= 0) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = row;
}
