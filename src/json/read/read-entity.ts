// OData JSON Format 4.01, sections 6 "Entity", 8.4 "Deep Insert", 8.5 "Bind Operation" and 15 "Delta Payload", as request bodies.
import type { EdmEntityType, EdmNavigationProperty } from '../../edm/edm-model.ts';
import { createRecord } from '../../edm/value.ts';
import { Core } from '../../edm/vocabularies.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../parse-json.ts';
import { joinPath, type PayloadMode, type Reading, violate } from './deserialize-context.ts';
import {
  type EntityPayload,
  emptyPayload,
  isReference,
  type NavigationPayload,
  type StreamPayload,
} from './payload.ts';
import {
  type EntityParts,
  pathInEntity,
  type ReadingRules,
  readMembers,
  type Situation,
} from './read-structured.ts';
import { readStructuredType, typeAnnotation } from './read-type.ts';
import { label } from './read-value.ts';

const rulesByMode: Readonly<Record<PayloadMode, ReadingRules>> = {
  create: { ignoreComputed: true, ignoreImmutable: false, key: 'value', require: true },
  update: { ignoreComputed: true, ignoreImmutable: true, key: 'ignore', require: false },
  replace: { ignoreComputed: true, ignoreImmutable: true, key: 'ignore', require: true },
  value: { ignoreComputed: false, ignoreImmutable: false, key: 'value', require: false },
};

const contentIdMember = `@${Core.ContentID}`;

/** An entity that may be new or known: its key tells, and nothing is required. */
const newOrKnown: ReadingRules = {
  ignoreComputed: true,
  ignoreImmutable: false,
  key: 'identify',
  require: false,
};

export const rulesOf = (mode: PayloadMode): ReadingRules => rulesByMode[mode];

/** Rules for entities of a delta payload, and for those nested in one that is read by `rules`. */
export function nestedRules(rules: ReadingRules): ReadingRules {
  return rules === rulesByMode.create || rules === rulesByMode.value ? rules : newOrKnown;
}

/** `through`: the navigation property that leads to the entity. */
export function readEntity(
  json: JsonObject,
  declared: EdmEntityType,
  path: string,
  rules: ReadingRules,
  through: EdmNavigationProperty | undefined,
  reading: Reading,
): EntityPayload {
  const told = controlOf(json);
  const named = told.id !== undefined || told.removed !== undefined;
  const isKey = path !== '' && through?.containsTarget !== true && hasOnlyKey(json, declared);
  const mayExist = named || isKey;
  const existing = path === '' ? reading.context.existing : undefined;
  const type =
    existing !== undefined && !told.typed
      ? existing
      : readStructuredType(json, declared, path, rules.require && !mayExist, reading, existing);
  const values = createRecord();
  const navigation = new Map<string, NavigationPayload>();
  const streams = new Map<string, StreamPayload>();
  const parts: EntityParts = { base: path, navigation, streams, ignored: [], readNavigation };
  const own = rules.require && mayExist && path !== '' ? newOrKnown : rules;
  readMembers(json, type, values, path, { rules: own, parts, through }, reading);
  if (own.require && path !== '' && type.hasStream && !streams.has('$value')) requireContent(path, reading);
  const contentId = values[contentIdMember];
  if (contentId !== undefined) delete values[contentIdMember];
  // member by member: adding to a spread takes as long as reading the properties
  return {
    typed: told.typed,
    id: told.id,
    etag: told.etag,
    context: told.context,
    removed: told.removed,
    type,
    contentId: typeof contentId === 'string' ? contentId : undefined,
    values,
    navigation,
    streams,
    ignored: parts.ignored,
  };
}

const nothingTold = {
  typed: false,
  id: undefined,
  etag: undefined,
  context: undefined,
  removed: undefined,
} as const;

/** Whether an object says anything about itself: looking for each thing that it may say takes longer, and most say nothing. */
function hasAnnotation(json: JsonObject): boolean {
  for (const name in json) if (name.charCodeAt(0) === 0x40) return true;
  return false;
}

/** What an object says about its entity. */
function controlOf(json: JsonObject): Pick<EntityPayload, 'typed' | 'id' | 'etag' | 'context' | 'removed'> {
  if (!hasAnnotation(json)) return nothingTold;
  const text = (name: ControlName): string | undefined => {
    const value = control(json, name);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    typed: typeAnnotation(json) !== undefined,
    id: text('id'),
    etag: text('etag'),
    context: text('context'),
    removed: readRemoved(control(json, 'removed')),
  };
}

/** Protocol, section 11.4.2.2: a nested media entity comes with its content. */
function requireContent(path: string, reading: Reading): void {
  if (reading.context.requiredOnCreate === 'model')
    violate(
      reading,
      'MissingProperty',
      joinPath(path, '$value'),
      `${label(path)} needs its content, as $value.`,
    );
}

/** Whether an object has all key properties, and besides them annotations at most. */
function hasOnlyKey(json: JsonObject, { key }: EdmEntityType): boolean {
  const names = Object.keys(json).filter((name) => !name.includes('@'));
  return (
    key.length > 0 && names.length === key.length && key.every(({ path }) => names.includes(path[0] ?? ''))
  );
}

/** Written out: a name that is put together for each entity takes longer to look up than all properties to read. */
const controlNames = {
  id: ['@odata.id', '@id'],
  etag: ['@odata.etag', '@etag'],
  context: ['@odata.context', '@context'],
  removed: ['@odata.removed', '@removed'],
} as const;
type ControlName = keyof typeof controlNames;

