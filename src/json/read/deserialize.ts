// OData JSON Format 4.01, sections 6, 8, 11, 14 and 15, as request bodies.
import {
  type EdmComplexType,
  type EdmEntitySet,
  type EdmEntityType,
  type EdmTypeReference,
  isSameOrDerived,
} from '../../edm/edm-model.ts';
import { isBuiltInAbstract } from '../../edm/primitive-types.ts';
import { createRecord, type EdmValue, type StructuredValue } from '../../edm/value.ts';
import type { ODataErrorDetail } from '../../error/odata-error.ts';
import { ODataError } from '../../error/odata-error.ts';
import { collectionAnnotations, parseMemberName } from '../member-name.ts';
import { isJsonObject, type JsonObject, type JsonValue, type ParsedJson } from '../parse-json.ts';
import { qualifiedNameOfTypeUri } from '../write/control-information.ts';
import { asObject, type Body, type Deserialized, itemsOf, parseObject, startReading } from './body.ts';
import { type DeserializeContext, type Reading, violate } from './deserialize-context.ts';
import {
  type DeltaItem,
  type EntityPayload,
  isKeyReference,
  isReference,
  type ValuePayload,
} from './payload.ts';
import { readCollectionAnnotations } from './read-collection-annotations.ts';
import { readAbstractProperty, readAnnotation } from './read-dynamic.ts';
import { control, nestedRules, readEntity, readNavigation, rulesOf } from './read-entity.ts';
import { complexReader, type EntityParts, untypedComplexReader } from './read-structured.ts';
import { typeAnnotation } from './read-type.ts';
import { readValue } from './read-value.ts';

export type { Body, Deserialized } from './body.ts';
export type { DeserializeContext } from './deserialize-context.ts';

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
  const assumed = payload.typed ? declared : (context.existing ?? declared);
  return { payload, violations: withSchema(reading, assumed.qualifiedName, plain) };
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

/**
 * The value of a property: `{"value":…}`, or the members themselves for a single complex value. Where an abstract type is
 * declared, the body tells its own.
 */
export function deserializeValue(
  body: Body,
  reference: EdmTypeReference,
  context: DeserializeContext,
): Deserialized<ValuePayload> {
  const { json } = parseObject(body);
  const reading = startReading(context);
  const { type, collection } = reference;
  const isAbstract = isBuiltInAbstract(type);
  const isWhole = isAbstract
    ? namesStructuredType(json, context)
    : type.kind === 'ComplexType' && !collection && !isNull(json, type);
  const parts = partsAt(isWhole ? '' : 'value');
  const beside = isWhole ? createRecord() : readBeside(json, reading);
  const done = (value: EdmValue): Deserialized<ValuePayload> => ({
    payload: { value, beside, navigation: parts.navigation, streams: parts.streams },
    violations: reading.violations,
  });
  if (!isWhole && json.value === undefined) {
    violate(reading, 'MissingProperty', 'value', "The body must be an object with the member 'value'.");
    return done(collection ? [] : null);
  }
  const value = isWhole ? json : (json.value ?? null);
  if (isAbstract) return done(readAbstractValue(value, json, reference, beside, reading));
  const rules = rulesOf(context.mode);
  const reader =
    type.kind === 'ComplexType' ? complexReader({ rules, parts, through: undefined }) : untypedComplexReader;
  return done(readValue(value, reference, parts.base, reading, reader));
}

function namesStructuredType(json: JsonObject, { model }: DeserializeContext): boolean {
  const name = typeAnnotation(json)?.value;
  return typeof name === 'string' && model.findStructuredType(qualifiedNameOfTypeUri(name)) !== undefined;
}

/** Annotations of the value, which "are not prefixed with a property name". */
function readBeside(json: JsonObject, reading: Reading): StructuredValue {
  const beside = createRecord();
  for (const name of Object.keys(json)) {
    const member = parseMemberName(name);
    if (member.kind === 'annotation' && member.of === '')
      readAnnotation(name, json, beside, reading.context.model);
    else if (member.kind === 'control' && member.of === '' && member.name === collectionAnnotations)
      readCollectionAnnotations(name, '', json, beside, '', reading);
  }
  return beside;
}

