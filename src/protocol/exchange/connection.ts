// OData Protocol 4.01, section 9.5 "In-Stream Errors": what a connection can do to an answer whose status has been sent.

/** Who holds the connection that an answer goes to. */
export interface Connection {
  /** A message may have chunks, and trailers: not in HTTP/1.0. */
  readonly chunked: boolean;
  /** Lets header fields follow the body; false where the message can't have them, since its length was declared. */
  sendTrailers(fields: Readonly<Record<string, string>>): boolean;
  /** Closes it in the middle of the message. */
  cut(): void;
}
