// OData ABNF Construction Rules 4.01, sections 1 "Resource Path" and 4 "Expressions": key predicates and parameters.
import { OPENING_PARENTHESIS } from './characters.ts';
import { allows } from './constraints.ts';
import { type Cursor, miss, nested, offsetOf } from './cursor.ts';
import { commonExpr } from './expression.ts';
import { identifierOf, isKeyLiteral, primitiveLiteral } from './literals.ts';
import { identifier } from './names.ts';
import type { AliasExpr, Expr, NamedArgument, ParenthesesArguments } from './syntax-tree.ts';
import { AT, BWS, CLOSE, COMMA, EQ, isNext, OPEN, separator } from './terminals.ts';

/** ABNF parameterAlias, as a node. */
export function parameterAlias(c: Cursor): AliasExpr | undefined {
  const start = c.pos;
  if (!AT(c)) return undefined;
  const name = identifier(c);
  if (name === undefined) {
    c.pos = start;
    return undefined;
  }
  return { kind: 'alias', name, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
}

/** ABNF keyPropertyValue, as a node. */
export function keyPropertyValue(c: Cursor): Expr | undefined {
  const start = c.pos;
  const literal = primitiveLiteral(c);
  if (literal !== undefined && isKeyLiteral(literal)) return literal;
  c.pos = start;
  return undefined;
}

const aliasOr =
  (value: (c: Cursor) => Expr | undefined) =>
  (c: Cursor): Expr | undefined => {
    // An alias may also be the start of an expression, `@p/Name`; the longer reading is right.
    const start = c.pos;
    const expression = value(c);
    if (expression !== undefined) return expression;
    c.pos = start;
    return parameterAlias(c);
  };
const keyValue = aliasOr(keyPropertyValue);
const pathParameterValue = aliasOr(primitiveLiteral);

function keyName(c: Cursor): string | undefined {
  const start = c.pos;
  const name = identifier(c);
  if (name === undefined) return undefined;
  if (allows(c.constraints, 'primitiveKeyProperty', name) || allows(c.constraints, 'keyPropertyAlias', name))
    return name;
  c.pos = start;
  return undefined;
}
export const parameterName = (c: Cursor): string | undefined => identifierOf(c, 'parameterName');

function namedArgument(
  c: Cursor,
  nameRule: (c: Cursor) => string | undefined,
  valueRule: (c: Cursor) => Expr | undefined,
): NamedArgument | undefined {
  const start = c.pos;
  const name = nameRule(c);
  if (name !== undefined && EQ(c)) {
    const value = valueRule(c);
    if (value !== undefined) return { name, value, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
  }
  c.pos = start;
  return undefined;
}

/** ABNF keyValuePair. */
export const keyValuePair = (c: Cursor): NamedArgument | undefined => namedArgument(c, keyName, keyValue);
/** ABNF functionParameter. */
export const functionParameter = (c: Cursor): NamedArgument | undefined =>
  namedArgument(c, parameterName, pathParameterValue);
/** ABNF functionExprParameter. */
export const functionExprParameter = (c: Cursor): NamedArgument | undefined =>
  namedArgument(c, parameterName, commonExpr);

type Span = { readonly at: number; readonly end: number };
const spanFrom = (c: Cursor, start: number): Span => ({ at: offsetOf(c, start), end: offsetOf(c, c.pos) });

function simpleKeyAt(c: Cursor, start: number): ParenthesesArguments | undefined {
  const value = keyValue(c);
  if (value === undefined || !CLOSE(c)) return undefined;
  return { kind: 'simple', value, ...spanFrom(c, start) };
}

function compoundKeyAt(c: Cursor, start: number): ParenthesesArguments | undefined {
  const pairs: NamedArgument[] = [];
  do {
    const pair = keyValuePair(c);
    if (pair === undefined) return undefined;
    pairs.push(pair);
  } while (COMMA(c));
  return CLOSE(c) ? { kind: 'named', arguments: pairs, ...spanFrom(c, start) } : undefined;
}

function inParentheses(
  c: Cursor,
  ...readings: readonly ((c: Cursor, start: number) => ParenthesesArguments | undefined)[]
): ParenthesesArguments | undefined {
  const start = c.pos;
  for (const reading of readings) {
    c.pos = start;
    if (!OPEN(c)) return undefined;
    const result = reading(c, start);
    if (result !== undefined) return result;
  }
  c.pos = start;
  return undefined;
}

/** ABNF simpleKey, compoundKey. */
export const simpleKey = (c: Cursor): ParenthesesArguments | undefined => inParentheses(c, simpleKeyAt);
export const compoundKey = (c: Cursor): ParenthesesArguments | undefined => inParentheses(c, compoundKeyAt);
/** ABNF keyPredicate, but for keys written as segments. */
export const keyInParentheses = (c: Cursor): ParenthesesArguments | undefined =>
  inParentheses(c, simpleKeyAt, compoundKeyAt);

/**
 * A key of a URL as sent. What the grammar has no place for there, null and binaries among it, names no entity: that is the
 * model's to say, as it is of a literal of another type.
 */
export const sentKey = (c: Cursor): ParenthesesArguments | undefined =>
  keyInParentheses(c) ?? (c.decoded ? inParentheses(c, simpleLiteralAt) : undefined);

function simpleLiteralAt(c: Cursor, start: number): ParenthesesArguments | undefined {
  const value = primitiveLiteral(c);
  return value !== undefined && CLOSE(c) ? { kind: 'simple', value, ...spanFrom(c, start) } : undefined;
}

const parametersAt =
  (parameter: (c: Cursor) => NamedArgument | undefined) =>
  (c: Cursor, start: number): ParenthesesArguments | undefined => {
    const parameters: NamedArgument[] = [];
    BWS(c);
    for (;;) {
      const next = nested(c, parameter);
      if (next === undefined) {
        if (parameters.length > 0) return undefined;
        break;
      }
      parameters.push(next);
      if (!separator(c)) break;
    }
    BWS(c);
    if (!CLOSE(c)) return undefined;
    const span = spanFrom(c, start);
    return parameters.length === 0
      ? { kind: 'empty', ...span }
      : { kind: 'named', arguments: parameters, ...span };
  };
const pathParameters = parametersAt(functionParameter);
const exprParameters = parametersAt(functionExprParameter);

/** ABNF functionParameters, of a resource path. */
export const functionParameters = (c: Cursor): ParenthesesArguments | undefined =>
  inParentheses(c, pathParameters);
/** ABNF functionExprParameters, of an expression. */
export function functionExprParameters(c: Cursor): ParenthesesArguments | undefined {
  if (!isNext(c, OPENING_PARENTHESIS)) {
    miss(c, '"("');
    return undefined;
  }
  return inParentheses(c, exprParameters);
}
