// What a documented request takes for granted: the entities that its URL and its body name exist.
import type { EdmEntityType } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import {
  createRecord,
  type EdmValue,
  isStructuredValue,
  recordOf,
  type StructuredValue,
  valueAt,
} from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { deserializeEntity } from '../../json/read/deserialize.ts';
import type { EntityPayload } from '../../json/read/payload.ts';
import { openExchange } from '../../protocol/exchange/exchange.ts';
import { createInTarget } from '../../protocol/modification/create-entity.ts';
import { type Modification, modify } from '../../protocol/modification/modification.ts';
import { propertyPath } from '../../protocol/resource/property-path.ts';
import {
  collectionTarget,
  entityAtPath,
  navigationAt,
  navigationTargetOf,
  prefixOf,
} from '../../protocol/resource/resource-target.ts';
import type { ResourcePath, ResourceSegment } from '../../query/path/resource-path.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { ODataService } from '../../service/odata-service.ts';
import { plausibleInstance } from '../../service/plausible-value.ts';

/** An entity that the URL names, as the documented response shows it. */
export type Documented = unknown;

/**
 * Creates what a path names and what is not there yet: each entity that a key names, each target of a single-valued
 * navigation property. `documented` gives its values to what the whole path names: one entity, or those of a collection.
 */
export async function presuppose(
  service: ODataService,
  resolved: ResolvedRequest,
  documented: Documented,
): Promise<void> {
  const exchange = openExchange(service, new Request(`http://localhost${service.path}/`), {});
  await modify(exchange, async (modification) => {
    const seeding: Modification = { ...modification, seeding: true };
    const { path } = resolved;
    const end = entitiesEnd(path);
    const shown = wrapInProperties(path, end, documented);
    for (let length = 1; length <= path.segments.length; length++) {
      if (length <= end) await ensureAt(seeding, path, length, length === end ? shown : undefined);
      if (length < path.segments.length) await ensureComplexValue(seeding, prefixOf(path, length));
    }
    if (end === path.segments.length && path.result?.collection === true && Array.isArray(documented)) {
      await fillCollection(seeding, path, documented);
    }
  });
}

/** Links the entity that `target` names to the end of a path that `$ref` follows. */
export async function presupposeLink(
  service: ODataService,
  { path }: ResolvedRequest,
  target: ResolvedRequest,
): Promise<void> {
  const exchange = openExchange(service, new Request(`http://localhost${service.path}/`), {});
  await modify(exchange, async ({ transaction }) => {
    const navigation = navigationAt(path, path.segments.length - 2);
    const source = navigation && (await entityAtPath(transaction, path, navigation.sourceLength));
    const entity = await entityAtPath(transaction, target.path);
    if (navigation === undefined || source === undefined || entity === undefined) return;
    const { path: steps, navigationProperty } = navigation;
    await transaction.link({ source: source.identity, path: steps, navigationProperty }, entity.identity);
  });
}

/** What a path to a property shows, as a value of the entity: `{"value": 1}` of `…/a/b` is `{"a": {"b": 1}}`. */
function wrapInProperties(path: ResourcePath, end: number, documented: Documented): Documented {
  const rest = path.segments.slice(end);
  if (rest.length === 0 || documented === undefined) return documented;
  let value: unknown = documented;
  const last = rest.at(-1);
  const isWrapped = typeof value === 'object' && value !== null && 'value' in value;
  if (isWrapped && last?.kind === 'property') value = (documented as { readonly value: unknown }).value;
  for (const segment of rest.reverse()) {
    if (segment.kind !== 'property') return undefined;
    value = { [segment.property.name]: value };
  }
  return value;
}

/** Segments that name entities; what comes after them names properties, operations, counts. */
function entitiesEnd({ segments }: ResourcePath): number {
  const kinds: ReadonlySet<ResourceSegment['kind']> = new Set([
    'entitySet',
    'singleton',
    'navigation',
    'key',
    'cast',
    'property',
  ]);
  let end = 0;
  segments.forEach((segment, index) => {
    if (end === index && kinds.has(segment.kind)) end = index + 1;
  });
  while (end > 0 && (segments[end - 1]?.kind === 'cast' || segments[end - 1]?.kind === 'property')) end--;
  return end;
}

async function ensureAt(
  modification: Modification,
  path: ResourcePath,
  length: number,
  documented: Documented,
): Promise<void> {
  const { transaction } = modification;
  const segment = path.segments[length - 1];
  const isSingle =
    segment?.kind === 'singleton' ||
    (segment?.kind === 'navigation' && !segment.navigationProperty.collection);
  if (segment?.kind !== 'key' && !isSingle) return;
  const existing = await entityAtPath(transaction, path, length);
  if (existing !== undefined) {
    if (documented !== undefined) await showDocumented(modification, existing, documented);
    return;
  }
  const declared = segment.result?.type;
  if (declared?.kind !== 'EntityType') return;
  const type = castAfter(path, length) ?? declared;
  const payload = payloadOf(modification, type, documented);
  const values = Object.assign(
    createRecord(),
    payload.values,
    segment.kind === 'key' ? keyValues(segment) : {},
  );
  await createAt(modification, path, length, { ...payload, values });
}