function readAbstractValue(
  value: JsonValue,
  json: JsonObject,
  reference: EdmTypeReference,
  beside: StructuredValue,
  reading: Reading,
): EdmValue {
  const type = isJsonObject(value) && value === json ? undefined : typeAnnotation(json)?.value;
  const property = { name: 'value', type: reference };
  const member: JsonObject = type === undefined ? { value } : { value, 'value@type': type };
  const holder = createRecord();
  readAbstractProperty(property, member, holder, 'value', reading, untypedComplexReader);
  if (holder['value@type'] !== undefined) beside['@type'] = holder['value@type'];
  return holder.value ?? null;
}

/** `{"value":null}` stands for no complex value, unless its type has such a member. */
function isNull(json: JsonObject, { properties, open }: EdmComplexType): boolean {
  const names = Object.keys(json).filter((name) => !name.startsWith('@'));
  return names.length === 1 && json.value === null && !properties.has('value') && !open;
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
  const payload = itemsOf(parseObject(body).json).map(
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

/**
 * Section 15.5 "Update a Collection of Entities": `{"@context":"#$delta","value":[…]}`, 4.0's links included. `own`: the name
 * of the set that the collection is of, where it is of one.
 */
export function deserializeDelta(
  body: Body,
  declared: EdmEntityType,
  context: DeserializeContext,
  own?: string,
): Deserialized<readonly DeltaItem[]> {
  const { json } = parseObject(body);
  const reading = startReading(context);
  const payload = itemsOf(json).map((item, index) =>
    readDeltaItem(item, { declared, own }, `value/${index}`, reading),
  );
  return { payload, violations: reading.violations };
}

/** The collection that a delta payload changes. */
interface Changed {
  readonly declared: EdmEntityType;
  readonly own: string | undefined;
}

/**
 * Section 15.4.2 "OData 4.0 Flattened Delta Payload": related entities stand beside the others, and their context names their
 * set. undefined: the item is of the collection that is changed.
 */
function otherSet(
  context: JsonValue | undefined,
  { declared, own }: Changed,
  path: string,
  { context: { model } }: Reading,
): EdmEntitySet | undefined {
  const pattern = /#([^/(]+)(?:\([^/]*\))?(?:\/[^/]+\.[^/]+)?\/\$(?:entity|deletedEntity)$/;
  const name = pattern.exec(String(context ?? ''))?.[1];
  if (name === undefined || name === own) return undefined;
  const child = model.entityContainer?.children.get(name);
  if (child?.kind !== 'EntitySet')
    throw new ODataError(
      400,
      'InvalidPayload',
      `The context of the item names '${name}', which is no entity set.`,
      {
        target: `${path}/@context`,
      },
    );
  const isOfType = isSameOrDerived(child.entityType, declared) || isSameOrDerived(declared, child.entityType);
  return own === undefined && isOfType ? undefined : child;
}

function readDeltaItem(item: JsonValue, changed: Changed, path: string, reading: Reading): DeltaItem {
  const json = asObject(item);
  const itemContext = control(json, 'context');
  const kind = String(itemContext ?? '').match(/\/\$(link|deletedLink|deletedEntity)$/)?.[1];
  if (kind === 'link' || kind === 'deletedLink') {
    const text = (name: string): string => {
      if (typeof json[name] === 'string') return json[name];
      violate(reading, 'MissingProperty', `${path}/${name}`, `A link needs the member '${name}'.`);
      return '';
    };
    const target = json.target === undefined && kind === 'deletedLink' ? undefined : text('target');
    return { kind, source: text('source'), relationship: text('relationship'), target };
  }
  const entitySet = otherSet(itemContext, changed, path, reading);
  const isRemovedIn40 = kind === 'deletedEntity' && control(json, 'removed') === undefined;
  const sent = isRemovedIn40 ? removedIn401(json) : json;
  const type = entitySet?.entityType ?? changed.declared;
  const rules = nestedRules(rulesOf('update'));
  return { kind: 'entity', entity: readEntity(sent, type, path, rules, undefined, reading), entitySet };
}

/** In 4.0 `id` and `reason` are properties. */
function removedIn401(json: JsonObject): JsonObject {
  const id = control(json, 'id') ?? json.id ?? null;
  return { '@odata.id': id, '@odata.removed': { reason: json.reason ?? 'deleted' } };
}
