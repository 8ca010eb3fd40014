// The two ways to read URLs that tests of this room use.
import type { ResolveOptions } from '../../src/query/query.ts';

/** The standard's. */
export const strict: ResolveOptions = {
  keyAsSegment: false,
  defaultNamespaces: [],
  optionalParentheses: false,
  implicitCasts: false,
  ignoreCase: false,
};

/** As Microsoft Graph reads them. */
export const lenient: ResolveOptions = {
  keyAsSegment: true,
  defaultNamespaces: ['microsoft.graph'],
  optionalParentheses: true,
  implicitCasts: true,
  ignoreCase: true,
  composeAnything: true,
  emptySegments: true,
  quotedLiterals: true,
  pathAddressing: [
    { type: 'microsoft.graph.driveItem', navigationProperty: 'children', property: 'name' },
    { type: 'microsoft.graph.site', navigationProperty: 'sites', property: 'name' },
  ],
};
