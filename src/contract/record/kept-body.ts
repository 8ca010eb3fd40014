// Fetch Standard, section 2.2.4 "Bodies": a body that goes on as it comes, and of which so much is kept as is allowed.

export type ByteStream = ReadableStream<Uint8Array<ArrayBuffer>>;

/** What is known of a body when it has ended. */
export interface KeptBody {
  /** Undefined for a body over the limit, and for one that ended before its time. */
  readonly content: Uint8Array<ArrayBuffer> | undefined;
  /** As many as went through. */
  readonly bytes: number;
}

export const noBody: KeptBody = { content: new Uint8Array(), bytes: 0 };

/** Passes a stream on; `done` is called once, when it has ended, broken off or been given up. */
export function keeping(stream: ByteStream, limit: number, done: (kept: KeptBody) => void): ByteStream {
  const reader = stream.getReader();
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  let isDone = false;
  const finish = (isWhole: boolean): void => {
    if (isDone) return;
    isDone = true;
    done({ content: isWhole && bytes <= limit ? joined(chunks) : undefined, bytes });
  };
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done: hasEnded, value } = await reader.read();
        if (hasEnded) {
          finish(true);
          controller.close();
          return;
        }
        bytes += value.length;
        if (bytes <= limit) chunks.push(value);
        else chunks = [];
        controller.enqueue(value);
      } catch (error) {
        finish(false);
        controller.error(error);
      }
    },
    async cancel(reason) {
      finish(false);
      await reader.cancel(reason);
    },
  });
}

/** A body read to its end, or to the limit. */
export interface TakenBody {
  readonly start: Uint8Array<ArrayBuffer>;
  /** What is over the limit, the start not among it. */
  readonly rest: ByteStream | undefined;
}

/** Reads a body ahead, so that it can be sent more than once unless it is large. */
export async function takeUpTo(stream: ByteStream | null, limit: number): Promise<TakenBody> {
  if (stream === null) return { start: new Uint8Array(), rest: undefined };
  const reader = stream.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  while (bytes <= limit) {
    const { done, value } = await reader.read();
    if (done) return { start: joined(chunks), rest: undefined };
    chunks.push(value);
    bytes += value.length;
  }
  reader.releaseLock();
  return { start: joined(chunks), rest: stream };
}

/** The start and then the rest. */
export function streamOf({ start, rest }: TakenBody): ByteStream {
  const reader = rest?.getReader();
  let hasStarted = false;
  return new ReadableStream({
    async pull(controller) {
      if (!hasStarted) {
        hasStarted = true;
        controller.enqueue(start);
        return;
      }
      const read = await reader?.read();
      if (read?.value === undefined) controller.close();
      else controller.enqueue(read.value);
    },
    cancel: async (reason) => await reader?.cancel(reason),
  });
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(chunks));
}
