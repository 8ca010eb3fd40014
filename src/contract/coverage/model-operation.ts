// OData Protocol 4.01, section 11 "Data Service Requests": what a request does, by the element of the model that it is done to.
import type { EdmOperation, EdmStructuredType } from '../../edm/edm-model.ts';
import type { ResourcePath, ResourceSegment } from '../../query/path/resource-path.ts';
import { operationPath } from '../diff/type-text.ts';

interface ContainerChild {
  readonly name: string;
  readonly container: { readonly qualifiedName: string };
}

export function childPath({ name, container }: ContainerChild): string {
  return `${container.qualifiedName}/${name}`;
}

export function memberPath(member: {
  readonly name: string;
  readonly declaringType: EdmStructuredType;
}): string {
  return `${member.declaringType.qualifiedName}/${member.name}`;
}

/** Something that is done to an element of the model. */
export interface ModelOperation {
  /** `GET ns.Container/Set`, `PATCH ns.Container/Set(key)`, `POST ns.Type/navigation/$ref`, `POST ns.Action(ns.Type)` */
  readonly name: string;
  /** What it belongs to: the set or singleton, the type of the navigation property, the type that an operation is bound to. */
  readonly owner: string;
}

export function callOf(operation: EdmOperation): ModelOperation {
  const method = operation.kind === 'Action' ? 'POST' : 'GET';
  const bound = operation.isBound ? operation.parameters[0]?.type.type.qualifiedName : undefined;
  const owner = bound ?? `${operation.namespace} (unbound)`;
  return { name: `${method} ${operationPath(operation)}`, owner };
}

/**
 * What a request does; undefined for a path that leads to no element that something is done to.
 * A change of a property, in whatever way, is a PATCH of its entity, and so is PUT.
 */
export function requestedOperation(method: string, { segments }: ResourcePath): ModelOperation | undefined {
  const at = segments.findLastIndex((segment) => targetOf(segment) !== undefined);
  const target = at < 0 ? undefined : targetOf(segments[at]!);
  if (target === undefined) return undefined;
  if ('name' in target) return target;
  const { path, owner } = target;
  const rest = segments.slice(at + 1).map(({ kind }) => kind);
  const isRead = method === 'GET' || method === 'HEAD';
  if (rest.includes('ref')) return { name: `${isRead ? 'GET' : method} ${path}/$ref`, owner };
  const isInEntity = rest.some(
    (kind) => kind === 'property' || kind === 'dynamicProperty' || kind === 'value',
  );
  const verb = isRead ? 'GET' : isInEntity || method === 'PUT' ? 'PATCH' : method;
  return { name: `${verb} ${path}${rest.includes('key') ? '(key)' : ''}`, owner };
}

interface Target {
  readonly path: string;
  readonly owner: string;
}

function targetOf(segment: ResourceSegment): ModelOperation | Target | undefined {
  switch (segment.kind) {
    case 'action':
      return callOf(segment.overloads[0]!);
    case 'function':
      return callOf(segment.function);
    case 'navigation': {
      const { navigationProperty } = segment;
      return { path: memberPath(navigationProperty), owner: navigationProperty.declaringType.qualifiedName };
    }
    case 'entitySet':
    case 'singleton': {
      const path = childPath(segment.kind === 'entitySet' ? segment.entitySet : segment.singleton);
      return { path, owner: path };
    }
    default:
      return undefined;
  }
}
