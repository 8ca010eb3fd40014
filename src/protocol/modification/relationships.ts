// OData Protocol 4.01, section 11.4.6 "Modifying Relationships between Entities": POST, PUT and DELETE of references.
import type { Entity } from '../../edm/entity.ts';
import { ODataError } from '../../error/odata-error.ts';
import {
  deserializeEntity,
  deserializeReference,
  deserializeReferences,
} from '../../json/read/deserialize.ts';
import { type EntityPayload, isReference } from '../../json/read/payload.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { LinkPath, StoreReader } from '../../store/store.ts';
import { checkPreconditions, entityTag } from '../exchange/etag.ts';
import { type Exchange, notFound } from '../exchange/exchange.ts';
import { readJsonText } from '../exchange/read-body.ts';
import { noContent } from '../exchange/respond.ts';
import { entityWithKey } from '../resource/entity-at-place.ts';
import { findReferenced, referencedEntity } from '../resource/entity-reference.ts';
import {
  entityAtPath,
  lastWithoutCasts,
  linkAt,
  type NavigationPath,
  navigationAt,
  prefixOf,
} from '../resource/resource-target.ts';
import { checkLinkRestrictions } from './change-restrictions.ts';
import { targetOfRelated } from './create-deep.ts';
import { createFromPayload } from './create-entity.ts';
import { type Modification, modify } from './modification.ts';
import { deserializeContext, reportViolations } from './read-payload.ts';
import { detach } from './update-deep.ts';

interface ReferencePath {
  readonly navigation: NavigationPath;
  /** Path without `/$ref`. */
  readonly path: ResourcePath;
  /** The member that a key names: `Products(1)/RelatedProducts(2)/$ref`. */
  readonly hasKey: boolean;
}

function referencePath(exchange: Exchange, resolved: ResolvedRequest): ReferencePath {
  const path = prefixOf(resolved.path, resolved.path.segments.length - 1);
  const last = lastWithoutCasts(path.segments);
  const hasKey = path.segments[last]?.kind === 'key';
  const navigation = navigationAt(path, hasKey ? last - 1 : last);
  if (navigation === undefined)
    throw new ODataError(
      400,
      'BadRequest',
      `${exchange.method} of a reference needs a navigation property before $ref.`,
    );
  return { navigation, path, hasKey };
}

/** Adds a reference to a collection. */
export async function addReference(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const { navigation, path } = referencePath(exchange, resolved);
  const text = await readJsonText(exchange);
  if (exchange.service.profile.createThroughRef && !holdsReference(text)) {
    const type = navigation.navigationProperty.entityType;
    const context = await deserializeContext(exchange, 'create', navigation.navigationProperty);
    const { payload, violations } = deserializeEntity(text, type, context);
    reportViolations(exchange, violations);
    return createFromPayload(exchange, { ...resolved, path }, payload);
  }
  const { entityType } = navigation.navigationProperty;
  const context = await deserializeContext(exchange, 'value');
  const { payload, violations } = deserializeReference(text, entityType, context);
  reportViolations(exchange, violations);
  await change(exchange, resolved, async (modification, link) => {
    const target = await referredTo(modification, link, payload);
    await modification.transaction.link(link, target.identity);
  });
  return noContent(exchange);
}

/** A body that names an existing entity, by `@odata.id` or `@id`, at its top level. */
function holdsReference(text: string): boolean {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null) return true;
    return Object.keys(body).some((name) => name === '@odata.id' || name === '@id');
  } catch {
    return true;
  }
}

/** Sets the reference of a single-valued navigation property, or all references of a collection. */
export async function setReferences(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const { navigation } = referencePath(exchange, resolved);
  const text = await readJsonText(exchange);
  const { navigationProperty } = navigation;
  const { entityType, collection } = navigationProperty;
  const context = await deserializeContext(exchange, 'value');
  const { payload, violations } = collection
    ? deserializeReferences(text, entityType, context)
    : deserializeReference(text, entityType, context);
  reportViolations(exchange, violations);
  await change(exchange, resolved, async (modification, link) => {
    const { transaction } = modification;
    const targets = new Set<Entity['identity']>();
    for (const reference of [payload].flat())
      targets.add((await referredTo(modification, link, reference)).identity);
    if (collection)
      for (const member of await transaction.related(link))
        if (!targets.has(member.identity)) await transaction.unlink(link, member.identity);
    for (const target of targets) await transaction.link(link, target);
  });
  return noContent(exchange);
}

/** The entity that a reference names, by its id or by its key. */
async function referredTo(
  modification: Modification,
  link: LinkPath,
  reference: EntityPayload,
): Promise<Entity> {
  const { exchange, transaction } = modification;
  const { entityType } = link.navigationProperty;
  if (isReference(reference)) return referencedEntity(exchange, transaction, reference.id, entityType);
  const source = await transaction.get(link.source);
  const place = source && (await targetOfRelated(modification, source, link, reference));
  const { type } = reference;
  const target = place && (await entityWithKey(exchange, transaction, place.create, reference));
  if (target === undefined)
    throw new ODataError(400, 'InvalidReference', `No ${type.name} has the key in the body.`);
  return target;
}

/** Removes one reference, named by `$id` or by key; the only one; or all of a collection. */
export async function removeReferences(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const { navigation, path, hasKey } = referencePath(exchange, resolved);
  const { navigationProperty } = navigation;
  if (resolved.id !== undefined && (!navigationProperty.collection || hasKey))
    throw new ODataError(400, 'InvalidQueryOption', '$id belongs to a collection of references.', {
      target: '$id',
    });
  await change(exchange, resolved, async ({ transaction }, link) => {
    const members = await transaction.related(link);
    if (resolved.id === undefined && !hasKey) {
      if (navigationProperty.nullable === false && !navigationProperty.collection && members.length > 0)
        throw new ODataError(400, 'NullNotAllowed', `${navigationProperty.name} may not be null.`, {
          target: navigationProperty.name,
        });
      for (const member of members) await detach(transaction, link, member);
      return;
    }
    const target = hasKey
      ? await entityAtPath(transaction, path)
      : await existing(exchange, transaction, resolved.id ?? '');
    const member = members.find(({ identity }) => identity === target?.identity);
    if (member === undefined) throw new ODataError(404, 'NotFound', 'There is no such reference.');
    await detach(transaction, link, member);
  });
  return noContent(exchange);
}

async function existing(exchange: Exchange, reader: StoreReader, id: string): Promise<Entity | undefined> {
  return findReferenced(exchange, reader, id);
}

/** Runs a change of one link, once its source is found and in the state that the client expects. */
async function change(
  exchange: Exchange,
  resolved: ResolvedRequest,
  work: (modification: Modification, link: LinkPath) => Promise<void>,
): Promise<void> {
  const { navigation } = referencePath(exchange, resolved);
  const sourcePath = prefixOf(resolved.path, navigation.sourceLength);
  checkLinkRestrictions(exchange, sourcePath, navigation);
  await modify(exchange, async (modification) => {
    const source = await entityAtPath(modification.transaction, resolved.path, navigation.sourceLength);
    if (source === undefined) throw notFound(exchange);
    checkPreconditions(exchange, entityTag(exchange.service, source));
    await work(modification, linkAt(source, navigation));
  });
}
