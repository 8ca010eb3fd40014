// OData Protocol 4.01, section 11.7.6; JSON Format, section 19.1: values of earlier answers in queries and in the condition `if`.
import { beforeAll, describe, expect, test } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

const schema = csdl(`
  <ComplexType Name="Place"><Property Name="Town" Type="Edm.String"/></ComplexType>
  <EntityType Name="Employee">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int64" Nullable="false"/>
    <Property Name="Building" Type="Edm.String"/>
    <Property Name="Since" Type="Edm.Date"/>
    <Property Name="Place" Type="Test.Place"/>
  </EntityType>
  <EntityContainer Name="C"><EntitySet Name="Employees" EntityType="Test.Employee"/></EntityContainer>`);

let service: ODataService;

beforeAll(async () => {
  service = serviceFor(schema);
  const place = { Town: 'X' };
  for (const [Id, Building, Since] of [
    [0, "O'Neil & Co", '2020-01-01'],
    [1, "O'Neil & Co", '2021-01-01'],
    [2, 'B', '2020-01-01'],
  ] as const)
    await ask(service, 'POST /Employees', { Id, Building, Since, Place: place });
});

async function batch(...requests: readonly object[]) {
  const all = requests.map((request, index) => ({ id: String(index + 1), method: 'GET', ...request }));
  const answer = await ask(service, 'POST /$batch', { requests: all });
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into
  return answer.body.responses as readonly { status: number; body: any }[];
}

const ids = (response: { body: { value: { Id: number }[] } } | undefined) =>
  response?.body.value.map(({ Id }) => Id);

describe('in a query', () => {
  test.each([
    ['$filter=Building eq $1/Building', [0, 1]],
    ['$filter=Since eq $1/Since', [0, 2]],
    ['$filter=Id gt $1/Id and Place/Town eq $1/Place/Town', [1, 2]],
    [`$filter=Building eq '$1/Building'`, []],
  ])('%s', async (query, expected) => {
    const answers = await batch({ url: 'Employees(0)' }, { url: `Employees?${query}`, dependsOn: ['1'] });
    expect(ids(answers[1])).toEqual(expected);
  });

  test('of a property and of a collection', async () => {
    const answers = await batch(
      { url: 'Employees(1)/Building' },
      { url: 'Employees?$filter=Building ne $1', dependsOn: ['1'] },
      { url: 'Employees' },
      { url: 'Employees?$top=$3/$count&$skip=1', dependsOn: ['3'] },
    );
    expect(ids(answers[1])).toEqual([2]);
    expect(ids(answers[3])).toEqual([1, 2]);
  });

  test('what the answer has not: 400 that names it', async () => {
    const answers = await batch(
      { url: 'Employees(0)' },
      { url: 'Employees?$filter=Id eq $1/Age', dependsOn: ['1'] },
    );
    expect([answers[1]?.status, answers[1]?.body.error.message]).toEqual([
      400,
      expect.stringContaining('$1/Age'),
    ]);
  });
});

test.each([
  ['$1/$succeeded', 200],
  ['not $1/$succeeded', 424],
  ['not $2/$succeeded and ($1/Id eq 0 or false)', 200],
  [`startswith($1/Building,'O''N') and $1/Since lt 2020-06-01`, 200],
  [`$1/Building eq 'B'`, 424],
  ['$1/Building', 400],
  ['$1/$succeeded and', 400],
])('if %s', async (condition, status) => {
  const answers = await batch(
    { url: 'Employees(0)' },
    { url: 'Employees(77)' },
    { url: 'Employees(1)', dependsOn: ['1', '2'], if: condition },
  );
  expect(answers[2]?.status).toBe(status);
});
