// OData Protocol 4.01, section 11.2.4.1 "Requesting a Property's Raw Value using $value".
import type { EdmProperty, EdmType, EdmTypeReference } from '../edm/edm-model.ts';
import { isStructuredValue } from '../edm/value.ts';
import { Core } from '../edm/vocabularies.ts';
import { ODataError } from '../error/odata-error.ts';
import { urlLiteral } from '../json/literal.ts';
import type { ResolvedRequest } from '../query/query.ts';
import type { QueryResult } from '../query/result.ts';
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
  return respond(exchange, 200, rawText(result.value, type), 'text/plain;charset=utf-8');
}

function underlying(type: EdmType | undefined): EdmType | undefined {
  return type?.kind === 'TypeDefinition' ? type.underlyingType : type;
}

function rawText(value: unknown, type: EdmType | undefined): string {
  if (typeof value === 'string') return value;
  if (isStructuredValue(value as never))
    return urlLiteral(value as never, type).replace(/^(?:geography|geometry)'(.*)'$/, '$1');
  if (value === Infinity) return 'INF';
  return value === -Infinity ? '-INF' : String(value);
}

function writeBinary(exchange: Exchange, text: string, property: EdmProperty | undefined): Response {
  const mediaType = property?.annotations.get(Core.MediaType);
  const contentType = typeof mediaType === 'string' ? mediaType : 'application/octet-stream';
  return respond(exchange, 200, new Uint8Array(Buffer.from(text, 'base64url')), contentType);
}

function checkAcceptable(exchange: Exchange, mediaType: string): void {
  const accept = exchange.request.headers.get('accept');
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

const unquoted: ReadonlySet<string> = new Set([
  'Boolean',
  'Byte',
  'SByte',
  'Int16',
  'Int32',
  'Int64',
  'Decimal',
]);

/** The text of a raw value as the JSON body that a property has. */
export function rawValueBody(text: string, reference: EdmTypeReference): string {
  const type = underlying(reference.type);
  const name = type?.kind === 'Primitive' ? type.name : 'String';
  const isNumber = name === 'Double' || name === 'Single';
  const bare = unquoted.has(name) || (isNumber && !/^(-?INF|NaN)$/.test(text.trim()));
  return `{"value":${bare ? text.trim() : JSON.stringify(text)}}`;
}
