// OData Protocol 4.01, section 11.4.3 "Upsert an Entity": PATCH and PUT of an entity.

import { isOfType } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { isComputed } from '../../edm/write-rules.ts';
import { ODataError, type ODataErrorDetail } from '../../error/odata-error.ts';
import type { PayloadMode } from '../../json/read/deserialize-context.ts';
import type { EntityPayload } from '../../json/read/payload.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { ODataService } from '../../service/odata-service.ts';
import type { StoreReader } from '../../store/store.ts';
import { restrictionsAt } from '../exchange/capabilities.ts';
import { checkPreconditions, entityTag, requirePrecondition } from '../exchange/etag.ts';
import { type Exchange, notFound } from '../exchange/exchange.ts';
import { requestVersion } from '../exchange/headers.ts';
import { noContent } from '../exchange/respond.ts';
import { writeResult } from '../exchange/write-result.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { type ContentIds, withContentIds } from '../resource/content-ids.ts';
import { constantKey, keyViolations } from '../resource/key-values.ts';
import { withPrincipalsOf } from '../resource/related-key.ts';
import {
  entityAtPath,
  lastWithoutCasts,
  navigationAt,
  navigationTargetOf,
  prefixOf,
} from '../resource/resource-target.ts';
import { checkPayloadRestrictions } from './change-restrictions.ts';
import { createDeep, originOfEntity } from './create-deep.ts';
import { acceptableFormat, answerCreated, createInTarget, targetOf } from './create-entity.ts';
import { expandOf, withExpand } from './deep-expand.ts';
import { type Modification, modify } from './modification.ts';
import { readEntity, reportViolations } from './read-payload.ts';
import { type UpdateMode, updateDeep } from './update-deep.ts';

export async function updateEntity(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const type = resolved.path.result?.type;
  if (type?.kind !== 'EntityType') throw new ODataError(400, 'BadRequest', 'The URL names no entity.');
  const mode: UpdateMode = exchange.method === 'PUT' ? 'PUT' : 'PATCH';
  const reader = readerOf(exchange);
  // a first look, so that what is not there is told before what is wrong with the body
  const before = await entityAtPath(reader, resolved.path);
  if (before === undefined && !mayInsert(exchange, resolved.path)) throw notFound(exchange);
  const payload = await readEntity(exchange, type, payloadMode(resolved.path, mode, before), {
    existing: before?.type,
  });
  checkPayloadRestrictions(exchange, resolved.path, payload, before === undefined ? 'Insert' : 'Update');
  reportViolations(exchange, updateViolations(exchange, payload, mode));
  const { entity, isNew, contentIds } = await modify(exchange, async (modification) => {
    const { contentIds } = modification;
    const current = await entityAtPath(modification.transaction, resolved.path);
    if (current === undefined)
      return { entity: await insert(modification, resolved.path, payload), isNew: true, contentIds };
    checkPreconditions(exchange, entityTag(exchange.service, current));
    requirePrecondition(exchange, current, resolved.path);
    return { entity: await updateDeep(modification, current, payload, mode), isNew: false, contentIds };
  });
  if (!isNew) return answerUpdated(exchange, reader, resolved, entity, payload, contentIds);
  const collection = { ...resolved, path: collectionPath(resolved.path) };
  return answerCreated(exchange, reader, collection, entity, payload, contentIds);
}

/** Section 11.4.3.1: what a 4.0 payload must not hold, and what belongs to PATCH alone. */
function updateViolations(
  { request }: Exchange,
  { navigation }: EntityPayload,
  mode: UpdateMode,
): readonly ODataErrorDetail[] {
  const is40 = requestVersion(request.headers) === '4.0';
  const violations: ODataErrorDetail[] = [];
  for (const [target, item] of navigation) {
    const violate = (message: string) => violations.push({ code: 'InvalidPayload', message, target });
    const holds = item.kind === 'entities' || (item.kind === 'entity' && item.entity !== null);
    if (is40 && holds) violate(`An update by OData 4.0 holds no related entities: ${target}.`);
    if (item.kind !== 'entities') continue;
    if (item.delta && mode === 'PUT') violate(`A nested delta belongs to PATCH: ${target}.`);
    if (!item.delta && item.entities.some(({ removed }) => removed !== undefined))
      violate(`What is the full set of related entities has no removed ones: ${target}.`);
  }
  return violations;
}

