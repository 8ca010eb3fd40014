// OData JSON Format 4.01, sections 6, 8, 11, 14, 15 and 18, as request bodies.
import type { EdmEntityType, EdmParameter, EdmTypeReference } from '../edm/edm-model.ts';
import { createRecord, type EdmValue } from '../edm/value.ts';
import type { ODataErrorDetail } from '../error/odata-error.ts';
import { ODataError } from '../error/odata-error.ts';
import { type DeserializeContext, type Reading, violate } from './deserialize-context.ts';
import { parseMemberName } from './member-name.ts';
import { isJsonObject, type JsonObject, type JsonValue, type ParsedJson, parseJson } from './parse-json.ts';
import {
  type DeltaItem,
  type EntityPayload,
  isKeyReference,
  isReference,
  type ParametersPayload,
  type ValuePayload,
} from './payload.ts';
import { control, nestedRules, readEntity, readNavigation, rulesOf } from './read-entity.ts';
import { complexReader, type EntityParts, untypedComplexReader } from './read-structured.ts';
import { readValue } from './read-value.ts';

export type { DeserializeContext } from './deserialize-context.ts';

/** The text of a body, or what `parseJson` made of it. */
export type Body = string | ParsedJson;

export interface Deserialized<T> {
  readonly payload: T;
  /** Everything that is wrong with the body; the payload holds what could be made of it nevertheless. */
  readonly violations: readonly ODataErrorDetail[];
}

/**
 * An entity. Throws a 400 for a body that is not JSON or no object; all else that is wrong is in the violations.
 */
export function deserializeEntity(
  body: Body,
  declared: EdmEntityType,
  context: DeserializeContext,
): Deserialized<EntityPayload> {
  const { json, plain } = parseObject(body);
  const reading = startReading(context);
  const payload = readEntity(json, declared, '', rulesOf(context.mode), context.through, reading);
  return { payload, violations: withSchema(reading, declared.qualifiedName, plain) };
}

/** Adds what the schemas find where the reading found nothing. */
function withSchema(reading: Reading, typeName: string, plain: unknown): readonly ODataErrorDetail[] {
  const { violations, context, accepted } = reading;
  const found = context.validator?.validate(typeName, plain) ?? [];
  if (found.length === 0) return violations;
  const known = new Set(violations.map((violation) => violation.target ?? ''));
  const more = found.filter(({ target = '' }) => !known.has(target) && !accepted.has(target));
  return [...violations, ...more.map(withoutEmptyTarget)];
}

function withoutEmptyTarget(violation: ODataErrorDetail): ODataErrorDetail {
  return violation.target === '' ? { code: violation.code, message: violation.message } : violation;
}

/** The value of a property: `{"value":…}`, or the members themselves for a single complex value. */
export function deserializeValue(
  body: Body,
  reference: EdmTypeReference,
  context: DeserializeContext,
): Deserialized<ValuePayload> {
  const { json } = parseObject(body);
  const reading = startReading(context);
  const { type, collection } = reference;
  const isWhole = type.kind === 'ComplexType' && !collection;
  const parts = partsAt(isWhole ? '' : 'value');
  const done = (value: EdmValue): Deserialized<ValuePayload> => ({
    payload: { value, navigation: parts.navigation, streams: parts.streams },
    violations: reading.violations,
  });
  if (!isWhole && json.value === undefined) {
    violate(reading, 'MissingProperty', 'value', "The body must be an object with the member 'value'.");
    return done(collection ? [] : null);
  }
  const rules = rulesOf(context.mode);
  const reader =
    type.kind === 'ComplexType' ? complexReader({ rules, parts, through: undefined }) : untypedComplexReader;
  return done(readValue(isWhole ? json : (json.value ?? null), reference, parts.base, reading, reader));
}

/** One item that is posted to a collection of primitive or complex values: `{"value":…}`, or a complex value itself. */
export function deserializeItem(
  body: Body,
  reference: EdmTypeReference,
  context: DeserializeContext,
): Deserialized<ValuePayload> {
  return deserializeValue(body, { ...reference, collection: false }, context);
}

