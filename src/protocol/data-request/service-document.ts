// OData Protocol 4.01, section 11.1.1 "Service Document Request".
import { serializeServiceDocument } from '../../json/write/service-document.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import { type Exchange, isPrefixed, jsonFormatOf } from '../exchange/exchange.ts';
import { jsonContentType } from '../exchange/headers.ts';
import { respond } from '../exchange/respond.ts';

export function serviceDocument(exchange: Exchange, resolved: ResolvedRequest): Response {
  const format = jsonFormatOf(exchange, resolved);
  const prefixed = isPrefixed(exchange);
  const { serviceRoot, version, service } = exchange;
  const context = { serviceRoot, metadata: format.metadata, version, prefixed };
  const body = serializeServiceDocument(service.definition.model.entityContainer, context);
  return respond(exchange, 200, body, jsonContentType(format, prefixed));
}
