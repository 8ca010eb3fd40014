// OData ABNF Construction Rules 4.01, section 2 "Query Options": lists of items, as of orderby and select.
import type { Cursor } from './cursor.ts';
import { BWS, COMMA, type Rule, seq } from './terminals.ts';

/** Items with commas between. In a URL as sent, blanks may stand around the commas, as in the examples of the protocol. */
export function items<T>(
  c: Cursor,
  item: (c: Cursor) => T | undefined,
  comma: Rule = COMMA,
): T[] | undefined {
  const list: T[] = [];
  let end = c.pos;
  const separator = c.decoded ? seq(BWS, comma, BWS) : comma;
  do {
    const next = item(c);
    if (next === undefined) {
      c.pos = end;
      return list.length === 0 ? undefined : list;
    }
    list.push(next);
    end = c.pos;
  } while (separator(c));
  c.pos = end;
  return list;
}
