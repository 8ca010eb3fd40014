// Services on a port of their own, for clients that know nothing but a URL.
import { existsSync } from 'node:fs';
import { afterAll, beforeAll } from 'vitest';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/index.ts';

const shared = new URL('../../../shared/', import.meta.url);
const fullGraph = new URL('csdl/graph-v1.0-2026-08.csdl.xml', shared);

/** The whole Microsoft Graph, where its document is there. */
export const hasFullGraph = existsSync(fullGraph);
if (!hasFullGraph)
  console.log('../shared/csdl is not there: clients meet the part of Graph that is shipped.');

export const graph: EmulatorOptions = {
  metadata: hasFullGraph ? fullGraph : new URL('../../metadata/graph.csdl.xml', import.meta.url),
  profile: 'graph',
  path: '/v1.0',
};

/** Opens a service on a free port for the tests of a file; `root()` is its URL, with the slash at the end. */
export function useService(options: EmulatorOptions): { root(): string; origin(): string } {
  let emulator: Emulator | undefined;
  let url = '';
  beforeAll(async () => {
    emulator = await createEmulator({
      ...options,
      log: (event) => {
        if (event.kind === 'defect') console.error(event.cause);
      },
    });
    url = await emulator.listen();
  });
  afterAll(async () => await emulator?.close());
  return { root: () => url, origin: () => new URL(url).origin };
}
