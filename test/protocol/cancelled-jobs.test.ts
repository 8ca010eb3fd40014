// OData Protocol 4.01, section 11.6 "Asynchronous Requests": DELETE of the status monitor stops the work, and nothing of it is left.
import { beforeEach, expect, test } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

const schema = csdl(`
  <EntityType Name="Item"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/></EntityType>
  <Action Name="Work"/>
  <Action Name="Items"><ReturnType Type="Collection(Edm.Int32)"/></Action>
  <Function Name="Slow"><Parameter Name="n" Type="Edm.Int32"/><ReturnType Type="Edm.Int32"/></Function>
  <EntityContainer Name="C"><EntitySet Name="Items" EntityType="Test.Item"/><ActionImport Name="Work" Action="Test.Work"/><ActionImport Name="List" Action="Test.Items"/></EntityContainer>`);

let service: ODataService;
let started: Promise<void>;
let aborted: boolean;
let asked: number;

/** A handler that is never done, and looks at the signal or not. */
beforeEach(async () => {
  let start = (): void => {};
  started = new Promise((resolve) => {
    start = resolve;
  });
  [aborted, asked] = [false, 0];
  service = serviceFor(schema, {
    journal: true,
    handlers: {
      'Test.Work': async (_, { store, definition, signal }) => {
        const items = definition.model.entityContainer?.children.get('Items');
        if (items?.kind === 'EntitySet')
          await store.create({ kind: 'entitySet', entitySet: items }, items.entityType, { Id: 99 });
        signal.addEventListener('abort', () => {
          aborted = true;
        });
        start();
        await new Promise(() => {});
      },
      'Test.Items': async function* () {
        yield 1;
        start();
        await new Promise(() => {});
      },
      'Test.Slow': () => {
        asked++;
        start();
        return new Promise(() => {});
      },
    },
  });
  for (const Id of [1, 2]) await ask(service, 'POST /Items', { Id });
});

const respondAsync = { prefer: 'respond-async' };
const monitorOf = ({ headers }: { headers: Headers }) =>
  (headers.get('location') ?? '').slice('http://localhost'.length);
const count = async () => (await ask(service, 'GET /Items/$count')).text;

test('of an action: its handler is told, its changes are undone, and others go on', async () => {
  const monitor = monitorOf(await ask(service, 'POST /Work', {}, respondAsync));
  await started;
  const waiting = ask(service, 'POST /Items', { Id: 3 });
  expect((await ask(service, `DELETE ${monitor}`)).status).toBe(204);
  expect(aborted).toBe(true);
  expect((await waiting).status).toBe(201);
  expect(await count()).toBe('3');
  expect((await ask(service, `GET ${monitor}`)).status).toBe(404);
});

test('of an action that gives one item after the other', async () => {
  const monitor = monitorOf(await ask(service, 'POST /List', {}, respondAsync));
  await started;
  expect((await ask(service, `DELETE ${monitor}`)).status).toBe(204);
  expect((await ask(service, 'POST /Items', { Id: 3 })).status).toBe(201);
});

test('of a query: no more functions are called', async () => {
  const monitor = monitorOf(
    await ask(service, 'GET /Items?$filter=Test.Slow(n=Id) eq 1', undefined, respondAsync),
  );
  await started;
  expect((await ask(service, `DELETE ${monitor}`)).status).toBe(204);
  await new Promise((resolve) => setImmediate(resolve));
  expect([asked, service.journal?.entries.map(({ status }) => status)]).toEqual([
    2,
    expect.arrayContaining([503]),
  ]);
});

const createAndWork = (atomicityGroup?: string) => ({
  requests: [
    { id: '1', method: 'POST', url: 'Items', body: { Id: 4 }, atomicityGroup },
    { id: '2', method: 'POST', url: 'Work', body: {}, atomicityGroup },
    { id: '3', method: 'POST', url: 'Items', body: { Id: 5 } },
  ],
});

test('of a batch: a change set in progress is undone, and the rest is not begun', async () => {
  const monitor = monitorOf(await ask(service, 'POST /$batch', createAndWork('a'), respondAsync));
  await started;
  expect((await ask(service, `DELETE ${monitor}`)).status).toBe(204);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await count()).toBe('2');
});

test('what others have seen is not undone: 409, and the work goes on', async () => {
  const monitor = monitorOf(await ask(service, 'POST /$batch', createAndWork(), respondAsync));
  await started;
  expect((await ask(service, `DELETE ${monitor}`)).status).toBe(409);
  expect([aborted, await count()]).toEqual([false, '3']);
  expect((await ask(service, `GET ${monitor}`)).status).toBe(202);
});

test('a finished job is forgotten', async () => {
  const monitor = monitorOf(await ask(service, 'POST /Items', { Id: 6 }, respondAsync));
  while ((await ask(service, `GET ${monitor}`)).status === 202)
    await new Promise((resolve) => setImmediate(resolve));
  expect((await ask(service, `DELETE ${monitor}`)).status).toBe(204);
  expect([(await ask(service, `GET ${monitor}`)).status, await count()]).toEqual([404, '3']);
});
