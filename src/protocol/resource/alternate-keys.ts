// OASIS Core vocabulary, term AlternateKeys: entities found, and kept apart, by keys that are not their primary one.
import { alternateKeysOf } from '../../edm/alternate-keys.ts';
import type { EdmEntitySet, EdmKeyProperty } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { type StructuredValue, valueAt } from '../../edm/value.ts';
import type { ODataErrorDetail } from '../../error/odata-error.ts';
import { urlLiteral } from '../../json/literal.ts';
import type { EntityPayload } from '../../json/read/payload.ts';
import type { MaybePromise } from '../../store/maybe-promise.ts';
import type { StoreReader } from '../../store/store.ts';
import type { Exchange } from '../exchange/exchange.ts';

/** The entity of a set that has one of its alternate keys among the values of a payload. */
export async function entityWithAlternateKey(
  exchange: Exchange,
  reader: StoreReader,
  entitySet: EdmEntitySet,
  { type, values }: EntityPayload,
): Promise<Entity | undefined> {
  for (const key of alternateKeysOf(entitySet, type)) {
    const [found] = await entitiesWith(exchange, reader, entitySet, key, values);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What an alternate key that is not as before has in common with another entity's. At once where there is no such key. */
export function alternateKeyFindings(
  exchange: Exchange,
  reader: StoreReader,
  entity: Entity,
  before: Entity | undefined,
): MaybePromise<readonly ODataErrorDetail[]> {
  const { home } = entity.identity;
  if (home.kind !== 'entitySet') return [];
  const changed = alternateKeysOf(home.entitySet, entity.type).filter(
    (key) =>
      !key.every(({ path }) => before && valueAt(before.values, path) === valueAt(entity.values, path)),
  );
  return changed.length === 0 ? [] : takenKeys(exchange, reader, home.entitySet, entity, changed);
}

async function takenKeys(
  exchange: Exchange,
  reader: StoreReader,
  entitySet: EdmEntitySet,
  { identity, type, values }: Entity,
  keys: readonly (readonly EdmKeyProperty[])[],
): Promise<readonly ODataErrorDetail[]> {
  const findings: ODataErrorDetail[] = [];
  for (const key of keys) {
    const found = await entitiesWith(exchange, reader, entitySet, key, values);
    if (found.every((entity) => entity.identity === identity)) continue;
    const names = key.map(({ name }) => name).join(', ');
    const message = `Another ${type.name} has this alternate key: ${names}.`;
    findings.push({ code: 'Conflict', message, target: names });
  }
  return findings;
}

async function entitiesWith(
  { service }: Exchange,
  reader: StoreReader,
  entitySet: EdmEntitySet,
  key: readonly EdmKeyProperty[],
  values: StructuredValue,
): Promise<readonly Entity[]> {
  const comparisons: string[] = [];
  for (const { path, property } of key) {
    const value = valueAt(values, path) ?? null;
    if (value === null) return [];
    comparisons.push(`${path.join('/')} eq ${urlLiteral(value, property.type.type)}`);
  }
  const filter = encodeURIComponent(comparisons.join(' and '));
  const result = await reader.read(service.resolve(`${entitySet.name}?$filter=${filter}`));
  return result?.kind === 'collection'
    ? result.items.flatMap((item) => (item.kind === 'entity' ? [item.entity] : []))
    : [];
}
