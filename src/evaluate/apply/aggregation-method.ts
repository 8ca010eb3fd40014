// OData Data Aggregation Extension 4.0, section 3.2.1.3 "Aggregation Methods".
import type { EdmType } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import type { EdmValue } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { canonicalText, comparatorOf } from '../compare.ts';
import { convertNumber } from '../convert-number.ts';
import { decimalText, divisionLibrary } from '../decimal.ts';
import { numericKind } from '../edm-kind.ts';
import { entityOf, type Operand } from '../instance.ts';
import { isInstance } from '../member.ts';
import type { Evaluation } from '../scope.ts';
import { createExactSum } from './exact-sum.ts';

/** Aggregates values, none of which is null. `type` is theirs. */
export function aggregateValues(
  method: string,
  values: readonly Operand[],
  type: EdmType | undefined,
  evaluation: Evaluation,
): EdmValue {
  switch (method) {
    case 'sum':
      return values.length === 0 ? null : sumOf(values, type);
    case 'average':
      return values.length === 0 ? null : averageOf(values, type);
    case 'min':
    case 'max':
      return extremeOf(method === 'min' ? -1 : 1, values, type);
    case 'countdistinct':
      return String(countDistinct(values, type));
    default:
      return aggregateByService(method, values, evaluation);
  }
}

function isDoubleTyped(type: EdmType | undefined): boolean {
  return numericKind(type) === 'double';
}

function sumOf(values: readonly Operand[], type: EdmType | undefined): EdmValue {
  if (isDoubleTyped(type)) return doubleSum(values);
  const sum = createExactSum();
  for (const value of values) sum.add(value as EdmValue);
  return sum.isDouble() ? sum.double() : decimalText(sum.decimal());
}

function doubleSum(values: readonly Operand[]): number {
  let sum = 0;
  for (const value of values) sum += convertNumber(value, 'double') as number;
  return sum;
}

function averageOf(values: readonly Operand[], type: EdmType | undefined): EdmValue {
  if (isDoubleTyped(type)) return doubleSum(values) / values.length;
  const sum = createExactSum();
  for (const value of values) sum.add(value as EdmValue);
  if (sum.isDouble()) return sum.double() / values.length;
  return decimalText(divisionLibrary().div(sum.decimal(), values.length));
}

function extremeOf(direction: number, values: readonly Operand[], type: EdmType | undefined): EdmValue {
  const compare = comparatorOf(type);
  let best: EdmValue = null;
  for (const value of values as readonly EdmValue[]) {
    if (best === null || compare(value, best) * direction > 0) best = value;
  }
  return best;
}

function countDistinct(values: readonly Operand[], type: EdmType | undefined): number {
  const distinct = new Set<unknown>();
  for (const value of values) {
    distinct.add(
      isInstance(value) ? (entityOf(value)?.identity ?? value) : canonicalText(value as EdmValue, type),
    );
  }
  return distinct.size;
}

/** A custom aggregation method or custom aggregate: the service knows what it does. */
export function aggregateByService(
  name: string,
  values: readonly Operand[],
  { access }: Evaluation,
): EdmValue {
  if (access.aggregate === undefined) {
    throw new ODataError(
      501,
      'NotImplemented',
      `The service has no definition of '${name}': what it aggregates to is not told by the model.`,
    );
  }
  const stored = values.map((value) =>
    isInstance(value) ? (entityOf(value) ?? value.values) : (value as EdmValue),
  ) as readonly (EdmValue | Entity)[];
  return access.aggregate(name, stored);
}
