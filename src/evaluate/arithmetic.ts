// OData URL Conventions 4.01, section 5.1.1.2 "Arithmetic Operators": add, sub, mul, div, divby, mod and negation.
import type { Decimal } from 'decimal.js';
import type { EdmType } from '../edm/edm-model.ts';
import type { EdmValue } from '../edm/value.ts';
import { ODataError } from '../error/odata-error.ts';
import type { Expression } from '../query/expression/expression.ts';
import { convertNumber, decimalOfNumber, doubleOf } from './convert-number.ts';
import { decimalOf, decimalText, divisionLibrary } from './decimal.ts';
import { type NumericKind, numericKind, primitiveName, promoted } from './edm-kind.ts';
import type { Operand } from './instance.ts';
import type { Compiled } from './scope.ts';
import {
  addToDate,
  addToInstant,
  durationOf,
  durationText,
  subtractDates,
  subtractInstants,
} from './temporal-arithmetic.ts';

export type ArithmeticOperator = 'add' | 'sub' | 'mul' | 'div' | 'divby' | 'mod';

type Operation = (a: EdmValue, b: EdmValue) => EdmValue;

/** Compiles an arithmetic operator by the static types of its operands; null when an operand is null. */
export function compileArithmetic(
  operator: ArithmeticOperator,
  left: Expression,
  right: Expression,
  compile: (expression: Expression) => Compiled,
): Compiled {
  const a = compile(left);
  const b = compile(right);
  const operation = operationOf(operator, left, right);
  return (scope) => {
    const l = a(scope);
    const r = b(scope);
    return l === null || r === null ? null : operation(l as EdmValue, r as EdmValue);
  };
}

function operationOf(operator: ArithmeticOperator, left: Expression, right: Expression): Operation {
  const [a, b] = [left.result.type, right.result.type];
  const temporal = temporalOperation(operator, a, b);
  if (temporal !== undefined) return temporal;
  const floating = left.kind === 'property' && left.property.type.scale === 'floating';
  const kinds = a === undefined || b === undefined ? undefined : numericKind(promoted(a, b));
  if (kinds === undefined) return (l, r) => numberOperation(operator, runtimeKind(l, r), floating)(l, r);
  return numberOperation(operator, kinds, floating);
}

/** The numeric kind of operands whose type is known at run time only. */
function runtimeKind(a: EdmValue, b: EdmValue): NumericKind {
  if (typeof a === 'string' || typeof b === 'string') return 'decimal';
  if (typeof a === 'bigint' || typeof b === 'bigint') {
    return Number.isInteger(a) || Number.isInteger(b) || typeof a === typeof b ? 'int64' : 'double';
  }
  return 'double';
}

function numberOperation(operator: ArithmeticOperator, kind: NumericKind, floating: boolean): Operation {
  if (operator === 'divby' && kind !== 'double') return decimalOperation('div', true);
  switch (kind) {
    case 'integer':
      return integerOperation(operator);
    case 'int64':
      return (a, b) => {
        const l = convertNumber(a, 'int64');
        const r = convertNumber(b, 'int64');
        return typeof l === 'bigint' && typeof r === 'bigint' ? bigintResult(operator, l, r) : null;
      };
    case 'decimal':
      return decimalOperation(operator, floating);
    case 'double':
      return (a, b) => doubleResult(operator, doubleOf(a), doubleOf(b));
  }
}

function integerOperation(operator: ArithmeticOperator): Operation {
  return (a, b) => {
    if (typeof a !== 'number' || typeof b !== 'number') return mixedIntegers(operator, a, b);
    switch (operator) {
      case 'add':
        return exactOr(operator, a + b, a, b);
      case 'sub':
        return exactOr(operator, a - b, a, b);
      case 'mul':
        return exactOr(operator, a * b, a, b);
      case 'div':
      case 'divby':
        if (b === 0) throw divisionByZero(operator);
        return Math.trunc(a / b) + 0;
      case 'mod':
        if (b === 0) throw divisionByZero(operator);
        return (a % b) + 0;
    }
  };
}

/** Integers have no negative zero: `+ 0` takes its sign. */
function exactOr(operator: ArithmeticOperator, result: number, a: number, b: number): number | bigint {
  return Number.isSafeInteger(result) ? result + 0 : bigintResult(operator, BigInt(a), BigInt(b));
}

/** An intermediate result that left the range of exact numbers is a bigint. */
function mixedIntegers(operator: ArithmeticOperator, a: EdmValue, b: EdmValue): EdmValue {
  const l = convertNumber(a, 'int64');
  const r = convertNumber(b, 'int64');
  return typeof l === 'bigint' && typeof r === 'bigint' ? bigintResult(operator, l, r) : null;
}

/** Whole numbers are within the range of Edm.Int64: beyond it the request fails rather than wrap around. */
function bigintResult(operator: ArithmeticOperator, a: bigint, b: bigint): bigint {
  const result = unboundedResult(operator, a, b);
  if (result === BigInt.asIntN(64, result)) return result;
  throw new ODataError(
    400,
    'InvalidExpression',
    `The result of '${operator}' is out of the range of Edm.Int64.`,
  );
}

