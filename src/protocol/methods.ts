// OData Protocol 4.01, section 9.3.5 "Response Code 405 Method Not Allowed": which methods each kind of resource has.
import type { ResolvedRequest } from '../query/query.ts';
import type { ResourcePath } from '../query/resource-path.ts';
import { allows, restriction } from './capabilities.ts';
import { createEntity } from './create-entity.ts';
import { deleteEntity } from './delete-entity.ts';
import { type Exchange, notImplemented } from './exchange.ts';
import { deleteStream, replaceStream } from './media-entity.ts';
import { deleteMembers, replaceCollection, updateCollection, updateMembers } from './members.ts';
import { metadataDocument } from './metadata-document.ts';
import { invokeAction } from './operations.ts';
import { addToCollection, deleteProperty, updateProperty } from './properties.ts';
import { queryByPost, requestEntityById } from './query-options.ts';
import { addReference, removeReferences, setReferences } from './relationships.ts';
import { requestData } from './request-data.ts';
import { type ResourceKind, resourceKind } from './resource-kind.ts';
import { serviceDocument } from './service-document.ts';
import { updateEntity } from './update-entity.ts';

export type Act = (exchange: Exchange, resolved: ResolvedRequest) => Response | Promise<Response>;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** HEAD is GET without a body. */
const acts: Readonly<Record<ResourceKind, Readonly<Partial<Record<Method, Act>>>>> = {
  serviceDocument: { GET: serviceDocument },
  metadata: { GET: metadataDocument },
  batch: { POST: () => Promise.reject(notImplemented('A batch inside of a batch')) },
  entityById: { GET: requestEntityById },
  collection: {
    GET: requestData,
    POST: createEntity,
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
  stream: { GET: requestData, PUT: replaceStream, DELETE: deleteStream },
  rawValue: { GET: requestData, PUT: updateProperty, DELETE: deleteProperty },
  count: { GET: requestData },
  reference: { GET: requestData, PUT: setReferences, DELETE: removeReferences },
  references: { GET: requestData, POST: addReference, PUT: setReferences, DELETE: removeReferences },
  members: { PATCH: updateMembers, DELETE: deleteMembers },
  action: { POST: invokeAction },
  functionResult: { GET: requestData },
  query: { POST: queryByPost },
};

/** What a method does to a resource; undefined where the resource does not have the method. */
export function actFor(exchange: Exchange, path: ResourcePath): Act | undefined {
  const method = exchange.method === 'HEAD' ? 'GET' : exchange.method;
  const act = acts[resourceKind(path)][method as Method];
  return act !== undefined && (method === 'GET' || isAllowed(path, method as Method)) ? act : undefined;
}

/** The methods of a resource, for Allow. */
export function allowedMethods(path: ResourcePath): readonly string[] {
  const methods = Object.keys(acts[resourceKind(path)]).filter(
    (method) => method === 'GET' || isAllowed(path, method as Method),
  );
  return methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

/** What the model restricts, and what makes no sense for just this resource. */
function isAllowed(path: ResourcePath, method: Method): boolean {
  const kind = resourceKind(path);
  switch (kind) {
    case 'entity':
      return isAllowedOnEntity(path, method);
    case 'collection':
      if (method === 'POST') return allows(path, 'Insert');
      return isAllowedOnCollection(path, method);
    case 'members':
      return method === 'DELETE' ? allows(path, 'Delete') : allows(path, 'Update');
    case 'property':
      if (method === 'POST') return path.result?.collection === true && allows(path, 'Update');
      if (method === 'PATCH')
        return (
          path.result?.collection === false &&
          path.result.type.kind === 'ComplexType' &&
          allows(path, 'Update')
        );
      return allows(path, 'Update');
    case 'rawValue':
    case 'stream':
      return allows(path, 'Update');
    default:
      return true;
  }
}

function isAllowedOnEntity(path: ResourcePath, method: Method): boolean {
  const last = path.segments.at(-1);
  if (last?.kind === 'singleton' && method === 'DELETE')
    return last.singleton.nullable && allows(path, 'Delete');
  return method === 'DELETE' ? allows(path, 'Delete') : allows(path, 'Update');
}

/** Changes of whole collections are there where the model says so. */
function isAllowedOnCollection(path: ResourcePath, method: Method): boolean {
  if (method === 'DELETE') return false;
  return allows(path, 'Update') && restriction(path, 'Update', 'DeltaUpdateSupported') === true;
}
