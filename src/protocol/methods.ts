// OData Protocol 4.01, section 9.3.5 "Response Code 405 Method Not Allowed": which methods each kind of resource has.
import { isOfType } from '../edm/edm-model.ts';
import { permits } from '../edm/permissions.ts';
import { ODataError } from '../error/odata-error.ts';
import type { ResourcePath } from '../query/path/resource-path.ts';
import type { ResolvedRequest } from '../query/query.ts';
import type { Profile } from '../service/profile.ts';
import { metadataDocument } from './data-request/metadata-document.ts';
import { queryByPost, requestEntityById } from './data-request/query-options.ts';
import { requestData } from './data-request/request-data.ts';
import { serviceDocument } from './data-request/service-document.ts';
import {
  allowsMembers,
  allowsUpdateBy,
  allows as declaredToAllow,
  isReadable,
  restrictionsAt,
} from './exchange/capabilities.ts';
import type { Exchange } from './exchange/exchange.ts';
import { deleteStream, replaceStream } from './media/media-entity.ts';
import { changeDefaultAnswer } from './modification/change-default-answer.ts';
import { createByPost } from './modification/create-by-post.ts';
import { deleteEntity } from './modification/delete-entity.ts';
import { deleteMembers, updateMembers } from './modification/members.ts';
import { addToCollection, deleteProperty, updateProperty } from './modification/properties.ts';
import { addReference, removeReferences, setReferences } from './modification/relationships.ts';
import { replaceCollection } from './modification/replace-collection.ts';
import { updateCollection } from './modification/update-collection.ts';
import { updateEntity } from './modification/update-entity.ts';
import { isBelowDefaultAnswer } from './operations/default-answer.ts';
import { invokeActionOnEach, requestOnEach } from './operations/each-operation.ts';
import { invokeAction } from './operations/operations.ts';
import { type ResourceKind, resourceKind } from './resource/resource-kind.ts';
import { lastWithoutCasts } from './resource/resource-target.ts';
import { streamPath } from './resource/stream-path.ts';

export type Act = (exchange: Exchange, resolved: ResolvedRequest) => Response | Promise<Response>;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** HEAD is GET without a body. */
const acts: Readonly<Record<ResourceKind, Readonly<Partial<Record<Method, Act>>>>> = {
  serviceDocument: { GET: serviceDocument },
  metadata: { GET: metadataDocument },
  batch: { POST: refuseBatch },
  entityById: { GET: requestEntityById },
  collection: {
    GET: requestData,
    POST: createByPost,
    PATCH: updateCollection,
    PUT: replaceCollection,
    DELETE: deleteMembers,
  },
  derivedCollection: { GET: requestData },
  entity: { GET: requestData, PATCH: updateEntity, PUT: updateEntity, DELETE: deleteEntity },
  property: {
    GET: requestData,
    POST: addToCollection,
    PUT: updateProperty,
    PATCH: updateProperty,
    DELETE: deleteProperty,
  },
  stream: { GET: requestData, PUT: replaceStream, PATCH: replaceStream, DELETE: deleteStream },
  rawValue: { GET: requestData, PUT: updateProperty, DELETE: deleteProperty },
  count: { GET: requestData },
  reference: { GET: requestData, PUT: setReferences, DELETE: removeReferences },
  references: { GET: requestData, POST: addReference, PUT: setReferences, DELETE: removeReferences },
  members: { PATCH: updateMembers, DELETE: deleteMembers },
  action: { POST: invokeAction },
  actionOnEach: { POST: invokeActionOnEach },
  functionResult: { GET: requestData },
  resultOnEach: { GET: requestOnEach },
  query: { POST: queryByPost },
};

/** Section 11.7: what gets here is in a batch already. */
function refuseBatch(): never {
  throw new ODataError(400, 'BadRequest', 'A request of a batch is no batch.');
}

