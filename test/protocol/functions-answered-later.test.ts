// OData Protocol 4.01, section 11.5.4.1: functions in expressions and paths whose handlers answer later than evaluation asks.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Entity } from '../../src/edm/entity.ts';
import type { ODataService } from '../../src/service/odata-service.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

const schema = csdl(`
  <Annotation Term="Org.OData.Core.V1.DefaultNamespace"/>
  <EntityType Name="Item"><Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/><Property Name="Weight" Type="Edm.Int32"/>
    <NavigationProperty Name="Parts" Type="Collection(Test.Item)"/></EntityType>
  <Function Name="Rate" IsBound="true" IsComposable="true"><Parameter Name="it" Type="Test.Item"/><Parameter Name="factor" Type="Edm.Int32"/><ReturnType Type="Edm.Int32"/></Function>
  <Function Name="Twice"><Parameter Name="n" Type="Edm.Int32"/><ReturnType Type="Edm.Int32"/></Function>
  <Function Name="Heavier" IsBound="true" IsComposable="true"><Parameter Name="it" Type="Collection(Test.Item)"/><Parameter Name="than" Type="Edm.Int32"/><ReturnType Type="Collection(Test.Item)"/></Function>
  <Function Name="Refuse"><Parameter Name="n" Type="Edm.Int32"/><ReturnType Type="Edm.Int32"/></Function>
  <EntityContainer Name="C"><EntitySet Name="Items" EntityType="Test.Item"><NavigationPropertyBinding Path="Parts" Target="Items"/></EntitySet>
    <FunctionImport Name="Twice" Function="Test.Twice"/></EntityContainer>`);

let service: ODataService;
let calls: string[];
let running: number;
let most: number;

/** Answers in a later turn of the event loop. */
async function later<T>(name: string, value: T): Promise<T> {
  calls.push(name);
  running++;
  most = Math.max(most, running);
  await new Promise((resolve) => setImmediate(resolve));
  running--;
  return value;
}

beforeEach(async () => {
  [calls, running, most] = [[], 0, 0];
  service = serviceFor(schema, {
    handlers: {
      'Test.Rate': ({ factor }, { binding }) => {
        const { Id, Weight } = (binding as Entity).values;
        return later(`Rate ${Id} ${factor}`, Number(Weight) * Number(factor));
      },
      'Test.Twice': ({ n }) => later(`Twice ${n}`, 2 * Number(n)),
      'Test.Heavier': ({ than }, { binding }) =>
        later(
          `Heavier ${than}`,
          (binding as readonly Entity[]).filter(({ values }) => Number(values.Weight) > Number(than)),
        ),
      'Test.Refuse': async ({ n }) => {
        if (n === 3) throw new Error('no');
        return later(`Refuse ${n}`, 0);
      },
    },
  });
  for (const [Id, Weight] of [
    [1, 30],
    [2, 20],
    [3, 10],
    [4, 20],
  ])
    await ask(service, 'POST /Items', { Id, Weight, ...(Id === 4 && { Parts: [{ '@id': 'Items(1)' }] }) });
});

const ids = async (url: string) =>
  (await ask(service, `GET ${url}`)).body.value.map(({ Id }: { Id: number }) => Id);

test('in $filter, $orderby and $compute', async () => {
  expect(await ids('/Items?$filter=Rate(factor=2) gt 30')).toEqual([1, 2, 4]);
  expect(calls).toEqual(['Rate 1 2', 'Rate 2 2', 'Rate 3 2', 'Rate 4 2']);
  expect(await ids('/Items?$orderby=Rate(factor=1),Id desc')).toEqual([3, 4, 2, 1]);
  const computed = await ask(service, 'GET /Items?$compute=Rate(factor=3) as R&$select=R&$top=2');
  expect(computed.body.value.map(({ R }: { R: number }) => R)).toEqual([90, 60]);
});

test('the same call is made once', async () => {
  expect(await ids('/Items?$filter=Test.Twice(n=Weight) eq 40&$orderby=Test.Twice(n=Weight)')).toEqual([
    2, 4,
  ]);
  expect(calls).toEqual(['Twice 30', 'Twice 20', 'Twice 10']);
});

test('a call waits for the calls that its parameters need', async () => {
  expect(await ids('/Items?$filter=Test.Twice(n=Test.Twice(n=Weight) add 1) eq 82')).toEqual([2, 4]);
  expect(calls).toEqual(['Twice 30', 'Twice 20', 'Twice 10', 'Twice 61', 'Twice 41', 'Twice 21']);
});

test('in lambdas, $expand, $count, $apply and segments of the path', async () => {
  expect(await ids('/Items?$filter=Parts/any(p:p/Rate(factor=1) eq 30)')).toEqual([4]);
  expect(
    (await ask(service, 'GET /Items(4)?$expand=Parts($filter=Rate(factor=1) gt 5)')).body.Parts,
  ).toHaveLength(1);
  expect((await ask(service, 'GET /Items/$count?$filter=Rate(factor=1) gt 10')).text).toBe('3');
  expect(await ids('/Items?$apply=filter(Rate(factor=1) gt 10)')).toEqual([1, 2, 4]);
  expect(await ids('/Items/$filter(@f)?@f=Rate(factor=1) gt 10')).toEqual([1, 2, 4]);
  expect(await ids('/Items/$filter(@f)/Heavier(than=20)?@f=Rate(factor=1) gt 10')).toEqual([1]);
  expect(await ids('/Items/Heavier(than=10)/Heavier(than=20)?$filter=Rate(factor=1) lt 99')).toEqual([1]);
  expect((await ask(service, 'GET /Items(1)/Rate(factor=@p)?@p=Test.Twice(n=4)')).body.value).toBe(240);
});

describe('changes', () => {
  test('of members that a function chooses', async () => {
    const answer = await ask(service, 'PATCH /Items/$filter(@f)/$each?@f=Rate(factor=1) eq 20', {
      Weight: 7,
    });
    expect(answer.status).toBe(204);
    expect(await ids('/Items?$filter=Weight eq 7')).toEqual([2, 4]);
  });
});

test('a handler that refuses refuses the request', async () => {
  expect(await ids('/Items?$filter=Id lt 3 and Test.Refuse(n=Id) eq 0')).toEqual([1, 2]);
  const answer = await ask(service, 'GET /Items?$filter=Test.Refuse(n=Id) eq 0');
  expect(answer.status).toBe(500);
});

test('a hundred calls at a time', async () => {
  for (let Id = 100; Id < 350; Id++) await ask(service, 'POST /Items', { Id, Weight: Id });
  expect(await ids('/Items?$filter=Test.Twice(n=Id) eq 600')).toEqual([300]);
  expect(most).toBe(100);
});
