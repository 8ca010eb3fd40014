// OData Protocol 4.01, section 11.5 "Operations": what operations without handlers answer, and what can be done below such an answer.
import type {
  EdmEntityType,
  EdmModel,
  EdmOperation,
  EdmStructuredType,
  EdmTypeReference,
} from '../../edm/edm-model.ts';
import { isSameOrDerived } from '../../edm/edm-model.ts';
import type { StructuredValue } from '../../edm/value.ts';
import type { ResourcePath, ResourceSegment } from '../../query/path/resource-path.ts';
import type { QueryOptions } from '../../query/query.ts';
import type { ExpandedResult, QueryResult } from '../../query/result.ts';
import { behaviourOf } from '../../service/behaviour-of.ts';
import type { OperationResult } from '../../service/handlers.ts';
import type { ODataService } from '../../service/odata-service.ts';
import { plausibleInstance, plausibleSingle } from '../../service/plausible-value.ts';
import type { ReadOptions } from '../../store/store.ts';
import { constantKey } from '../resource/key-values.ts';
import { operationResult } from './operation-result.ts';

type Start = NonNullable<ReadOptions['start']>;

export function isDefaultAnswer(service: ODataService, operation: EdmOperation): boolean {
  return behaviourOf(service, operation) === undefined;
}

/** Whether what the path names is a default answer, or part of one. */
export function isBelowDefaultAnswer(service: ODataService, { segments }: ResourcePath): boolean {
  const last = segments.findLast((segment) => segment.kind === 'function');
  return last?.kind === 'function' && isDefaultAnswer(service, last.function);
}

/** The same valid value each time, for an operation that nobody has given a behaviour. */
export function defaultResult(
  model: EdmModel,
  { returnType }: Pick<EdmOperation, 'returnType'>,
  now: Date,
): OperationResult {
  return returnType === undefined ? undefined : defaultOf(model, returnType, now);
}

function defaultOf(model: EdmModel, reference: EdmTypeReference, now: Date): OperationResult {
  if (reference.collection) return [];
  const { type } = reference;
  if (type.kind !== 'EntityType' && type.kind !== 'ComplexType') return plausibleSingle(reference, now);
  const concrete = type.abstract
    ? model.derivedTypes<EdmStructuredType>(type).find((derived) => !derived.abstract)
    : type;
  if (concrete === undefined) return null;
  const values =
    concrete.kind === 'EntityType' ? defaultEntity(concrete, now) : plausibleInstance(concrete, now);
  if (concrete !== type) values['@type'] = concrete.qualifiedName;
  return values;
}

/** Every part of the key has a value. */
function defaultEntity(type: EdmEntityType, now: Date): StructuredValue {
  const values = plausibleInstance(type, now);
  for (const { path, property } of type.key)
    if (path.length === 1 && values[property.name] === null)
      values[property.name] = plausibleSingle(property.type, now);
  return values;
}

/**
 * Where evaluation goes on behind a default answer: a single-valued navigation property of a default instance leads to a
 * default instance, a collection-valued one to nothing, but a key in it to a default instance that has the key; and a cast
 * finds what it asks for.
 */
export function followDefaultAnswer(
  model: EdmModel,
  { segments }: ResourcePath,
  from: Start,
  now: Date,
): Start {
  let start = from;
  for (let index = from.segment + 1; index < segments.length; index++) {
    const segment = segments[index] as ResourceSegment;
    const next = nextDefault(model, segment, index, start, now);
    if (next === undefined && !isInside(segment)) break;
    start = next ?? start;
  }
  return start;
}

/** undefined: the segment leads to nothing that evaluation does not find. */
function nextDefault(
  model: EdmModel,
  segment: ResourceSegment,
  index: number,
  start: Start,
  now: Date,
): Start | undefined {
  const single = (type: EdmStructuredType) =>
    defaultAt(model, index, { type, collection: false, nullable: false }, now);
  const { kind } = start.result;
  const isDirect = start.segment === index - 1;
  if (kind === 'collection')
    return segment.kind === 'key' && isDirect && !segment.alternate
      ? withKey(single(segment.entityType), segment)
      : undefined;
  if (kind !== 'instance' && kind !== 'value') return undefined;
  if (segment.kind === 'navigation') {
    const { entityType: type, collection } = segment.navigationProperty;
    return defaultAt(model, index, { type, collection, nullable: false }, now);
  }
  return segment.kind === 'cast' && isDirect && !fits(start, segment.type) ? single(segment.type) : undefined;
}

/** Whether the segment stays inside of the instance. */
function isInside({ kind, result }: ResourceSegment): boolean {
  return (kind === 'property' || kind === 'cast') && result?.collection === false;
}

function withKey(start: Start, { key, entityType }: ResourceSegment & { readonly kind: 'key' }): Start {
  const { result } = start;
  if (result.kind !== 'instance') return start;
  return { ...start, result: { ...result, values: constantKey(key, entityType, result.values) } };
}

/** $expand of a default instance finds what paths below it find. */
export function expandDefaultAnswer(
  model: EdmModel,
  result: QueryResult,
  options: QueryOptions,
  now: Date,
): QueryResult {
  if (result.kind !== 'instance' || options.expand === undefined) return result;
  const expanded = new Map(result.expanded);
  for (const { path, navigationProperty, options: nested } of options.expand) {
    if (path.length > 0 || navigationProperty === undefined) continue;
    const { name, entityType: type, collection } = navigationProperty;
    const { result: related } = defaultAt(model, 0, { type, collection, nullable: false }, now);
    expanded.set(name, expandDefaultAnswer(model, related, nested, now) as ExpandedResult);
  }
  return { ...result, expanded };
}

function defaultAt(model: EdmModel, segment: number, reference: EdmTypeReference, now: Date): Start {
  return { segment, result: operationResult(model, reference, defaultOf(model, reference, now)) };
}

function fits({ result }: Start, type: EdmStructuredType): boolean {
  return result.kind === 'instance' && result.type !== undefined && isSameOrDerived(result.type, type);
}
