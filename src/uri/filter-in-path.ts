// OData ABNF Construction Rules 4.01, section 1 "Resource Path": rule filterInPath; section 4 "Expressions": rule filterExpr.
import { type Cursor, nested, offsetOf } from './cursor.ts';
import { boolCommonExpr } from './expression.ts';
import type { FilterSegment } from './syntax-tree.ts';
import { CLOSE, exactly, OPEN, seq } from './terminals.ts';

const filterOpen = seq(exactly('$filter'), OPEN);

/** `$filter(…)` behind the slash of a path, in a resource path and in an expression. */
export function filterSegment(c: Cursor): FilterSegment | undefined {
  const start = c.pos;
  if (filterOpen(c)) {
    const expression = nested(c, boolCommonExpr);
    if (expression !== undefined && CLOSE(c))
      return { kind: '$filter', expression, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
  }
  c.pos = start;
  return undefined;
}

const filterAhead = exactly('/$filter');

/** ABNF filterInPath. */
export function filterInPath(c: Cursor): FilterSegment | undefined {
  const start = c.pos;
  if (!filterAhead(c)) return undefined;
  c.pos = start + 1;
  const segment = filterSegment(c);
  if (segment === undefined) c.pos = start;
  return segment;
}
