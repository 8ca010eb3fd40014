// OData Protocol 4.01, section 11 "Data Service Requests": what may be done with a resource, and how that is answered.
import type { EdmAction, EdmEntityType, EdmTypeReference } from '../../edm/edm-model.ts';
import type { ResolvedRequest } from '../../query/query.ts';

/** What a request body has to be. */
export type BodyForm =
  | { readonly kind: 'none' }
  | { readonly kind: 'entity'; readonly type: EdmEntityType; readonly mode: 'create' | 'update' | 'replace' }
  | { readonly kind: 'delta'; readonly type: EdmEntityType }
  | { readonly kind: 'value'; readonly type: EdmTypeReference }
  | { readonly kind: 'item'; readonly type: EdmTypeReference }
  | { readonly kind: 'reference'; readonly type: EdmEntityType }
  | { readonly kind: 'parameters'; readonly overloads: readonly EdmAction[] }
  /** a stream, a batch, a query: not JSON of the model */
  | { readonly kind: 'other' };

export interface Operation {
  readonly body: BodyForm;
  /** What a success answers with; undefined for nothing that the model types. */
  readonly result: EdmTypeReference | undefined;
  /** Success statuses that the protocol gives this operation. */
  readonly statuses: readonly number[];
}

const readStatuses = [200, 204, 206, 301, 302, 303, 304, 307, 308];
const none: BodyForm = { kind: 'none' };
const other: BodyForm = { kind: 'other' };

/** The operation that a method asks for on a resolved resource; undefined where the protocol has none. */
export function operationOf(method: string, { path }: ResolvedRequest): Operation | undefined {
  const last = path.segments.at(-1);
  if (method === 'OPTIONS') return { body: none, result: undefined, statuses: [200, 204] };
  if (last === undefined) return isRead(method) ? reading(undefined) : undefined;
  switch (last.kind) {
    case 'action':
      return method === 'POST'
        ? {
            body: { kind: 'parameters', overloads: last.overloads },
            result: last.overloads.length === 1 ? last.overloads[0]?.returnType : undefined,
            statuses: [200, 201, 202, 204, 303],
          }
        : undefined;
    case 'function':
      return isRead(method) ? reading(path.result) : onMembers(method, path.result);
    case 'ref':
      return onReference(method, path.result);
    case 'batch':
      return method === 'POST' ? { body: other, result: undefined, statuses: [200, 202, 207] } : undefined;
    case 'query':
      return method === 'POST' ? { body: other, result: path.result, statuses: readStatuses } : undefined;
    case 'value':
      return onValue(method);
    case 'count':
    case 'metadata':
    case 'all':
    case 'entity':
    case 'crossjoin':
      return isRead(method) ? reading(undefined) : undefined;
    case 'dynamicProperty':
      // whatever it holds, no model says it
      return isRead(method) ? reading(undefined) : onMembers(method, path.result);
    default:
      return isRead(method) ? reading(path.result) : onMembers(method, path.result);
  }
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

function reading(result: EdmTypeReference | undefined): Operation {
  return { body: none, result, statuses: readStatuses };
}

function onReference(method: string, result: EdmTypeReference | undefined): Operation | undefined {
  if (isRead(method)) return reading(undefined);
  if (result?.type.kind !== 'EntityType') return undefined;
  const body: BodyForm = { kind: 'reference', type: result.type };
  if (method === 'POST' && result.collection) return { body, result: undefined, statuses: [204, 201, 200] };
  if (method === 'PUT') return { body, result: undefined, statuses: [204, 200] };
  return method === 'DELETE' ? { body: none, result: undefined, statuses: [204, 200] } : undefined;
}

function onValue(method: string): Operation | undefined {
  if (isRead(method)) return reading(undefined);
  if (method === 'PUT' || method === 'PATCH')
    return { body: other, result: undefined, statuses: [200, 201, 202, 204] };
  return method === 'DELETE' ? { body: none, result: undefined, statuses: [204, 200, 202] } : undefined;
}

/** Changing entities, collections of them, and properties. */
function onMembers(method: string, result: EdmTypeReference | undefined): Operation | undefined {
  if (result === undefined) return undefined;
  const { type, collection } = result;
  const deletion: Operation = { body: none, result: undefined, statuses: [204, 200, 202] };
  if (type.kind === 'EntityType') {
    const item = { ...result, collection: false };
    if (method === 'DELETE') return deletion;
    if (collection) {
      if (method === 'POST')
        return {
          body: { kind: 'entity', type, mode: 'create' },
          result: item,
          statuses: [201, 204, 200, 202],
        };
      return method === 'PATCH' || method === 'PUT'
        ? { body: { kind: 'delta', type }, result, statuses: [200, 204, 202] }
        : undefined;
    }
    if (method === 'PATCH')
      return { body: { kind: 'entity', type, mode: 'update' }, result, statuses: [200, 204, 201, 202] };
    return method === 'PUT'
      ? { body: { kind: 'entity', type, mode: 'replace' }, result, statuses: [200, 204, 201, 202] }
      : undefined;
  }
  if (type.qualifiedName === 'Edm.Stream') {
    if (method === 'PUT') return { body: other, result: undefined, statuses: [200, 201, 202, 204] };
    return method === 'DELETE' ? deletion : undefined;
  }
  if (method === 'DELETE') return deletion;
  if (method === 'POST' && collection)
    return { body: { kind: 'item', type: result }, result: undefined, statuses: [201, 204, 200] };
  return method === 'PUT' || method === 'PATCH'
    ? { body: { kind: 'value', type: result }, result, statuses: [200, 204] }
    : undefined;
}

/** The methods that the protocol has for the resource, for a message. */
export function allowedMethods(request: ResolvedRequest): readonly string[] {
  return ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'].filter(
    (method) => operationOf(method, request) !== undefined,
  );
}