/** The value of control information, with or without `odata.`. */
export function control(json: JsonObject, name: ControlName): JsonValue | undefined {
  const [prefixed, bare] = controlNames[name];
  return json[prefixed] ?? json[bare];
}

/** An object without a reason stands for an entity that left the collection. */
function readRemoved(json: JsonValue | undefined): EntityPayload['removed'] {
  if (json === undefined || json === null) return undefined;
  return isJsonObject(json) && json.reason === 'deleted' ? 'deleted' : 'changed';
}

/** What stands at a navigation property: `form` says by which member, to which `path` leads. */
export function readNavigation(
  json: JsonValue,
  property: EdmNavigationProperty,
  form: 'value' | 'bind' | 'delta',
  path: string,
  { rules, parts }: Situation,
  reading: Reading,
): void {
  const payload =
    form === 'bind'
      ? readBind(json, property, path, reading)
      : readRelated(json, property, form === 'delta', path, rules, reading);
  if (payload === undefined) return;
  const key = pathInEntity(parts, path).replace(/@[^/]*$/, '');
  const before = parts.navigation.get(key);
  if (before !== undefined && !property.collection)
    violate(
      reading,
      'InvalidPayload',
      path,
      `${label(path)} comes beside what says the same in another form.`,
    );
  parts.navigation.set(key, before === undefined ? payload : mergeNavigation(before, payload, property));
}

function readBind(
  json: JsonValue,
  property: EdmNavigationProperty,
  path: string,
  reading: Reading,
): NavigationPayload | undefined {
  const { collection, nullable } = property;
  if (json === null && !collection && nullable)
    return { kind: 'entity', navigationProperty: property, entity: null };
  const ids = collection ? json : [json];
  if (Array.isArray(ids) && ids.every((id) => typeof id === 'string' && id !== ''))
    return { kind: 'references', navigationProperty: property, ids: ids as string[], adds: true };
  const expected = collection ? 'an array of entity URLs' : 'the URL of an entity';
  violate(
    reading,
    json === null ? 'NullNotAllowed' : 'InvalidValue',
    path,
    `${label(path)} must be ${expected}${!collection && nullable ? ', or null' : ''}.`,
  );
  return undefined;
}

function readRelated(
  json: JsonValue,
  property: EdmNavigationProperty,
  delta: boolean,
  path: string,
  rules: ReadingRules,
  reading: Reading,
): NavigationPayload | undefined {
  if (property.collection) return readRelatedCollection(json, property, delta, path, rules, reading);
  if (json === null || isNullReference(json)) {
    if (property.nullable) return { kind: 'entity', navigationProperty: property, entity: null };
    violate(reading, 'NullNotAllowed', path, `${label(path)} must not be null.`);
    return undefined;
  }
  if (!isJsonObject(json)) {
    violate(
      reading,
      'InvalidValue',
      path,
      `${label(path)} must be an object: an entity, or a reference with its @id.`,
    );
    return undefined;
  }
  const entity = readEntity(json, property.entityType, path, nestedRules(rules), property, reading);
  if (!isReference(entity)) return { kind: 'entity', navigationProperty: property, entity };
  return { kind: 'references', navigationProperty: property, ids: [entity.id], adds: false };
}

/** Data Aggregation, section 7.10: a reference with a null id is one to no entity. */
function isNullReference(json: JsonValue): boolean {
  if (!isJsonObject(json) || !Object.keys(json).every((name) => name.includes('@'))) return false;
  return controlNames.id.some((name) => json[name] === null);
}

function readRelatedCollection(
  json: JsonValue,
  property: EdmNavigationProperty,
  delta: boolean,
  path: string,
  rules: ReadingRules,
  reading: Reading,
): NavigationPayload | undefined {
  if (!Array.isArray(json)) {
    const code = json === null ? 'NullNotAllowed' : 'InvalidValue';
    violate(reading, code, path, `${label(path)} must be an array of entities.`);
    return undefined;
  }
  const entities: EntityPayload[] = [];
  json.forEach((item: JsonValue, index) => {
    const target = joinPath(path, index);
    if (isJsonObject(item))
      entities.push(readEntity(item, property.entityType, target, nestedRules(rules), property, reading));
    else violate(reading, 'InvalidValue', target, `${label(target)} must be an object.`);
  });
  if (delta || entities.length === 0 || !entities.every(isReference))
    return { kind: 'entities', navigationProperty: property, entities, delta };
  const ids = entities.map((entity) => entity.id);
  return { kind: 'references', navigationProperty: property, ids, adds: false };
}

/** 4.0 allows `Orders@odata.bind` and `Orders` in one body: the collection then holds both. */
function mergeNavigation(
  one: NavigationPayload,
  other: NavigationPayload,
  property: EdmNavigationProperty,
): NavigationPayload {
  if (!property.collection) return other;
  const delta = [one, other].some((payload) => payload.kind === 'entities' && payload.delta);
  return {
    kind: 'entities',
    navigationProperty: property,
    entities: [one, other].flatMap(entitiesOf),
    delta,
  };
}

function entitiesOf(payload: NavigationPayload): readonly EntityPayload[] {
  if (payload.kind === 'entity') return payload.entity === null ? [] : [payload.entity];
  if (payload.kind === 'entities') return payload.entities;
  return payload.ids.map((id) => ({ ...emptyPayload(payload.navigationProperty.entityType), id }));
}
