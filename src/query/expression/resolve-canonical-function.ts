// OData URL Conventions 4.01, sections 5.1.1.3 to 5.1.1.12: calls of canonical functions, cast, isof and case.
import type { EdmPrimitiveTypeName, EdmType, EdmTypeReference } from '../../edm/edm-model.ts';
import type { CallExpr, Expr } from '../../uri/syntax-tree.ts';
import { findType } from '../find-name.ts';
import {
  expressionError,
  primitive,
  type ResolveContext,
  typeName,
  typeReference,
} from '../resolve-context.ts';
import { canonicalName, type Signature, type SignatureType, signatures } from './canonical-functions.ts';
import type { Expression, ExpressionType } from './expression.ts';
import { literalAs } from './literal-value.ts';
import {
  areComparable,
  isInteger,
  isNumeric,
  isUnknown,
  primitiveName,
  promote,
} from './numeric-promotion.ts';
import { adapt, adaptable, resolveBoolean, resolveExpression } from './resolve-expression.ts';
import { currentInstance, resolvePathExpression } from './resolve-path-expression.ts';
import { type Scope, withShape } from './scope.ts';

export function resolveCall(context: ResolveContext, scope: Scope, expr: CallExpr): Expression {
  const name = expr.function.toLowerCase();
  if (name === 'cast' || name === 'isof') return resolveCast(context, scope, expr, name);
  if (name === 'case') return resolveCase(context, scope, expr);
  if (name === 'isdefined') return resolveIsdefined(context, scope, expr);
  const canonical = canonicalName(name);
  if (canonical === undefined)
    throw expressionError(context, `There is no function '${expr.function}'.`, expr.at);
  const overloads = signatures[canonical] as readonly Signature[];
  const given = expr.arguments.map((argument) => resolveExpression(context, scope, argument));
  for (const overload of overloads) {
    const resolved = fitArguments(context, scope, expr.arguments, given, overload);
    if (resolved === undefined) continue;
    const result = resultOf(context, overload, resolved);
    return { kind: 'canonicalFunction', name: canonical, arguments: resolved, result, at: expr.at };
  }
  throw unfit(context, expr, overloads, given);
}

function resultOf(
  context: ResolveContext,
  overload: Signature,
  resolved: readonly Expression[],
): ExpressionType {
  if (overload.result === 'same') return (resolved[0] as Expression).result;
  return { type: primitive(context, overload.result), collection: false };
}

/** The arguments as values of the parameters' types; undefined where one does not fit. */
function fitArguments(
  context: ResolveContext,
  scope: Scope,
  written: readonly Expr[],
  given: readonly Expression[],
  { parameters }: Signature,
): readonly Expression[] | undefined {
  if (given.length !== parameters.length) return undefined;
  const fitted: Expression[] = [];
  for (const [index, parameter] of parameters.entries()) {
    const argument = given[index] as Expression;
    const literal = adaptable(context, written[index] as Expr);
    if (literal?.kind === 'literal' && parameter !== 'Collection') {
      const expected = { type: primitive(context, parameter), collection: false };
      const adapted = adapt(context, scope, literal, expected);
      if (adapted === undefined) return undefined;
      fitted.push(adapted);
    } else {
      if (!takes(parameter, argument.result)) return undefined;
      fitted.push(argument);
    }
  }
  return fitted;
}

function takes(parameter: SignatureType, { type, collection }: ExpressionType): boolean {
  if (parameter === 'Collection')
    return collection || type === undefined || primitiveName(type) === 'Untyped';
  if (collection) return false;
  if (isUnknown(type)) return true;
  const name = primitiveName(type) as EdmPrimitiveTypeName | undefined;
  if (parameter === 'Int32') return isInteger(type);
  if (parameter === 'Double') return isNumeric(type);
  if (parameter === 'Decimal') return isNumeric(type) && name !== 'Double' && name !== 'Single';
  return name === parameter || name === 'Geography' || name === 'Geometry';
}

function unfit(
  context: ResolveContext,
  expr: CallExpr,
  overloads: readonly Signature[],
  given: readonly Expression[],
): Error {
  const types = given.map((argument) =>
    argument.kind === 'literal' && argument.value === null ? 'null' : typeName(argument.result),
  );
  const known = overloads.map(({ parameters }) => `${expr.function}(${parameters.join(',')})`).join(' or ');
  return expressionError(
    context,
    `The function '${expr.function}' does not take (${types.join(', ')}); it is ${known}.`,
    expr.at,
  );
}

