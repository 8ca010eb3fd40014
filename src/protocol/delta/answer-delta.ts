// OData Protocol 4.01, section 11.4.12.1 "Error Handling when Updating a Collection of Entities": what became of a delta payload, as one.
import type { Entity, EntityIdentity } from '../../edm/entity.ts';
import type { ODataError } from '../../error/odata-error.ts';
import type { DeltaItem, EntityPayload } from '../../json/read/payload.ts';
import { type DeltaChange, serializeDelta } from '../../json/write/serialize-delta.ts';
import type { Failure } from '../../json/write/write-failed-change.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { LinkPath } from '../../store/store.ts';
import { type Exchange, isPrefixed } from '../exchange/exchange.ts';
import { jsonContentType } from '../exchange/headers.ts';
import { noContent, respond } from '../exchange/respond.ts';
import { serializeContextOf } from '../exchange/write-result.ts';
import { originOfPath } from '../modification/change-restrictions.ts';
import { failureOf } from '../modification/continue-on-error.ts';
import { acceptableFormat } from '../modification/create-entity.ts';
import { expandOf, withExpand } from '../modification/deep-expand.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { type ContentIds, withContentIds } from '../resource/content-ids.ts';
import { queryForMember } from '../resource/resource-target.ts';
import { flatEntity } from './flat-entity.ts';

/** What became of one item of a delta payload. */
export type Applied =
  | {
      readonly kind: 'entity';
      readonly entity: Entity;
      /** That it is of. */
      readonly collection: Pick<ResolvedRequest, 'path'>;
      /** As it was sent. */
      readonly payload: EntityPayload;
      readonly contentIds: ContentIds;
    }
  | {
      readonly kind: 'removed';
      readonly collection: Pick<ResolvedRequest, 'path'>;
      readonly identity: EntityIdentity;
      readonly reason: 'deleted' | 'changed';
      readonly contentId: string | undefined;
    }
  | (Omit<LinkPath, 'source'> & {
      readonly kind: 'link' | 'deletedLink';
      readonly source: Entity;
      readonly target: EntityIdentity | undefined;
    })
  | {
      readonly kind: 'failed';
      readonly item: DeltaItem;
      readonly operation: Failure['operation'];
      readonly error: ODataError;
    };

/** 204, or a delta in the order of the request: of all changes where the client asks for it, else of those that failed. */
export async function answerDelta(
  exchange: Exchange,
  resolved: ResolvedRequest,
  applied: readonly Applied[],
): Promise<Response> {
  const { preferences, method } = exchange;
  // section 8.2.8.7: it has no effect on DELETE
  const wantsAll = method !== 'DELETE' && preferences.return === 'representation';
  if (method !== 'DELETE') preferences.apply('return');
  const wanted = wantsAll ? applied : applied.filter(({ kind }) => kind === 'failed');
  if (wanted.length === 0 && !wantsAll) return noContent(exchange);
  const { path } = resolved;
  const { select, expand } = resolved.options;
  const own = { ...(select && { select }), ...(expand && { expand }) };
  const query = { path, options: own };
  const changes: DeltaChange[] = [];
  const nests = exchange.version !== '4.0';
  for (const one of wanted) {
    const change = await changeOf(exchange, query, one);
    if (change !== undefined)
      changes.push(...(nests || change.kind !== 'entity' ? [change] : flatEntity(change)));
  }
  const format = acceptableFormat(exchange, resolved);
  const body = serializeDelta({ changes }, serializeContextOf(exchange, readerOf(exchange), query, format));
  return respond(exchange, 200, body, jsonContentType(format, isPrefixed(exchange)));
}

async function changeOf(
  exchange: Exchange,
  { path, options }: Pick<ResolvedRequest, 'path' | 'options'>,
  applied: Applied,
): Promise<DeltaChange | undefined> {
  switch (applied.kind) {
    case 'entity': {
      const { entity, collection, payload, contentIds } = applied;
      const nested = expandOf(exchange.service.definition.model, originOfPath(collection.path), payload);
      const own = withExpand(collection.path === path ? options : {}, nested);
      const result = await readerOf(exchange).read(queryForMember(collection.path, entity, own));
      if (result?.kind !== 'entity') return undefined;
      const told = withContentIds(result, contentIds);
      return { kind: 'entity', result: told, options: own, ...relatedTo(path, applied) };
    }
    case 'removed':
      return { ...applied, ...relatedTo(path, applied) };
    case 'link':
    case 'deletedLink':
      return applied.target === undefined ? undefined : { ...applied, target: applied.target };
    case 'failed': {
      const { item, operation, error } = applied;
      return { kind: 'failed', item, ...failureOf(operation, error) };
    }
  }
}

/** What is of another set than the one that is changed says so. */
function relatedTo(
  path: ResolvedRequest['path'],
  { collection }: { readonly collection: Pick<ResolvedRequest, 'path'> },
): { readonly related?: true } {
  return collection.path === path ? {} : { related: true };
}
