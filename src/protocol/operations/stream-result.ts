// OData Protocol 4.01, sections 11.5.4.1 "Invoking a Function" and 11.5.5.1 "Invoking an Action": results of the type Edm.Stream.
import type { EdmTypeReference } from '../../edm/edm-model.ts';
import { isStructuredValue } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { QueryResult } from '../../query/result.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { noContent, respond } from '../exchange/respond.ts';

export function isStreamType(reference: EdmTypeReference | undefined): boolean {
  return reference?.collection === false && reference.type.qualifiedName === 'Edm.Stream';
}

/** The content itself, as a stream property is answered: a text, or what a handler gave as `{ mediaType, bytes }`. */
export function answerStream(exchange: Exchange, result: QueryResult | undefined): Response {
  const value = result?.kind === 'value' ? result.value : null;
  if (value === null || value === '') return noContent(exchange);
  if (typeof value === 'string') return respond(exchange, 200, value, 'text/plain;charset=utf-8');
  const { mediaType, bytes } = isStructuredValue(value) ? value : {};
  const content: unknown = bytes;
  if (typeof mediaType !== 'string' || !(content instanceof Uint8Array))
    throw new ODataError(
      500,
      'InternalError',
      'A handler must give a stream as a text, or as an object with mediaType and bytes.',
    );
  return respond(exchange, 200, new Uint8Array(content), mediaType);
}
