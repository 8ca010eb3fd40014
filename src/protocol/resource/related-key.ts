// OData Protocol 4.01, section 11.4.2 "Create an Entity": keys of entities that "include key properties of a directly related entity".
import type { EdmEntityType } from '../../edm/edm-model.ts';
import { type Entity, isEntity } from '../../edm/entity.ts';
import { relatedKeyParts } from '../../edm/related-key.ts';
import { createRecord, type EdmValue, type StructuredValue, valueAt } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { type EntityPayload, emptyPayload, type NavigationPayload } from '../../json/read/payload.ts';
import type { KeyPredicate } from '../../query/path/resource-path.ts';
import type { StoreReader } from '../../store/store.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { findReferenced } from './entity-reference.ts';
import { type Principals, principalOfWay, type Through } from './implied-values.ts';

/** The parts of a new entity's key that related entities have. @throws ODataError 400 where one of them is not told */
export function relatedKey(type: EdmEntityType, principals: Principals): StructuredValue {
  const key = createRecord();
  for (const { part, navigationProperty, rest } of relatedKeyParts(type)) {
    const { name } = navigationProperty;
    const principal = principals.get(name);
    if (principal === undefined)
      throw new ODataError(
        400,
        'MissingProperty',
        `The key of a ${type.name} has a part of what ${name} leads to: it is needed, by reference or with its content.`,
        { target: name },
      );
    key[part.name] = keyValue(principal, rest);
  }
  return key;
}

function keyValue({ identity, type, values }: Entity, path: readonly string[]): EdmValue {
  const part = type.key.find((own) => own.path.join('/') === path.join('/'));
  return (part && identity.key[part.name]) ?? valueAt(values, path) ?? null;
}

/** As far as a payload, or the way to it, tells these parts. */
export async function toldRelatedKey(
  exchange: Exchange,
  reader: StoreReader,
  { type, navigation }: EntityPayload,
  through?: Through,
): Promise<StructuredValue> {
  const key = createRecord();
  for (const { part, navigationProperty, rest } of relatedKeyParts(type)) {
    const { name } = navigationProperty;
    const principal =
      principalOfWay(through).get(name) ?? (await principalIn(exchange, reader, navigation.get(name)));
    if (principal !== undefined)
      key[part.name] = isEntity(principal) ? keyValue(principal, rest) : (valueAt(principal, rest) ?? null);
  }
  return key;
}

/** An entity that exists, or the values by which the payload tells of it. */
async function principalIn(
  exchange: Exchange,
  reader: StoreReader,
  payload: NavigationPayload | undefined,
): Promise<Entity | StructuredValue | undefined> {
  if (payload === undefined || payload.kind === 'entities') return undefined;
  const id = payload.kind === 'references' ? payload.ids[0] : payload.entity?.id;
  if (id !== undefined) return findReferenced(exchange, reader, id);
  return payload.kind === 'entity' && payload.entity !== null ? payload.entity.values : undefined;
}

/** A payload that refers to the related entities which the key in the URL names. */
export function withPrincipalsOf(payload: EntityPayload, key: KeyPredicate): EntityPayload {
  const parts = relatedKeyParts(payload.type);
  if (parts.length === 0) return payload;
  const navigation = new Map(payload.navigation);
  for (const { navigationProperty } of parts) {
    const { name, entityType } = navigationProperty;
    const values = createRecord();
    for (const { part, rest } of parts.filter((other) => other.navigationProperty === navigationProperty)) {
      const value = key.get(part.name);
      if (value?.kind === 'literal') values[rest.join('/')] = value.value;
    }
    const entity = { ...emptyPayload(entityType), values };
    navigation.set(name, { navigationProperty, kind: 'entity', entity });
  }
  return { ...payload, navigation };
}
