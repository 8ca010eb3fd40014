// OData JSON Format 4.01, section 4.5 "Payload": all that a service holds, as the data that it may be loaded from again.
import type {
  EdmComplexType,
  EdmNavigationProperty,
  EdmNavigationSource,
  EdmStructuredType,
} from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import { entityPath } from '../json/entity-url.ts';
import { jsonText } from '../json/json-text.ts';
import { isJsonObject, type JsonValue, parseJson } from '../json/parse-json.ts';
import { createWriteState } from '../json/write/serialize.ts';
import { writeComplexIn } from '../json/write/write-structured.ts';
import type { ODataService } from '../service/odata-service.ts';
import { isMaintained } from './resource/maintained-links.ts';

type Members = { [name: string]: JsonValue };

/**
 * JSON arrays, an entity a line, by the name of the entity set or singleton that the entities live in; sets that are
 * empty are left out. Contained entities are nested, other links are `@odata.bind`. Contents of streams are
 * left out, and links from items of collections of complex values, which no body can hold.
 */
export async function exportData(service: ODataService): Promise<ReadonlyMap<string, string>> {
  const exported = new Map<string, string>();
  for (const source of service.definition.model.entityContainer?.children.values() ?? []) {
    if (source.kind !== 'EntitySet' && source.kind !== 'Singleton') continue;
    const lines: string[] = [];
    for (const entity of await entitiesOf(service, source))
      lines.push(jsonText(await exportEntity(service, entity)));
    if (lines.length > 0) exported.set(source.name, `[\n${lines.join(',\n')}\n]\n`);
  }
  return exported;
}

/** Those that live there: a set also shows entities of others, and a singleton may stand for one of a set. */
async function entitiesOf(service: ODataService, source: EdmNavigationSource): Promise<readonly Entity[]> {
  const result = await service.store.read(service.resolve(source.name));
  const items = result?.kind === 'collection' ? result.items : result === undefined ? [] : [result];
  const found = items.flatMap((item) => (item.kind === 'entity' ? [item.entity] : []));
  return found.filter(({ identity: { home } }) =>
    home.kind === 'entitySet'
      ? home.entitySet === source
      : home.kind === 'singleton' && home.singleton === source,
  );
}

async function exportEntity(service: ODataService, entity: Entity): Promise<JsonValue> {
  const state = createWriteState({
    query: service.resolve(''),
    model: service.definition.model,
    serviceRoot: '',
    metadata: 'minimal',
    version: '4.01',
    prefixed: true,
    ieee754Compatible: false,
  });
  const { value } = parseJson(writeComplexIn(entity.values, entity.type, state));
  await addNavigation(service, entity, entity.type, value as Members, []);
  return value;
}

/** Adds what is related to the entity, or to a complex value in it. */
async function addNavigation(
  service: ODataService,
  entity: Entity,
  type: EdmStructuredType,
  members: Members,
  path: readonly string[],
): Promise<void> {
  for (const navigationProperty of type.navigationProperties.values()) {
    const { name, collection, containsTarget } = navigationProperty;
    if (!containsTarget && isToldElsewhere(service, entity, navigationProperty)) continue;
    const related = await service.store.related({ source: entity.identity, path, navigationProperty });
    if (related.length === 0) continue;
    const isInside = ({ identity: { home } }: Entity): boolean =>
      home.kind === 'contained' &&
      home.parent === entity.identity &&
      home.navigationProperty === navigationProperty;
    const inside = await Promise.all(related.filter(isInside).map((item) => exportEntity(service, item)));
    const links = related.filter((item) => !isInside(item)).map(({ identity }) => entityPath(identity));
    if (inside.length > 0) members[name] = collection ? inside : (inside[0] ?? null);
    if (links.length > 0) members[`${name}@odata.bind`] = collection ? links : (links[0] ?? null);
  }
  for (const { name, type: property } of type.properties.values()) {
    const value = members[name];
    if (property.type.kind !== 'ComplexType' || !isJsonObject(value)) continue;
    const actual = actualComplexType(service, value['@odata.type'], property.type);
    await addNavigation(service, entity, actual, value as Members, [...path, name]);
  }
}

function actualComplexType(
  { definition: { model } }: ODataService,
  named: JsonValue | undefined,
  declared: EdmComplexType,
): EdmStructuredType {
  const type = typeof named === 'string' ? model.findStructuredType(named.replace(/^#/, '')) : undefined;
  return type ?? declared;
}

/** By values of a referential constraint, by the other end, or by other links. */
function isToldElsewhere(service: ODataService, { type }: Entity, property: EdmNavigationProperty): boolean {
  const { referentialConstraints, partner, entityType, collection } = property;
  if (referentialConstraints.length > 0 || isMaintained(service, property, type)) return true;
  const other = partner === undefined ? undefined : entityType.navigationProperties.get(partner);
  if (other === undefined) return false;
  if (other.containsTarget || other.referentialConstraints.length > 0) return true;
  return collection && !other.collection;
}
