// The matcher `toConformTo` for vitest: `import { conformanceMatchers } from 'odata-emulator/vitest'`.
import type {} from 'vitest';
import type { ConformanceMatchers } from './contract/conform/matchers.ts';
import { type DefinitionSource, openDefinition } from './index.ts';

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the interface that is extended is declared so
  interface Matchers<T = any> {
    /** The parsed body, or the Response (then await it), is of the type: `microsoft.graph.user`, `Collection(microsoft.graph.user)`. */
    toConformTo(typeName: string): T extends Response ? Promise<void> : void;
  }
}

/** For `expect.extend(await conformanceMatchers({ generated: 'generated/graph' }))`. */
export async function conformanceMatchers(source: DefinitionSource): Promise<ConformanceMatchers> {
  const { createMatchers } = await import('./contract/conform/matchers.ts');
  return createMatchers(await openDefinition(source));
}
