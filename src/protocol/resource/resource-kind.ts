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
  /** What a function that is applied to each member of a collection yields, or what a path leads to from there. */
  | 'resultOnEach'
  | 'query';

export function resourceKind(path: ResourcePath): ResourceKind {
  const { segments, result } = path;
  const last = segments[lastWithoutCasts(segments)];
  if (isBehindEach(path) && last?.kind !== 'query')
    return last?.kind === 'action' ? 'actionOnEach' : 'resultOnEach';
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
      return 'action';
    case 'function':
      return result?.type.kind === 'EntityType' && !result.collection ? 'entity' : 'functionResult';
    default:
      break;
  }
  if (isStreamRequest(path)) return 'stream';
  if (result?.type.kind !== 'EntityType') return 'property';
  return result.collection ? 'collection' : 'entity';
}

/** Whether there is more behind `$each`. */
function isBehindEach({ segments }: ResourcePath): boolean {
  return segments.slice(0, -1).some(({ kind }) => kind === 'each');
}
