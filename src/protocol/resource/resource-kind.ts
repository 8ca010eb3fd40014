// OData URL Conventions 4.01, section 4 "Resource Path": the kinds of resources that methods tell apart.
import type { ResourcePath } from '../../query/path/resource-path.ts';
import { lastWithoutCasts } from './resource-target.ts';
import { isStreamRequest } from './stream-path.ts';

export type ResourceKind =
  | 'serviceDocument'
  | 'metadata'
  | 'batch'
  | 'entityById'
  | 'collection'
  /** A collection that is not the whole of an addressable one: filtered, across sets, a function's result. */
  | 'derivedCollection'
  | 'entity'
  | 'property'
  | 'stream'
  | 'rawValue'
  | 'count'
  | 'reference'
  | 'references'
  | 'members'
  | 'action'
  | 'actionOnEach'
  | 'functionResult'
  | 'functionOnEach'
  | 'query';

export function resourceKind(path: ResourcePath): ResourceKind {
  const { segments, result } = path;
  const last = segments[lastWithoutCasts(segments)];
  switch (last?.kind) {
    case undefined:
      return 'serviceDocument';
    case 'metadata':
    case 'batch':
    case 'query':
    case 'count':
      return last.kind;
    case 'entity':
      return 'entityById';
    case 'all':
    case 'crossjoin':
    case 'filter':
      return 'derivedCollection';
    case 'each':
      return 'members';
    case 'ref':
      return segments.at(-2)?.result?.collection === true ? 'references' : 'reference';
    case 'value':
      return isStreamRequest(path) ? 'stream' : 'rawValue';
    case 'action':
      return isOnEach(path) ? 'actionOnEach' : 'action';
    case 'function':
      if (isOnEach(path)) return 'functionOnEach';
      return result?.type.kind === 'EntityType' && !result.collection ? 'entity' : 'functionResult';
    default:
      break;
  }
  if (isStreamRequest(path)) return 'stream';
  if (result?.type.kind !== 'EntityType') return 'property';
  return result.collection ? 'collection' : 'entity';
}

/** Whether the path ends with an operation that is applied to each member of the collection before it. */
function isOnEach({ segments }: ResourcePath): boolean {
  return segments.at(-2)?.kind === 'each';
}
