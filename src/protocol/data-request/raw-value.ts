// OData Protocol 4.01, section 11.2.4.1 "Requesting a Property's Raw Value using $value".
import type { EdmProperty, EdmTypeReference } from '../../edm/edm-model.ts';
import { primitiveType } from '../../edm/primitive-types.ts';
import { underlyingType } from '../../edm/underlying-type.ts';
import { createRecord, isStructuredValue, valueAt } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { binaryBytes, rawValueText } from '../../json/raw-value.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { QueryResult } from '../../query/result.ts';
import type { StoreReader } from '../../store/store.ts';
import { acceptOf, textContentType } from '../exchange/charset.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { covers, parseAccept } from '../exchange/headers.ts';
import { noContent, respond } from '../exchange/respond.ts';
import { contentDisposition, toldMediaType } from '../media/media-annotations.ts';
import { propertyPath } from '../resource/property-path.ts';
import { entityAtPath, withOrdinals } from '../resource/resource-target.ts';

export async function writeRawValue(
  exchange: Exchange,
  reader: StoreReader,
  resolved: ResolvedRequest,
  result: QueryResult,
): Promise<Response> {
  if (result.kind === 'null' || (result.kind === 'value' && result.value === null))
    return noContent(exchange);
  const before = resolved.path.segments.at(-2);
  const reference = before?.result;
  if (result.kind !== 'value' || Array.isArray(result.value) || reference?.collection === true)
    throw new ODataError(400, 'BadRequest', '$value gives the raw value of one primitive property.');
  const type = underlyingType(reference?.type);
  const property = before?.kind === 'property' ? before.property : undefined;
  if (type?.kind === 'Primitive' && type.name === 'Binary')
    return await writeBinary(exchange, reader, resolved.path, String(result.value), property);
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

/** Of the media type, and with the disposition, that the model tells. */
async function writeBinary(
  exchange: Exchange,
  reader: StoreReader,
  path: ResourcePath,
  text: string,
  property: EdmProperty | undefined,
): Promise<Response> {
  const bytes = new Uint8Array(binaryBytes(text));
  if (property === undefined) return respond(exchange, 200, bytes, 'application/octet-stream');
  const { entityLength, steps } = propertyPath(path);
  const entity = await entityAtPath(reader, path, entityLength);
  const holder = entity && valueAt(entity.values, withOrdinals(entity.values, steps.slice(0, -1)));
  const instance = isStructuredValue(holder) ? holder : createRecord();
  const disposition = contentDisposition(property, instance);
  if (disposition !== undefined) exchange.headers['Content-Disposition'] = disposition;
  return respond(exchange, 200, bytes, toldMediaType(property, instance) ?? 'application/octet-stream');
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
