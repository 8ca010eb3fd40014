// OData Protocol 4.01, section 11.1.2 "Metadata Document Request": the model as CSDL XML or CSDL JSON.

import { createHash } from 'node:crypto';
import type { ServiceDefinition } from '../../csdl/service-definition.ts';
import { writeCsdlJson } from '../../csdl/write-json.ts';
import { Core } from '../../edm/vocabularies.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import { acceptOf } from '../exchange/charset.ts';
import { checkNotModified } from '../exchange/etag.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { areSupported, covers, expandFormat, type ODataVersion, parseAccept } from '../exchange/headers.ts';
import { respond } from '../exchange/respond.ts';

type DocumentFormat = 'application/xml' | 'application/json';

export async function metadataDocument(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const format = negotiateDocument(acceptOf(exchange.request), resolved.format);
  const { text, tag } = await writtenDocument(exchange.service.definition, format, exchange.version);
  checkNotModified(exchange, tag);
  exchange.headers.ETag = tag;
  return respond(exchange, 200, text, format);
}

/** XML unless the client asks for JSON: the one that it prefers, or the first that it takes. */
function negotiateDocument(accept: string | null, format: string | undefined): DocumentFormat {
  const wanted = format === undefined ? accept : expandFormat(format);
  if (wanted === null || wanted.trim() === '') return 'application/xml';
  for (const range of parseAccept(wanted)) {
    if (range.quality <= 0 || !areSupported(range.parameters)) continue;
    if (covers(range, 'application/xml')) return 'application/xml';
    if (covers(range, 'application/json')) return 'application/json';
  }
  throw new ODataError(
    406,
    'NotAcceptable',
    `$metadata is there as application/xml and as application/json, not as ${wanted.slice(0, 100)}.`,
  );
}

/** The only version there is, or any. */
export function checkSchemaVersion(exchange: Exchange, wanted: string | undefined): void {
  if (wanted === undefined || wanted === '*') return;
  const has = exchange.service.definition.model.schemas.some(
    (schema) => schema.annotations.get(Core.SchemaVersion) === wanted,
  );
  if (!has)
    throw new ODataError(404, 'NotFound', `There is no schema version ${wanted}.`, {
      target: '$schemaversion',
    });
}

/** A document as it is sent, and its ETag, which is one of the bytes: it differs by format and version. */
interface WrittenDocument {
  readonly text: string;
  readonly tag: string;
}

const documents = new WeakMap<ServiceDefinition, Map<string, WrittenDocument>>();

async function writtenDocument(
  definition: ServiceDefinition,
  format: DocumentFormat,
  version: ODataVersion,
): Promise<WrittenDocument> {
  let byFormat = documents.get(definition);
  if (byFormat === undefined) {
    byFormat = new Map();
    documents.set(definition, byFormat);
  }
  const key = `${format} ${version}`;
  let document = byFormat.get(key);
  if (document === undefined) {
    const text = await writeDocument(definition, format, version);
    document = { text, tag: `"${createHash('sha256').update(text).digest('base64url')}"` };
    byFormat.set(key, document);
  }
  return document;
}

async function writeDocument(
  definition: ServiceDefinition,
  format: DocumentFormat,
  version: ODataVersion,
): Promise<string> {
  if (format === 'application/xml' && definition.sourceXml !== undefined)
    return inVersion(definition.sourceXml(), version);
  const document = { ...definition.document(), $Version: version };
  if (format === 'application/json') return writeCsdlJson(document);
  const { writeCsdlXml } = await import('../../csdl/xml/write-xml.ts');
  return writeCsdlXml(document);
}

/** A 4.0 client is not shown a 4.01 document; a document of 4.0 stays one. */
function inVersion(xml: string, version: ODataVersion): string {
  const text = xml.charCodeAt(0) === 0xfeff ? xml.slice(1) : xml;
  if (version !== '4.0') return text;
  return text.replace(
    /(<(?:\w+:)?Edmx\b[^>]*?\sVersion\s*=\s*["'])4\.01(?=["'])/,
    (_, before: string) => `${before}4.0`,
  );
}
