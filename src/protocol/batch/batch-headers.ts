// OData Protocol 4.01, section 8 "Header Fields": what the headers of a batch mean for it and for the requests in it.
import { ODataError } from '../../error/odata-error.ts';
import { checkSchemaVersion } from '../data-request/metadata-document.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { withInheritedPreferences } from '../exchange/prefer.ts';

/** Headers of the batch that hold for each request that has none of its own. */
const inherited = [
  'odata-maxversion',
  'odata-version',
  'accept-language',
  'accept-charset',
  'authorization',
  'client-request-id',
];

/** What "MUST NOT be specified on a batch request", and versions of the schema that there are not. */
export function checkBatchHeaders(exchange: Exchange): void {
  const { request, preferences, relativeUrl } = exchange;
  for (const name of ['If-Match', 'If-None-Match'])
    if (request.headers.has(name))
      throw misplaced(name, `${name} is for the requests of a batch, not for the batch.`);
  if (preferences.return !== undefined)
    throw misplaced('Prefer', 'The preference return is for the requests of a batch, not for the batch.');
  const version = /[?&](?:\$|%24)?schemaversion=([^&#]*)/i.exec(relativeUrl)?.[1];
  checkSchemaVersion(exchange, version);
}

function misplaced(target: string, message: string): ODataError {
  return new ODataError(400, 'BadRequest', message, { target });
}

/** The headers of a request of a batch, with those of the batch that it inherits. Names are in lower case. */
export function headersWithin(
  { headers }: Request,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const all: Record<string, string> = {};
  for (const name of inherited) {
    const value = headers.get(name);
    if (value !== null) all[name] = value;
  }
  const accept = withoutMultipart(headers.get('accept') ?? '');
  if (accept !== '') all.accept = accept;
  Object.assign(all, own);
  const prefer = withInheritedPreferences(headers.get('prefer'), own.prefer);
  if (prefer !== undefined) all.prefer = prefer;
  return all;
}

/** The formats that a request in a batch may be answered in: `multipart/mixed` is for the batch alone. */
function withoutMultipart(accept: string): string {
  return accept
    .split(',')
    .filter((range) => !/^\s*multipart\//i.test(range))
    .join(',')
    .trim();
}
