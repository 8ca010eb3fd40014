// OData Protocol 4.01, section 9.5 "In-Stream Errors", and JSON Format, section 21.2: what fails when the status has been sent.
import { type ErrorContent, errorHeader } from '../../json/write/error-body.ts';
import type { Exchange } from './exchange.ts';

/** Whether an answer may go out while it is being written. */
export function takesParts({ connection, method }: Exchange): boolean {
  return connection?.chunked === true && method !== 'HEAD';
}

/** What the headers of an answer say whose body has no length and may fail. */
export function headersOfParts({ connection }: Exchange): Readonly<Record<string, string>> {
  return connection?.chunked !== true ? {} : { Trailer: 'OData-Error', 'Transfer-Encoding': 'chunked' };
}

/**
 * Leaves the body as it is, in the middle. The error follows as a trailing header, where that can be; else the connection
 * is closed before the message is complete; in process, who reads the body gets the error thrown.
 */
export function failInStream(
  { connection }: Exchange,
  controller: ReadableStreamDefaultController<Uint8Array>,
  error: ErrorContent,
): void {
  if (connection?.sendTrailers({ 'OData-Error': errorHeader(error) }) === true) controller.close();
  else if (connection !== undefined) connection.cut();
  else controller.error(new TypeError(`terminated: ${error.message}`, { cause: error }));
}
