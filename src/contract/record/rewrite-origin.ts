// RFC 3986, section 3.2 "Authority": URLs in bodies and headers lead to the proxy on one side, and to the service on the other.
import type { ByteStream } from './kept-body.ts';

export interface OriginChange {
  readonly from: string;
  readonly to: string;
}

/** `https://host` is followed by what is no part of a host or port; JSON may write its slashes with backslashes. */
function patternOf(origin: string): RegExp {
  const [scheme = '', host = ''] = origin.split('://');
  const escaped = host.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`${scheme}:(\\\\?/\\\\?/)${escaped}(?![\\w.:-])`, 'gi');
}

/** @param end what lies behind it is only looked at: it may continue a host */
export function rewriteText(text: string, { from, to }: OriginChange, end = text.length): string {
  const [scheme, host] = to.split('://');
  let rewritten = '';
  let at = 0;
  for (const match of text.matchAll(patternOf(from))) {
    const [whole, slashes] = match;
    if (match.index + whole.length > end) break;
    rewritten += `${text.slice(at, match.index)}${scheme}:${slashes}${host}`;
    at = match.index + whole.length;
  }
  return rewritten + text.slice(at, end);
}

/** The same in a stream, whatever its charset as long as ASCII is in it. What is no beginning of an origin is never held back. */
export function rewriteStream(stream: ByteStream, change: OriginChange): ByteStream {
  let held = '';
  const encode = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'latin1'));
  return stream.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        const text = held + Buffer.from(chunk).toString('latin1');
        const end = text.length - openEnd(text, change.from);
        held = text.slice(end);
        if (end > 0) controller.enqueue(encode(rewriteText(text, change, end)));
      },
      flush(controller) {
        if (held !== '') controller.enqueue(encode(rewriteText(held, change)));
      },
    }),
  );
}

/** Number of characters at the end of a text that may be the beginning of the origin, or the origin whose end is not told yet. */
function openEnd(text: string, origin: string): number {
  // Each of its two slashes may have a backslash.
  const tail = text.slice(-(origin.length + 2));
  for (let start = 0; start < tail.length; start++) {
    const plain = tail.slice(start).replaceAll('\\', '').toLowerCase();
    if (plain !== '' && origin.toLowerCase().startsWith(plain)) return tail.length - start;
  }
  return 0;
}
