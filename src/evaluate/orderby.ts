// OData Protocol 4.01, section 11.2.6.2 "System Query Option $orderby".
import type { EdmEntityType, EdmModel, EdmType } from '../edm/edm-model.ts';
import type { EdmValue } from '../edm/value.ts';
import type { OrderbyItem } from '../query/query.ts';
import { comparatorOf, compareForSort, compareStrings } from './compare.ts';
import { compileExpression } from './compile-expression.ts';
import { numericKind, primitiveName } from './edm-kind.ts';
import type { Operand } from './instance.ts';
import { keyReader } from './key-value.ts';
import type { Compiled, Scope } from './scope.ts';
import { type SortDigest, sortDigestOf } from './sort-digest.ts';

/** One thing to order by; `compare` is total: null first, and turned round for `desc`. */
export interface OrderKey {
  readonly value: Compiled;
  readonly compare: (a: EdmValue, b: EdmValue) => number;
  /** By the ascending order. */
  readonly digest: SortDigest | undefined;
  readonly descending: boolean;
}

/** A row with its values to order by; the ordinal keeps equal rows in their order. */
export interface OrderedRow {
  readonly row: Operand;
  readonly keys: readonly EdmValue[];
  readonly ordinal: number;
}

export function compileOrderby(items: readonly OrderbyItem[]): readonly OrderKey[] {
  return items.map(({ expression, descending }) => {
    const ascending = totalOrder(expression.result.type);
    return {
      value: compileExpression(expression),
      compare: descending ? (a: EdmValue, b: EdmValue) => ascending(b, a) : ascending,
      digest: sortDigestOf(expression.result.type),
      descending,
    };
  });
}

/** A total order of the type's values; the frequent types are compared without further calls. */
function totalOrder(type: EdmType | undefined): (a: EdmValue, b: EdmValue) => number {
  const compare = comparatorOf(type);
  if (primitiveName(type) === 'String') {
    return (a, b) =>
      typeof a === 'string' && typeof b === 'string' ? compareStrings(a, b) : compareForSort(compare, a, b);
  }
  const kind = numericKind(type);
  if (kind === 'integer' || kind === 'double') {
    return (a, b) =>
      typeof a === 'number' && typeof b === 'number' && a !== b
        ? a < b
          ? -1
          : a > b
            ? 1
            : compareForSort(compare, a, b)
        : compareForSort(compare, a, b);
  }
  return (a, b) => compareForSort(compare, a, b);
}

/** The key of the entity type, ascending: what makes an order of entities total. An abstract type's is that of its derived types. */
export function keyOrder(type: EdmEntityType, model: EdmModel): readonly OrderKey[] {
  const keyed = type.key.length > 0 ? type : model.derivedTypes(type).find(({ key }) => key.length > 0);
  if (keyed === undefined) return [];
  return keyed.key.map((part) => {
    const read = keyReader(keyed, part);
    const { type: valueType } = part.property.type;
    return {
      value: (scope: Scope) => read(scope.current),
      compare: totalOrder(valueType),
      digest: sortDigestOf(valueType),
      descending: false,
    };
  });
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

/** Takes rows one by one, in the order of the input. */
export interface Selection {
  /** The scope is at the row. */
  add(row: Operand): void;
  /** Rows by the order, from the one with this index up to `end`; to the last without it. Called when all are added. */
  slice(start: number, end: number | undefined): readonly Operand[];
  /** The values to order by of the row with this index in the order. */
  keysAt(index: number): readonly EdmValue[];
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
  if (keys.length === 0) return inOrder(limit);
  return limit === undefined ? sorted(keys, scope) : firstOf(keys, scope, limit);
}

function inOrder(limit: number | undefined): Selection {
  const rows: Operand[] = [];
  return {
    add(row) {
      if (limit === undefined || rows.length < limit) rows.push(row);
    },
    slice: (start, end) => rows.slice(start, end),
    keysAt: () => [],
  };
}

/** The values to order by are kept in columns, and indexes are sorted: no object for each row. */
function sorted(keys: readonly OrderKey[], scope: Scope): Selection {
  const rows: Operand[] = [];
  const columns = keys.map((): EdmValue[] => []);
  let sortedIndexes: Uint32Array | undefined;
  const indexes = (): Uint32Array => {
    sortedIndexes ??= Uint32Array.from(rows.keys()).sort(compareIndexes(keys, columns));
    return sortedIndexes;
  };
  return {
    add(row) {
      rows.push(row);
      for (let i = 0; i < keys.length; i++) columns[i]!.push(keys[i]!.value(scope) as EdmValue);
    },
    slice: (start, end) => Array.from(indexes().subarray(start, end), (index) => rows[index]!),
    keysAt: (index) => columns.map((column) => column[indexes()[index]!]!),
  };
}

function compareIndexes(
  keys: readonly OrderKey[],
  columns: readonly (readonly EdmValue[])[],
): (a: number, b: number) => number {
  const byValues = (a: number, b: number): number => {
    for (let i = 0; i < keys.length; i++) {
      const column = columns[i]!;
      const order = keys[i]!.compare(column[a]!, column[b]!);
      if (order !== 0) return order;
    }
    return a - b;
  };
  const { digest, descending } = keys[0]!;
  if (digest === undefined) return byValues;
  const digests = Float64Array.from(columns[0]!, digest);
  const [before, after] = descending ? [1, -1] : [-1, 1];
  return (a, b) => {
    const left = digests[a]!;
    const right = digests[b]!;
    return left < right ? before : left > right ? after : byValues(a, b);
  };
}

function firstOf(keys: readonly OrderKey[], scope: Scope, limit: number): Selection {
  const kept: OrderedRow[] = [];
  let ordinal = 0;
  const compare = (a: OrderedRow, b: OrderedRow) => compareRows(keys, a, b);
  let final: readonly OrderedRow[] | undefined;
  const inFinalOrder = (): readonly OrderedRow[] => {
    final ??= [...kept].sort(compare);
    return final;
  };
  return {
    add(row) {
      const place = ordinal++;
      if (kept.length < limit) {
        kept.push(orderedRow(keys, scope, row, place));
        if (kept.length === limit) heapify(kept, compare);
      } else if (limit > 0 && compareToKeys(keys, scope, kept[0]!.keys) < 0) {
        kept[0] = orderedRow(keys, scope, row, place);
        siftDown(kept, 0, compare);
      }
    },
    slice: (start, end) =>
      inFinalOrder()
        .slice(start, end)
        .map(({ row }) => row),
    keysAt: (index) => inFinalOrder()[index]!.keys,
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