function partsAt(base: string): EntityParts {
  return { base, navigation: new Map(), streams: new Map(), ignored: [], readNavigation };
}

/** Section 14 "Entity Reference": an id, or the full key. Throws a 400 where there is none, or something else beside it. */
export function deserializeReference(
  body: Body,
  type: EdmEntityType,
  context: DeserializeContext,
): Deserialized<EntityPayload> {
  return readReference(parseObject(body).json, type, '', startReading(context));
}

/** `{"value":[{"@id":…}]}`. */
export function deserializeReferences(
  body: Body,
  type: EdmEntityType,
  context: DeserializeContext,
): Deserialized<readonly EntityPayload[]> {
  const reading = startReading(context);
  const payload = items(parseObject(body).json).map(
    (item, index) => readReference(asObject(item), type, `value/${index}`, reading).payload,
  );
  return { payload, violations: reading.violations };
}

function readReference(
  json: JsonObject,
  type: EdmEntityType,
  path: string,
  reading: Reading,
): Deserialized<EntityPayload> {
  const payload = readEntity(json, type, path, rulesOf('value'), undefined, reading);
  if (isReference(payload) || isKeyReference(payload)) return { payload, violations: reading.violations };
  throw new ODataError(
    400,
    'InvalidReference',
    'The body must be an entity reference: an object with the URL of an entity as "@odata.id" (4.01: "@id"), or with its key, and no other properties.',
    { target: '@odata.id' },
  );
}

/** Whether the body is an entity reference, and not an entity. */
export function isReferenceBody(body: ParsedJson): boolean {
  if (!isJsonObject(body.value)) return false;
  const id = control(body.value, 'id');
  return typeof id === 'string' && Object.keys(body.value).every((name) => name.startsWith('@'));
}

/** Names of the parameters that a body gives, to find an action's overload by; empty for an empty body. */
export function parameterNames(body: Body): readonly string[] {
  const { json } = parseParameters(body);
  const names = Object.keys(json).map((name) => {
    const member = parseMemberName(name);
    if (member.kind === 'property') return name;
    return member.kind === 'control' && member.name === 'expressionUrl' ? member.of : '';
  });
  return names.filter((name) => name !== '');
}

/** Section 18 "Action Invocation": the parameters that are not bound. An empty text stands for `{}`. */
export function deserializeParameters(
  body: Body,
  parameters: readonly EdmParameter[],
  context: DeserializeContext,
): Deserialized<ParametersPayload> {
  const { json } = parseParameters(body);
  const reading = startReading(context);
  const values = createRecord();
  const entities = new Map<string, EntityPayload | null | readonly EntityPayload[]>();
  const expressions = new Map<string, string>();
  for (const name of Object.keys(json)) {
    const member = parseMemberName(name);
    const parameter = findParameter(
      parameters,
      member.kind === 'property' ? name : member.kind === 'operation' ? '' : member.of,
      context,
    );
    const of = parameter?.name ?? name;
    const value = json[name] ?? null;
    if (member.kind === 'property' && parameter === undefined)
      violate(reading, 'UnknownProperty', name, `'${name}' is no parameter. Allowed: ${listed(parameters)}.`);
    else if (parameter === undefined) continue;
    else if (member.kind === 'control' && member.name === 'expressionUrl') expressions.set(of, String(value));
    else if (member.kind === 'property' && parameter.type.type.kind === 'EntityType')
      entities.set(of, readEntityParameter(value, parameter, reading));
    else if (member.kind === 'property')
      values[of] = readValue(value, parameter.type, name, reading, untypedComplexReader);
  }
  for (const { name, type, optional } of parameters) {
    const sent = name in values || entities.has(name) || expressions.has(name);
    if (!sent && !optional && (!type.nullable || type.collection))
      violate(
        reading,
        'MissingProperty',
        name,
        `The parameter '${name}' (${type.type.qualifiedName}) is required.`,
      );
  }
  return { payload: { values, entities, expressions }, violations: reading.violations };
}