function unboundedResult(operator: ArithmeticOperator, a: bigint, b: bigint): bigint {
  switch (operator) {
    case 'add':
      return a + b;
    case 'sub':
      return a - b;
    case 'mul':
      return a * b;
    case 'div':
    case 'divby':
      if (b === 0n) throw divisionByZero(operator);
      return a / b;
    case 'mod':
      if (b === 0n) throw divisionByZero(operator);
      return a % b;
  }
}

function doubleResult(operator: ArithmeticOperator, a: number, b: number): number {
  switch (operator) {
    case 'add':
      return a + b;
    case 'sub':
      return a - b;
    case 'mul':
      return a * b;
    case 'div':
    case 'divby':
      return a / b;
    case 'mod':
      if (b === 0) throw divisionByZero(operator);
      return a % b;
  }
}

/** `floating`: a quotient by zero is INF, -INF or NaN; else the request fails. */
function decimalOperation(operator: ArithmeticOperator, floating: boolean): Operation {
  return (a, b) => {
    const l = decimalOperand(a);
    const r = decimalOperand(b);
    if (l === undefined || r === undefined) return null;
    if (r.isZero() && (operator === 'mod' || (operator === 'div' && !floating))) {
      throw divisionByZero(operator);
    }
    return decimalText(decimalResult(operator, l, r));
  };
}

function decimalOperand(value: EdmValue): Decimal | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return decimalOf(decimalOfNumber(value));
  return typeof value === 'string' && isNumberText(value) ? decimalOf(value) : undefined;
}

function isNumberText(text: string): boolean {
  return /^([+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|-?INF|NaN)$/i.test(text);
}

function decimalResult(operator: ArithmeticOperator, a: Decimal, b: Decimal): Decimal {
  switch (operator) {
    case 'add':
      return a.plus(b);
    case 'sub':
      return a.minus(b);
    case 'mul':
      return a.times(b);
    case 'div':
    case 'divby':
      return divisionLibrary().div(a, b);
    case 'mod':
      if (a.e - b.e > mostDigits) throw tooLarge(operator);
      return a.mod(b);
  }
}

/** Digits that a whole quotient may have: more would keep the service busy for nothing. */
const mostDigits = 1000;

function tooLarge(operator: string): ODataError {
  return new ODataError(400, 'TooComplex', `The operands of '${operator}' are too far apart.`);
}

function divisionByZero(operator: string): ODataError {
  return new ODataError(400, 'InvalidExpression', `The right operand of '${operator}' is zero.`);
}

function temporalOperation(
  operator: ArithmeticOperator,
  left: EdmType | undefined,
  right: EdmType | undefined,
): Operation | undefined {
  const [a, b] = [primitiveName(left), primitiveName(right)];
  const sign = operator === 'sub' ? -1n : 1n;
  if (operator === 'add' || operator === 'sub') {
    if (a === 'DateTimeOffset' && b === 'DateTimeOffset') return onTexts(subtractInstants);
    if (a === 'Date' && b === 'Date') return onTexts(subtractDates);
    if (b !== 'Duration') return undefined;
    if (a === 'DateTimeOffset') return onTexts((l, r) => addToInstant(l, sign * durationOf(r)));
    if (a === 'Date') return onTexts((l, r) => addToDate(l, sign * durationOf(r)));
    if (a === 'Duration') return onTexts((l, r) => durationText(durationOf(l) + sign * durationOf(r)));
    return undefined;
  }
  if (operator === 'mul' && a === 'Duration') return (l, r) => scaleDuration(operator, l, r);
  if (operator === 'mul' && b === 'Duration') return (l, r) => scaleDuration(operator, r, l);
  if ((operator === 'div' || operator === 'divby') && a === 'Duration') {
    return (l, r) => scaleDuration('div', l, r);
  }
  return undefined;
}

function onTexts(operation: (a: string, b: string) => string): Operation {
  return (a, b) => (typeof a === 'string' && typeof b === 'string' ? operation(a, b) : null);
}

/** A Duration times or through a number, to the nearest picosecond. */
function scaleDuration(operator: 'mul' | 'div', duration: EdmValue, by: EdmValue): EdmValue {
  const factor = decimalOperand(by);
  if (typeof duration !== 'string' || factor === undefined) return null;
  if (!factor.isFinite() || (operator === 'div' && factor.isZero())) throw divisionByZero(operator);
  const result = decimalResult(operator, decimalOf(durationOf(duration).toString()), factor);
  if (result.e > mostDigits) throw tooLarge(operator);
  return durationText(BigInt(result.round().toFixed()));
}

/** The minus sign, on numbers and durations. */
export function negate(value: Operand, type: EdmType | undefined): EdmValue {
  if (typeof value === 'number') return numericKind(type) === 'integer' ? 0 - value : -value;
  if (typeof value === 'bigint') return -value;
  if (typeof value !== 'string') return null;
  if (primitiveName(type) === 'Duration') return durationText(-durationOf(value));
  const decimal = decimalOperand(value);
  return decimal === undefined ? null : decimalText(decimal.negated());
}
