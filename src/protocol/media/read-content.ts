// OData Protocol 4.01, sections 11.4.7 "Managing Media Entities" and 11.4.8 "Managing Stream Properties": a body as a content, piece by piece.
import type { StreamBytes } from '../../store/store.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { type BodyLimit, readChunks } from '../exchange/read-body.ts';

/** Bytes: large enough that a content has few pieces, small enough that an answer which waits for its client holds little. */
const pieceSize = 256 * 1024;

/**
 * The bytes of the body in pieces of one size. They are copied out of what the socket gave, which would keep a whole
 * buffer alive for each of its parts; nothing else of the body is kept.
 */
export async function readContent(exchange: Exchange, limit = contentLimit(exchange)): Promise<StreamBytes> {
  const declared = Number(exchange.request.headers.get('content-length'));
  const pieces: Uint8Array[] = [];
  let piece = new Uint8Array(declared > 0 ? Math.min(declared, pieceSize) : pieceSize);
  let filled = 0;
  let length = 0;
  for await (const chunk of readChunks(exchange, limit)) {
    length += chunk.length;
    for (let at = 0; at < chunk.length; ) {
      const taken = chunk.subarray(at, at + piece.length - filled);
      piece.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      if (filled < piece.length) continue;
      pieces.push(piece);
      piece = new Uint8Array(pieceSize);
      filled = 0;
    }
  }
  if (filled > 0) pieces.push(piece.slice(0, filled));
  return { pieces, length };
}

export function contentLimit({ service }: Exchange): BodyLimit {
  return {
    bytes: service.options.contentLimit,
    what: 'content',
    remedy: 'it is set by contentLimit, or --content-limit',
  };
}
