// OData 4.01 as it is written: the default profile.
import type { Profile } from '../profile.ts';

const nothing = {};

export const odataProfile: Profile = {
  name: 'odata',
  resolve: {
    keyAsSegment: true,
    defaultNamespaces: [],
    optionalParentheses: true,
    implicitCasts: false,
    ignoreCase: false,
  },
  publicRoots: [],
  defaultVersion: '4.01',
  requiredOnCreate: 'model',
  pageSize: undefined,
  numbersAsText: false,
  upsert: true,
  unenforcedCapabilities: { queries: [], bodies: [] },
  updatesAnswer: 'nothing',
  acceptedActions: [],
  changeTracking: 'annotated',
  deltaFunctions: false,
  topIsPageSize: false,
  searchByProperty: false,
  batchLimit: { requests: 1_000, status: 413 },
  batchHeaderNames: 'lowerCase',
  operations: [],
  uploadSessions: [],
  downloads: [],
  createThroughRef: false,
  linksThroughContainment: false,
  existing: undefined,
  containedViews: [],
  impliedRelations: undefined,
  prefixedControlInformation: false,
  jsonMediaEntities: false,
  typeInCreated: false,
  throttling: {
    code: 'Throttled',
    message: 'Too many requests; retry after the time that Retry-After tells.',
  },
  responseHeaders: () => nothing,
  errorMembers: () => nothing,
};
