// RFC 9110, section 14 "Range Requests": which bytes a client asks for.
import { ODataError } from '../../error/odata-error.ts';

export interface ByteRange {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** More ranges than a client can want; a request for more gets the whole, as section 14.2 allows. */
const most = 32;

/**
 * The ranges that a Range header asks for, in its order; undefined for the whole, also where the header is of another unit,
 * has no meaning, or asks for more bytes than there are. 416 where no range lies within the content.
 */
export function byteRanges(header: string | null, length: number): readonly ByteRange[] | undefined {
  const [, list] = /^\s*bytes\s*=(.*)$/i.exec(header ?? '') ?? [];
  const specifiers = list?.split(',').map((text) => text.trim()) ?? [];
  if (specifiers.length === 0 || specifiers.length > most) return undefined;
  const ranges: ByteRange[] = [];
  for (const specifier of specifiers) {
    const range = byteRange(specifier, length);
    if (range === undefined) return undefined;
    if (range.start < range.end) ranges.push(range);
  }
  if (ranges.length === 0)
    throw new ODataError(416, 'BadRequest', `The content has ${length} bytes.`, {
      headers: { 'Content-Range': `bytes */${length}` },
    });
  const asked = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  return asked > length ? undefined : ranges;
}

/** `0-499`, `500-`, `-500`; empty where it lies outside of the content; undefined where it is no range. */
function byteRange(specifier: string, length: number): ByteRange | undefined {
  const [, first = '', last = ''] = /^(\d*)-(\d*)$/.exec(specifier) ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') return { start: Math.max(0, length - Number(last)), end: length };
  if (last !== '' && Number(last) < Number(first)) return undefined;
  return { start: Number(first), end: last === '' ? length : Math.min(length, Number(last) + 1) };
}