/** An entity that is there by itself gets the documented values; its key stays. */
async function showDocumented(
  modification: Modification,
  { identity, type, values }: Entity,
  documented: Documented,
): Promise<void> {
  const shown = recordOf(values, payloadOf(modification, type, documented).values);
  for (const { path } of type.key) {
    const [name] = path;
    if (name !== undefined && values[name] !== undefined) shown[name] = values[name];
  }
  await modification.transaction.replace(identity, shown);
}

/** The type that the path takes the entity for, by a cast that is written or implied. */
function castAfter(path: ResourcePath, length: number): EdmEntityType | undefined {
  const next = path.segments[length];
  return next?.kind === 'cast' && next.type.kind === 'EntityType' ? next.type : undefined;
}

function keyValues(segment: ResourceSegment & { readonly kind: 'key' }): StructuredValue {
  const values = createRecord();
  for (const { name, path } of segment.keyProperties) {
    const expression = segment.key.get(name);
    const [property] = path;
    if (property !== undefined && expression?.kind === 'literal') values[property] = expression.value;
  }
  return values;
}

async function createAt(
  modification: Modification,
  path: ResourcePath,
  length: number,
  payload: EntityPayload,
): Promise<Entity | undefined> {
  const segment = path.segments[length - 1];
  if (segment?.kind === 'navigation') {
    const navigation = navigationAt(path, length - 1);
    const source =
      navigation && (await entityAtPath(modification.transaction, path, navigation.sourceLength));
    if (navigation === undefined || source === undefined) return undefined;
    const place = await navigationTargetOf(modification.transaction, source, navigation);
    return createInTarget(modification, { ...place, entityType: payload.type }, payload);
  }
  const target = await collectionTarget(modification.transaction, prefixOf(path, length - 1));
  return target && createInTarget(modification, target, payload);
}

async function fillCollection(
  modification: Modification,
  path: ResourcePath,
  documented: readonly unknown[],
): Promise<void> {
  const target = await collectionTarget(modification.transaction, path);
  const type = path.result?.type;
  if (target === undefined || type?.kind !== 'EntityType') return;
  for (const item of documented) {
    try {
      await createInTarget(modification, target, payloadOf(modification, type, item));
    } catch (error) {
      // documentation repeats keys among the items of a list
      if (!(error instanceof ODataError)) throw error;
    }
  }
}

/** The documented entity as far as it is one of the type; a placeholder where a value stands for its type alone is left out. */
function payloadOf(modification: Modification, type: EdmEntityType, documented: Documented): EntityPayload {
  const { service } = modification.exchange;
  const { model } = service.definition;
  const json =
    typeof documented === 'object' && documented !== null && !Array.isArray(documented) ? documented : {};
  const context = { model, mode: 'value', requiredOnCreate: service.profile.requiredOnCreate } as const;
  const { payload, violations } = deserializeEntity(JSON.stringify(json), type, context);
  const wrong = violations.map(({ target = '' }) => target.split('/'));
  const values = wrong.reduce(withoutMember, payload.values);
  // related entities are there as far as the URL names them
  return {
    ...payload,
    type: concreteType(modification, payload.type),
    values,
    navigation: new Map(),
    streams: new Map(),
  };
}

function concreteType({ exchange }: Modification, type: EdmEntityType): EdmEntityType {
  if (!type.abstract) return type;
  return exchange.service.definition.model.derivedTypes(type).find((derived) => !derived.abstract) ?? type;
}

/** The values without the wrong one at the end of the path; an item of a collection takes the collection with it. */
function withoutMember(values: StructuredValue, [name = '', ...rest]: readonly string[]): StructuredValue {
  const value = values[name];
  // complex values have all their members
  if (rest.length > 0 && isStructuredValue(value)) return withValueAt(values, [name, ...rest], null);
  const remaining = recordOf(values);
  delete remaining[name];
  return remaining;
}

/** The values with another one at the end of the path, or of the part of it that complex values lead along. */
function withValueAt(
  values: StructuredValue,
  [name = '', ...rest]: readonly string[],
  set: EdmValue,
): StructuredValue {
  const value = values[name];
  const isInside = rest.length > 0 && isStructuredValue(value);
  return recordOf(values, { [name]: isInside ? withValueAt(value, rest, set) : set });
}

/** A complex value that the path goes through is there. */
async function ensureComplexValue(
  { transaction, exchange }: Modification,
  path: ResourcePath,
): Promise<void> {
  const { entityLength, steps, type } = propertyPath(path);
  if (steps.length === 0 || type?.type.kind !== 'ComplexType' || type.collection) return;
  const entity = await entityAtPath(transaction, path, entityLength);
  if (entity === undefined || valueAt(entity.values, steps) !== null) return;
  const value = plausibleInstance(type.type, exchange.service.options.now());
  await transaction.replace(entity.identity, withValueAt(entity.values, steps, value));
}
