// OData Protocol 4.01, sections 11.4.9 "Managing Values and Properties Directly" and 11.4.10 "Managing Members of an Ordered Collection".
import type { EdmProperty, EdmTypeReference } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { primitiveType } from '../../edm/primitive-types.ts';
import { isRepeated } from '../../edm/referential-constraint.ts';
import { underlyingType } from '../../edm/underlying-type.ts';
import {
  type EdmValue,
  isStructuredValue,
  itemsOfValue,
  type StructuredValue,
  valueAt,
} from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { binaryText, readRawValue } from '../../json/raw-value.ts';
import { deserializeItem, deserializeValue } from '../../json/read/deserialize.ts';
import type { PayloadMode } from '../../json/read/deserialize-context.ts';
import type { ValuePayload } from '../../json/read/payload.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import { completeValue, isMadeOnce, mergeValue, withKeyOf } from '../../service/entity-values.ts';
import type { Successors } from '../../store/store.ts';
import { writeRawValue } from '../data-request/raw-value.ts';
import { checkPreconditions, entityTag, requirePrecondition } from '../exchange/etag.ts';
import { type Exchange, methodNotAllowed, notFound } from '../exchange/exchange.ts';
import { readBytes, readJsonText, readPlainText } from '../exchange/read-body.ts';
import { noContent } from '../exchange/respond.ts';
import { writeResult } from '../exchange/write-result.ts';
import { type Description, describeContent, describedMediaType } from '../media/describe-content.ts';
import { checkAcceptable } from '../media/media-annotations.ts';
import { storePayloadStreams } from '../media/payload-streams.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { type PropertyPath, propertyPath } from '../resource/property-path.ts';
import { entityAtPath, prefixOf, withOrdinals } from '../resource/resource-target.ts';
import { changeAt } from './change-at.ts';
import { checkPropertyRestrictions } from './change-restrictions.ts';
import { originOfEntity } from './create-deep.ts';
import { acceptableFormat } from './create-entity.ts';
import { expandWithin, withExpand } from './deep-expand.ts';
import { modify } from './modification.ts';
import { deserializeContext, reportViolations } from './read-payload.ts';
import { updateNavigation } from './update-deep.ts';

const untypedReference: EdmTypeReference = {
  type: primitiveType('Untyped'),
  collection: false,
  nullable: true,
};

/** What a request makes of a property. */
export interface PropertyChange {
  /** The new value; undefined takes an item out of its collection. */
  readonly value: (current: EdmValue | undefined) => EdmValue | undefined;
  /** What is related to the value that was sent, and the steps from the property to that value. */
  readonly sent?: ValuePayload;
  readonly place?: (current: EdmValue | undefined) => readonly string[];
  /** What is told of a binary value that was sent as its bytes. */
  readonly described?: Description;
  /** Items that stand for earlier ones, where the change is of a whole collection. */
  readonly successors?: Successors;
  /** 204 whatever the client prefers. */
  readonly silent?: boolean;
}

/** PUT and PATCH: a new value, or for a complex value members of it. */
export async function updateProperty(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const target = propertyPath(resolved.path);
  const { type } = target;
  const merges = exchange.method === 'PATCH';
  if (merges && !isComplex(target))
    throw methodNotAllowed(exchange, ['GET', 'HEAD', 'PUT', 'DELETE'], 'PATCH merges complex values');
  const sent = await readValue(exchange, target, merges ? 'update' : 'replace');
  checkNull(target, sent.value);
  const value = (current: EdmValue | undefined): EdmValue => {
    if (type === undefined) return sent.value;
    return merges
      ? mergeValue(exchange.service, type, current, sent.value)
      : completeValue(exchange.service, type, sent.value, current);
  };
  return changeProperty(exchange, resolved, target, { value, sent, described: described(exchange, target) });
}

/** DELETE: the value becomes null, a collection empty; an item is taken out of its collection. */
export async function deleteProperty(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const target = propertyPath(resolved.path);
  if (!target.isItem) checkNull(target, null);
  const empty = target.isItem ? undefined : target.type?.collection ? [] : null;
  return changeProperty(exchange, resolved, target, { value: () => empty, silent: true });
}

