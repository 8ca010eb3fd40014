// OData Protocol 4.01, section 11.6 "Asynchronous Requests": a request that is being worked on.
import { ODataError } from '../error/odata-error.ts';

/** A job without an answer is running. */
export interface Job {
  readonly id: string;
  readonly cancellation: Cancellation;
  /** The answer, when it is there; its body can be read as often as it is asked for. */
  answer: JobAnswer | undefined;
}

export interface JobAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Milliseconds since 1970. */
  readonly finishedAt: number;
}

/** How a request is stopped that is answered later. */
export interface Cancellation {
  /** Aborted with an ODataError when the client cancels. */
  readonly signal: AbortSignal;
  /** Just before changes are kept: throws where the request is cancelled; from then on it can't be any more, if there are any. */
  apply(hasChanges: boolean): void;
  /** false: others may have seen what the request has changed, it can't be as if it had not been. */
  cancel(): boolean;
}

export function createCancellation(): Cancellation {
  const controller = new AbortController();
  const { signal } = controller;
  let hasApplied = false;
  return {
    signal,
    apply(hasChanges) {
      signal.throwIfAborted();
      hasApplied ||= hasChanges;
    },
    cancel() {
      if (hasApplied) return false;
      controller.abort(new ODataError(503, 'ServiceUnavailable', 'The request was cancelled by its client.'));
      return true;
    },
  };
}
