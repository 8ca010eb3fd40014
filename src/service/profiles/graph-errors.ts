// Microsoft Graph, "Microsoft Graph error responses and resource types": codes of the services behind Graph, each with its own.
import type { ErrorCodeRule } from '../profile.ts';

const inGraph = (names: readonly string[]): readonly string[] =>
  names.map((name) => `microsoft.graph.${name}`);

export const errorCodes: readonly ErrorCodeRule[] = [
  { of: inGraph(['directoryObject']), codes: { NotFound: 'Request_ResourceNotFound' } },
  {
    of: inGraph([
      'attachment',
      'calendar',
      'calendarGroup',
      'contactFolder',
      'inferenceClassificationOverride',
      'mailFolder',
      'messageRule',
      'outlookCategory',
      'outlookItem',
      'profilePhoto',
    ]),
    codes: { NotFound: 'ErrorItemNotFound', PreconditionFailed: 'ErrorIrresolvableConflict' },
  },
  {
    of: inGraph(['baseItem', 'baseItemVersion', 'permission', 'thumbnailSet', 'workbook']),
    codes: {
      NotFound: 'itemNotFound',
      Conflict: 'nameAlreadyExists',
      PreconditionFailed: 'resourceModified',
    },
  },
];