/** What is to be created must have what is required; its key is in the URL, or is sent where the URL has none. */
function payloadMode(path: ResourcePath, mode: UpdateMode, before: Entity | undefined): PayloadMode {
  if (before !== undefined) return mode === 'PUT' ? 'replace' : 'update';
  return path.segments[lastWithoutCasts(path.segments)]?.kind === 'key' ? 'replace' : 'create';
}

/** Whether a missing entity is created: its key comes from the client, and nothing says that it must be there. */
export function mayInsert(exchange: Exchange, path: ResourcePath): boolean {
  const { options, profile } = exchange.service;
  if (exchange.request.headers.has('if-match')) return false;
  const segment = path.segments[lastWithoutCasts(path.segments)];
  if (segment?.kind === 'singleton') return true;
  if (segment?.kind === 'navigation') return !segment.navigationProperty.collection;
  if (segment?.kind !== 'key' || segment.alternate) return false;
  if ((options.upsert ?? profile.upsert) === false) return false;
  if (options.capabilities !== 'ignore' && restrictionsAt(path, 'Update').Upsertable === false) return false;
  if (segment.entityType.hasStream) return false;
  return !segment.entityType.key.some(({ property }) => isComputed(property));
}

/** Creates the entity that the path names. */
export async function insert(
  modification: Modification,
  path: ResourcePath,
  payload: EntityPayload,
): Promise<Entity> {
  const { transaction } = modification;
  const index = lastWithoutCasts(path.segments);
  const segment = path.segments[index];
  if (segment?.kind === 'key') {
    const collection = prefixOf(path, index);
    const target = await targetOf(transaction, { path: collection } as ResolvedRequest);
    const values = constantKey(segment.key, payload.type, payload.values);
    reportViolations(modification.exchange, keyViolations(payload.type, values));
    return createInTarget(modification, target, withPrincipalsOf({ ...payload, values }, segment.key));
  }
  if (segment?.kind === 'singleton')
    return createDeep(modification, { kind: 'singleton', singleton: segment.singleton }, payload);
  return insertSingle(modification, path, index, payload);
}

/** A single-valued navigation property that leads nowhere yet. */
async function insertSingle(
  modification: Modification,
  path: ResourcePath,
  index: number,
  payload: EntityPayload,
): Promise<Entity> {
  const { transaction, exchange } = modification;
  const navigation = navigationAt(path, index);
  const source = navigation && (await entityAtPath(transaction, path, navigation.sourceLength));
  if (navigation === undefined || source === undefined) throw notFound(exchange);
  const target = await navigationTargetOf(transaction, source, navigation);
  const { entityType } = navigation.navigationProperty;
  return createInTarget(modification, { ...target, entityType }, payload);
}

function collectionPath(path: ResourcePath): ResourcePath {
  const index = lastWithoutCasts(path.segments);
  return path.segments[index]?.kind === 'key' ? prefixOf(path, index) : path;
}

/** What the profile has for clients that ask for nothing. */
function usualAnswer(
  { profile: { updatesAnswer } }: ODataService,
  { type }: Entity,
): 'representation' | 'minimal' {
  if (updatesAnswer === 'nothing') return 'minimal';
  return updatesAnswer.exceptTypes.some((name) => isOfType(type, name)) ? 'minimal' : 'representation';
}

/** 204, or 200 with the entity where the client asks for it, by Prefer or by query options. */
export async function answerUpdated(
  exchange: Exchange,
  reader: StoreReader,
  resolved: ResolvedRequest,
  entity: Entity,
  payload: EntityPayload | undefined,
  contentIds: ContentIds = new Map(),
): Promise<Response> {
  const { preferences, headers, service } = exchange;
  preferences.apply('return');
  const current = (await reader.get(entity.identity)) ?? entity;
  const etag = entityTag(service, current);
  if (etag !== undefined) headers.ETag = etag;
  const { options } = resolved;
  const asks = options.select !== undefined || options.expand !== undefined;
  const wanted = preferences.return ?? (asks ? 'representation' : usualAnswer(service, entity));
  if (wanted !== 'representation') return noContent(exchange);
  const { model } = service.definition;
  const deep = payload === undefined ? [] : expandOf(model, originOfEntity(entity), payload);
  const query = { path: resolved.path, options: withExpand(options, deep) };
  const result = await reader.read(query);
  if (result?.kind !== 'entity') return noContent(exchange);
  return writeResult(exchange, reader, query, withContentIds(result, contentIds), {
    format: acceptableFormat(exchange, resolved),
  });
}
