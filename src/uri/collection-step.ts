// OData ABNF Construction Rules 4.01, section 4 "Expressions": rules collectionPathExpr, filterExpr, anyExpr and allExpr.
import { aggregateMember } from './aggregate-expression.ts';
import { OPENING_PARENTHESIS } from './characters.ts';
import { allows } from './constraints.ts';
import { type Cursor, miss, nested, offsetOf } from './cursor.ts';
import { boolCommonExpr } from './expression.ts';
import { filterSegment } from './filter-in-path.ts';
import { after, entityCollections } from './member-states.ts';
import { identifier } from './names.ts';
import type { Expr, MemberSegment } from './syntax-tree.ts';
import { parenthesizedOptions } from './system-query-options.ts';
import { BWS, CLOSE, COLON, exactly, isNext, OPEN, seq, word } from './terminals.ts';

/** ABNF lambdaVariableExpr. */
export const lambdaVariable = (c: Cursor): string | undefined => {
  const start = c.pos;
  const name = identifier(c);
  if (name !== undefined && allows(c.constraints, 'lambdaVariableExpr', name)) return name;
  c.pos = start;
  return undefined;
};

function lambdaBody(c: Cursor): { variable: string; predicate: Expr } | undefined {
  const variable = lambdaVariable(c);
  if (variable === undefined) return undefined;
  BWS(c);
  if (!COLON(c)) return undefined;
  BWS(c);
  const predicate = boolCommonExpr(c);
  return predicate && { variable, predicate };
}

/** ABNF anyExpr and allExpr. */
export function lambda(kind: 'any' | 'all'): (c: Cursor) => MemberSegment | undefined {
  const prefix = seq(word(kind), OPEN, BWS);
  return (c) => {
    const start = c.pos;
    if (!prefix(c)) return undefined;
    const bodyAt = c.pos;
    const body = nested(c, lambdaBody);
    if (body === undefined) c.pos = bodyAt;
    BWS(c);
    if ((body === undefined && kind === 'all') || !CLOSE(c)) {
      c.pos = start;
      return undefined;
    }
    return { kind, ...body, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
  };
}
export const anyExpr = lambda('any');
export const allExpr = lambda('all');

const countWord = exactly('$count');

/** `$count` with options, `$filter(…)`, `any(…)`, `all(…)`, `aggregate(…)`; the states behind it, 0 when it is none. */
export function collectionStep(c: Cursor, states: number, into: MemberSegment[]): number {
  const start = c.pos;
  if (countWord(c)) {
    const options = isNext(c, OPENING_PARENTHESIS) ? parenthesizedOptions(c, 'count') : undefined;
    if (options === undefined) miss(c, '"("');
    into.push({ kind: '$count', options: options ?? [], at: offsetOf(c, start), end: offsetOf(c, c.pos) });
    return -1;
  }
  const filter = filterSegment(c);
  if (filter !== undefined) {
    into.push(filter);
    return (states & entityCollections ? after.collectionNavigation : 0) | after.collection;
  }
  const closing = anyExpr(c) ?? allExpr(c) ?? aggregateMember(c);
  if (closing === undefined) return 0;
  into.push(closing);
  return -1;
}
