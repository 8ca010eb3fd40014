// What is put under fault: the reference service with its rows, and the whole Graph with a few entities; both in one process.
import { existsSync } from 'node:fs';
import { createEmulator, type Emulator, type ServiceEvent } from '../../src/index.ts';
import { openReferenceService } from '../reference-service/reference-service.ts';
import type { Material } from './random-request.ts';

const graphDocument = new URL('../../../shared/csdl/graph-v1.0-2026-08.csdl.xml', import.meta.url);

export interface FaultSubject {
  readonly emulator: Emulator;
  readonly material: Material;
  /** The defects that the service has logged. */
  readonly defects: ServiceEvent[];
  /** Back to what it held when it was opened. */
  reset(): Promise<void>;
}

export async function openReference(): Promise<FaultSubject> {
  const emulator = await openReferenceService();
  const { model } = emulator.definition;
  const keys = ['10000000', '20000000', '30000000'].flatMap((prefix) =>
    [1, 2, 3, 9].map((digit) => `${prefix}-0000-4000-8000-00000000000${digit}`),
  );
  return {
    emulator,
    material: {
      model,
      roots: [...(model.entityContainer?.children.keys() ?? [])],
      keys,
      keyOf: referenceKey,
    },
    defects: [],
    reset: async () => {
      await emulator.fetch('Reseed', { method: 'POST' });
    },
  };
}

const prefixes: Readonly<Record<string, string>> = {
  Category: '1',
  MediaItem: '3',
  ReadOnlyItem: '4',
  DecimalSample: '5',
};

function referenceKey({ name }: { readonly name: string }, ordinal: number): string {
  const key = `${prefixes[name] ?? '2'}0000000-0000-4000-8000-00000000000${ordinal + 1}`;
  return name === 'ProductDescription' ? `(ProductID=${key},LanguageKey='EN')` : `(${key})`;
}

export const hasGraph = existsSync(graphDocument);
if (!hasGraph)
  console.log('../shared/csdl is not there: only the part of Graph that is shipped is put under fault.');

export async function openGraph(): Promise<FaultSubject> {
  const defects: ServiceEvent[] = [];
  let count = 0;
  const emulator = await createEmulator({
    metadata: hasGraph ? graphDocument : new URL('../../metadata/graph.csdl.xml', import.meta.url),
    profile: 'graph',
    path: '/v1.0',
    newGuid: () => `20000000-0000-4000-8000-${String(++count).padStart(12, '0')}`,
    log: (event) => {
      if (event.kind === 'defect') defects.push(event);
    },
  });
  for (const name of ['ada', 'bob', 'cleo'])
    await emulator.fetch('users', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ displayName: name, userPrincipalName: `${name}@example.com` }),
    });
  const { model } = emulator.definition;
  const seed = emulator.store.snapshot();
  return {
    emulator,
    material: {
      model,
      roots: [
        ...(model.entityContainer?.children.keys() ?? []),
        'users',
        'groups',
        'me',
        'users',
        'groups',
        'me',
      ],
      keyOf: (_type, ordinal) => `('20000000-0000-4000-8000-${String(ordinal + 1).padStart(12, '0')}')`,
      keys: [1, 2, 3, 4, 9].map((digit) => `20000000-0000-4000-8000-${String(digit).padStart(12, '0')}`),
    },
    defects,
    reset: () => Promise.resolve(emulator.store.restore(seed)),
  };
}
