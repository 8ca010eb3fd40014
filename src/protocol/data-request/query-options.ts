// OData URL Conventions 4.01, sections 4.11 "Passing Query Options in the Request Body" and 4.10 "Resolving an Entity-Id".

import { ODataError } from '../../error/odata-error.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { pathAndQuery } from '../exchange/paging.ts';
import { contentTypeOf, readText } from '../exchange/read-body.ts';
import { requestOnEach } from '../operations/each-operation.ts';
import { relativeId } from '../resource/entity-reference.ts';
import { resourceKind } from '../resource/resource-kind.ts';
import { enforceCapabilities } from './enforce-capabilities.ts';
import { requestData } from './request-data.ts';

/** POST …/$query: the body is the query part of the URL. */
export async function queryByPost(exchange: Exchange): Promise<Response> {
  const contentType = contentTypeOf(exchange)?.type;
  if (contentType !== 'text/plain' && contentType !== 'application/x-www-form-urlencoded')
    throw new ODataError(
      415,
      'UnsupportedMediaType',
      'Query options are sent as text/plain or application/x-www-form-urlencoded.',
      {
        target: 'Content-Type',
      },
    );
  const text = (await readText(exchange)).trim().replaceAll(/[\r\n]+/g, '');
  const options = contentType === 'application/x-www-form-urlencoded' ? text.replaceAll('+', '%20') : text;
  const [path, query] = pathAndQuery(exchange.relativeUrl);
  const all = [query, options].filter((part) => part !== '').join('&');
  const relativeUrl = `${path.replace(/\/\$query$/, '')}${all === '' ? '' : `?${all}`}`;
  const resolved = exchange.service.resolve(relativeUrl);
  enforceCapabilities({ ...exchange, method: 'GET' }, resolved);
  const request = resourceKind(resolved.path) === 'resultOnEach' ? requestOnEach : requestData;
  return request({ ...exchange, relativeUrl }, resolved);
}

/** $entity?$id=…: the entity that the id names, with the other options. */
export async function requestEntityById(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  if (resolved.id === undefined)
    throw new ODataError(400, 'InvalidQueryOption', '$entity needs the query option $id.', { target: '$id' });
  const id = relativeId(exchange, resolved.id);
  if (id === undefined || id.includes('?'))
    throw new ODataError(404, 'NotFound', `${resolved.id.slice(0, 120)} is no entity-id of this service.`);
  const [path, query] = pathAndQuery(exchange.relativeUrl);
  const cast = path.replace(/^(?:\$|%24)entity/i, '');
  const kept = query.split('&').filter((option) => option !== '' && !/^(?:\$|%24)?id=/i.test(option));
  const relativeUrl = `${id}${cast}${kept.length === 0 ? '' : `?${kept.join('&')}`}`;
  const target = exchange.service.resolve(relativeUrl);
  if (target.path.result?.collection !== false || target.path.result.type.kind !== 'EntityType')
    throw new ODataError(404, 'NotFound', `${resolved.id.slice(0, 120)} names no entity.`);
  return requestData({ ...exchange, relativeUrl }, target);
}
