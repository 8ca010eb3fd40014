// OData Protocol 4.01, sections 11.4.14 "Update Members of a Collection" and 11.4.15 "Delete Members of a Collection".
import type { Entity } from '../../edm/entity.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { Query, ResolvedRequest } from '../../query/query.ts';
import type { ItemResult } from '../../query/result.ts';
import type { StoreReader } from '../../store/store.ts';
import { checkPreconditions, entityTag } from '../exchange/etag.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { noContent } from '../exchange/respond.ts';
import { writeResult } from '../exchange/write-result.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { withContentIds } from '../resource/content-ids.ts';
import { prefixOf, queryForMember } from '../resource/resource-target.ts';
import { checkPayloadRestrictions } from './change-restrictions.ts';
import { acceptableFormat } from './create-entity.ts';
import { deleteEachValue, updateEachValue } from './each-value.ts';
import { modify } from './modification.ts';
import { readEntity } from './read-payload.ts';
import { updateDeep } from './update-deep.ts';

/** The entities of a collection, or those that `…/$each` addresses. */
export async function membersOf(
  reader: Pick<StoreReader, 'read'>,
  resolved: ResolvedRequest,
): Promise<readonly Entity[]> {
  const { filter, search, orderby, skip, top } = resolved.options;
  const options = {
    ...(filter && { filter }),
    ...(search && { search }),
    ...(orderby && { orderby }),
    ...(skip !== undefined && { skip }),
    ...(top !== undefined && { top }),
  };
  const result = await reader.read({ path: withoutEach(resolved), options });
  if (result?.kind !== 'collection') throw new ODataError(404, 'NotFound', 'The collection does not exist.');
  return result.items.flatMap((item) => (item.kind === 'entity' ? [item.entity] : []));
}

function withoutEach({ path }: ResolvedRequest): Query['path'] {
  const { segments } = path;
  return segments.at(-1)?.kind === 'each' ? prefixOf(path, segments.length - 1) : path;
}

/** PATCH …/$each: the same change for each member. */
export async function updateMembers(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const collection = withoutEach(resolved);
  const type = collection.result?.type;
  if (type?.kind !== 'EntityType') return updateEachValue(exchange, resolved);
  const payload = await readEntity(exchange, type, 'update');
  checkPayloadRestrictions(exchange, resolved.path, payload, 'Update');
  const { members, contentIds } = await modify(exchange, async (modification) => {
    const found = await membersOf(modification.transaction, resolved);
    for (const member of found) {
      checkPreconditions(exchange, entityTag(exchange.service, member));
      await updateDeep(modification, member, payload, 'PATCH');
    }
    return { members: found, contentIds: modification.contentIds };
  });
  const { preferences } = exchange;
  preferences.apply('return');
  if (preferences.return !== 'representation') return noContent(exchange);
  const reader = readerOf(exchange);
  const { select, expand } = resolved.options;
  const options = { ...(select && { select }), ...(expand && { expand }) };
  const items: ItemResult[] = [];
  for (const member of members) {
    const item = await reader.read(queryForMember(collection, member, options));
    if (item?.kind === 'entity') items.push(withContentIds(item, contentIds));
  }
  const format = acceptableFormat(exchange, resolved);
  return writeResult(
    exchange,
    reader,
    { path: collection, options },
    { kind: 'collection', items },
    { format },
  );
}

/** DELETE …/$each. */
export async function deleteMembers(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  if (withoutEach(resolved).result?.type.kind !== 'EntityType') return deleteEachValue(exchange, resolved);
  await modify(exchange, async ({ transaction }) => {
    for (const member of await membersOf(transaction, resolved)) {
      checkPreconditions(exchange, entityTag(exchange.service, member));
      // one that went with another, by OnDelete, is gone already
      if ((await transaction.get(member.identity)) !== undefined) await transaction.delete(member.identity);
    }
  });
  return noContent(exchange);
}
