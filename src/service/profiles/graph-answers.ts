// Microsoft Graph, the pages "Update …" and those of actions: which of them answer 204, or 202, and which with a body.

const inGraph = (names: readonly string[]): readonly string[] =>
  names.map((name) => `microsoft.graph.${name}`);

/** Types of the directory, of identity and governance, of Teams and Planner: an update of their entities answers 204. */
export const updatedWithoutContent: readonly string[] = inGraph([
  'accessPackage',
  'accessPackageCatalog',
  'accessReviewInstanceDecisionItem',
  'authenticationMethodConfiguration',
  'bookingNamedEntity',
  'channel',
  'connectedOrganization',
  'conversationThread',
  'directoryObject',
  'directorySetting',
  'domain',
  'ediscovery.case',
  'externalConnectors.externalConnection',
  'groupSetting',
  'identityApiConnector',
  'identityProviderBase',
  'identityUserFlow',
  'identityUserFlowAttribute',
  'identityUserFlowAttributeAssignment',
  'namedLocation',
  'oAuth2PermissionGrant',
  'onPremisesAgentGroup',
  'organizationalBrandingProperties',
  'plannerAssignedToTaskBoardTaskFormat',
  'plannerBucket',
  'plannerBucketTaskBoardTaskFormat',
  'plannerPlan',
  'plannerPlanDetails',
  'plannerProgressTaskBoardTaskFormat',
  'plannerTask',
  'plannerTaskDetails',
  'schemaExtension',
  'secureScoreControlProfile',
  'team',
  'unifiedRoleManagementPolicyRule',
]);

/** Actions that are answered 202: what they start goes on. */
export const acceptedActions: readonly string[] = inGraph([
  'accept',
  'changeScreenSharingRole',
  'decline',
  'ediscovery.addToReviewSet',
  'ediscovery.release',
  'exportPersonalData',
  'forward',
  'redirect',
  'reject',
  'reply',
  'replyAll',
  'send',
  'sendMail',
  'tentativelyAccept',
  'unarchive',
]);
