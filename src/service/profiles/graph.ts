// Microsoft Graph, "Use the Microsoft Graph API" and "Microsoft Graph error responses": where Graph differs from the standard.
import type { Profile } from '../profile.ts';
import { acceptedActions, updatedWithoutContent } from './graph-answers.ts';
import { graphContents } from './graph-contents.ts';
import { errorCodes } from './graph-errors.ts';
import { existingInSets, existingTargets } from './graph-existing.ts';
import { graphOperations } from './graph-operations.ts';
import { timeZonePreference } from './graph-time-zones.ts';

export const graphProfile: Profile = {
  name: 'graph',
  resolve: {
    keyAsSegment: true,
    defaultNamespaces: ['microsoft.graph'],
    ownNamespace: true,
    optionalParentheses: true,
    implicitCasts: true,
    ignoreCase: true,
    composeAnything: true,
    emptySegments: true,
    keyAsSegmentEscape: true,
    ownFormats: true,
    quotedLiterals: true,
    datesAsTimestamps: true,
    countAnywhere: true,
    entityOptionsOfStreams: true,
    annotationOptions: true,
    plusIsBlank: true,
    keyStandIns: [
      { type: 'microsoft.graph.user', property: 'userPrincipalName' },
      { type: 'microsoft.graph.place', property: 'emailAddress' },
    ],
    pathAddressing: [
      { type: 'microsoft.graph.driveItem', navigationProperty: 'children', property: 'name' },
      { type: 'microsoft.graph.site', navigationProperty: 'sites', property: 'name' },
    ],
  },
  publicRoots: ['https://graph.microsoft.com/v1.0', 'https://graph.microsoft.com/beta', '/v1.0', '/beta'],
  defaultVersion: '4.0',
  requiredOnCreate: 'keys',
  pageSize: 100,
  numbersAsText: true,
  upsert: false,
  unenforcedCapabilities: {
    // Graph's annotations say so of navigation properties that its documentation expands from
    queries: ['ExpandRestrictions/Expandable'],
    // a thread comes with its posts, which can't be posted by themselves
    bodies: ['InsertRestrictions/Insertable'],
    // contents of apps are posted to a property that is read-only
    containment: true,
  },
  updatesAnswer: { exceptTypes: updatedWithoutContent },
  acceptedActions,
  // Multi-Status: "Follow site", an action on several, some of which failed
  actionStatuses: [207],
  changeTracking: 'all',
  deltaFunctions: true,
  latestDeltaToken: 'latest',
  nestedDeltas: true,
  removedAnnotation: 'bare',
  removedFacets: ['driveItem', 'listItem'].map((name) => ({
    of: `microsoft.graph.${name}`,
    property: 'deleted',
    value: { state: 'deleted' },
  })),
  topIsPageSize: true,
  searchByProperty: true,
  batchLimit: { requests: 20, status: 400 },
  batchHeaderNames: 'titleCase',
  operations: graphOperations,
  siblingNames: [
    {
      of: 'microsoft.graph.driveItem',
      navigationProperty: 'children',
      property: 'name',
      conflict: '@microsoft.graph.conflictBehavior',
    },
  ],
  contents: graphContents,
  patchedContents: ['microsoft.graph.profilePhoto'],
  uploadSessions: [
    {
      action: 'microsoft.graph.createUploadSession',
      boundTo: 'microsoft.graph.driveItem',
      creates: 'microsoft.graph.driveItem',
      content: 'content',
      parameter: 'item',
      size: 'size',
      naming: { property: 'name', conflict: '@microsoft.graph.conflictBehavior', folder: 'folder' },
    },
    {
      action: 'microsoft.graph.createUploadSession',
      boundTo: 'microsoft.graph.attachment',
      creates: 'microsoft.graph.fileAttachment',
      content: 'contentBytes',
      parameter: 'AttachmentItem',
      size: 'size',
    },
  ],
  downloads: [
    {
      boundTo: 'microsoft.graph.reportRoot',
      functions: /^get/,
      files: ['microsoft.graph.report', 'Edm.Stream'],
      format: 'text/csv',
      mediaType: 'application/octet-stream',
    },
  ],
  createThroughRef: true,
  linksThroughContainment: true,
  existing: { structure: true, targets: existingTargets, inSets: existingInSets },
  containedViews: [
    { of: 'microsoft.graph.drive', navigationProperty: 'items', along: ['root', 'children*'] },
    {
      of: 'microsoft.graph.user',
      navigationProperty: 'messages',
      along: ['mailFolders', 'childFolders*', 'messages'],
    },
    { of: 'microsoft.graph.user', navigationProperty: 'events', along: ['calendar', 'events'] },
  ],
  impliedRelations: {
    among: 'microsoft.graph.directoryObject',
    partners: [
      ['members', 'memberOf'],
      ['owners', 'ownedObjects'],
      ['manager', 'directReports'],
      ['registeredOwners', 'ownedDevices'],
      ['registeredUsers', 'registeredDevices'],
      ['createdOnBehalfOf', 'createdObjects'],
    ],
    transitive: [
      ['transitiveMembers', 'members'],
      ['transitiveMemberOf', 'memberOf'],
      ['transitiveReports', 'directReports'],
    ],
  },
  prefixedControlInformation: true,
  jsonMediaEntities: true,
  idInPlaceOfKey: false,
  typeInCreated: true,
  // ids stay, wherever what they name is moved
  honoured: ['idtype=immutableid'],
  valuePreferences: [timeZonePreference],
  errorCodes,
  throttling: { code: 'TooManyRequests', message: 'Please retry again later.' },
  responseHeaders(request) {
    const id = crypto.randomUUID();
    return { 'request-id': id, 'client-request-id': request.headers.get('client-request-id') ?? id };
  },
  errorMembers: (_request, headers, status) => ({
    innerError: {
      // "Microsoft Graph throttling guidance", sample response
      ...(status === 429 && { code: '429', message: 'Please retry after', status: '429' }),
      date: new Date().toISOString().slice(0, 19),
      'request-id': headers['request-id'],
      'client-request-id': headers['client-request-id'],
    },
  }),
};
