// OData JSON Format 4.01, section 4.5 "Payload": all that a service holds, as the data that it may be loaded from again.
import type {
  EdmComplexType,
  EdmNavigationProperty,
  EdmNavigationSource,
  EdmProperty,
  EdmStructuredType,
} from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import { ODataError } from '../error/odata-error.ts';
import { entityPath } from '../json/entity-url.ts';
import { jsonText } from '../json/json-text.ts';
import { isJsonObject, type JsonValue, parseJson } from '../json/parse-json.ts';
import { createWriteState } from '../json/write/serialize.ts';
import { writeComplexIn } from '../json/write/write-structured.ts';
import type { ODataService } from '../service/odata-service.ts';
import { isTextual } from './media/payload-streams.ts';
import { isMaintained } from './resource/maintained-links.ts';
import { isOrdinal } from './resource/property-path.ts';

type Members = { [name: string]: JsonValue };

/**
 * JSON arrays, an entity a line, by the name of the entity set or singleton that the entities live in; sets that are
 * empty are left out. Contained entities are nested, other links are `@odata.bind`, contents of streams are inline. Links
 * from items of collections of complex values are left out: no body can hold them.
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
  const members = value as Members;
  if (entity.type.hasStream) await addContent(service, entity, members, { name: '$value', path: undefined });
  await addInside(service, entity, entity.type, members, []);
  return members;
}

/** A content, inline as a body may have it: text as such, anything else in base64url; `path` is that of the property. */
async function addContent(
  { store }: ODataService,
  { identity }: Entity,
  members: Members,
  { name, path }: { readonly name: string; readonly path: string | undefined },
): Promise<void> {
  const content = await store.stream(identity, path);
  if (content === undefined) return;
  const { mediaType, pieces } = content;
  const bytes = Buffer.concat(pieces);
  const text = isTextual(mediaType) ? bytes.toString('utf8') : bytes.toString('base64url');
  if (isTextual(mediaType) && !Buffer.from(text, 'utf8').equals(bytes))
    throw new ODataError(
      501,
      'NotImplemented',
      `${entityPath(identity)}/${path ?? '$value'} is ${mediaType}, but not in UTF-8: it can't be written as text.`,
    );
  members[path === undefined ? '@odata.mediaContentType' : `${name}@odata.mediaContentType`] = mediaType;
  members[name] = text;
}

/** Adds what is related to the entity or to a complex value in it, and the contents of stream properties. */
async function addInside(
  service: ODataService,
  entity: Entity,
  type: EdmStructuredType,
  members: Members,
  path: readonly string[],
): Promise<void> {
  await addNavigation(service, entity, type, members, path);
  for (const property of type.properties.values()) {
    const { name, type: reference } = property;
    const step = [...path, name];
    if (isStream(property)) await addContent(service, entity, members, { name, path: step.join('/') });
    if (reference.type.kind !== 'ComplexType') continue;
    const value = members[name];
    const items = Array.isArray(value)
      ? value.map((item, index) => [item, String(index)] as const)
      : [[value]];
    for (const [item, ...ordinal] of items) {
      if (!isJsonObject(item)) continue;
      const actual = actualComplexType(service, item['@odata.type'], reference.type);
      await addInside(service, entity, actual, item as Members, [...step, ...ordinal]);
    }
  }
}

function isStream({ type: { type } }: EdmProperty): boolean {
  return type.kind === 'Primitive' && type.name === 'Stream';
}

async function addNavigation(
  service: ODataService,
  entity: Entity,
  type: EdmStructuredType,
  members: Members,
  path: readonly string[],
): Promise<void> {
  // no body can hold links from an item of a collection
  if (path.some(isOrdinal)) return;
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
