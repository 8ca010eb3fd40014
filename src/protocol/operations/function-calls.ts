// OData Protocol 4.01, section 11.5.4 "Functions": functions in expressions, whose handlers may answer later than evaluation asks.

import type { EdmFunction } from '../../edm/edm-model.ts';
import { isEntity } from '../../edm/entity.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { FunctionCall, FunctionResult } from '../../evaluate/entity-access.ts';
import type { MaybePromise } from '../../store/maybe-promise.ts';

/** Calls that are waited for at the same time. */
const atOnce = 100;
/** Calls of one evaluation that are waited for, in all. */
const most = 10_000;

type Outcome = { readonly result: FunctionResult } | { readonly error: unknown } | 'waiting';

/** Ends an evaluation that waits for enough calls already. */
class Paused extends Error {}

/**
 * Evaluates, which happens at once, with functions whose handlers answer later: what is not known yet is `undefined` to the
 * evaluation, which is repeated when the results are there. A call with the same function, bound instance and parameters
 * is made once. What counts is the last evaluation, in which nothing is unknown: it is what handlers that answer at once
 * would have given.
 */
export function evaluateWithCalls<T>(
  evaluate: (call: (functionCall: FunctionCall) => FunctionResult | undefined) => MaybePromise<T>,
  invoke: (functionCall: FunctionCall) => MaybePromise<FunctionResult>,
): MaybePromise<T> {
  // Most evaluations call nothing.
  let calls: Calls | undefined;
  const attempt = () =>
    evaluate((functionCall) => {
      calls ??= createCalls(invoke);
      return calls.call(functionCall);
    });
  const areWaiting = () => calls?.areWaiting() === true;
  let first: MaybePromise<T> | undefined;
  try {
    first = attempt();
    if (!(first instanceof Promise) && !areWaiting()) return first;
  } catch (error) {
    if (!areWaiting()) throw error;
  }
  return untilKnown(attempt, areWaiting, () => calls?.arrived(), first);
}

async function untilKnown<T>(
  attempt: () => MaybePromise<T>,
  areWaiting: () => boolean,
  arrived: () => Promise<void> | undefined,
  first: MaybePromise<T> | undefined,
): Promise<T> {
  let evaluated = first;
  for (;;) {
    try {
      const result = await evaluated;
      if (!areWaiting()) return result as T;
    } catch (error) {
      // while results are unknown, an error may be due to that
      if (!areWaiting()) throw error;
    }
    await arrived();
    evaluated = deferred(attempt);
  }
}

/** What it throws at once is thrown where it is awaited. */
async function deferred<T>(attempt: () => MaybePromise<T>): Promise<T> {
  return attempt();
}

interface Calls {
  readonly call: (functionCall: FunctionCall) => FunctionResult | undefined;
  readonly areWaiting: () => boolean;
  /** When all calls that were made have their results. */
  readonly arrived: () => Promise<void>;
}

function createCalls(invoke: (functionCall: FunctionCall) => MaybePromise<FunctionResult>): Calls {
  const outcomes = new Map<EdmFunction, Map<string, Outcome>>();
  let textOf: ((value: unknown) => string) | undefined;
  let waiting: Promise<void>[] = [];
  let count = 0;
  const keep = async (name: string, known: Map<string, Outcome>, given: Promise<FunctionResult>) => {
    known.set(name, 'waiting');
    try {
      known.set(name, { result: await given });
    } catch (error) {
      known.set(name, { error });
    }
  };
  return {
    call: (functionCall) => {
      const { function: called, binding, parameters, transformedType } = functionCall;
      // a function whose handler has always answered at once has nothing to remember
      const call = [binding, parameters, transformedType?.qualifiedName];
      let known = outcomes.get(called);
      textOf ??= createTextOf();
      const name = known && textOf(call);
      const outcome = name === undefined ? undefined : known?.get(name);
      if (outcome !== undefined) return resultOf(outcome);
      if (waiting.length >= atOnce) throw new Paused();
      const given = invoke(functionCall);
      if (!(given instanceof Promise)) return given;
      known ??= new Map();
      outcomes.set(called, known);
      waiting.push(keep(name ?? textOf(call), known, given));
      count++;
      return undefined;
    },
    areWaiting: () => waiting.length > 0,
    arrived: async () => {
      await Promise.all(waiting);
      waiting = [];
      if (count > most)
        throw new ODataError(
          400,
          'TooComplex',
          `The expressions call functions whose results have to be waited for more than ${most} times.`,
        );
    },
  };
}

function resultOf(outcome: Outcome): FunctionResult | undefined {
  if (outcome === 'waiting') return undefined;
  if ('error' in outcome) throw outcome.error;
  return outcome.result;
}

/** Texts that are the same for the same values and entities. */
function createTextOf(): (value: unknown) => string {
  const numbers = new WeakMap<object, number>();
  let last = 0;
  const numberOf = (entity: object): number => {
    let number = numbers.get(entity);
    if (number === undefined) {
      number = ++last;
      numbers.set(entity, number);
    }
    return number;
  };
  const textOf = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
    if (typeof value !== 'object' || value === null)
      return `${typeof value} ${JSON.stringify(Object.is(value, -0) ? '-0' : String(value))}`;
    if (isEntity(value)) return `#${numberOf(value)}`;
    return `{${Object.entries(value)
      .map(([name, member]) => `${JSON.stringify(name)}:${textOf(member)}`)
      .join(',')}}`;
  };
  return textOf;
}
