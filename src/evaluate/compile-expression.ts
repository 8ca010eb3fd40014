// OData URL Conventions 4.01, section 5.1.1 "Common Expression Syntax": expressions compiled to closures, once for each query.
import { createRecord, type EdmValue } from '../edm/value.ts';
import type { Expression, ExpressionKind } from '../query/expression/expression.ts';
import { compileAggregateSegment } from './aggregate-segment.ts';
import { compileAnnotation } from './annotation.ts';
import { type ArithmeticOperator, compileArithmetic, negate } from './arithmetic.ts';
import { compileCast, compileIsOf } from './cast.ts';
import { type ComparisonOperator, compileComparison } from './comparison.ts';
import {
  type Compile,
  compileCastSegment,
  compileFilterSegment,
  compileKey,
  compileLambda,
  compileNavigation,
  compileProperty,
} from './compile-path.ts';
import { compileCount } from './count.ts';
import { compileFunctionCall } from './function-call.ts';
import { canonicalFunctions } from './functions/canonical-functions.ts';
import { compileIsDefined } from './functions/isdefined.ts';
import { compileHas } from './has.ts';
import { compileIn } from './in.ts';
import { compileAnd, compileNot, compileOr } from './logical.ts';
import { operandOfResult } from './operand-of-result.ts';
import type { Compiled } from './scope.ts';

type Compilers = {
  readonly [K in ExpressionKind]: (
    expression: Extract<Expression, { kind: K }>,
    compile: Compile,
  ) => Compiled;
};

const compilers: Compilers = {
  literal:
    ({ value }) =>
    () =>
      value,
  it: () => (scope) => scope.it,
  this: () => (scope) => scope.current,
  these: () => (scope) => scope.these ?? [],
  root:
    ({ path }) =>
    (scope) =>
      scope.evaluation.readRoot(path),
  variable:
    ({ name }) =>
    (scope) =>
      scope.variables.get(name) ?? null,
  referenced: ({ referenced }) => {
    const operand = operandOfResult(referenced);
    return () => operand;
  },
  property: compileProperty,
  dynamicProperty: compileProperty,
  computedProperty: compileProperty,
  navigation: compileNavigation,
  castSegment: compileCastSegment,
  key: compileKey,
  annotation: compileAnnotation,
  count: compileCount,
  aggregate: compileAggregateSegment,
  filter: compileFilterSegment,
  any: compileLambda,
  all: compileLambda,
  binary: compileBinary,
  unary: compileUnary,
  in: ({ left, right }, compile) => compileIn(left, right, compile),
  canonicalFunction: compileCanonicalFunction,
  cast: compileCast,
  isof: compileIsOf,
  case: compileCase,
  collection: compileCollection,
  record: compileRecord,
  function: compileFunctionCall,
};

// Queries are cached by their text, so that the same expression comes again with the next request.
const compiledExpressions = new WeakMap<Expression, Compiled>();

/** The closure that evaluates an expression. It keeps no state: one closure serves all requests. */
export function compileExpression(expression: Expression): Compiled {
  let compiled = compiledExpressions.get(expression);
  if (compiled === undefined) {
    const compiler = compilers[expression.kind] as (expression: Expression, compile: Compile) => Compiled;
    compiled = compiler(expression, compileExpression);
    compiledExpressions.set(expression, compiled);
  }
  return compiled;
}

function compileBinary(expression: Extract<Expression, { kind: 'binary' }>, compile: Compile): Compiled {
  const { operator, left, right } = expression;
  switch (operator) {
    case 'and':
      return compileAnd(compile(left), compile(right));
    case 'or':
      return compileOr(compile(left), compile(right));
    case 'has':
      return compileHas(left, right, compile);
    case 'eq':
    case 'ne':
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return compileComparison(operator satisfies ComparisonOperator, left, right, compile);
    default:
      return compileArithmetic(operator satisfies ArithmeticOperator, left, right, compile);
  }
}

function compileUnary(expression: Extract<Expression, { kind: 'unary' }>, compile: Compile): Compiled {
  const operand = compile(expression.operand);
  if (expression.operator === 'not') return compileNot(operand);
  const { type } = expression.operand.result;
  return (scope) => negate(operand(scope), type);
}

function compileCanonicalFunction(
  expression: Extract<Expression, { kind: 'canonicalFunction' }>,
  compile: Compile,
): Compiled {
  if (expression.name === 'isdefined') return compileIsDefined(expression.arguments[0]!, compile);
  return canonicalFunctions[expression.name](expression.arguments.map(compile), expression);
}

/** Section 5.1.1.12 "Conditional Functions": the value of the first condition that is true, else null. */
function compileCase(expression: Extract<Expression, { kind: 'case' }>, compile: Compile): Compiled {
  const cases = expression.cases.map((item) => ({
    condition: compile(item.condition),
    value: compile(item.value),
  }));
  return (scope) => cases.find((item) => item.condition(scope) === true)?.value(scope) ?? null;
}

function compileCollection(
  expression: Extract<Expression, { kind: 'collection' }>,
  compile: Compile,
): Compiled {
  const items = expression.items.map(compile);
  return (scope) => items.map((item) => item(scope));
}

function compileRecord(expression: Extract<Expression, { kind: 'record' }>, compile: Compile): Compiled {
  const members = [...expression.members].map(([name, value]) => [name, compile(value)] as const);
  const { type } = expression;
  return (scope) => {
    const record = createRecord();
    if (type !== undefined) record['@type'] = type.qualifiedName;
    for (const [name, value] of members) record[name] = value(scope) as EdmValue;
    return record;
  };
}
