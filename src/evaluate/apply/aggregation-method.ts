// OData Data Aggregation Extension 4.0, section 3.2.1.3 "Aggregation Methods".
import type { EdmType } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import type { EdmValue } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { canonicalText, comparatorOf } from '../compare.ts';
import { doubleOf } from '../convert-number.ts';
import { decimalText, divisionLibrary } from '../decimal.ts';
import { numericKind } from '../edm-kind.ts';
import { entityOf, type Operand } from '../instance.ts';
import { isInstance } from '../member.ts';
import type { Evaluation } from '../scope.ts';
import { createExactSum } from './exact-sum.ts';

/** Takes the values one by one, none of which is null, and gives what they aggregate to. */
export interface Accumulator {
  add(value: Operand): void;
  result(evaluation: Evaluation): EdmValue;
}

/** An accumulator for values of the type. */
export function createAccumulator(method: string, type: EdmType | undefined): Accumulator {
  switch (method) {
    case 'sum':
    case 'average':
      return numericKind(type) === 'double' ? doubleAccumulator(method) : exactAccumulator(method);
    case 'min':
      return extremeAccumulator(-1, type);
    case 'max':
      return extremeAccumulator(1, type);
    case 'countdistinct':
      return distinctAccumulator(type);
    default:
      return serviceAccumulator(method);
  }
}

function doubleAccumulator(method: 'sum' | 'average'): Accumulator {
  let sum = 0;
  let count = 0;
  return {
    add(value) {
      sum += typeof value === 'number' ? value : doubleOf(value);
      count++;
    },
    result: () => (count === 0 ? null : method === 'sum' ? sum : sum / count),
  };
}

function exactAccumulator(method: 'sum' | 'average'): Accumulator {
  const sum = createExactSum();
  let count = 0;
  return {
    add(value) {
      sum.add(value as EdmValue);
      count++;
    },
    result() {
      if (count === 0) return null;
      if (sum.isDouble()) return method === 'sum' ? sum.double() : sum.double() / count;
      return decimalText(method === 'sum' ? sum.decimal() : divisionLibrary().div(sum.decimal(), count));
    },
  };
}

function extremeAccumulator(direction: number, type: EdmType | undefined): Accumulator {
  const compare = comparatorOf(type);
  let best: EdmValue = null;
  return {
    add(value) {
      if (best === null || compare(value as EdmValue, best) * direction > 0) best = value as EdmValue;
    },
    result: () => best,
  };
}

function distinctAccumulator(type: EdmType | undefined): Accumulator {
  const distinct = new Set<unknown>();
  return {
    add(value) {
      distinct.add(
        isInstance(value) ? (entityOf(value)?.identity ?? value) : canonicalText(value as EdmValue, type),
      );
    },
    result: () => String(distinct.size),
  };
}

function serviceAccumulator(name: string): Accumulator {
  const values: Operand[] = [];
  return {
    add(value) {
      values.push(value);
    },
    result: (evaluation) => aggregateByService(name, values, evaluation),
  };
}

/** A custom aggregation method or custom aggregate: the service knows what it does. */
export function aggregateByService(
  name: string,
  values: readonly Operand[],
  evaluation: Evaluation,
): EdmValue {
  const value = knownAggregate(name, values, evaluation);
  if (value !== undefined) return value;
  throw new ODataError(
    501,
    'NotImplemented',
    `The service has no definition of '${name}': what it aggregates to is not told by the model.`,
  );
}

/** The same; undefined where the service does not define it. */
export function knownAggregate(
  name: string,
  values: readonly Operand[],
  { access }: Evaluation,
): EdmValue | undefined {
  const stored = values.map((value) =>
    isInstance(value) ? (entityOf(value) ?? value.values) : (value as EdmValue),
  ) as readonly (EdmValue | Entity)[];
  return access.aggregate?.(name, stored);
}

/** Aggregates values that are at hand. */
export function aggregateValues(
  method: string,
  values: readonly Operand[],
  type: EdmType | undefined,
  evaluation: Evaluation,
): EdmValue {
  const accumulator = createAccumulator(method, type);
  for (const value of values) accumulator.add(value);
  return accumulator.result(evaluation);
}
