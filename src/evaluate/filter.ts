// OData Protocol 4.01, section 11.2.6.1 "System Query Option $filter": which entities need to be looked at.
import type { EdmEntitySet, EdmEntityType } from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import { underlyingType } from '../edm/underlying-type.ts';
import { createRecord, type EdmValue } from '../edm/value.ts';
import type { Expression } from '../query/expression/expression.ts';
import { convertNumber } from './convert-number.ts';
import { numericKind } from './edm-kind.ts';
import { mentions } from './mentions.ts';
import { compareRows, keyOrder, orderedRow } from './orderby.ts';
import { createScope, type Evaluation } from './scope.ts';

/** One condition that every result satisfies: the property has one of the values. */
interface Condition {
  readonly path: readonly string[];
  readonly values: readonly EdmValue[];
}

/**
 * The entities of a set among which all are that satisfy the filter, found by an index and in the order of the key;
 * undefined where there is no index for it. The filter is to be evaluated on them all the same.
 */
export function indexedEntities(
  filter: Expression,
  entitySet: EdmEntitySet,
  evaluation: Evaluation,
): readonly Entity[] | undefined {
  const conditions = conditionsOf(filter, entitySet.entityType);
  // `$these` is the whole collection: it is read in any case.
  if (conditions.length === 0 || mentions(filter, 'these')) return undefined;
  const byKey = findByKey(conditions, entitySet, evaluation);
  if (byKey !== undefined) return byKey;
  for (const condition of conditions) {
    const found = findByIndex(condition, entitySet, evaluation);
    if (found !== undefined) return inKeyOrder([...new Set(found)], entitySet.entityType, evaluation);
  }
  return undefined;
}

function findByKey(
  conditions: readonly Condition[],
  entitySet: EdmEntitySet,
  evaluation: Evaluation,
): readonly Entity[] | undefined {
  const { key } = entitySet.entityType;
  if (key.length === 0) return undefined;
  const parts = key.map((part) => conditions.find(({ path }) => path.join('/') === part.path.join('/')));
  if (parts.includes(undefined)) return undefined;
  if (key.length > 1 && parts.some((part) => part!.values.length !== 1)) return undefined;
  const candidates =
    key.length === 1 ? parts[0]!.values.map((value) => [value]) : [parts.map((p) => p!.values[0]!)];
  const found = new Set<Entity>();
  for (const values of candidates) {
    const record = createRecord();
    key.forEach((part, i) => {
      record[part.name] = values[i]!;
    });
    const entity = evaluation.access.find(entitySet, record);
    if (entity !== undefined) found.add(entity);
  }
  return inKeyOrder([...found], entitySet.entityType, evaluation);
}

function findByIndex(
  { path, values }: Condition,
  entitySet: EdmEntitySet,
  { access }: Evaluation,
): readonly Entity[] | undefined {
  const found: Entity[] = [];
  for (const value of values) {
    const entities = access.findBy?.(entitySet, path, value);
    if (entities === undefined) return undefined;
    for (const entity of entities) found.push(entity);
  }
  return found;
}

function inKeyOrder(entities: Entity[], type: EdmEntityType, evaluation: Evaluation): readonly Entity[] {
  if (entities.length < 2) return entities;
  const keys = keyOrder(type, evaluation.model);
  const scope = createScope(evaluation);
  const rows = entities.map((entity, ordinal) => {
    scope.current = entity;
    return orderedRow(keys, scope, entity, ordinal);
  });
  return rows.sort((a, b) => compareRows(keys, a, b)).map(({ row }) => row as Entity);
}

const conditionCache = new WeakMap<Expression, readonly Condition[]>();

/** Equalities with constants among the parts of a conjunction. */
function conditionsOf(filter: Expression, type: EdmEntityType): readonly Condition[] {
  let conditions = conditionCache.get(filter);
  if (conditions === undefined) {
    conditions = partsOf(filter).flatMap((part) => conditionOf(part, type) ?? []);
    conditionCache.set(filter, conditions);
  }
  return conditions;
}

function partsOf(filter: Expression): readonly Expression[] {
  const parts: Expression[] = [];
  const rest = [filter];
  for (let part = rest.pop(); part !== undefined; part = rest.pop()) {
    if (part.kind === 'binary' && part.operator === 'and') rest.push(part.right, part.left);
    else parts.push(part);
  }
  return parts;
}

function conditionOf(part: Expression, type: EdmEntityType): Condition | undefined {
  if (part.kind === 'binary' && part.operator === 'eq') {
    return (
      equalityCondition(part.left, [part.right], type) ?? equalityCondition(part.right, [part.left], type)
    );
  }
  if (part.kind !== 'in' || part.right.kind !== 'collection') return undefined;
  return equalityCondition(part.left, part.right.items, type);
}

function equalityCondition(
  property: Expression,
  constants: readonly Expression[],
  type: EdmEntityType,
): Condition | undefined {
  const path = pathOfIt(property, type);
  if (path === undefined) return undefined;
  const values: EdmValue[] = [];
  for (const constant of constants) {
    const value = constantOf(constant, property);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return { path, values };
}

/** Names of the properties from the instance; undefined for what is no such path. */
function pathOfIt(expression: Expression, type: EdmEntityType): readonly string[] | undefined {
  const path: string[] = [];
  let at = expression;
  while (at.kind === 'property' && !at.result.collection) {
    path.unshift(at.property.name);
    at = at.source;
  }
  const isItem = at.kind === 'it' || at.kind === 'this';
  return isItem && path.length > 0 && type.properties.has(path[0]!) ? path : undefined;
}

/** The constant in the form that the property has; undefined for null, and for a constant of another type. */
function constantOf(constant: Expression, property: Expression): EdmValue | undefined {
  if (constant.kind !== 'literal' || constant.value === null) return undefined;
  const type = underlyingType(property.result.type);
  const other = underlyingType(constant.result.type);
  if (type === other) return constant.value;
  const kind = numericKind(type);
  if (kind === undefined || numericKind(other) === undefined) return undefined;
  const value = convertNumber(constant.value, kind);
  const form = { integer: 'number', double: 'number', int64: 'bigint', decimal: 'string' }[kind];
  return value !== null && typeof value === form ? value : undefined;
}
