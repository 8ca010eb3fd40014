// RFC 9110, section 14 "Range Requests": one range of bytes.
import { ODataError } from '../error/odata-error.ts';

export interface ByteRange {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** The range that a Range header asks for; undefined for all, also where the header is of another kind. 416 where it is outside. */
export function byteRange(header: string | null, length: number): ByteRange | undefined {
  const match = header === null ? null : /^\s*bytes=(\d*)-(\d*)\s*$/.exec(header);
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const end = first === '' || last === '' ? length : Math.min(length, Number(last) + 1);
  if (start >= length || start >= end)
    throw new ODataError(416, 'BadRequest', `The content has ${length} bytes.`, {
      headers: { 'Content-Range': `bytes */${length}` },
    });
  return { start, end };
}
