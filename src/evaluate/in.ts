// OData URL Conventions 4.01, section 5.1.1.1 "Logical Operators": in.
import { isStructuredType } from '../edm/structured-type.ts';
import type { EdmValue } from '../edm/value.ts';
import type { Expression } from '../query/expression/expression.ts';
import { canonicalText } from './compare.ts';
import { comparisonType, operandEquality } from './comparison.ts';
import type { Compile } from './compile-path.ts';
import { numericKind, primitiveName } from './edm-kind.ts';
import { type Instance, isSameInstance, type Operand } from './instance.ts';
import { flat, isInstance } from './member.ts';
import type { Compiled } from './scope.ts';

/** True when the left operand equals an item of the right one. A list of constants of one type is looked up in a set. */
export function compileIn(left: Expression, right: Expression, compile: Compile): Compiled {
  const value = compile(left);
  const constants = constantsOf(left, right);
  if (constants !== undefined) {
    const { texts, type } = constants;
    return (scope) => texts.has(canonicalText(value(scope) as EdmValue, type));
  }
  const equals = itemEqualities(left, right);
  const items = compile(right);
  return (scope) => {
    const wanted = value(scope);
    return flatItems(items(scope)).some((item, i) => equalOperands(wanted, item, equals(i)));
  };
}

/** Null is an item like others here. */
function flatItems(operand: Operand): readonly Operand[] {
  return Array.isArray(operand) ? operand : flat(operand);
}

function equalOperands(a: Operand, b: Operand, equal: (a: EdmValue, b: EdmValue) => boolean): boolean {
  if (isInstance(a) && isInstance(b)) return isSameInstance(a as Instance, b as Instance);
  return equal(a as EdmValue, b as EdmValue);
}

function itemEqualities(
  left: Expression,
  right: Expression,
): (ordinal: number) => (a: EdmValue, b: EdmValue) => boolean {
  if (right.kind === 'collection') {
    const equals = right.items.map((item) => operandEquality(left, item));
    return (ordinal) => equals[ordinal]!;
  }
  const item = { ...right, result: { type: right.result.type, collection: left.result.collection } };
  const equal = operandEquality(left, item as Expression);
  return () => equal;
}

/** The canonical texts of the items, when all are constants that can be compared by such a text. */
function constantsOf(left: Expression, right: Expression) {
  if (right.kind !== 'collection' || left.result.collection) return undefined;
  const type = left.result.type;
  if (type === undefined || isStructuredType(type)) return undefined;
  const texts = new Set<string>();
  for (const item of right.items) {
    if (item.kind !== 'literal') return undefined;
    if (item.value !== null && !comparesByText(type, item)) return undefined;
    const text = canonicalText(item.value, type);
    if (text !== 'NaN') texts.add(text);
  }
  return { texts, type };
}

/** Texts of one kind of number agree when the numbers do; Int32 and Int64 write them alike. */
function comparesByText(type: NonNullable<Expression['result']['type']>, item: Expression): boolean {
  const itemType = item.result.type;
  if (itemType === undefined) return false;
  const [a, b] = [numericKind(type), numericKind(itemType)];
  if (a !== undefined || b !== undefined) {
    const whole = (kind: typeof a) => kind === 'integer' || kind === 'int64';
    return a === b || (whole(a) && whole(b));
  }
  return comparisonType(type, itemType) === type || primitiveName(itemType) === primitiveName(type);
}
