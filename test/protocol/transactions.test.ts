// OData Protocol 4.01, section 11.4 "Data Modification": every request is atomic, and parallel ones give what some order of them gives.
import { describe, expect, test } from 'vitest';
import type { Entity } from '../../src/edm/entity.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

const schema = csdl(`
  <EntityType Name="Counter">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Value" Type="Edm.Int32" Nullable="false"/>
    <NavigationProperty Name="Parts" Type="Collection(Test.Counter)" ContainsTarget="true"/>
  </EntityType>
  <Action Name="Add" IsBound="true"><Parameter Name="it" Type="Test.Counter"/><ReturnType Type="Edm.Int32"/></Action>
  <Action Name="Break" IsBound="true"><Parameter Name="it" Type="Test.Counter"/></Action>
  <EntityContainer Name="C"><EntitySet Name="Counters" EntityType="Test.Counter"/></EntityContainer>`);

const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

async function open() {
  const service = serviceFor(schema, {
    handlers: {
      'Test.Add': async (_, { binding, store }) => {
        const { identity, values } = binding as Entity;
        await pause();
        const Value = Number(values.Value) + 1;
        await store.replace(identity, { ...values, Value });
        return Value;
      },
      'Test.Break': async (_, { binding, store }) => {
        const { identity, values } = binding as Entity;
        await store.replace(identity, { ...values, Value: 99 });
        await store.delete(identity);
        await pause();
        throw new Error('secret of the handler');
      },
    },
  });
  await ask(service, 'POST /Counters', { Id: 1, Value: 0 });
  return service;
}

const currentValue = async (service: Awaited<ReturnType<typeof open>>) =>
  (await ask(service, 'GET /Counters(1)')).body?.Value;

describe('a handler that throws', () => {
  test('leaves nothing changed, and its message stays in the service', async () => {
    const service = await open();
    const answer = await ask(service, 'POST /Counters(1)/Test.Break', {});
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('secret');
    expect(await currentValue(service)).toBe(0);
  });

  test('undoes its change set', async () => {
    const service = await open();
    const request = (id: string, url: string, body: object) => ({
      id,
      atomicityGroup: 'g',
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json' },
      body,
    });
    const answer = await ask(service, 'POST /$batch', {
      requests: [request('a', 'Counters(1)/Test.Add', {}), request('b', 'Counters(1)/Test.Break', {})],
    });
    expect(answer.body.responses.map(({ status }: { status: number }) => status)).toEqual([424, 500]);
    expect(await currentValue(service)).toBe(0);
  });
});

test('parallel actions, changes and batches lose nothing', async () => {
  const service = await open();
  const batch = {
    requests: [
      { id: '1', method: 'POST', url: 'Counters(1)/Test.Add', body: {} },
      { id: '2', atomicityGroup: 'g', method: 'POST', url: 'Counters(1)/Test.Add', body: {} },
    ],
  };
  const work = Array.from({ length: 20 }, (_, i) =>
    i % 4 === 0 ? ask(service, 'POST /$batch', batch) : ask(service, 'POST /Counters(1)/Test.Add', {}),
  );
  const answers = await Promise.all(work);
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(await currentValue(service)).toBe(25);
});

test('a reader sees no half of a change', async () => {
  const service = await open();
  const change = ask(service, 'PATCH /Counters(1)', {
    Value: 5,
    Parts: Array.from({ length: 50 }, (_, i) => ({ Id: i, Value: 5 })),
  });
  let done = false;
  const seen: string[] = [];
  const watch = (async () => {
    while (!done) {
      const { body } = await ask(service, 'GET /Counters(1)?$expand=Parts($count=true;$top=0)');
      seen.push(`${body.Value}/${body['Parts@count']}`);
    }
  })();
  expect((await change).status).toBe(204);
  done = true;
  await watch;
  expect([...new Set(seen)].filter((state) => state !== '0/0' && state !== '5/50')).toEqual([]);
});
