// OData JSON Format 4.01, section 4 "Common Characteristics": a result as the body of an answer, with its headers.

import { isOfType } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { collectionWriter, serialize } from '../../json/write/serialize.ts';
import type { MediaInformation, SerializeContext } from '../../json/write/serialize-context.ts';
import type { Query } from '../../query/query.ts';
import type { CollectionResult, QueryResult } from '../../query/result.ts';
import type { Profile } from '../../service/profile.ts';
import type { StoreReader, StreamContent } from '../../store/store.ts';
import { annotationFilter } from './annotation-filter.ts';
import { entityTag, streamTag } from './etag.ts';
import { type Exchange, isPrefixed } from './exchange.ts';
import { type JsonFormat, jsonContentType } from './headers.ts';
import { takesParts } from './in-stream-error.ts';
import { collectionNextLink } from './paging.ts';
import { respond } from './respond.ts';
import type { Tracking } from './tracking.ts';
import { partsOf, respondInParts } from './write-in-parts.ts';

/** Items of a collection that is written at once, which is quicker. */
const sentWhole = 1_000;

export interface WriteOptions {
  readonly status?: number;
  readonly format: JsonFormat;
  readonly alwaysType?: boolean;
  readonly tracking?: Tracking | undefined;
}

/** The answer with the result as its JSON body; ETag and Preference-Applied follow from it. */
export function writeResult(
  exchange: Exchange,
  reader: StoreReader,
  query: Query,
  result: QueryResult,
  options: WriteOptions,
): Response | Promise<Response> {
  const { service, headers } = exchange;
  const { format, tracking } = options;
  const isEntity = result.kind === 'entity' && query.path.segments.at(-1)?.kind !== 'ref';
  const etag = isEntity ? entityTag(service, result.entity) : undefined;
  if (etag !== undefined) headers.ETag = etag;
  const context = serializeContextOf(exchange, reader, query, format, {
    alwaysType: options.alwaysType,
    nextLink: (collection, within) => collectionNextLink(exchange, collection, within, tracking?.token),
    deltaLink: () => tracking?.deltaLink,
    ...(tracking !== undefined && { idInPlaceOfKey: true }),
  });
  const contentType = jsonContentType(format, isPrefixed(exchange));
  // which preferences were applied is known when all is written
  if (context.convert === undefined && result.kind === 'collection' && goesInParts(exchange, result))
    return respondInParts(exchange, partsOf(collectionWriter(result, context), result.items), contentType);
  return respond(exchange, options.status ?? 200, serialize(result, context), contentType);
}

/** Whether a collection is so large that it is sent while it is being written. */
function goesInParts(exchange: Exchange, { items }: CollectionResult): boolean {
  return items.length > sentWhole && takesParts(exchange);
}

/** How results are written for this request. */
export function serializeContextOf(
  exchange: Exchange,
  reader: StoreReader,
  query: Query,
  format: JsonFormat,
  result: Pick<SerializeContext, 'alwaysType' | 'idInPlaceOfKey' | 'nextLink' | 'deltaLink'> = {},
): SerializeContext {
  const { service, preferences } = exchange;
  const { options, profile } = service;
  if (preferences.omitValues !== undefined) preferences.apply('omit-values');
  if (preferences.allowEntityReferences) preferences.apply('allow-entityreferences');
  return {
    query,
    model: service.definition.model,
    serviceRoot: exchange.serviceRoot,
    metadata: format.metadata,
    version: exchange.version,
    ieee754Compatible: format.ieee754Compatible,
    exponentialDecimals: format.exponentialDecimals,
    prefixed: isPrefixed(exchange),
    omitValues: preferences.omitValues,
    alwaysType: result.alwaysType,
    alwaysId: options.alwaysId,
    idInPlaceOfKey: result.idInPlaceOfKey ?? profile.idInPlaceOfKey,
    removedAnnotation: options.removedAnnotation ?? profile.removedAnnotation,
    removedFacet: facetOf(profile),
    nextLink: result.nextLink,
    deltaLink: result.deltaLink,
    mediaLinks: options.alwaysMediaLinks,
    returned: preferences.allowEntityReferences ? new Map() : undefined,
    etag: (entity) => entityTag(service, entity),
    media: mediaOf(reader, options.emptyStreamMediaType),
    includeAnnotation: annotationFilter(exchange),
    convert: conversionOf(exchange),
  };
}

/** By the preferences of the service's own; each is applied when a value is written by it. */
function conversionOf({ service, preferences }: Exchange): SerializeContext['convert'] {
  const rules = service.profile.valuePreferences.flatMap(({ preference, of, conversion }) => {
    const own = preferences.own(preference);
    const convert = own && conversion(own.value);
    return own === undefined || convert === undefined ? [] : [{ of, convert, apply: own.apply }];
  });
  if (rules.length === 0) return undefined;
  return (value, { qualifiedName }, entity) => {
    const rule = rules.find(({ of }) => of === qualifiedName);
    const told = rule?.convert(value, entity);
    if (told !== undefined) rule?.apply();
    return told ?? value;
  };
}

function facetOf({ removedFacets }: Profile): SerializeContext['removedFacet'] {
  if (removedFacets.length === 0) return undefined;
  return (type) => {
    const found = removedFacets.find(({ of }) => isOfType(type, of));
    return found && { name: found.property, value: JSON.stringify(found.value) };
  };
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
        : { contentType: emptyMediaType, content: () => new Uint8Array() };
    return {
      contentType: content.mediaType,
      etag: streamTag(content),
      content: () => Buffer.concat(content.pieces),
    };
  };
}

function isPromise(
  value: StreamContent | Promise<StreamContent | undefined>,
): value is Promise<StreamContent | undefined> {
  return value instanceof Promise;
}
