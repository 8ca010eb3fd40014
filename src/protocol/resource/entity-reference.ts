// OData JSON Format 4.01, section 14 "Entity Reference"; Protocol, section 4.1: from an entity-id to the entity.
import type { EdmEntityType } from '../../edm/edm-model.ts';
import { isSameOrDerived } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import type { StructuredValue } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { StoreReader } from '../../store/store.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { constantKey } from './key-values.ts';
import { entityAtPath } from './resource-target.ts';

/** The entity that an absolute or relative URL names; 400 where there is none, or where it is of another type. */
export async function referencedEntity(
  exchange: Exchange,
  reader: StoreReader,
  id: string,
  type: EdmEntityType,
): Promise<Entity> {
  const entity = await findReferenced(exchange, reader, id);
  if (entity === undefined) throw invalidReference(`${shown(id)} names no entity that exists.`);
  if (!isSameOrDerived(entity.type, type))
    throw invalidReference(`${shown(id)} is a ${entity.type.qualifiedName}, not a ${type.qualifiedName}.`);
  return entity;
}

export async function findReferenced(
  exchange: Exchange,
  reader: StoreReader,
  id: string,
): Promise<Entity | undefined> {
  const relative = relativeId(exchange, id);
  if (relative === undefined) throw invalidReference(`${shown(id)} is no URL of this service.`);
  try {
    const { path } = exchange.service.resolve(relative);
    return await entityAtPath(reader, path);
  } catch (error) {
    if (error instanceof ODataError && error.status < 500)
      throw invalidReference(`${shown(id)} is no entity-id of this service: ${error.message}`);
    throw error;
  }
}

/** The key that an id ends with; empty where it names no entity of a collection. */
export function keyOfId(exchange: Exchange, id: string, type: EdmEntityType): StructuredValue {
  const relative = relativeId(exchange, id);
  const last = relative === undefined ? undefined : exchange.service.resolve(relative).path.segments.at(-1);
  return last?.kind === 'key' && !last.alternate ? constantKey(last.key, type) : {};
}

/**
 * The id relative to the service root. The host is not looked at: clients may know the service under another one; nor does
 * it matter which of the real service's roots they know it by.
 */
export function relativeId(exchange: Exchange, id: string): string | undefined {
  const { serviceRoot, service, contentIds } = exchange;
  const own = id.startsWith(serviceRoot) ? id.slice(serviceRoot.length) : id;
  // the first segment may stand for what an earlier request of the batch has created
  const [whole = '', reference = ''] = /^\/?(\$[^/?]+)/.exec(own) ?? [];
  const resolved = contentIds?.get(reference);
  const text = resolved === undefined ? id.trim() : resolved + own.slice(whole.length);
  if (text.startsWith(serviceRoot)) return text.slice(serviceRoot.length);
  const publicRoot = service.profile.publicRoots.find((root) => text.startsWith(`${root}/`));
  if (publicRoot !== undefined) return text.slice(publicRoot.length + 1);
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(.*)$/i.exec(text);
  const path = absolute === null ? text : (absolute[1] ?? '');
  if (absolute === null && !path.startsWith('/')) return path;
  if (path.startsWith(`${service.path}/`)) return path.slice(service.path.length + 1);
  return absolute === null ? path.slice(1) : undefined;
}

function invalidReference(message: string): ODataError {
  return new ODataError(400, 'InvalidReference', message);
}

function shown(id: string): string {
  return id.length > 120 ? `${id.slice(0, 120)}…` : id;
}
