// OData URL Conventions 4.01, section 2 "URL Components": what a client is told of a URL that the grammar does not allow.
import type { ErrorCode } from '../error/error-codes.ts';
import { ODataError } from '../error/odata-error.ts';

/** How much of a text is shown before and after an offset, in characters. */
const shownBefore = 120;
const shownAfter = 60;

/** Two lines: the text around the offset, and a caret below the character at the offset. */
export function showCaret(text: string, offset: number, before = shownBefore): string {
  const from = Math.max(0, offset - before);
  const to = Math.min(text.length, offset + shownAfter);
  const head = from > 0 ? '…' : '';
  const tail = to < text.length ? '…' : '';
  // A line break or another control character would move the caret away from its character.
  const line = text.slice(from, to).replace(/\p{Cc}/gu, ' ');
  return `${head}${line}${tail}\n${' '.repeat(offset - from + head.length)}^`;
}

/**
 * Thrown for a text that the grammar does not allow (400 `InvalidUrl` or `InvalidQueryOption`) or that is over a limit of
 * the parser (400 `TooComplex`). `offset` counts UTF-16 units of the text as given, percent-encoding included.
 */
export class UriSyntaxError extends ODataError {
  constructor(
    readonly text: string,
    override readonly offset: number,
    readonly found: string,
    readonly expected: readonly string[],
    code: ErrorCode,
    reason: string,
    target?: string,
  ) {
    super(400, code, `${reason}\n${showCaret(text, offset)}`, target === undefined ? {} : { target });
  }
}
