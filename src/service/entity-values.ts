// OData Protocol 4.01, sections 11.4.2 "Create an Entity" and 11.4.3 "Upsert an Entity": complete values from what was sent.

import { complexTypeOf } from '../edm/complex-holders.ts';
import type {
  EdmComplexType,
  EdmEntityType,
  EdmProperty,
  EdmStructuredType,
  EdmTypeReference,
} from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import { isBuiltInAbstract } from '../edm/primitive-types.ts';
import {
  createRecord,
  type EdmValue,
  isCollectionValue,
  isStructuredValue,
  type StructuredValue,
  valueAt,
} from '../edm/value.ts';
import { withValueAt } from '../edm/value-at.ts';
import { hasComputedDefault, isComputed, isImmutable } from '../edm/write-rules.ts';
import { literalValue } from './default-value.ts';
import { normalizedValue } from './normalize-value.ts';
import type { ODataService } from './odata-service.ts';
import { plausibleSingle } from './plausible-value.ts';

/** The values of a new entity, but for keys that the service makes: those are null where they are still to be made. Computed properties take what was sent only in `seeding`. */
export function valuesForCreate(
  service: ODataService,
  type: EdmEntityType,
  sent: StructuredValue,
  seeding = false,
): StructuredValue {
  const values = createRecord();
  for (const property of storedProperties(type)) {
    const { name } = property;
    const value = sent[name];
    values[name] =
      value === undefined || (isComputed(property) && !seeding)
        ? initialValue(service, type, property, isKey(type, property) ? undefined : value)
        : completeValue(service, property.type, value);
  }
  copyUndeclared(sent, type, values);
  return values;
}

/** PATCH: what was sent over what is there. Keys, computed and immutable properties keep what they have. */
export function valuesForPatch(
  service: ODataService,
  type: EdmEntityType,
  { type: before, values: current }: Pick<Entity, 'type' | 'values'>,
  sent: StructuredValue,
): StructuredValue {
  const values = createRecord();
  for (const property of storedProperties(type)) {
    const { name } = property;
    const now = current[name];
    const value = sent[name];
    values[name] =
      value === undefined || isFixed(type, property)
        ? (now ?? (now === null ? null : initialValue(service, type, property, undefined)))
        : mergeValue(service, property.type, now, value);
  }
  // of another type's properties, those that the new type has not got are dropped
  copyUndeclared(current, before, values);
  copyUndeclared(sent, type, values);
  dropNullDynamics(sent, type, values);
  return withKeyOf(type, current, values);
}

/** PUT: what was sent over the defaults. Keys, computed and immutable properties keep what they have. */
export function valuesForPut(
  service: ODataService,
  type: EdmEntityType,
  current: StructuredValue,
  sent: StructuredValue,
): StructuredValue {
  const values = createRecord();
  for (const property of storedProperties(type)) {
    const { name } = property;
    const value = sent[name];
    if (isFixed(type, property)) values[name] = current[name] ?? null;
    else if (value === undefined)
      values[name] = hasComputedDefault(property)
        ? valueOfOmitted(service, property)
        : defaultOf(service, property);
    else values[name] = completeValue(service, property.type, value, current[name]);
  }
  copyUndeclared(sent, type, values);
  return withKeyOf(type, current, values);
}

function storedProperties(type: EdmStructuredType): readonly EdmProperty[] {
  return [...type.properties.values()].filter((property) => !isStream(property));
}

export function isStream(property: EdmProperty): boolean {
  return property.type.type.kind === 'Primitive' && property.type.type.name === 'Stream';
}

/** A part of the key by itself; complex values may hold others. */
export function isKey(type: EdmEntityType, property: EdmProperty): boolean {
  return type.key.some(({ path }) => path.length === 1 && path[0] === property.name);
}

/** The values with those parts of the key that complex values hold as they are: they never change. */
export function withKeyOf(
  type: EdmEntityType,
  current: StructuredValue,
  values: StructuredValue,
): StructuredValue {
  let kept = values;
  for (const { path } of type.key) {
    const value = path.length === 1 ? undefined : valueAt(current, path);
    if (value !== undefined && valueAt(kept, path) !== value) kept = withValueAt(kept, path, value);
  }
  return kept;
}

/** An existing entity keeps the value, whatever is sent. */
export function isFixed(type: EdmEntityType, property: EdmProperty): boolean {
  return isKey(type, property) || isMadeOnce(property);
}

/** Clients do not change it once it is there. */
export function isMadeOnce(property: EdmProperty): boolean {
  return isComputed(property) || isImmutable(property);
}

/** What a property has when nobody tells its value. */
function initialValue(
  service: ODataService,
  type: EdmEntityType,
  property: EdmProperty,
  sent: EdmValue | undefined,
): EdmValue {
  const { options } = service;
  const source = options.computedValues?.[`${property.declaringType.qualifiedName}/${property.name}`];
  switch (source) {
    case 'revision':
      return 1;
    case 'createdAt':
    case 'modifiedAt':
      return options.now().toISOString();
    case 'typeName':
      return sent ?? type.name;
    case undefined:
      break;
  }
  if (isKey(type, property) && property.defaultValue === undefined) return null;
  return valueOfOmitted(service, property);
}

