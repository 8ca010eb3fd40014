// OData Data Aggregation ABNF Construction Rules 4.0, section 2 "System Query Option $apply": rules aggregateExpr and aggregateFunctionExpr.

import type { AggregateExpr } from './apply-syntax-tree.ts';
import { type Cursor, nested, offsetOf, sliceUnits } from './cursor.ts';
import { aggregation, dataAggregationPaths, pathOf, toPathExpr } from './data-aggregation-paths.ts';
import { commonExpr } from './expression.ts';
import { items } from './items.ts';
import { identifierOf } from './literals.ts';
import { type NamePath, namePath, reached } from './name-path.ts';
import { dottedName } from './names.ts';
import type { Expr, MemberSegment, PathExpr } from './syntax-tree.ts';
import { alt, BWS, CLOSE, exactly, OPEN, type Rule, RWS, separator, seq } from './terminals.ts';

type From = AggregateExpr['from'];
type Head = Pick<AggregateExpr, 'expression' | 'prefix' | 'method'>;
/** What makes an aggregate expression complete: an alias, or in an expression nothing. */
type Ending = (c: Cursor) => string | undefined | null;

const as = seq(RWS, exactly('as'), RWS);
const withWord = seq(RWS, exactly('with'), RWS);
const fromWord = seq(RWS, exactly('from'), RWS);
const numeric = alt(exactly('sum'), exactly('min'), exactly('max'), exactly('average'));
const countDistinct = exactly('countdistinct');
const count = exactly('/$count');
const countAlone = exactly('$count');

/** ABNF asAlias. */
export function asAlias(c: Cursor): string | undefined {
  const start = c.pos;
  const alias = as(c) ? identifierOf(c, 'expressionAlias') : undefined;
  if (alias === undefined) c.pos = start;
  return alias;
}

/** ABNF nonprimAggMethod. */
export const nonprimAggMethod: Rule = (c) => {
  if (countDistinct(c)) return true;
  const start = c.pos;
  if (dottedName(c)?.qualified) return true;
  c.pos = start;
  return false;
};
/** ABNF aggregateMethod. */
export const aggregateMethod: Rule = alt(numeric, nonprimAggMethod);

function withMethod(c: Cursor, rule: Rule): string | undefined {
  const start = c.pos;
  if (withWord(c)) {
    const at = c.pos;
    if (rule(c)) return sliceUnits(c, at, c.pos);
  }
  c.pos = start;
  return undefined;
}
/** ABNF aggregateWith. */
export const aggregateWith = (c: Cursor): string | undefined => withMethod(c, aggregateMethod);
/** ABNF nonprimAggWith. */
export const nonprimAggWith = (c: Cursor): string | undefined => withMethod(c, nonprimAggMethod);

export const groupingProperty = pathOf(dataAggregationPaths.groupingProperty);
/** ABNF groupingProperties. */
export const groupingProperties = (c: Cursor): PathExpr[] | undefined =>
  items(c, groupingProperty, separator);

/** ABNF aggregateFrom, or with `custom` customFrom, where the method may be missing. */
function fromClauses(c: Cursor, custom: boolean): From {
  const clauses: From[number][] = [];
  for (;;) {
    const start = c.pos;
    const paths = fromWord(c) ? groupingProperties(c) : undefined;
    const method = paths && aggregateWith(c);
    const path = paths?.[0];
    if (paths === undefined || path === undefined || (method === undefined && !custom)) {
      c.pos = start;
      return clauses;
    }
    clauses.push({ path, paths, method });
  }
}
export const aggregateFrom = (c: Cursor): From | undefined => nonEmpty(fromClauses(c, false));
export const customFrom = (c: Cursor): From | undefined => nonEmpty(fromClauses(c, true));
const nonEmpty = (from: From): From | undefined => (from.length === 0 ? undefined : from);

