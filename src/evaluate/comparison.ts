// OData URL Conventions 4.01, section 5.1.1.1 "Logical Operators": eq, ne, gt, ge, lt, le, by the static types of the operands.
import type { EdmType } from '../edm/edm-model.ts';
import type { EdmValue } from '../edm/value.ts';
import type { Expression } from '../query/expression/expression.ts';
import { comparatorOf, compareStrings, type Equality, equalityOf } from './compare.ts';
import { convertNumber } from './convert-number.ts';
import { decimalOrderTo } from './decimal.ts';
import { isEntityTyped, type NumericKind, numericKind, primitiveName, promoted } from './edm-kind.ts';
import { type Instance, isSameInstance, type Operand } from './instance.ts';
import type { Compiled } from './scope.ts';

export type ComparisonOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

/** The type that both operands are compared as: the wider number, else the one that is known or no plain string. */
export function comparisonType(left: EdmType | undefined, right: EdmType | undefined): EdmType | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  if (numericKind(left) !== undefined && numericKind(right) !== undefined) return promoted(left, right);
  if (primitiveName(left) === undefined && left.kind === 'Primitive') return right;
  return primitiveName(left) === 'String' ? right : left;
}

/** How numbers are compared: numbers and bigints as they are, decimals by their text or, against a Double, as Doubles. */
function comparisonKind(left: EdmType | undefined, right: EdmType | undefined): NumericKind | undefined {
  const kind = numericKind(comparisonType(left, right));
  if (kind === 'double') {
    const decimal = numericKind(left) === 'decimal' || numericKind(right) === 'decimal';
    const unknown = numericKind(left) === undefined || numericKind(right) === undefined;
    return decimal || unknown ? 'double' : 'integer';
  }
  return kind;
}

function orderTest(operator: 'gt' | 'ge' | 'lt' | 'le'): (order: number) => boolean {
  switch (operator) {
    case 'gt':
      return (order) => order > 0;
    case 'ge':
      return (order) => order >= 0;
    case 'lt':
      return (order) => order < 0;
    case 'le':
      return (order) => order <= 0;
  }
}

/** Compiles a comparison of operands that are compiled already. */
export function compileComparison(
  operator: ComparisonOperator,
  left: Expression,
  right: Expression,
  compile: (expression: Expression) => Compiled,
): Compiled {
  const a = compile(left);
  const b = compile(right);
  if (operator === 'eq' || operator === 'ne') return compileEquality(operator === 'eq', left, right, a, b);
  const type = comparisonType(left.result.type, right.result.type);
  const kind = comparisonKind(left.result.type, right.result.type);
  if (kind === 'integer' || kind === 'int64') return compileNumberOrder(operator, a, b, right);
  const x = kind === undefined ? a : converted(a, left, kind);
  const y = kind === undefined ? b : converted(b, right, kind);
  if (kind === 'double') return compileNumberOrder(operator, x, y, right);
  const test = orderTest(operator);
  if (kind === 'decimal' && right.kind === 'literal') return compileDecimalOrder(x, y, test);
  const compare = primitiveName(type) === 'String' ? stringOrder : comparatorOf(type);
  return (scope) => {
    const l = x(scope);
    const r = y(scope);
    return l === null || r === null ? false : test(compare(l as EdmValue, r as EdmValue));
  };
}

/** The constant is read once. */
function compileDecimalOrder(left: Compiled, constant: Compiled, test: (order: number) => boolean): Compiled {
  const text = constant(undefined as never);
  if (typeof text !== 'string') return () => false;
  const order = decimalOrderTo(text);
  return (scope) => {
    const value = left(scope);
    return typeof value === 'string' && test(order(value));
  };
}

function stringOrder(a: EdmValue, b: EdmValue): number {
  return typeof a === 'string' && typeof b === 'string' ? compareStrings(a, b) : Number.NaN;
}

/** An operand in the form of the numeric kind; a literal is converted once. */
function converted(operand: Compiled, expression: Expression, kind: NumericKind): Compiled {
  if (numericKind(expression.result.type) === kind) return operand;
  if (expression.kind === 'literal') {
    const value = convertNumber(expression.value, kind);
    return () => value;
  }
  return (scope) => convertNumber(operand(scope), kind);
}

// The engine compares number and bigint exactly. Each operator and the frequent case of a constant has a closure of its own,
// so that a row costs two calls and one comparison.
function compileNumberOrder(
  operator: 'gt' | 'ge' | 'lt' | 'le',
  left: Compiled,
  right: Compiled,
  rightExpression: Expression,
): Compiled {
  type Num = number;
  const constant = rightExpression.kind === 'literal' ? right(undefined as never) : undefined;
  if (typeof constant === 'number') return compileConstantOrder(operator, left, constant);
  const test = orderOfOperands[operator];
  return (scope) => {
    const a = left(scope);
    const b = right(scope);
    return a === null || b === null ? false : test(a as Num, b as Num);
  };
}

const orderOfOperands = {
  gt: (a: number, b: number) => a > b,
  ge: (a: number, b: number) => a >= b,
  lt: (a: number, b: number) => a < b,
  le: (a: number, b: number) => a <= b,
};

function compileConstantOrder(
  operator: 'gt' | 'ge' | 'lt' | 'le',
  left: Compiled,
  constant: number,
): Compiled {
  switch (operator) {
    case 'gt':
      return (scope) => {
        const a = left(scope);
        return a !== null && (a as number) > constant;
      };
    case 'ge':
      return (scope) => {
        const a = left(scope);
        return a !== null && (a as number) >= constant;
      };
    case 'lt':
      return (scope) => {
        const a = left(scope);
        return a !== null && (a as number) < constant;
      };
    case 'le':
      return (scope) => {
        const a = left(scope);
        return a !== null && (a as number) <= constant;
      };
  }
}

function compileEquality(
  wanted: boolean,
  left: Expression,
  right: Expression,
  a: Compiled,
  b: Compiled,
): Compiled {
  if (isEntityTyped(left.result) || isEntityTyped(right.result)) {
    const same = left.result.collection || right.result.collection ? sameInstances : sameInstance;
    return (scope) => same(a(scope), b(scope)) === wanted;
  }
  const kind = comparisonKind(left.result.type, right.result.type);
  const plain = kind === undefined || left.result.collection || right.result.collection;
  const x = plain ? a : converted(a, left, kind);
  const y = plain ? b : converted(b, right, kind);
  const equal = operandEquality(left, right);
  return (scope) => equal(x(scope) as EdmValue, y(scope) as EdmValue) === wanted;
}

/** The equality that `eq` and `in` have for these operands, after promotion. */
export function operandEquality(left: Expression, right: Expression): Equality {
  const type = comparisonType(left.result.type, right.result.type);
  const kind = comparisonKind(left.result.type, right.result.type);
  const collection = left.result.collection || right.result.collection;
  if (collection) return equalityOf(type, true);
  if (kind !== undefined && kind !== 'decimal') return equalNumbers;
  if (primitiveName(type) === 'String' || primitiveName(type) === 'Boolean') return identical;
  return equalityOf(type, false);
}

const identical: Equality = (a, b) => a === b;

/** NaN equals nothing; 1 equals 1n. */
const equalNumbers: Equality = (a, b) =>
  a === null || b === null ? a === b : (a as number) >= (b as number) && (a as number) <= (b as number);

export function sameInstance(a: Operand, b: Operand): boolean {
  return a === null || b === null ? a === b : isSameInstance(a as Instance, b as Instance);
}

function sameInstances(a: Operand, b: Operand): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((instance, i) => sameInstance(instance, b[i]));
}