/** What a method does to a resource; undefined where the resource does not have the method. */
export function actFor(exchange: Exchange, path: ResourcePath): Act | undefined {
  const method = exchange.method === 'HEAD' ? 'GET' : exchange.method;
  const kind = resourceKind(path);
  const act = acts[kind][method as Method];
  if (act === undefined || !isAllowed(exchange, path, method as Method)) return undefined;
  const changes = method !== 'GET' && !kind.startsWith('action') && kind !== 'query';
  return changes && isBelowDefaultAnswer(exchange.service, path) ? changeDefaultAnswer : act;
}

/** The methods of a resource, for Allow. */
export function allowedMethods(exchange: Exchange, path: ResourcePath): readonly string[] {
  const methods = Object.keys(acts[resourceKind(path)]).filter((method) =>
    isAllowed(exchange, path, method as Method),
  );
  return methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

/** What the model restricts, unless the service ignores that, and what makes no sense for just this resource. */
function isAllowed({ service }: Exchange, path: ResourcePath, method: Method): boolean {
  const ignored = service.options.capabilities === 'ignore';
  const { containment } = service.profile.unenforcedCapabilities;
  const allows: Allows = (change) => ignored || declaredToAllow(path, change, !containment);
  if (method === 'GET') return ignored || isReadable(path);
  switch (resourceKind(path)) {
    case 'entity':
      return isAllowedOnEntity(path, method, allows, ignored);
    case 'collection':
      return isAllowedOnCollection(path, method, allows);
    case 'reference':
    case 'references':
      return isLinkable(path);
    case 'members':
      return allows(method === 'DELETE' ? 'Delete' : 'Update') && (ignored || allowsMembers(path, method));
    case 'property':
      return isAllowedOnProperty(path, method, allows) && (ignored || allowsMembers(path, method));
    case 'rawValue':
      return allows('Update');
    case 'stream':
      return allows('Update') && (method !== 'PATCH' || isPatchedContent(path, service.profile));
    case 'action':
      return isInvokable(path);
    default:
      return true;
  }
}

/** The standard has no PATCH of streams. */
function isPatchedContent(path: ResourcePath, { patchedContents }: Profile): boolean {
  const target = streamPath(path);
  const type = target && path.segments[target.entityLength - 1]?.result?.type;
  if (type?.kind !== 'EntityType' || target?.property !== undefined) return false;
  return patchedContents.some((name) => isOfType(type, name));
}

/** Only a navigation property relates what it references; its Core.Permissions. */
function isLinkable({ segments }: ResourcePath): boolean {
  const last = lastWithoutCasts(segments.slice(0, -1));
  const segment = segments[segments[last]?.kind === 'key' ? last - 1 : last];
  return segment?.kind === 'navigation' && permits(segment.navigationProperty, 'Write');
}

/** Core.Permissions of an action. */
function isInvokable({ segments }: ResourcePath): boolean {
  const last = segments.at(-1);
  return last?.kind !== 'action' || last.overloads.every((overload) => permits(overload, 'Invoke'));
}

type Allows = (change: 'Insert' | 'Update' | 'Delete') => boolean;

function isAllowedOnEntity(path: ResourcePath, method: Method, allows: Allows, ignored: boolean): boolean {
  if (method === 'PUT' || method === 'PATCH')
    return allows('Update') && (ignored || allowsUpdateBy(path, method));
  const last = path.segments.at(-1);
  return (last?.kind !== 'singleton' || last.singleton.nullable) && allows('Delete');
}

function isAllowedOnProperty({ result }: ResourcePath, method: Method, allows: Allows): boolean {
  if (method === 'POST' && result?.collection !== true) return false;
  const isComplex = result?.collection === false && result.type.kind === 'ComplexType';
  return (method !== 'PATCH' || isComplex) && allows('Update');
}

/** Changes of whole collections are there where the model says so. */
function isAllowedOnCollection(path: ResourcePath, method: Method, allows: Allows): boolean {
  if (method === 'POST') return allows('Insert');
  if (method === 'DELETE') return false;
  return allows('Update') && restrictionsAt(path, 'Update').DeltaUpdateSupported === true;
}