/** Section 5.1.1.10: `cast(type)` and `isof(type)` look at the current instance. */
function resolveCast(
  context: ResolveContext,
  scope: Scope,
  expr: CallExpr,
  kind: 'cast' | 'isof',
): Expression {
  const target = expr.arguments.at(-1);
  if (target === undefined || expr.arguments.length > 2)
    throw expressionError(context, `The function '${kind}' takes an expression and a type.`, expr.at);
  const reference = typeArgument(context, target);
  const operand =
    expr.arguments.length === 1
      ? currentInstance(context, scope, expr.at).expression
      : resolveExpression(context, scope, expr.arguments[0] as Expr);
  const result =
    kind === 'isof'
      ? { type: primitive(context, 'Boolean'), collection: false }
      : { type: reference.type, collection: reference.collection };
  return { kind, operand, target: reference, result, at: expr.at };
}

/** A type's name; where names are lenient, it may look like a path or a quoted text. */
function typeArgument(context: ResolveContext, expr: Expr): EdmTypeReference {
  const name = typeNameOf(expr);
  const type: EdmType | undefined = name === undefined ? undefined : findType(context, name);
  if (type === undefined) throw expressionError(context, `'${name ?? ''}' is no type of the model.`, expr.at);
  return typeReference(type, expr.kind === 'type' && expr.collection);
}

function typeNameOf(expr: Expr): string | undefined {
  if (expr.kind === 'type') return expr.name;
  if (expr.kind === 'literal' && expr.type === 'string') return expr.value;
  const [segment, ...more] = expr.kind === 'path' && expr.root === undefined ? expr.segments : [];
  return segment?.kind === 'name' && more.length === 0 ? segment.name : undefined;
}

/** Section 5.1.1.12.1: the results' common type, or what promotion makes of numeric ones. */
function resolveCase(context: ResolveContext, scope: Scope, expr: CallExpr): Expression {
  if (expr.arguments.length === 0 || expr.arguments.length % 2 !== 0)
    throw expressionError(context, `'case' takes pairs of a condition and a result.`, expr.at);
  const cases: { condition: Expression; value: Expression; written: Expr }[] = [];
  for (let index = 0; index < expr.arguments.length; index += 2) {
    const condition = resolveBoolean(context, scope, expr.arguments[index] as Expr);
    const written = expr.arguments[index + 1] as Expr;
    cases.push({ condition, value: resolveExpression(context, scope, written), written });
  }
  const result = commonResult(
    context,
    cases.map(({ value }) => value),
  );
  const adapted = cases.map(({ condition, value, written }) => {
    const literal = adaptable(context, written);
    const typed =
      literal?.kind === 'literal' &&
      result.type !== undefined &&
      literalAs(context, literal, result.type) !== undefined
        ? adapt(context, scope, literal, result)
        : undefined;
    return { condition, value: typed ?? value };
  });
  return { kind: 'case', cases: adapted, result, at: expr.at };
}

function commonResult(context: ResolveContext, values: readonly Expression[]): ExpressionType {
  const typed = values.filter((value) => !isUnknown(value.result.type));
  const [first] = typed;
  if (first === undefined) return { type: undefined, collection: false };
  let result = first.result;
  for (const { result: other } of typed) {
    if (!areComparable(result, other)) return { type: undefined, collection: false };
    const [a, b] = [primitiveName(result.type), primitiveName(other.type)];
    if (a !== undefined && b !== undefined && a !== b && isNumeric(result.type))
      result = { type: primitive(context, promote(a, b)), collection: false };
  }
  return result;
}

/** Data Aggregation 4.0, section 3.3.6 "isdefined": whether the instance still has the property. */
function resolveIsdefined(context: ResolveContext, scope: Scope, expr: CallExpr): Expression {
  const [argument] = expr.arguments;
  if (argument?.kind !== 'path' || expr.arguments.length !== 1)
    throw expressionError(context, `'isdefined' takes a path.`, expr.at);
  // What the transformations before took away may be named here: that is what the function asks about.
  const shape = scope.current?.shape;
  const whole = shape === undefined ? scope : withShape(scope, { ...shape, declared: undefined });
  const { expression } = resolvePathExpression(context, whole, argument);
  const result = { type: primitive(context, 'Boolean'), collection: false };
  return { kind: 'canonicalFunction', name: 'isdefined', arguments: [expression], result, at: expr.at };
}
