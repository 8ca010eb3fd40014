// The matcher `toConformTo` for jest: `import { conformanceMatchers } from 'odata-emulator/jest'`.
import type {} from 'expect';
import type { ConformanceMatchers } from './contract/conform/matchers.ts';
import { type DefinitionSource, openDefinition } from './index.ts';

// `expect` of @jest/globals
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> {
    /** The parsed body, or the Response (then await it), is of the type: `microsoft.graph.user`, `Collection(microsoft.graph.user)`. */
    toConformTo(typeName: string): T extends Response ? Promise<R> : R;
  }
}

// `expect` of @types/jest
declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: the interface that is extended is declared so
    interface Matchers<R, T = {}> {
      /** The parsed body, or the Response (then await it), is of the type: `microsoft.graph.user`, `Collection(microsoft.graph.user)`. */
      toConformTo(typeName: string): T extends Response ? Promise<R> : R;
    }
  }
}

/** For `expect.extend(await conformanceMatchers({ generated: 'generated/graph' }))`. */
export async function conformanceMatchers(source: DefinitionSource): Promise<ConformanceMatchers> {
  const { createMatchers } = await import('./contract/conform/matchers.ts');
  return createMatchers(await openDefinition(source));
}
