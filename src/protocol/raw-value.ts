// OData Protocol 4.01, section 11.2.4.1 "Requesting a Property's Raw Value using $value".
import type { EdmProperty, EdmType, EdmTypeReference } from '../edm/edm-model.ts';
import { primitiveType } from '../edm/primitive-types.ts';
import { isStructuredValue } from '../edm/value.ts';
import { Core } from '../edm/vocabularies.ts';
import { ODataError } from '../error/odata-error.ts';
import { binaryBytes, rawValueText } from '../json/raw-value.ts';
import type { ResolvedRequest } from '../query/query.ts';
import type { QueryResult } from '../query/result.ts';
import { acceptOf, textContentType } from './charset.ts';
import type { Exchange } from './exchange.ts';
import { covers, parseAccept } from './headers.ts';
import { noContent, respond } from './respond.ts';

export function writeRawValue(exchange: Exchange, resolved: ResolvedRequest, result: QueryResult): Response {
  if (result.kind === 'null' || (result.kind === 'value' && result.value === null))
    return noContent(exchange);
  const before = resolved.path.segments.at(-2);
  const reference = before?.result;
  if (result.kind !== 'value' || Array.isArray(result.value) || reference?.collection === true)
    throw new ODataError(400, 'BadRequest', '$value gives the raw value of one primitive property.');
  const type = underlying(reference?.type);
  const property = before?.kind === 'property' ? before.property : undefined;
  if (type?.kind === 'Primitive' && type.name === 'Binary')
    return writeBinary(exchange, String(result.value), property);
  if (isStructuredValue(result.value) && !type?.qualifiedName.startsWith('Edm.Geo'))
    throw new ODataError(400, 'BadRequest', '$value gives the raw value of one primitive property.');
  checkAcceptable(exchange, 'text/plain');
  return respond(
    exchange,
    200,
    rawValueText(result.value, reference ?? untyped, exchange.version),
    textContentType(exchange.request),
  );
}

const untyped: EdmTypeReference = { type: primitiveType('Untyped'), collection: false, nullable: true };

function underlying(type: EdmType | undefined): EdmType | undefined {
  return type?.kind === 'TypeDefinition' ? type.underlyingType : type;
}

function writeBinary(exchange: Exchange, text: string, property: EdmProperty | undefined): Response {
  const mediaType = property?.annotations.get(Core.MediaType);
  const contentType = typeof mediaType === 'string' ? mediaType : 'application/octet-stream';
  return respond(exchange, 200, new Uint8Array(binaryBytes(text)), contentType);
}

function checkAcceptable(exchange: Exchange, mediaType: string): void {
  const accept = acceptOf(exchange.request);
  if (accept === null || accept.trim() === '') return;
  const ranges = parseAccept(accept);
  // clients that ask everywhere for JSON get the raw value as well: it has one form only
  if (
    ranges.some(
      (range) => range.quality > 0 && (covers(range, mediaType) || covers(range, 'application/json')),
    )
  )
    return;
  throw new ODataError(406, 'NotAcceptable', `A raw value is ${mediaType}.`, { target: 'Accept' });
}
