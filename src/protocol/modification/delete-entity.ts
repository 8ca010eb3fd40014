// OData Protocol 4.01, section 11.4.4 "Delete an Entity".
import type { ResolvedRequest } from '../../query/query.ts';
import { checkPreconditions, entityTag, requirePrecondition } from '../exchange/etag.ts';
import { type Exchange, methodNotAllowed, notFound } from '../exchange/exchange.ts';
import { noContent } from '../exchange/respond.ts';
import { entityAtPath, lastWithoutCasts } from '../resource/resource-target.ts';
import { modify } from './modification.ts';

export async function deleteEntity(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const { path } = resolved;
  const segment = path.segments[lastWithoutCasts(path.segments)];
  if (segment?.kind === 'singleton' && !segment.singleton.nullable)
    throw methodNotAllowed(exchange, ['GET', 'HEAD', 'PATCH', 'PUT'], 'this singleton is always there');
  await modify(exchange, async ({ transaction }) => {
    const entity = await entityAtPath(transaction, path);
    if (entity === undefined) throw notFound(exchange);
    checkPreconditions(exchange, entityTag(exchange.service, entity));
    requirePrecondition(exchange, entity, path);
    await transaction.delete(entity.identity);
  });
  return noContent(exchange);
}
