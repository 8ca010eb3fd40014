// The memory store does what every store must, and forks at once whatever it holds.
import { expect, test } from 'vitest';
import { createMemoryStore } from '../../src/store/memory/create-memory-store.ts';
import { serviceFor } from '../protocol/service-for.ts';
import { describeStore } from './store-suite.ts';

const { model } = serviceFor('test/exchanges/shop.csdl.xml').definition;

describeStore('memory', { model, createStore: () => createMemoryStore(model) });

test('a fork of 100,000 entities takes no time that depends on their number', async () => {
  const store = createMemoryStore(model, { changeLogLimit: 10 });
  const articles = model.entityContainer?.children.get('Articles');
  if (articles?.kind !== 'EntitySet') throw new Error('no Articles');
  await store.transaction((transaction) => {
    for (let Id = 0; Id < 100_000; Id++)
      transaction.create({ kind: 'entitySet', entitySet: articles }, articles.entityType, { Id, Name: 'x' });
  });
  const times = Array.from({ length: 20 }, () => {
    const start = performance.now();
    store.fork();
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(1);
});

test('the change log forgets what is over its limit', async () => {
  const store = createMemoryStore(model, { changeLogLimit: 5 });
  const groups = model.entityContainer?.children.get('Groups');
  if (groups?.kind !== 'EntitySet') throw new Error('no Groups');
  for (let Id = 0; Id < 8; Id++)
    await store.transaction(async (transaction) =>
      transaction.create({ kind: 'entitySet', entitySet: groups }, groups.entityType, { Id, Title: 'x' }),
    );
  expect(await store.changesSince(3)).toHaveLength(5);
  expect(await store.changesSince(2)).toBeUndefined();
});
