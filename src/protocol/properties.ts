// OData Protocol 4.01, section 11.4.9 "Managing Values and Properties Directly".
import type { EdmProperty, EdmTypeReference } from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import { primitiveType } from '../edm/primitive-types.ts';
import { createRecord, type EdmValue, isStructuredValue, type StructuredValue } from '../edm/value.ts';
import { isComputed, isImmutable } from '../edm/write-rules.ts';
import { ODataError } from '../error/odata-error.ts';
import { deserializeItem, deserializeValue } from '../json/deserialize.ts';
import { binaryText, readRawValue } from '../json/raw-value.ts';
import type { ResolvedRequest } from '../query/query.ts';
import type { ResourcePath } from '../query/resource-path.ts';
import { completeValue, isKey, mergeValue } from '../service/entity-values.ts';
import { checkPropertyRestrictions } from './change-restrictions.ts';
import { acceptableFormat } from './create-entity.ts';
import { checkPreconditions, entityTag, requirePrecondition } from './etag.ts';
import { type Exchange, methodNotAllowed } from './exchange.ts';
import { modify } from './modification.ts';
import { readBytes, readJsonText, readText } from './read-body.ts';
import { deserializeContext, reportViolations } from './read-payload.ts';
import { notFound } from './request-data.ts';
import { entityAtPath, prefixOf } from './resource-target.ts';
import { noContent } from './respond.ts';
import { writeResult } from './write-result.ts';

const untypedReference: EdmTypeReference = {
  type: primitiveType('Untyped'),
  collection: false,
  nullable: true,
};

/** A property of an entity: where the entity ends in the path, and the steps to the property. */
interface PropertyPath {
  readonly entityLength: number;
  readonly steps: readonly string[];
  /** undefined for a dynamic property. */
  readonly property: EdmProperty | undefined;
  readonly raw: boolean;
}

function propertyPath(path: ResourcePath): PropertyPath {
  const { segments } = path;
  const steps: string[] = [];
  let property: EdmProperty | undefined;
  let raw = false;
  let at = segments.length - 1;
  for (; at >= 0; at--) {
    const segment = segments[at];
    if (segment?.kind === 'property') {
      if (steps.length === 0) property = segment.property;
      steps.unshift(segment.property.name);
    } else if (segment?.kind === 'dynamicProperty') steps.unshift(segment.name);
    else if (segment?.kind === 'index') steps.unshift(String(segment.ordinal));
    else if (segment?.kind === 'value') raw = true;
    else if (segment?.kind !== 'cast' || segment.result?.type.kind === 'EntityType') break;
  }
  return { entityLength: at + 1, steps, property, raw };
}

/** PUT and PATCH: a new value, or for a complex property members of it. */
export async function updateProperty(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const target = propertyPath(resolved.path);
  if (exchange.method === 'PATCH' && !isComplex(target))
    throw methodNotAllowed(exchange, ['GET', 'HEAD', 'PUT', 'DELETE'], 'PATCH merges complex values');
  const sent = await readValue(exchange, target, exchange.method === 'PATCH' ? 'update' : 'value');
  return changeProperty(exchange, resolved, target, (current) => {
    const { property } = target;
    const { service } = exchange;
    if (property === undefined) return sent;
    checkNull(target, sent);
    return exchange.method === 'PATCH'
      ? mergeValue(service, property, current, sent)
      : completeValue(service, property, sent);
  });
}

/** DELETE: the value becomes null. */
export async function deleteProperty(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const target = propertyPath(resolved.path);
  checkNull(target, null);
  return changeProperty(
    exchange,
    resolved,
    target,
    () => (target.property?.type.collection ? [] : null),
    true,
  );
}

