// OData Protocol 4.01, section 9.5 "In-Stream Errors": a large collection is sent while it is being written.
import type { CollectionWriter } from '../../json/write/serialize.ts';
import type { ItemResult } from '../../query/result.ts';
import type { Exchange } from './exchange.ts';
import { failInStream, headersOfParts } from './in-stream-error.ts';
import { respond, thrownError } from './respond.ts';

/** Characters written at a time: others are answered in between. */
const partLength = 64 * 1024;

/** A collection that is there. */
export function* partsOf(writer: CollectionWriter, items: Iterable<ItemResult>): Generator<string> {
  let text = writer.head;
  let separator = '';
  for (const item of items) {
    text += separator + writer.item(item);
    separator = ',';
    if (text.length < partLength) continue;
    yield text;
    text = '';
  }
  yield text + writer.tail;
}

/** A collection that comes item by item: each is sent when it is there. */
export async function* partsAsTheyCome(
  writer: CollectionWriter,
  items: AsyncIterable<ItemResult>,
): AsyncGenerator<string> {
  let text = writer.head;
  let separator = '';
  for await (const item of items) {
    yield text + separator + writer.item(item);
    text = '';
    separator = ',';
  }
  yield text + writer.tail;
}

/** 200 with a body in parts. What fails before the first of them is there is thrown, and answered as any other error. */
export async function respondInParts(
  exchange: Exchange,
  parts: Iterator<string> | AsyncIterator<string>,
  contentType: string,
): Promise<Response> {
  const first = await parts.next();
  Object.assign(exchange.headers, headersOfParts(exchange));
  return respond(exchange, 200, streamOf(exchange, first, parts), contentType);
}

function streamOf(
  exchange: Exchange,
  first: IteratorResult<string>,
  parts: Iterator<string> | AsyncIterator<string>,
): ReadableStream<Uint8Array> {
  let next: IteratorResult<string> | undefined = first;
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = next ?? (await parts.next());
          next = undefined;
          if (done === true) controller.close();
          else controller.enqueue(Buffer.from(value));
        } catch (thrown) {
          failInStream(exchange, controller, thrownError(exchange.service, exchange.request, thrown));
        }
      },
      async cancel() {
        await parts.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
