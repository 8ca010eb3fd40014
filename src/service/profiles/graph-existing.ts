// Microsoft Graph, "user resource type" and others: what each of these has from the start.
import type { ExistingInSetRule, ExistingRule } from '../existing-entities.ts';

const singles: Readonly<Record<string, readonly string[]>> = {
  user: [
    'authentication',
    'calendar',
    'cloudClipboard',
    'drive',
    'employeeExperience',
    'inferenceClassification',
    'insights',
    'onenote',
    'outlook',
    'planner',
    'presence',
    'settings',
    'solutions',
    'teamwork',
    'todo',
  ],
  userSettings: ['exchange', 'itemInsights', 'shiftPreferences', 'storage', 'workHoursAndLocations'],
  group: ['calendar', 'drive', 'onenote', 'planner'],
  site: ['drive', 'onenote'],
  list: ['drive'],
  team: ['primaryChannel'],
  channel: ['filesFolder'],
  fileStorageContainer: ['drive'],
  workbook: ['application', 'functions'],
  plannerPlan: ['details'],
  plannerTask: ['assignedToTaskBoardFormat', 'bucketTaskBoardFormat', 'details', 'progressTaskBoardFormat'],
};

/** "mailFolder resource type", well-known folder names: they stand in the place of the key. */
const mailFolders: Readonly<Record<string, string>> = {
  archive: 'Archive',
  deleteditems: 'Deleted Items',
  drafts: 'Drafts',
  inbox: 'Inbox',
  junkemail: 'Junk Email',
  outbox: 'Outbox',
  sentitems: 'Sent Items',
};

/** "Get a special folder by name": these names stand in the place of the key, too. */
const specialFolders: Readonly<Record<string, string>> = {
  approot: 'Apps',
  cameraroll: 'Camera Roll',
  documents: 'Documents',
  music: 'Music',
  photos: 'Photos',
};

/** "Get profilePhoto", sizes of photos. */
const photoSizes: readonly number[] = [48, 64, 96, 120, 240, 360, 432, 504, 648];

const noCounts = { childFolderCount: 0, unreadItemCount: 0, totalItemCount: 0 };

export const existingTargets: readonly ExistingRule[] = [
  ...Object.entries(singles).flatMap(([type, names]) =>
    names.map((navigationProperty) => ({
      of: `microsoft.graph.${type}`,
      navigationProperty,
      entities: [{}],
    })),
  ),
  {
    of: 'microsoft.graph.drive',
    navigationProperty: 'root',
    entities: [{ name: 'root', folder: { childCount: 0 }, root: {} }],
  },
  ...['user', 'group'].map((type) => ({
    of: `microsoft.graph.${type}`,
    navigationProperty: 'photos',
    entities: photoSizes.map((size) => ({ id: `${size}x${size}`, height: size, width: size })),
  })),
  {
    of: 'microsoft.graph.drive',
    navigationProperty: 'special',
    entities: Object.entries(specialFolders).map(([id, name]) => ({
      id,
      name,
      folder: { childCount: 0 },
      specialFolder: { name: id },
    })),
  },
  {
    of: 'microsoft.graph.user',
    navigationProperty: 'mailFolders',
    entities: Object.entries(mailFolders).map(([id, displayName]) => ({ id, displayName, ...noCounts })),
  },
];

/** "Get a site resource": the tenant's root site. */
export const existingInSets: readonly ExistingInSetRule[] = [
  {
    entitySet: 'sites',
    entities: [{ id: 'root', name: 'root', displayName: 'Communication site', root: {}, siteCollection: {} }],
  },
];