/** POST: one more item of a collection of primitive or complex values, at `$index` or at the end. */
export async function addToCollection(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const target = propertyPath(resolved.path);
  const { property } = target;
  if (property?.type.collection !== true)
    throw methodNotAllowed(exchange, ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']);
  const text = await readJsonText(exchange);
  const context = await deserializeContext(exchange, 'value');
  const { payload: value, violations } = deserializeItem(text, property.type, context);
  reportViolations(exchange, violations);
  const one = completeValue(exchange.service, property, value);
  return changeProperty(exchange, resolved, target, (current) => {
    const items = Array.isArray(current) ? current : [];
    const index = resolved.options.index ?? items.length;
    const at = index < 0 ? items.length + 1 + index : index;
    return [...items.slice(0, at), one, ...items.slice(at)];
  });
}

function isComplex({ property }: PropertyPath): boolean {
  return property?.type.type.kind === 'ComplexType' && !property.type.collection;
}

function checkNull({ property }: PropertyPath, value: EdmValue): void {
  if (value === null && property !== undefined && !property.type.nullable && !property.type.collection)
    throw new ODataError(400, 'NullNotAllowed', `${property.name} may not be null.`, {
      target: property.name,
    });
}

async function readValue(
  exchange: Exchange,
  target: PropertyPath,
  mode: 'update' | 'value',
): Promise<EdmValue> {
  const { property } = target;
  const context = await deserializeContext(exchange, mode);
  if (target.raw) return readRaw(exchange, property);
  const text = await readJsonText(exchange);
  const { payload, violations } = deserializeValue(text, property?.type ?? untypedReference, context);
  reportViolations(exchange, violations);
  return payload;
}

/** Binary as its bytes, all else as text. */
async function readRaw(exchange: Exchange, property: EdmProperty | undefined): Promise<EdmValue> {
  if (property === undefined)
    throw new ODataError(400, 'BadRequest', 'A dynamic property is written as JSON.');
  if (property.type.type.name === 'Binary') return binaryText(await readBytes(exchange));
  const { value, violation } = readRawValue(await readText(exchange), property.type);
  reportViolations(exchange, violation === undefined ? [] : [{ target: property.name, ...violation }]);
  return value;
}

async function changeProperty(
  exchange: Exchange,
  resolved: ResolvedRequest,
  target: PropertyPath,
  change: (current: EdmValue | undefined) => EdmValue,
  isDelete = false,
): Promise<Response> {
  checkPropertyRestrictions(exchange, prefixOf(resolved.path, target.entityLength), target.steps.join('/'));
  await modify(exchange, async ({ transaction }) => {
    const entity = await entityAtPath(transaction, resolved.path, target.entityLength);
    if (entity === undefined) throw notFound(exchange);
    checkPreconditions(exchange, entityTag(exchange.service, entity));
    requirePrecondition(exchange, entity);
    checkUpdatable(entity, target);
    const values = changedAt(entity.values, target.steps, change);
    await transaction.replace(entity.identity, values);
  });
  const { preferences } = exchange;
  preferences.apply('return');
  if (isDelete || preferences.return !== 'representation' || target.raw) return noContent(exchange);
  const reader = exchange.transaction ?? exchange.service.store;
  const result = await reader.read(resolved);
  if (result === undefined || result.kind === 'null' || (result.kind === 'value' && result.value === null))
    return noContent(exchange);
  return writeResult(exchange, reader, resolved, result, { format: acceptableFormat(exchange, resolved) });
}

function checkUpdatable(entity: Entity, { property, steps }: PropertyPath): void {
  const root = entity.type.properties.get(steps[0] ?? '');
  const fixed =
    (root !== undefined && isKey(entity.type, root)) ||
    (property !== undefined && (isComputed(property) || isImmutable(property)));
  if (fixed)
    throw new ODataError(400, 'BadRequest', `${steps.join('/')} is not updatable.`, {
      target: steps.join('/'),
    });
}

/** A copy of the values with one of them changed. */
function changedAt(
  values: StructuredValue,
  steps: readonly string[],
  change: (current: EdmValue | undefined) => EdmValue,
): StructuredValue {
  const [step = '', ...rest] = steps;
  const copy = Object.assign(createRecord(), values);
  const current = copy[step];
  if (rest.length === 0) copy[step] = change(current);
  else if (Array.isArray(current)) copy[step] = changedItem(current, rest, change);
  else if (isStructuredValue(current)) copy[step] = changedAt(current, rest, change);
  else throw new ODataError(404, 'NotFound', `${step} is null: it has no ${rest.join('/')}.`);
  return copy;
}

function changedItem(
  items: readonly EdmValue[],
  [ordinal = '', ...rest]: readonly string[],
  change: (current: EdmValue | undefined) => EdmValue,
): readonly EdmValue[] {
  const index = Number(ordinal) < 0 ? items.length + Number(ordinal) : Number(ordinal);
  const item = items[index];
  if (item === undefined) throw new ODataError(404, 'NotFound', `There is no item ${ordinal}.`);
  const value =
    rest.length === 0 ? change(item) : isStructuredValue(item) ? changedAt(item, rest, change) : item;
  return value === null ? items.filter((_, i) => i !== index) : items.with(index, value);
}
