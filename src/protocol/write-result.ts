// OData JSON Format 4.01, section 4 "Common Characteristics": a result as the body of an answer, with its headers.

import type { Entity } from '../edm/entity.ts';
import { serialize } from '../json/serialize.ts';
import type { MediaInformation } from '../json/serialize-context.ts';
import type { Query } from '../query/query.ts';
import type { QueryResult } from '../query/result.ts';
import type { StoreReader, StreamContent } from '../store/store.ts';
import { annotationFilter } from './annotation-filter.ts';
import { entityTag, streamTag } from './etag.ts';
import { type Exchange, isPrefixed } from './exchange.ts';
import { type JsonFormat, jsonContentType } from './headers.ts';
import { collectionNextLink } from './paging.ts';
import { respond } from './respond.ts';

export interface WriteOptions {
  readonly status?: number;
  readonly format: JsonFormat;
  readonly alwaysType?: boolean;
  readonly deltaLink?: string | undefined;
}

/** The answer with the result as its JSON body; ETag, Vary and Preference-Applied follow from it. */
export function writeResult(
  exchange: Exchange,
  reader: StoreReader,
  query: Query,
  result: QueryResult,
  options: WriteOptions,
): Response {
  const { service, preferences, headers } = exchange;
  const { format } = options;
  const prefixed = isPrefixed(exchange);
  const isEntity = result.kind === 'entity' && query.path.segments.at(-1)?.kind !== 'ref';
  const etag = isEntity ? entityTag(service, result.entity) : undefined;
  if (etag !== undefined) headers.ETag = etag;
  if (preferences.omitValues !== undefined) preferences.apply('omit-values');
  const includeAnnotation = annotationFilter(exchange);
  const body = serialize(result, {
    query,
    model: service.definition.model,
    serviceRoot: exchange.serviceRoot,
    metadata: format.metadata,
    version: exchange.version,
    ieee754Compatible: format.ieee754Compatible,
    exponentialDecimals: format.exponentialDecimals,
    prefixed,
    omitValues: preferences.omitValues,
    alwaysType: options.alwaysType,
    alwaysId: service.options.alwaysId,
    mediaLinks: service.options.alwaysMediaLinks,
    etag: (entity) => entityTag(service, entity),
    media: mediaOf(reader, service.options.emptyStreamMediaType),
    nextLink: (collection, within) => collectionNextLink(exchange, collection, within),
    deltaLink: () => options.deltaLink,
    includeAnnotation,
  });
  headers.Vary = 'Accept, OData-MaxVersion, Prefer';
  return respond(exchange, options.status ?? 200, body, jsonContentType(format, prefixed));
}

/** What the store knows of contents; a store that answers later than at once is asked before, see `media-entity.ts`. */
function mediaOf(
  reader: StoreReader,
  emptyMediaType: string | undefined,
): (entity: Entity, property: string | undefined) => MediaInformation | undefined {
  return (entity, property) => {
    const content = reader.stream(entity.identity, property);
    if (content === undefined || isPromise(content))
      return property === undefined || emptyMediaType === undefined
        ? undefined
        : { contentType: emptyMediaType };
    return { contentType: content.mediaType, etag: streamTag(content) };
  };
}

function isPromise(
  value: StreamContent | Promise<StreamContent | undefined>,
): value is Promise<StreamContent | undefined> {
  return value instanceof Promise;
}
