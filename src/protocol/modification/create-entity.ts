// OData Protocol 4.01, section 11.4.2 "Create an Entity": POST to a collection of entities.
import type { EdmEntityType } from '../../edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../../edm/entity.ts';
import type { StructuredValue } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { entityUrl } from '../../json/entity-url.ts';
import type { EntityPayload } from '../../json/read/payload.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { StoreReader } from '../../store/store.ts';
import { checkInsertPrecondition, entityTag } from '../exchange/etag.ts';
import { type Exchange, jsonFormatOf } from '../exchange/exchange.ts';
import { defaultJsonFormat } from '../exchange/headers.ts';
import { noContent } from '../exchange/respond.ts';
import { writeResult } from '../exchange/write-result.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { type ContentIds, withContentIds } from '../resource/content-ids.ts';
import { isSameKeyValue } from '../resource/entity-at-place.ts';
import { impliedValues } from '../resource/implied-values.ts';
import { type CollectionTarget, collectionTarget, queryForMember } from '../resource/resource-target.ts';
import { checkPayloadRestrictions } from './change-restrictions.ts';
import { checkImplicitBinding, contradiction, createDeep, originOfEntity } from './create-deep.ts';
import { expandOf, withExpand } from './deep-expand.ts';
import { type Modification, modify } from './modification.ts';
import { readEntity } from './read-payload.ts';
import { settleName } from './sibling-names.ts';
import { updateDeep } from './update-deep.ts';

/** From its properties in JSON. */
export async function createEntity(
  exchange: Exchange,
  resolved: ResolvedRequest,
  type: EdmEntityType,
): Promise<Response> {
  const through = lastNavigation(resolved);
  const payload = await readEntity(exchange, type, 'create', { through });
  checkPayloadRestrictions(exchange, resolved.path, payload, 'Insert');
  return createFromPayload(exchange, resolved, payload);
}

function lastNavigation(resolved: ResolvedRequest) {
  const segment = resolved.path.segments.findLast((candidate) => candidate.kind !== 'cast');
  return segment?.kind === 'navigation' ? segment.navigationProperty : undefined;
}

/** Creates what the payload says in the collection that the path names, and answers 201 or 204. */
export async function createFromPayload(
  exchange: Exchange,
  resolved: ResolvedRequest,
  payload: EntityPayload,
): Promise<Response> {
  const { entity, contentIds } = await modify(exchange, async (modification) => {
    const { transaction } = modification;
    const target = await targetOf(transaction, resolved);
    const parent = parentOf(target);
    const holder = parent && (await transaction.get(parent));
    if (holder !== undefined) checkInsertPrecondition(exchange, holder, resolved.path);
    const { payload: named, replaced } = await settleName(modification, target, payload);
    const created =
      replaced === undefined
        ? await createInTarget(modification, target, named)
        : await updateDeep(modification, replaced, named, 'PATCH');
    return { entity: created, contentIds: modification.contentIds };
  });
  const reader = readerOf(exchange);
  return answerCreated(exchange, reader, resolved, entity, payload, contentIds);
}

/** The entity with the navigation property by which something is created. */
function parentOf({ link, create }: CollectionTarget): EntityIdentity | undefined {
  return link?.source ?? (create.kind === 'contained' ? create.parent : undefined);
}

export async function targetOf(reader: StoreReader, resolved: ResolvedRequest): Promise<CollectionTarget> {
  const target = await collectionTarget(reader, resolved.path);
  if (target === undefined)
    throw new ODataError(
      400,
      'BadRequest',
      'Nothing can be created in what the URL names: it is no collection with a place.',
    );
  return target;
}

export async function createInTarget(
  modification: Modification,
  target: CollectionTarget,
  payload: EntityPayload,
): Promise<Entity> {
  const { link, create } = target;
  const source = link === undefined ? undefined : await modification.transaction.get(link.source);
  const through = link && source && { navigationProperty: link.navigationProperty, source };
  if (through !== undefined) {
    await checkImplicitBinding(modification, through.navigationProperty, through.source, payload);
    checkImplied(payload, impliedValues(through));
  }
  const entity = await createDeep(modification, create, payload, through);
  if (link !== undefined) await modification.transaction.link(link, entity.identity);
  return entity;
}

/** What follows from the path is not contradicted by the values in the body. */
function checkImplied({ values }: EntityPayload, implied: StructuredValue): void {
  for (const [name, value] of Object.entries(implied)) {
    const sent = values[name] ?? null;
    if (sent === null || isSameKeyValue(sent, value)) continue;
    throw contradiction(name);
  }
}

/** 201 with the entity, expanded as the request was deep; 204 where the client wants no more. */
export async function answerCreated(
  exchange: Exchange,
  reader: StoreReader,
  resolved: ResolvedRequest,
  entity: Entity,
  payload: EntityPayload,
  contentIds: ContentIds = new Map(),
): Promise<Response> {
  const { headers, preferences, serviceRoot, service } = exchange;
  const url = entityUrl(entity, serviceRoot);
  headers.Location = url;
  headers['OData-EntityId'] = url;
  preferences.apply('return');
  const etag = entityTag(service, (await reader.get(entity.identity)) ?? entity);
  if (etag !== undefined) headers.ETag = etag;
  if (preferences.return === 'minimal') return noContent(exchange);
  const deep = expandOf(service.definition.model, originOfEntity(entity), payload);
  const query = queryForMember(resolved.path, entity, withExpand(resolved.options, deep));
  const result = await reader.read(query);
  if (result?.kind !== 'entity') return noContent(exchange);
  return writeResult(exchange, reader, query, withContentIds(result, contentIds), {
    status: 201,
    format: acceptableFormat(exchange, resolved),
    alwaysType: service.profile.typeInCreated,
  });
}

/** What has been changed is answered, in JSON where the client asks for what there is not. */
export function acceptableFormat(exchange: Exchange, resolved: Pick<ResolvedRequest, 'format'>) {
  try {
    return jsonFormatOf(exchange, resolved);
  } catch {
    return defaultJsonFormat;
  }
}
