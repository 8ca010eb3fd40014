// OData Protocol 4.01, sections 11.4.2 "Create an Entity" and 11.4.7.1 "Create a Media Entity": POST to a collection of entities.
import { ODataError } from '../../error/odata-error.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { contentTypeOf } from '../exchange/read-body.ts';
import { createMediaEntity } from '../media/create-media-entity.ts';
import { createEntity } from './create-entity.ts';

export function createByPost(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const type = resolved.path.result?.type;
  if (type?.kind !== 'EntityType')
    throw new ODataError(400, 'BadRequest', 'Entities are created in collections of entities.');
  refuseCollectionOptions(resolved);
  return type.hasStream && !hasProperties(exchange)
    ? createMediaEntity(exchange, resolved, type)
    : createEntity(exchange, resolved, type);
}

const ofCollections = ['filter', 'search', 'orderby', 'top', 'skip', 'count', 'apply'] as const;

/** URL Conventions, section 5.1: "POST requests to an entity set follow the same rules as GET requests that return a single entity." */
function refuseCollectionOptions({ options }: ResolvedRequest): void {
  const found = ofCollections.find((option) => options[option] !== undefined);
  if (found === undefined) return;
  throw new ODataError(400, 'InvalidQueryOption', `$${found} has no place where an entity is created.`, {
    target: `$${found}`,
  });
}

/** The body of a new media entity is its content, unless the service takes JSON for its properties. */
function hasProperties(exchange: Exchange): boolean {
  const { options, profile } = exchange.service;
  const takesJson = options.jsonMediaEntities ?? profile.jsonMediaEntities;
  return takesJson && contentTypeOf(exchange)?.type === 'application/json';
}
