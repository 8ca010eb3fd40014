// OData Data Aggregation Extension 4.0, section 3.3.1 "Top/bottom transformations".
import type { EdmValue } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { Transformation } from '../../query/apply/transformation.ts';
import { comparatorOf, compareForSort } from '../compare.ts';
import { compileExpression } from '../compile-expression.ts';
import { convertNumber } from '../convert-number.ts';
import { decimalOf } from '../decimal.ts';
import type { Operand } from '../instance.ts';
import { createExactSum } from './exact-sum.ts';
import { at, type TransformInput } from './transform.ts';

export type RankKind = 'topcount' | 'topsum' | 'toppercent' | 'bottomcount' | 'bottomsum' | 'bottompercent';
type Ranking = Extract<Transformation, { kind: RankKind }>;

interface RankedRow {
  readonly row: Operand;
  readonly value: EdmValue;
  readonly place: number;
}

/** Considers the instances by descending (top) or ascending (bottom) value until enough are found; keeps the order of the input. */
export function rank({ kind, amount, by }: Ranking, { input, scope }: TransformInput): readonly Operand[] {
  const wanted = amountOf(kind, compileExpression(amount)(scope) as EdmValue);
  const value = compileExpression(by);
  const compare = comparatorOf(by.result.type);
  const descending = kind.startsWith('top');
  const rows = input.map(
    (row, place): RankedRow => ({ row, value: value(at(scope, row)) as EdmValue, place }),
  );
  const considered = [...rows].sort(
    (a, b) => compareForSort(compare, a.value, b.value) * (descending ? -1 : 1) || a.place - b.place,
  );
  const taken = kind.endsWith('count')
    ? considered.slice(0, Number(wanted))
    : takeBySum(considered, thresholdOf(kind, wanted, rows));
  return [...taken].sort((a, b) => a.place - b.place).map(({ row }) => row);
}

/** The amount as decimal text, checked for what the transformation allows. */
function amountOf(kind: RankKind, value: EdmValue): string {
  const text = convertNumber(value, 'decimal');
  const amount = typeof text === 'string' ? decimalOf(text) : undefined;
  const fits =
    amount !== undefined &&
    !amount.isNaN() &&
    (kind.endsWith('sum') ||
      (kind.endsWith('percent') ? amount.gt(0) && amount.lte(100) : amount.isInteger() && amount.gt(0)));
  if (!fits) {
    const range = kind.endsWith('percent')
      ? 'a number greater than 0 and up to 100'
      : kind.endsWith('sum')
        ? 'a number'
        : 'a positive whole number';
    throw new ODataError(400, 'InvalidExpression', `${kind} takes ${range} first, not ${String(value)}.`);
  }
  return text as string;
}

type Threshold = (sum: ReturnType<typeof createExactSum>) => boolean;

/** Whether the sum of what is taken is enough. */
function thresholdOf(kind: RankKind, wanted: string, rows: readonly RankedRow[]): Threshold {
  const amount = decimalOf(wanted);
  if (kind.endsWith('sum')) {
    return (sum) => (amount.isNegative() ? sum.decimal().lte(amount) : sum.decimal().gte(amount));
  }
  const total = createExactSum();
  for (const { value } of rows) total.add(value);
  const enough = total.decimal().times(amount).div(100);
  // The share of a negative total is reached downwards.
  return total.decimal().isNegative()
    ? (sum) => sum.decimal().lte(enough)
    : (sum) => sum.decimal().gte(enough);
}

function takeBySum(rows: readonly RankedRow[], enough: Threshold): readonly RankedRow[] {
  const sum = createExactSum();
  const taken: RankedRow[] = [];
  for (const row of rows) {
    if (enough(sum)) break;
    taken.push(row);
    sum.add(row.value);
  }
  return taken;
}
