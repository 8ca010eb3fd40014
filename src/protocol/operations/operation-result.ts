// OData Protocol 4.01, section 11.5 "Operations": what a handler gave as a result of the declared type, and a result as what handlers are given.

import { anyEntityType } from '../../edm/any-entity-type.ts';
import type {
  EdmEntityType,
  EdmModel,
  EdmStructuredType,
  EdmType,
  EdmTypeReference,
} from '../../edm/edm-model.ts';
import { type Entity, isEntity } from '../../edm/entity.ts';
import { isBuiltInAbstract } from '../../edm/primitive-types.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import { underlyingType } from '../../edm/underlying-type.ts';
import {
  createRecord,
  type EdmValue,
  isCollectionValue,
  isStructuredValue,
  recordOf,
  type StructuredValue,
} from '../../edm/value.ts';
import { qualifiedNameOfTypeUri } from '../../json/write/control-information.ts';
import type {
  ExpandedResult,
  InstanceResult,
  ItemResult,
  QueryResult,
  ValueResult,
} from '../../query/result.ts';
import type { Binding, OperationResult } from '../../service/handlers.ts';

/** Plain JavaScript values become values of the type: a number where an Int64 is declared, a Date, an object. */
export function operationResult(
  model: EdmModel,
  reference: EdmTypeReference,
  given: OperationResult,
): QueryResult {
  const { type, collection } = reference;
  if (given === undefined || given === null) return nothingOf(reference);
  const entityType = entityTypeOf(type);
  if (entityType === undefined) return valueResult(model, reference, given as EdmValue);
  if (!collection) return itemOf(model, entityType, given as Entity | EdmValue);
  const items = Array.isArray(given) ? given : [given];
  return { kind: 'collection', items: items.map((item) => itemOf(model, entityType, item)) };
}

/** Edm.EntityType stands for any of them. */
function entityTypeOf(type: EdmType): EdmEntityType | undefined {
  if (type.kind === 'EntityType') return type;
  return type.qualifiedName === 'Edm.EntityType' ? anyEntityType : undefined;
}

/** Where an abstract type is declared, a value may come with its own: `{ '@type': 'Date', value: '2024-02-29' }`. */
function valueResult(model: EdmModel, reference: EdmTypeReference, given: EdmValue): ValueResult {
  const { type, collection } = reference;
  const own = isStructuredValue(given) ? ownType(model, given) : undefined;
  if (!collection && isBuiltInAbstract(type) && own !== undefined && !isStructuredType(own)) {
    const value = typedValue(model, { ...reference, type: own }, (given as StructuredValue).value);
    return { kind: 'value', value, typeName: own.qualifiedName };
  }
  return { kind: 'value', value: typedValue(model, reference, given) };
}

/** The type that a value says it has, in any form that a body may have. */
export function ownType(model: EdmModel, given: StructuredValue): EdmType | undefined {
  const name = given['@type'] ?? given['@odata.type'];
  return typeof name === 'string' ? model.findType(qualifiedNameOfTypeUri(name)) : undefined;
}

/** Without a result, a collection is empty and a single value null. */
function nothingOf({ type, collection }: EdmTypeReference): QueryResult {
  if (entityTypeOf(type) === undefined) return { kind: 'value', value: collection ? [] : null };
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
  const own = ownType(model, given);
  const type = own?.kind === 'EntityType' ? own : declared;
  requireConcrete(type);
  const values = completeRecord(model, type, given);
  delete values['@type'];
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
    values,
    ...(expanded.size > 0 && { expanded }),
  };
}

function relatedOf(model: EdmModel, declared: EdmEntityType, given: EdmValue): ExpandedResult {
  if (isCollectionValue(given))
    return { kind: 'collection', items: given.map((item) => itemOf(model, declared, item)) };
  if (isEntity(given)) return { kind: 'entity', entity: given };
  return isStructuredValue(given) ? instanceOf(model, declared, given) : { kind: 'null' };
}

export function typedValue(model: EdmModel, reference: EdmTypeReference, given: unknown): EdmValue {
  if (given === null || given === undefined) return null;
  if (Array.isArray(given)) return given.map((item) => typedValue(model, reference, item));
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
  const value = given as EdmValue;
  if (!isStructuredValue(value)) return value;
  const own = ownType(model, value) ?? type;
  if (type.qualifiedName === 'Edm.ComplexType') requireConcrete(own);
  return isStructuredType(own) ? completeRecord(model, own, value) : value;
}

function requireConcrete({ qualifiedName, namespace }: EdmType): void {
  if (namespace === 'Edm')
    throw new TypeError(`The handler gave a value without '@type' where ${qualifiedName} is declared.`);
}

function int64Value(given: unknown): EdmValue {
  if (typeof given === 'number') return BigInt(Math.trunc(given));
  return typeof given === 'string' ? BigInt(given) : (given as EdmValue);
}

/** All declared properties, those that were not given as null or empty. */
function completeRecord(model: EdmModel, type: EdmStructuredType, given: StructuredValue): StructuredValue {
  const values = createRecord();
  for (const property of type.properties.values()) {
    const value = given[property.name];
    values[property.name] =
      value === undefined ? (property.type.collection ? [] : null) : typedValue(model, property.type, value);
  }
  for (const name of Object.keys(given))
    if (!type.properties.has(name) && name !== '@odata.type') values[name] = given[name] ?? null;
  const own = ownType(model, given);
  if (own !== undefined) values['@type'] = own.qualifiedName;
  return values;
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
