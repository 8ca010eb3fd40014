// OData Protocol 4.01, section 11.4.2.2 "Create Related Entities When Creating an Entity": Core.ContentID of the request, repeated in its answer.
import type { Entity, EntityIdentity } from '../../edm/entity.ts';
import { recordOf } from '../../edm/value.ts';
import { Core } from '../../edm/vocabularies.ts';
import type { EntityResult, ExpandedResult, ItemResult } from '../../query/result.ts';

/** What a client calls entities in one request, by their identity. */
export type ContentIds = ReadonlyMap<EntityIdentity, string>;

/** The result with its entities annotated as the request named them. The annotation is no part of their state. */
export function withContentIds(result: EntityResult, contentIds: ContentIds): EntityResult {
  if (contentIds.size === 0) return result;
  const { entity, expanded } = result;
  return {
    ...result,
    entity: annotated(entity, contentIds.get(entity.identity)),
    ...(expanded !== undefined && {
      expanded: new Map([...expanded].map(([path, related]) => [path, withIds(related, contentIds)])),
    }),
  };
}

function withIds<T extends ExpandedResult | ItemResult>(related: T, contentIds: ContentIds): T {
  if (related.kind === 'entity') return withContentIds(related, contentIds) as T;
  if (related.kind !== 'collection') return related;
  return { ...related, items: related.items.map((item) => withIds(item, contentIds)) };
}

function annotated(entity: Entity, contentId: string | undefined): Entity {
  if (contentId === undefined) return entity;
  return { ...entity, values: recordOf({ [`@${Core.ContentID}`]: contentId }, entity.values) };
}
