// OData ABNF Construction Rules 4.01, section 2 "Query Options": rule compute.
import { type Cursor, offsetOf } from './cursor.ts';
import { commonExpr } from './expression.ts';
import { identifierOf } from './literals.ts';
import type { ComputeItem } from './syntax-tree.ts';
import { RWS, seq, word } from './terminals.ts';

const asWord = seq(RWS, word('as'), RWS);

/** ABNF computeItem. */
export function computeItem(c: Cursor): ComputeItem | undefined {
  const start = c.pos;
  const expression = commonExpr(c);
  if (expression !== undefined && asWord(c)) {
    const alias = identifierOf(c, 'computedProperty');
    if (alias !== undefined) return { expression, alias, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
  }
  c.pos = start;
  return undefined;
}
