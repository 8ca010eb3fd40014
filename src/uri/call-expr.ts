// OData ABNF Construction Rules 4.01, section 4 "Expressions": rules methodCallExpr, castExpr, isofExpr and caseMethodCallExpr.
import {
  DOT,
  LOWERCASE_A,
  LOWERCASE_Z,
  OPENING_PARENTHESIS,
  UPPERCASE_A,
  UPPERCASE_Z,
} from './characters.ts';
import { type Cursor, ENCODED, miss, nested, offsetOf } from './cursor.ts';
import { commonExpr } from './expression.ts';
import { firstMemberExpr } from './member-path.ts';
import { typeExpr } from './names.ts';
import type { CallExpr, Expr } from './syntax-tree.ts';
import { BWS, CLOSE, COLON, exactly, isNext, OPEN, separator, seq, word } from './terminals.ts';

/** Fewest and most arguments of each canonical function, by its name as the standard writes it. */
export const canonicalFunctions: Readonly<Record<string, readonly [number, number]>> = {
  concat: [2, 2],
  contains: [2, 2],
  endswith: [2, 2],
  indexof: [2, 2],
  length: [1, 1],
  matchesPattern: [2, 2],
  startswith: [2, 2],
  substring: [2, 3],
  tolower: [1, 1],
  toupper: [1, 1],
  trim: [1, 1],
  year: [1, 1],
  month: [1, 1],
  day: [1, 1],
  hour: [1, 1],
  minute: [1, 1],
  second: [1, 1],
  fractionalseconds: [1, 1],
  totalseconds: [1, 1],
  date: [1, 1],
  time: [1, 1],
  totaloffsetminutes: [1, 1],
  mindatetime: [0, 0],
  maxdatetime: [0, 0],
  now: [0, 0],
  round: [1, 1],
  floor: [1, 1],
  ceiling: [1, 1],
  'geo.distance': [2, 2],
  'geo.length': [1, 1],
  'geo.intersects': [2, 2],
  hassubset: [2, 2],
  hassubsequence: [2, 2],
};

type CallRule = (c: Cursor) => CallExpr | undefined;
type Arguments = (c: Cursor) => Expr[] | undefined;

/** `name(` blanks, arguments, blanks `)` */
function call(name: string, args: Arguments, prefix = seq(word(name), OPEN, BWS)): CallRule {
  return (c) => {
    const start = c.pos;
    if (prefix(c)) {
      const list = nested(c, args);
      if (list !== undefined) {
        BWS(c);
        if (CLOSE(c))
          return {
            kind: 'call',
            function: name,
            arguments: list,
            at: offsetOf(c, start),
            end: offsetOf(c, c.pos),
          };
      }
    }
    c.pos = start;
    return undefined;
  };
}

const expressions =
  (min: number, max: number): Arguments =>
  (c) => {
    const list: Expr[] = [];
    while (list.length < max) {
      const before = c.pos;
      if (list.length > 0 && !separator(c)) break;
      const next = commonExpr(c);
      if (next === undefined) {
        c.pos = before;
        break;
      }
      list.push(next);
    }
    return list.length >= min ? list : undefined;
  };

/** `[ expression, ] type`; without the expression, the type alone. */
const typeArguments: Arguments = (c) => {
  const start = c.pos;
  const operand = commonExpr(c);
  if (operand !== undefined && separator(c)) {
    const type = typeExpr(c);
    if (type !== undefined) return [operand, type];
  }
  c.pos = start;
  const type = typeExpr(c);
  return type && [type];
};

/** `condition : result`, one or more. */
const caseArguments: Arguments = (c) => {
  const list: Expr[] = [];
  do {
    const condition = commonExpr(c);
    if (condition === undefined) return undefined;
    BWS(c);
    if (!COLON(c)) return undefined;
    BWS(c);
    const result = commonExpr(c);
    if (result === undefined) return undefined;
    list.push(condition, result);
  } while (separator(c));
  return list;
};

const definedArgument: Arguments = (c) => {
  const path = firstMemberExpr(c);
  return path && [path];
};

const isdefinedPrefix = seq(exactly('isdefined'), OPEN, BWS);

/** Each canonical function's rule, by its name as the standard writes it. */
export const calls: Readonly<Record<string, CallRule>> = {
  ...Object.fromEntries(
    Object.entries(canonicalFunctions).map(([name, [min, max]]) => [name, call(name, expressions(min, max))]),
  ),
  cast: call('cast', typeArguments),
  isof: call('isof', typeArguments),
  case: call('case', caseArguments),
  isdefined: call('isdefined', definedArgument, isdefinedPrefix),
};
const callsByLowerCase = new Map(Object.entries(calls).map(([name, rule]) => [name.toLowerCase(), rule]));

/** The text up to a parenthesis, in lower case; empty when there is no parenthesis. */
function nameBeforeParenthesis(c: Cursor): string {
  let text = '';
  let at = c.pos;
  for (; at < c.pos + 20; at++) {
    const code = c.codes[at] as number;
    if (code >= ENCODED) break;
    const letter = code >= UPPERCASE_A && code <= UPPERCASE_Z ? code + 32 : code;
    if ((letter < LOWERCASE_A || letter > LOWERCASE_Z) && letter !== DOT) break;
    text += String.fromCharCode(letter);
  }
  return ((c.codes[at] as number) & ~ENCODED) === OPENING_PARENTHESIS ? text : '';
}

/** A canonical function; for what has no parentheses behind its name, nothing is tried. */
export function callExpr(c: Cursor): CallExpr | undefined {
  const rule = callsByLowerCase.get(nameBeforeParenthesis(c));
  if (rule !== undefined) return rule(c);
  if (!isNext(c, OPENING_PARENTHESIS)) miss(c, 'a function');
  return undefined;
}
