// What forking costs, and starting from generated artifacts: far within what a test suite notices.
import { expect, it } from 'vitest';
import { createEmulator, openDefinition } from '../src/index.ts';
import { createShop, json } from './service/shop.ts';

/** Milliseconds: the best of several runs, since other work on the machine only adds. */
async function bestOf(runs: number, work: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    await work();
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

it('a fork costs the same whatever the store holds', async () => {
  const shop = await createShop({ journal: false });
  const set = shop.definition.model.entityContainer?.children.get('Products');
  if (set?.kind !== 'EntitySet') throw new Error('no entity set');
  await shop.store.transaction(async (transaction) => {
    for (let ID = 0; ID < 20_000; ID++)
      await transaction.create({ kind: 'entitySet', entitySet: set }, set.entityType, {
        ID,
        Name: 'x',
        Price: null,
      });
  });
  expect(await bestOf(20, () => shop.fork())).toBeLessThan(5);
  const fork = shop.fork();
  await fork.fetch('Products(1)', json('PATCH', { Name: 'changed' }));
  const nameIn = async (emulator: typeof shop): Promise<unknown> =>
    ((await (await emulator.fetch('Products(1)')).json()) as { Name: unknown }).Name;
  expect([await nameIn(fork), await nameIn(shop)]).toEqual(['changed', 'x']);
  await fork.restore();
  expect(await nameIn(fork)).toBe('x');
});

it('a start from generated artifacts is quick', async () => {
  const generated = new URL('../generated/graph/', import.meta.url);
  await createEmulator({ generated, profile: 'graph' });
  expect(await bestOf(5, () => createEmulator({ generated, profile: 'graph' }))).toBeLessThan(500);
  const definition = await openDefinition({ generated });
  expect(await bestOf(5, () => createEmulator({ definition, profile: 'graph' }))).toBeLessThan(50);
});

it('a snapshot is kept while the emulator goes on', async () => {
  const shop = await createShop();
  const empty = shop.snapshot();
  await shop.fetch('Products', json('POST', { ID: 1 }));
  const one = shop.snapshot();
  await shop.restore(empty);
  expect((await shop.fetch('Products(1)')).status).toBe(404);
  await shop.restore(one);
  expect((await shop.fetch('Products(1)')).status).toBe(200);
  await shop.restore();
  expect((await shop.fetch('Products(1)')).status).toBe(404);
});
