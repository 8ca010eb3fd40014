// OData JSON Format 4.01, section 18 "Action Invocation", as a request body.
import type { EdmEntityType, EdmParameter, EdmTypeReference } from '../../edm/edm-model.ts';
import { createRecord } from '../../edm/value.ts';
import { parseMemberName } from '../member-name.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../parse-json.ts';
import { type Body, type Deserialized, parseObject, startReading } from './body.ts';
import { type DeserializeContext, type Reading, violate } from './deserialize-context.ts';
import type { EntityPayload, ParametersPayload } from './payload.ts';
import { readEntity, rulesOf } from './read-entity.ts';
import { untypedComplexReader } from './read-structured.ts';
import { readValue } from './read-value.ts';

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
    if (!sent && !optional && isRequired(type, context))
      violate(
        reading,
        'MissingProperty',
        name,
        `The parameter '${name}' (${type.type.qualifiedName}) is required.`,
      );
  }
  return { payload: { values, entities, expressions }, violations: reading.violations };
}

/** A collection is never null; where nothing but keys is required, it can be left out. */
function isRequired(
  { nullable, collection }: EdmTypeReference,
  { requiredOnCreate }: DeserializeContext,
): boolean {
  return collection ? requiredOnCreate !== 'keys' : !nullable;
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

function parseParameters(body: Body): { json: JsonObject } {
  return typeof body === 'string' && body.trim() === '' ? { json: {} } : parseObject(body);
}