/** The default, or what the service makes up: where Core.ComputedDefaultValue says so, and where there must be a value. */
function valueOfOmitted(service: ODataService, property: EdmProperty): EdmValue {
  const { type } = property;
  const value = defaultOf(service, property);
  const isMade = value === null && !type.collection && (!type.nullable || hasComputedDefault(property));
  return isMade ? plausibleSingle(type, service.options.now()) : value;
}

/** Declared default, `[]` for a collection, else null; a complex value that may not be null is there with its own defaults. */
export function defaultOf(service: ODataService, property: EdmProperty): EdmValue {
  const { type, defaultValue } = property;
  if (type.collection) return [];
  if (defaultValue !== undefined) return literalValue(type, defaultValue);
  if (!type.nullable && type.type.kind === 'ComplexType' && !type.type.abstract)
    return completeComplex(service, type.type, createRecord(), undefined);
  return null;
}

/**
 * A value as it is kept: complex values with all of their properties. Computed and immutable members of a complex
 * value that takes the place of `current` stay as they are.
 */
export function completeValue(
  service: ODataService,
  { type }: EdmTypeReference,
  value: EdmValue,
  current?: EdmValue,
): EdmValue {
  if (type.kind !== 'ComplexType')
    return service.options.normalizeValues === true ? normalizedValue(type, value) : value;
  if (isCollectionValue(value)) return value.map((item) => completeItem(service, type, item, undefined));
  return completeItem(service, type, value, isStructuredValue(current) ? current : undefined);
}

function completeItem(
  service: ODataService,
  declared: EdmComplexType,
  value: EdmValue,
  current: StructuredValue | undefined,
): EdmValue {
  if (!isStructuredValue(value)) return value;
  return completeComplex(service, complexTypeOf(service.definition.model, declared, value), value, current);
}

function completeComplex(
  service: ODataService,
  type: EdmComplexType,
  sent: StructuredValue,
  current: StructuredValue | undefined,
): StructuredValue {
  const values = createRecord();
  if (sent['@type'] !== undefined) values['@type'] = sent['@type'];
  for (const property of storedProperties(type)) {
    const { name } = property;
    const now = current?.[name];
    const value = now !== undefined && isMadeOnce(property) ? now : sent[name];
    values[name] =
      value === undefined ? nested(service, property) : completeValue(service, property.type, value, now);
  }
  copyUndeclared(sent, type, values);
  return values;
}

function nested(service: ODataService, property: EdmProperty): EdmValue {
  const value = defaultOf(service, property);
  const mustHave =
    value === null &&
    (hasComputedDefault(property) ||
      (!property.type.nullable && service.profile.requiredOnCreate === 'keys'));
  return mustHave ? plausibleSingle(property.type, service.options.now()) : value;
}

/** A sent value over the one that is there: complex values are merged, all others replaced. */
export function mergeValue(
  service: ODataService,
  reference: EdmTypeReference,
  current: EdmValue | undefined,
  sent: EdmValue,
): EdmValue {
  const { type, collection } = reference;
  if (collection || type.kind !== 'ComplexType' || !isStructuredValue(sent) || !isStructuredValue(current))
    return completeValue(service, reference, sent);
  return mergeComplex(service, type, current, sent);
}

function mergeComplex(
  service: ODataService,
  declared: EdmComplexType,
  current: StructuredValue,
  sent: StructuredValue,
): StructuredValue {
  const { model } = service.definition;
  const named = sent['@type'] ?? current['@type'];
  const type = complexTypeOf(model, declared, sent['@type'] === undefined ? current : sent);
  const values = createRecord();
  if (named !== undefined && type !== declared) values['@type'] = type.qualifiedName;
  for (const property of storedProperties(type)) {
    const value = sent[property.name];
    const now = current[property.name];
    values[property.name] =
      value === undefined
        ? (now ?? (now === null ? null : nested(service, property)))
        : mergeValue(service, property.type, now, value);
  }
  // of another type's properties, those that the new type has not got are dropped
  const old = complexTypeOf(model, declared, current);
  for (const [name, value] of Object.entries(current))
    if (!old.properties.has(name) && !(name in values) && name !== '@type') values[name] = value;
  copyUndeclared(sent, type, values);
  dropNullDynamics(sent, type, values);
  return values;
}

/** Dynamic properties and instance annotations. */
function copyUndeclared(from: StructuredValue, type: EdmStructuredType, to: StructuredValue): void {
  if (to === from) return;
  for (const name of Object.keys(from)) {
    const property = type.properties.get(name);
    const isUntyped = property === undefined ? !name.includes('@') : isBuiltInAbstract(property.type.type);
    // a value without a type has not got that of the value before
    if (isUntyped) delete to[`${name}@type`];
    // nor have its items the annotations of those before
    if (isUntyped || property?.type.collection === true) delete to[`${name}@collectionAnnotations`];
  }
  for (const name of Object.keys(from))
    if (name !== '@type' && !type.properties.has(name) && from[name] !== undefined) to[name] = from[name];
}

/** A dynamic property that is null is one that is not there. */
function dropNullDynamics(sent: StructuredValue, type: EdmStructuredType, values: StructuredValue): void {
  for (const name of Object.keys(sent))
    if (sent[name] === null && !name.includes('@') && !type.properties.has(name)) {
      delete values[name];
      delete values[`${name}@type`];
    }
}
