// OData ABNF Construction Rules 4.01, section 4 "Expressions".

import { callExpr } from './call-expr.ts';
import {
  AT_SIGN,
  BLANK,
  DOLLAR,
  MINUS,
  NINE,
  OPENING_BRACE,
  OPENING_BRACKET,
  OPENING_PARENTHESIS,
  PLUS,
  QUOTE,
  ZERO,
} from './characters.ts';
import { type Cursor, ENCODED, limits, miss, nested, offsetOf, refuseComplexity } from './cursor.ts';
import { arrayOrObject } from './json-literals.ts';
import { enumLiteralExpr, primitiveLiteral } from './literals.ts';
import { firstMemberExpr, rootExpr } from './member-path.ts';
import { type Operator, precedence, unaryPrecedence } from './operators.ts';
import type { Expr, LiteralExpr } from './syntax-tree.ts';
import { BWS, CLOSE, isNext, OPEN, RWS, separator, seq, word } from './terminals.ts';

const operators = new Map<string, Operator>(
  (Object.keys(precedence) as Operator[]).map((operator) => [operator, operator]),
);
const isLogical = (operator: Operator): boolean => precedence[operator] <= 2;
const isArithmetic = (operator: Operator): boolean =>
  precedence[operator] === 5 || precedence[operator] === 6;

function letters(c: Cursor, count: number): string {
  let text = '';
  for (let i = c.pos; i < c.pos + count; i++) {
    const code = (c.codes[i] as number) | 32;
    if (code < 97 || code > 122) return '';
    text += String.fromCharCode(code);
  }
  return text;
}

/** `RWS operator RWS`, or undefined and nothing read. */
function operatorBetweenBlanks(c: Cursor): Operator | undefined {
  const start = c.pos;
  if (!RWS(c)) return undefined;
  const at = c.pos;
  for (let count = 5; count >= 2; count--) {
    c.pos = at;
    const operator = operators.get(letters(c, count));
    if (operator === undefined) continue;
    c.pos += count;
    if (RWS(c)) return operator;
  }
  miss(c, 'an operator', at);
  c.pos = start;
  return undefined;
}

/**
 * The state of one chain `operand operator operand …`. The grammar nests to the right: behind `has 'x'` and `in (…)`
 * only an operator of an outer level may follow, so `levels` holds what each open level still takes: 2 also arithmetic.
 */
interface Chain {
  readonly operands: Expr[];
  readonly heights: number[];
  readonly pending: { readonly operator: Operator | 'not' | 'negate'; readonly at: number }[];
  readonly levels: number[];
}

function join(chain: Chain, c: Cursor): void {
  const { operator, at } = chain.pending.pop() as Chain['pending'][number];
  const right = chain.operands.pop() as Expr;
  let height = (chain.heights.pop() as number) + 1;
  if (operator === 'not' || operator === 'negate') {
    chain.operands.push({ kind: 'unary', operator, operand: right, at, end: right.end });
  } else {
    const left = chain.operands.pop() as Expr;
    height = Math.max(height, (chain.heights.pop() as number) + 1);
    const span = { at: left.at, end: right.end };
    chain.operands.push(
      operator === 'in'
        ? { kind: 'in', left, right, ...span }
        : { kind: 'binary', operator, left, right, ...span },
    );
  }
  if (height > limits.height) refuseComplexity(c, 'the height of an expression', limits.height);
  chain.heights.push(height);
}

function reduce(chain: Chain, c: Cursor, strength: number): void {
  for (;;) {
    const top = chain.pending.at(-1)?.operator;
    if (top === undefined) return;
    const topStrength = top === 'not' || top === 'negate' ? unaryPrecedence : precedence[top];
    if (topStrength < strength) return;
    join(chain, c);
  }
}

/** Whether an operator may follow an operand that ended its level's comparison. */
function reopen(levels: number[], operator: Operator): boolean {
  if (isLogical(operator)) return true;
  const needed = isArithmetic(operator) ? 2 : 1;
  while (levels.length > 0 && (levels.at(-1) as number) < needed) levels.pop();
  if (levels.length === 0) return false;
  levels[levels.length - 1] = needed - 1;
  if (needed === 1) levels.pop();
  return true;
}

const notWord = word('not');
const notPrefix = seq(notWord, RWS);

/** In a URL as sent, `not(…)` is the operator too, since no function has its name. */
function notOperator(c: Cursor): boolean {
  if (notPrefix(c)) return true;
  const start = c.pos;
  if (c.decoded && notWord(c) && isNext(c, OPENING_PARENTHESIS)) return true;
  c.pos = start;
  return false;
}

function prefixes(chain: Chain, c: Cursor): void {
  for (;;) {
    const start = c.pos;
    const code = c.codes[start] as number;
    if (code === MINUS && !negativeLiteral(c)) {
      c.pos++;
      BWS(c);
      chain.pending.push({ operator: 'negate', at: offsetOf(c, start) });
    } else if ((code | 32) === 110 && notOperator(c)) {
      chain.pending.push({ operator: 'not', at: offsetOf(c, start) });
    } else return;
    chain.levels.push(2);
    if (chain.pending.length > limits.height)
      refuseComplexity(c, 'the height of an expression', limits.height);
  }
}

