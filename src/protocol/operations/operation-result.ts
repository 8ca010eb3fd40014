// OData Protocol 4.01, section 11.5 "Operations": what a handler gave as a result of the declared type, and a result as what handlers are given.

import type { EdmEntityType, EdmModel, EdmStructuredType, EdmTypeReference } from '../../edm/edm-model.ts';
import { type Entity, isEntity } from '../../edm/entity.ts';
import { underlyingType } from '../../edm/underlying-type.ts';
import {
  createRecord,
  type EdmValue,
  isCollectionValue,
  isStructuredValue,
  recordOf,
  type StructuredValue,
} from '../../edm/value.ts';
import type { ExpandedResult, InstanceResult, ItemResult, QueryResult } from '../../query/result.ts';
import type { Binding, OperationResult } from '../../service/handlers.ts';

/** Plain JavaScript values become values of the type: a number where an Int64 is declared, a Date, an object. */
export function operationResult(
  model: EdmModel,
  reference: EdmTypeReference,
  given: OperationResult,
): QueryResult {
  const { type, collection } = reference;
  if (given === undefined || given === null) return nothingOf(reference);
  if (type.kind !== 'EntityType') return { kind: 'value', value: typedValue(reference, given as EdmValue) };
  if (!collection) return itemOf(model, type, given as Entity | EdmValue);
  const items = Array.isArray(given) ? given : [given];
  return { kind: 'collection', items: items.map((item) => itemOf(model, type, item)) };
}

/** Without a result, a collection is empty and a single value null. */
function nothingOf({ type, collection }: EdmTypeReference): QueryResult {
  if (type.kind !== 'EntityType') return { kind: 'value', value: collection ? [] : null };
  return collection ? { kind: 'collection', items: [] } : { kind: 'null' };
}

function itemOf(model: EdmModel, declared: EdmEntityType, given: Entity | EdmValue): ItemResult {
  if (isEntity(given)) return { kind: 'entity', entity: given };
  if (isStructuredValue(given)) return instanceOf(model, declared, given);
  // A defect of the handler: it is told in the log, and the client that the service failed.
  const what = Array.isArray(given) ? 'a collection' : `a value of type ${typeof given}`;
  throw new TypeError(`The handler gave ${what} where one ${declared.qualifiedName} is declared.`);
}

/** What is related to the instance may be given with it, as in a body. */
function instanceOf(model: EdmModel, declared: EdmEntityType, given: StructuredValue): InstanceResult {
  const { '@type': name, ...rest } = completeRecord(declared, given);
  const values = recordOf(rest);
  const type = typeof name === 'string' ? (model.findEntityType(name) ?? declared) : declared;
  const expanded = new Map<string, ExpandedResult>();
  for (const navigationProperty of type.navigationProperties.values()) {
    const related = values[navigationProperty.name];
    if (related === undefined) continue;
    delete values[navigationProperty.name];
    expanded.set(navigationProperty.name, relatedOf(model, navigationProperty.entityType, related));
  }
  return {
    kind: 'instance',
    type,
    values: completeRecord(type, values),
    ...(expanded.size > 0 && { expanded }),
  };
}

function relatedOf(model: EdmModel, declared: EdmEntityType, given: EdmValue): ExpandedResult {
  if (isCollectionValue(given))
    return { kind: 'collection', items: given.map((item) => itemOf(model, declared, item)) };
  if (isEntity(given)) return { kind: 'entity', entity: given };
  return isStructuredValue(given) ? instanceOf(model, declared, given) : { kind: 'null' };
}

function typedValue(reference: EdmTypeReference, given: unknown): EdmValue {
  if (given === null || given === undefined) return null;
  if (Array.isArray(given)) return given.map((item) => typedValue(reference, item));
  if (given instanceof Date) return given.toISOString();
  const type = underlyingType(reference.type);
  if (type.kind === 'Primitive' && type.name === 'Int64') return int64Value(given);
  if (
    type.kind === 'Primitive' &&
    (type.name === 'Double' || type.name === 'Single') &&
    typeof given === 'string'
  )
    return Number(given.replace('INF', 'Infinity'));
  if (type.kind === 'Primitive' && type.name === 'Decimal' && typeof given !== 'string') return String(given);
  if ((type.kind === 'ComplexType' || type.kind === 'EntityType') && isStructuredValue(given as EdmValue))
    return completeRecord(type, given as StructuredValue);
  return given as EdmValue;
}

function int64Value(given: unknown): EdmValue {
  if (typeof given === 'number') return BigInt(Math.trunc(given));
  return typeof given === 'string' ? BigInt(given) : (given as EdmValue);
}

/** All declared properties, those that were not given as null or empty. */
function completeRecord(type: EdmStructuredType, given: StructuredValue): StructuredValue {
  const values = createRecord();
  for (const property of type.properties.values()) {
    const value = given[property.name];
    values[property.name] =
      value === undefined ? (property.type.collection ? [] : null) : typedValue(property.type, value);
  }
  for (const name of Object.keys(given))
    if (!type.properties.has(name))
      values[name === '@odata.type' ? '@type' : name] = dynamicValue(name, given[name]);
  return values;
}

/** A complex value names its type as a body would. */
function dynamicValue(name: string, value: EdmValue | undefined): EdmValue {
  return name === '@odata.type' && typeof value === 'string' ? value.replace(/^#/, '') : (value ?? null);
}

/** What an operation is bound to, in the form that handlers get. */
export function bindingOf(result: QueryResult): Binding {
  switch (result.kind) {
    case 'entity':
      return result.entity;
    case 'instance':
      return givenValues(result);
    case 'value':
      return result.value;
    case 'count':
      return result.count;
    case 'null':
      return null;
    case 'collection':
      return result.items.map(bindingOf) as readonly Entity[];
  }
}

/** With what is related to the instance, as it was given. */
function givenValues({ values, expanded }: InstanceResult): StructuredValue {
  if (expanded === undefined) return values;
  const related = createRecord();
  for (const [name, result] of expanded) related[name] = bindingOf(result) as EdmValue;
  return recordOf(values, related);
}
