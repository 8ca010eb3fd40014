// RFC 9110, section 14 "Range Requests", and OData Protocol 4.01, section 11.2.4 "Requesting Streams": a content as an answer, piece by piece.
import type { StreamBytes, StreamContent } from '../../store/store.ts';
import { streamTag } from '../exchange/etag.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { respond } from '../exchange/respond.ts';
import { type ByteRange, byteRanges } from './byte-range.ts';

/** 200 with the content, or 206 with the ranges of it that are asked for. */
export function writeContent(exchange: Exchange, content: StreamContent): Response {
  const { headers } = exchange;
  const { length, mediaType } = content;
  headers['Accept-Ranges'] = 'bytes';
  const ranges = requestedRanges(exchange, content);
  if (ranges === undefined) return answer(exchange, 200, content.pieces, length, mediaType);
  const [range] = ranges;
  if (range !== undefined && ranges.length === 1) {
    headers['Content-Range'] = contentRange(range, length);
    return answer(exchange, 206, slices(content, range), range.end - range.start, mediaType);
  }
  const boundary = `range_${crypto.randomUUID()}`;
  const parts = byteRangesBody(content, ranges, boundary);
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  return answer(exchange, 206, parts, size, `multipart/byteranges; boundary=${boundary}`);
}

/** Section 14.2: only GET has ranges. Section 13.1.5 "If-Range": of another state, the whole is wanted. */
function requestedRanges(
  { request, method }: Exchange,
  content: StreamContent,
): readonly ByteRange[] | undefined {
  if (method !== 'GET') return undefined;
  const state = request.headers.get('if-range');
  if (state !== null && state.trim() !== streamTag(content)) return undefined;
  return byteRanges(request.headers.get('range'), content.length);
}

function contentRange({ start, end }: ByteRange, length: number): string {
  return `bytes ${start}-${end - 1}/${length}`;
}

/** Section 14.6 "Media Type multipart/byteranges". */
function byteRangesBody(
  content: StreamContent,
  ranges: readonly ByteRange[],
  boundary: string,
): readonly Uint8Array[] {
  const head = (range: ByteRange) =>
    `\r\n--${boundary}\r\nContent-Type: ${content.mediaType}\r\nContent-Range: ${contentRange(range, content.length)}\r\n\r\n`;
  return [
    ...ranges.flatMap((range) => [Buffer.from(head(range)), ...slices(content, range)]),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ];
}

/** The pieces, or parts of them, that make a range: views, not copies. */
function slices({ pieces }: StreamBytes, { start, end }: ByteRange): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  let at = 0;
  for (const piece of pieces) {
    if (at >= end) break;
    if (at + piece.length > start) found.push(piece.subarray(Math.max(0, start - at), end - at));
    at += piece.length;
  }
  return found;
}

function answer(
  exchange: Exchange,
  status: number,
  pieces: readonly Uint8Array[],
  length: number,
  mediaType: string,
): Response {
  exchange.headers['Content-Length'] = String(length);
  if (pieces.length > 1 && exchange.method !== 'HEAD')
    return respond(exchange, status, pieceByPiece(pieces), mediaType);
  // what is sent at once is not changed by who reads it: the transport writes it, and in process a Response copies it
  const [only = new Uint8Array()] = pieces;
  return respond(exchange, status, only as Uint8Array<ArrayBuffer>, mediaType);
}

/** Copies of the pieces, each made when the client is ready for it: the store's own could be changed by who reads the stream. */
function pieceByPiece(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const rest = pieces.values();
  return new ReadableStream(
    {
      pull(controller) {
        const { done, value } = rest.next();
        if (done) controller.close();
        else controller.enqueue(value.slice());
      },
    },
    { highWaterMark: 0 },
  );
}
