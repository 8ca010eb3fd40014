// OData Protocol 4.01, section 11.4.1.1 "Use of ETags for Avoiding Update Conflicts": ETags in the bodies of 4.01 are conditions.
import type { Entity } from '../../edm/entity.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { EntityPayload } from '../../json/read/payload.ts';
import { entityTag } from '../exchange/etag.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { requestVersion } from '../exchange/headers.ts';
import type { Modification } from './modification.ts';

/** An ETag must be that of the entity which is there. */
export function checkPayloadTag({ exchange }: Modification, entity: Entity, { etag }: EntityPayload): void {
  if (etag === undefined || etag === '*' || !hasConditions(exchange)) return;
  const now = entityTag(exchange.service, entity);
  if (now !== undefined && now !== etag) throw otherState('The ETag in the body is not that of the entity.');
}

/** An ETag, `*` included, is that of an entity which exists. */
export function checkAbsentTag({ exchange }: Modification, { etag }: EntityPayload): void {
  if (etag !== undefined && hasConditions(exchange))
    throw otherState('The ETag in the body is that of no entity: there is none yet.');
}

function hasConditions({ request }: Exchange): boolean {
  return request.headers.has('odata-version') && requestVersion(request.headers) !== '4.0';
}

function otherState(message: string): ODataError {
  return new ODataError(412, 'PreconditionFailed', message, { target: '@odata.etag' });
}