function complete(
  c: Cursor,
  start: number,
  head: Head,
  from: From,
  ending: Ending,
): AggregateExpr | undefined {
  const alias = ending(c);
  if (alias === undefined) return undefined;
  return { ...head, from, alias: alias ?? undefined, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
}

/** A value and its method. */
function withHead(
  c: Cursor,
  start: number,
  expression: Expr,
  rule: Rule,
  ending: Ending,
): AggregateExpr | undefined {
  const method = withMethod(c, rule);
  if (method === undefined) return undefined;
  return complete(c, start, { expression, prefix: [], method }, fromClauses(c, false), ending);
}

/** ABNF aggregateCustom with what may follow: an alias, before it `from`, or in an `aggregate` transformation nothing. */
function customHead(c: Cursor, start: number, names: NamePath, ending: Ending): AggregateExpr | undefined {
  if (!reached(names.states, aggregation.custom)) return undefined;
  const head: Head = {
    expression: toPathExpr(names.path.slice(-1)),
    prefix: names.path.slice(0, -1),
    method: undefined,
  };
  const end = c.pos;
  const full = complete(c, start, head, fromClauses(c, true), ending);
  if (full !== undefined) return full;
  c.pos = end;
  return complete(c, start, head, [], () => null);
}

/** A path, and behind it `/$count`, a method, or nothing when it ends in a custom aggregate. */
function pathHead(c: Cursor, start: number, ending: Ending): AggregateExpr | undefined {
  const names = namePath(c, dataAggregationPaths.aggregation);
  if (names === undefined) return undefined;
  const end = c.pos;
  if (count(c)) {
    const head: Head = { expression: undefined, prefix: names.path, method: undefined };
    return complete(c, start, head, fromClauses(c, false), ending);
  }
  const rule = reached(names.states, aggregation.primitive) ? aggregateMethod : nonprimAggMethod;
  const onlyCustom = names.states === 1 << aggregation.custom;
  const aggregated = onlyCustom ? undefined : withHead(c, start, toPathExpr(names.path), rule, ending);
  if (aggregated !== undefined) return aggregated;
  c.pos = end;
  return customHead(c, start, names, ending);
}

function countHead(c: Cursor, start: number, ending: Ending): AggregateExpr | undefined {
  if (!countAlone(c)) return undefined;
  return complete(
    c,
    start,
    { expression: undefined, prefix: [], method: undefined },
    fromClauses(c, false),
    ending,
  );
}

function expressionHead(c: Cursor, start: number, ending: Ending): AggregateExpr | undefined {
  const expression = commonExpr(c);
  return expression && withHead(c, start, expression, aggregateMethod, ending);
}

/** The longest reading. */
function aggregated(c: Cursor, ending: Ending): AggregateExpr | undefined {
  const start = c.pos;
  let best: AggregateExpr | undefined;
  let end = start;
  for (const head of [expressionHead, pathHead, countHead]) {
    c.pos = start;
    const result = head(c, start, ending);
    if (result !== undefined && c.pos > end) {
      best = result;
      end = c.pos;
    }
  }
  c.pos = end;
  return best;
}

/** ABNF aggregateExpr. */
export function aggregateExpr(c: Cursor): AggregateExpr | undefined {
  return aggregated(c, asAlias);
}
/** ABNF aggregateFunctionExpr. */
export const aggregateFunctionExpr = (c: Cursor): AggregateExpr | undefined => aggregated(c, () => null);

const aggregateOpen = seq(exactly('aggregate'), OPEN, BWS);

/** `aggregate(…)` behind a collection in an expression. */
export function aggregateMember(c: Cursor): MemberSegment | undefined {
  const start = c.pos;
  if (aggregateOpen(c)) {
    const expression = nested(c, aggregateFunctionExpr);
    BWS(c);
    if (expression !== undefined && CLOSE(c))
      return { kind: 'aggregate', expression, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
  }
  c.pos = start;
  return undefined;
}
