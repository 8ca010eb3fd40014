// OData ABNF Construction Rules 4.01, section 2 "Query Options": rule orderby.
import { type Cursor, offsetOf, sliceUnits } from './cursor.ts';
import { commonExpr } from './expression.ts';
import type { OrderbyItem } from './syntax-tree.ts';
import { alt, RWS, seq, word } from './terminals.ts';

const direction = seq(RWS, alt(word('asc'), word('desc')));

/** ABNF orderbyItem. */
export function orderbyItem(c: Cursor): OrderbyItem | undefined {
  const start = c.pos;
  const expression = commonExpr(c);
  if (expression === undefined) return undefined;
  const expressionEnd = c.pos;
  const descending = direction(c) && sliceUnits(c, expressionEnd, c.pos).trim().toLowerCase() === 'desc';
  return {
    expression,
    direction: descending ? 'desc' : 'asc',
    at: offsetOf(c, start),
    end: offsetOf(c, c.pos),
  };
}