function findParameter(
  parameters: readonly EdmParameter[],
  name: string,
  { ignoreCase }: DeserializeContext,
): EdmParameter | undefined {
  const exact = parameters.find((parameter) => parameter.name === name);
  if (exact !== undefined || ignoreCase !== true) return exact;
  return parameters.find((parameter) => parameter.name.toLowerCase() === name.toLowerCase());
}

const listed = (parameters: readonly EdmParameter[]): string =>
  parameters.length === 0 ? 'none' : parameters.map((parameter) => `'${parameter.name}'`).join(', ');

function readEntityParameter(
  json: JsonValue,
  { name, type }: EdmParameter,
  reading: Reading,
): EntityPayload | null | readonly EntityPayload[] {
  const declared = type.type as EdmEntityType;
  const read = (item: JsonValue, path: string): EntityPayload[] => {
    if (isJsonObject(item)) return [readEntity(item, declared, path, rulesOf('value'), undefined, reading)];
    violate(
      reading,
      'InvalidValue',
      path,
      `'${path}' must be an object: an entity, or a reference with its @id.`,
    );
    return [];
  };
  if (type.collection) {
    if (Array.isArray(json)) return json.flatMap((item: JsonValue, index) => read(item, `${name}/${index}`));
    violate(reading, 'InvalidValue', name, `'${name}' must be an array of entities.`);
    return [];
  }
  if (json === null && !type.nullable)
    violate(reading, 'NullNotAllowed', name, `'${name}' must not be null.`);
  return json === null ? null : (read(json, name)[0] ?? null);
}

/** Section 15.5 "Update a Collection of Entities": `{"@context":"#$delta","value":[…]}`, 4.0's links included. */
export function deserializeDelta(
  body: Body,
  declared: EdmEntityType,
  context: DeserializeContext,
): Deserialized<readonly DeltaItem[]> {
  const { json } = parseObject(body);
  const reading = startReading(context);
  const payload = items(json).map((item, index) => readDeltaItem(item, declared, `value/${index}`, reading));
  return { payload, violations: reading.violations };
}

function readDeltaItem(item: JsonValue, declared: EdmEntityType, path: string, reading: Reading): DeltaItem {
  const json = asObject(item);
  const kind = String(control(json, 'context') ?? '').match(/\/\$(link|deletedLink|deletedEntity)$/)?.[1];
  if (kind === 'link' || kind === 'deletedLink') {
    const text = (name: string): string => {
      if (typeof json[name] === 'string') return json[name];
      violate(reading, 'MissingProperty', `${path}/${name}`, `A link needs the member '${name}'.`);
      return '';
    };
    const target = json.target === undefined && kind === 'deletedLink' ? undefined : text('target');
    return { kind, source: text('source'), relationship: text('relationship'), target };
  }
  if (kind === 'deletedEntity' && control(json, 'removed') === undefined) {
    const id = control(json, 'id') ?? json.id ?? null;
    const removed = { '@odata.id': id, '@odata.removed': { reason: json.reason ?? 'deleted' } };
    return {
      kind: 'entity',
      entity: readEntity(removed, declared, path, nestedRules(rulesOf('update')), undefined, reading),
    };
  }
  return {
    kind: 'entity',
    entity: readEntity(json, declared, path, nestedRules(rulesOf('update')), undefined, reading),
  };
}

function items(json: JsonObject): readonly JsonValue[] {
  if (Array.isArray(json.value)) return json.value;
  throw new ODataError(
    400,
    'InvalidPayload',
    "The body must be an object whose member 'value' is an array.",
    {
      target: 'value',
    },
  );
}

function startReading(context: DeserializeContext): Reading {
  return { context, violations: [], accepted: new Set() };
}

function parseObject(body: Body): { json: JsonObject; plain: unknown } {
  const parsed = typeof body === 'string' ? parseJson(body) : body;
  return { json: asObject(parsed.value), plain: parsed.plain };
}

function parseParameters(body: Body): { json: JsonObject } {
  return typeof body === 'string' && body.trim() === '' ? { json: {} } : parseObject(body);
}

function asObject(value: JsonValue): JsonObject {
  if (isJsonObject(value)) return value;
  const found = value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;
  throw new ODataError(400, 'InvalidPayload', `A JSON object is expected; found ${found}.`);
}
