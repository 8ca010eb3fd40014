// OData Protocol 4.01, section 11.6 "Asynchronous Requests": a request that is being worked on.

/** A job without an answer is running. */
export interface Job {
  readonly id: string;
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