/** POST: one more item of a collection of primitive or complex values, at `$index` or at the end. */
export async function addToCollection(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const target = propertyPath(resolved.path);
  const { type } = target;
  if (type?.collection !== true) throw methodNotAllowed(exchange, ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']);
  const text = await readJsonText(exchange);
  const context = await deserializeContext(exchange, 'create');
  const { payload: sent, violations } = deserializeItem(text, type, context);
  reportViolations(exchange, violations);
  const one = completeValue(exchange.service, type, sent.value);
  const at = (items: readonly EdmValue[]): number => {
    const { index = items.length } = resolved.options;
    return Math.max(0, Math.min(index < 0 ? items.length + 1 + index : index, items.length));
  };
  return changeProperty(exchange, resolved, target, {
    value: (current) => itemsOfValue(current).toSpliced(at(itemsOfValue(current)), 0, one),
    sent,
    place: (current) => [String(at(itemsOfValue(current)))],
  });
}

function isComplex({ type }: PropertyPath): boolean {
  return type?.type.kind === 'ComplexType' && !type.collection;
}

function checkNull({ type, property }: PropertyPath, value: EdmValue): void {
  if (value === null && type !== undefined && !type.nullable && !type.collection)
    throw new ODataError(400, 'NullNotAllowed', `${property?.name} may not be null.`, {
      target: property?.name ?? '',
    });
}

export async function readValue(
  exchange: Exchange,
  { type, property, raw }: PropertyPath,
  mode: PayloadMode,
): Promise<ValuePayload> {
  if (raw)
    return {
      value: await readRaw(exchange, property, type),
      beside: {},
      navigation: new Map(),
      streams: new Map(),
    };
  const text = await readJsonText(exchange);
  const context = await deserializeContext(exchange, mode);
  const { payload, violations } = deserializeValue(text, type ?? untypedReference, context);
  reportViolations(exchange, violations);
  return payload;
}

function isBinary({ type }: EdmTypeReference): boolean {
  return underlyingType(type).name === 'Binary';
}

function described({ request }: Exchange, { raw, property }: PropertyPath): Description {
  const mediaType = request.headers.get('content-type');
  if (!raw || property === undefined || !isBinary(property.type) || mediaType === null) return [];
  return describedMediaType(property, mediaType);
}

/** Binary as its bytes, all else as text. */
async function readRaw(
  exchange: Exchange,
  property: EdmProperty | undefined,
  type: EdmTypeReference | undefined,
): Promise<EdmValue> {
  if (property === undefined || type === undefined) return readPlainText(exchange);
  if (isBinary(type)) {
    const mediaType = exchange.request.headers.get('content-type');
    if (mediaType !== null) checkAcceptable(property, mediaType);
    return binaryText(await readBytes(exchange));
  }
  const { value, violation } = readRawValue(await readPlainText(exchange), type);
  reportViolations(exchange, violation === undefined ? [] : [{ target: property.name, ...violation }]);
  return value;
}

export async function changeProperty(
  exchange: Exchange,
  resolved: ResolvedRequest,
  target: PropertyPath,
  change: PropertyChange,
): Promise<Response> {
  checkPropertyRestrictions(exchange, prefixOf(resolved.path, target.entityLength), target.steps.join('/'));
  await modify(exchange, async (modification) => {
    const { transaction } = modification;
    const entity = await entityAtPath(transaction, resolved.path, target.entityLength);
    if (entity === undefined) throw notFound(exchange);
    checkPreconditions(exchange, entityTag(exchange.service, entity));
    requirePrecondition(exchange, entity);
    checkUpdatable(entity, target);
    const steps = withOrdinals(entity.values, target.steps);
    const isWhole = change.place === undefined && !target.isItem;
    const after = changeAt(entity.values, steps, change.value, isWhole ? change.sent?.beside : undefined);
    const changed = await transaction.replace(
      entity.identity,
      keepKey(entity, after.values, steps),
      undefined,
      change.successors ?? after.successors,
    );
    await describeContent(transaction, changed, steps.slice(0, -1), change.described ?? []);
    if (change.sent === undefined) return;
    const place = change.place?.(valueAt(entity.values, steps)) ?? [];
    const sent = below([...steps, ...place], change.sent);
    await storePayloadStreams(modification, changed, sent);
    await updateNavigation(modification, changed, sent, exchange.method === 'PUT' ? 'PUT' : 'PATCH');
  });
  if (change.silent === true) return noContent(exchange);
  return answerChanged(exchange, resolved, target, change.sent);
}

/** What is related to a value, by its paths from the entity. */
function below(
  steps: readonly string[],
  { navigation, streams }: ValuePayload,
): Pick<ValuePayload, 'navigation' | 'streams'> {
  const from = <T>(parts: ReadonlyMap<string, T>): Map<string, T> =>
    new Map([...parts].map(([path, part]) => [[...steps, path].join('/'), part]));
  return { navigation: from(navigation), streams: from(streams) };
}

/** 204, or 200 where the client prefers it, with what the body nested expanded. */
async function answerChanged(
  exchange: Exchange,
  resolved: ResolvedRequest,
  { entityLength, raw }: PropertyPath,
  sent: ValuePayload | undefined,
): Promise<Response> {
  const { preferences, service } = exchange;
  preferences.apply('return');
  if (preferences.return !== 'representation') return noContent(exchange);
  const reader = readerOf(exchange);
  const entity = await entityAtPath(reader, resolved.path, entityLength);
  const type = resolved.path.result?.type;
  const deep =
    sent === undefined || type?.kind !== 'ComplexType'
      ? []
      : expandWithin(service.definition.model, type, entity && originOfEntity(entity), sent);
  const query = { path: resolved.path, options: withExpand(resolved.options, deep) };
  const result = await reader.read(query);
  if (result === undefined || result.kind === 'null' || (result.kind === 'value' && result.value === null))
    return noContent(exchange);
  if (raw) return writeRawValue(exchange, reader, resolved, result);
  return writeResult(exchange, reader, query, result, { format: acceptableFormat(exchange, resolved) });
}

/** What a complex value has of the key stays; it must not go with its holder. */
function keepKey({ type, values }: Entity, sent: StructuredValue, steps: readonly string[]): StructuredValue {
  const lost = type.key.some(
    ({ path }) => path.length > 1 && !isStructuredValue(valueAt(sent, path.slice(0, -1))),
  );
  if (lost) throw notUpdatable(steps);
  return withKeyOf(type, values, sent);
}

function checkUpdatable(entity: Entity, { property, steps }: PropertyPath): void {
  const fixed =
    entity.type.key.some(({ path }) => path.join('/') === steps.join('/')) ||
    (property !== undefined && isMadeOnce(property)) ||
    isRepeated(entity.type, steps.join('/'));
  if (fixed) throw notUpdatable(steps);
}

function notUpdatable(steps: readonly string[]): ODataError {
  const target = steps.join('/');
  return new ODataError(400, 'BadRequest', `${target} is not updatable.`, { target });
}