function negativeLiteral(c: Cursor): boolean {
  const start = c.pos;
  const literal = primitiveLiteral(c);
  c.pos = start;
  return literal !== undefined;
}

function operand(c: Cursor): Expr | undefined {
  c.height = 0;
  return primary(c);
}

/** Right of `in`: a list, and whether the chain may go on as if it were an expression in parentheses. */
function listOrOperand(c: Cursor): { readonly expr: Expr; readonly closed: boolean } | undefined {
  const list = listExpr(c);
  if (list !== undefined) return { expr: list, closed: list.items.length !== 1 };
  const expr = operand(c);
  return expr && { expr, closed: false };
}

const isDigit = (c: Cursor): boolean =>
  (c.codes[c.pos] as number) >= ZERO && (c.codes[c.pos] as number) <= NINE;

/** The operand right of an operator; `closed` when no operator of this level's comparison may follow. */
function rightOf(
  operator: Operator,
  chain: Chain,
  c: Cursor,
): { readonly expr: Expr; readonly closed: boolean } | undefined {
  if (operator === 'has') {
    // services may take numbers for members of enumerations; whether this one does, the model's side knows
    const expr = enumLiteralExpr(c) ?? (c.decoded && isDigit(c) ? operand(c) : undefined);
    return expr && { expr, closed: true };
  }
  if (operator === 'in' && isNext(c, OPENING_PARENTHESIS)) return listOrOperand(c);
  prefixes(chain, c);
  const expr = operand(c);
  return expr && { expr, closed: false };
}

/** ABNF commonExpr. */
export function commonExpr(c: Cursor): Expr | undefined {
  const start = c.pos;
  const chain: Chain = { operands: [], heights: [], pending: [], levels: [] };
  prefixes(chain, c);
  const first = operand(c);
  if (first === undefined) {
    c.pos = start;
    return undefined;
  }
  chain.operands.push(first);
  chain.heights.push(c.height);
  let end = c.pos;
  let closed = false;
  for (;;) {
    const operator = operatorBetweenBlanks(c);
    if (operator === undefined || (closed && !reopen(chain.levels, operator))) break;
    reduce(chain, c, precedence[operator]);
    const depth = chain.pending.length;
    chain.pending.push({ operator, at: 0 });
    if (!closed && isArithmetic(operator)) chain.levels.push(1);
    const right = rightOf(operator, chain, c);
    if (right === undefined) {
      chain.pending.length = depth;
      break;
    }
    chain.operands.push(right.expr);
    chain.heights.push(c.height);
    end = c.pos;
    // in a URL as sent, the precedence of operators decides: `has` and `in` bind stronger than those that may follow
    closed = right.closed && !c.decoded;
  }
  reduce(chain, c, 0);
  c.pos = end;
  c.height = chain.heights[0] as number;
  return chain.operands[0];
}

/** ABNF boolCommonExpr: a commonExpr that results in a Boolean, which only the model can tell. */
export function boolCommonExpr(c: Cursor): Expr | undefined {
  return commonExpr(c);
}

function literalOrLonger(c: Cursor): Expr | undefined {
  const start = c.pos;
  const literal = primitiveLiteral(c);
  const literalEnd = c.pos;
  c.pos = start;
  const other = callExpr(c) ?? firstMemberExpr(c);
  if (other !== undefined && c.pos > literalEnd) return other;
  c.pos = literalEnd;
  return literal;
}

function primary(c: Cursor): Expr | undefined {
  const code = (c.codes[c.pos] as number) & ~ENCODED;
  if (code === OPENING_PARENTHESIS) return nested(c, parenExpr);
  if (code === QUOTE || code === MINUS || code === PLUS || (code >= ZERO && code <= NINE))
    return primitiveLiteral(c);
  if (code === DOLLAR) return rootExpr(c) ?? firstMemberExpr(c);
  if (code === OPENING_BRACKET || code === OPENING_BRACE) return nested(c, arrayOrObject);
  if (code === AT_SIGN) return firstMemberExpr(c);
  if (code === BLANK || code === 9) return nested(c, arrayOrObject);
  return literalOrLonger(c);
}

/** ABNF parenExpr: the expression in the parentheses, with its own span. */
export function parenExpr(c: Cursor): Expr | undefined {
  const start = c.pos;
  if (OPEN(c)) {
    BWS(c);
    const expr = commonExpr(c);
    if (expr !== undefined) {
      BWS(c);
      if (CLOSE(c)) return expr;
    }
  }
  c.pos = start;
  return undefined;
}

/** ABNF listExpr. */
export function listExpr(c: Cursor): Extract<Expr, { kind: 'list' }> | undefined {
  const start = c.pos;
  const items: LiteralExpr[] = [];
  if (!OPEN(c)) return undefined;
  BWS(c);
  let item = primitiveLiteral(c);
  while (item !== undefined) {
    items.push(item);
    if (!separator(c)) break;
    item = primitiveLiteral(c);
    if (item === undefined) {
      c.pos = start;
      return undefined;
    }
  }
  BWS(c);
  if (CLOSE(c)) return { kind: 'list', items, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
  c.pos = start;
  return undefined;
}
