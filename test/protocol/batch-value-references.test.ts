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
    <Property Name="Skills" Type="Collection(Edm.String)" Nullable="false"/>
    <NavigationProperty Name="Reports" Type="Collection(Test.Employee)"/>
  </EntityType>
  <Action Name="Move" IsBound="true">
    <Parameter Name="employee" Type="Test.Employee"/><Parameter Name="building" Type="Edm.String"/>
    <Parameter Name="since" Type="Edm.Date"/><Parameter Name="place" Type="Test.Place"/><Parameter Name="with" Type="Test.Employee"/>
    <ReturnType Type="Edm.String"/>
  </Action>
  <EntityContainer Name="C"><EntitySet Name="Employees" EntityType="Test.Employee"><NavigationPropertyBinding Path="Reports" Target="Employees"/></EntitySet></EntityContainer>`);

let service: ODataService;

beforeAll(async () => {
  service = serviceFor(schema, {
    handlers: {
      'Test.Move': ({ building, since, place, with: other }) =>
        [building, since, (place as Values)?.Town, (other as Values)?.Id].join(';'),
    },
  });
  const place = { Town: 'X' };
  for (const [Id, Building, Since] of [
    [0, "O'Neil & Co", '2020-01-01'],
    [1, "O'Neil & Co", '2021-01-01'],
    [2, 'B', '2020-01-01'],
  ] as const)
    await ask(service, 'POST /Employees', {
      Id,
      Building,
      Since,
      Place: place,
      Skills: ['a', `b${Id}`],
      ...(Id === 2 && { Reports: [{ '@id': 'Employees(0)' }, { '@id': 'Employees(1)' }] }),
    });
});

type Values = Readonly<Record<string, unknown>> | null;

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
    ['%24filter=Building%20eq%20%241%2FBuilding', [0, 1]],
    ['$filter=Place eq $1/Place', [0, 1, 2]],
    [`$filter='b0' in $1/Skills and Id eq 0`, [0]],
    ['$filter=$1/Skills/any(s:s eq Building) or Id eq 2', [2]],
    ["$filter=$1/Skills/any(s:s eq concat('b',cast(Id,Edm.String)))", [0]],
    [
      "$filter=$1/Skills/any(s:s in Skills)&$orderby=$1/Skills/$filter($this eq concat('b','0'))/$count,Id desc",
      [2, 1, 0],
    ],
    ["$filter=Skills/any(s:$1/Skills/any(t:t eq s and t ne 'a'))", [0]],
    ['$filter=$1/Skills/any(s:endswith(s,cast($1/Id,Edm.String))) and Id lt 2', [0, 1]],
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

describe('in parameters of actions', () => {
  const move = async (...requests: readonly object[]) => {
    const answers = await batch(...requests);
    return answers.at(-1)?.body.value ?? answers.at(-1)?.body.error;
  };

  test('values, complex values and entities', async () => {
    const body = {
      'building@expressionUrl': '$1/Building',
      'since@expressionUrl': '$1/Since',
      'place@expressionUrl': '$1/Place',
      'with@expressionUrl': '$1',
    };
    expect(
      await move(
        { url: 'Employees(0)' },
        { method: 'POST', url: 'Employees(2)/Test.Move', body, dependsOn: ['1'] },
      ),
    ).toBe("O'Neil & Co;2020-01-01;X;0");
  });

  test('expressions on what the action is bound to, outside of batches too', async () => {
    const body = {
      'building@expressionUrl': "concat(Building,'!')",
      'with@expressionUrl': '$root/Employees(1)',
      'place@expressionUrl': 'Place',
      'since@expressionUrl': '2020-01-01',
    };
    const { body: answer } = await ask(service, 'POST /Employees(2)/Test.Move', body);
    expect(answer.value).toBe('B!;2020-01-01;X;1');
    const wrong = await ask(service, 'POST /Employees(2)/Test.Move', { 'building@expressionUrl': 'Nothing' });
    expect(wrong.status).toBe(400);
  });
});

test('in the multipart format', async () => {
  const lines = [
    '--b',
    'Content-Type: application/http',
    'Content-ID: 1',
    '',
    'GET /Employees(0) HTTP/1.1',
    '',
    '',
    '--b',
    'Content-Type: application/http',
    'Content-ID: 2',
    '',
    'POST /Employees(2)/Test.Move HTTP/1.1',
    'Content-Type: application/json',
    '',
    '{"building@expressionUrl":"$1/Building"}',
    '--b--',
  ];
  const answer = await ask(service, 'POST /$batch', lines.join('\r\n'), {
    'content-type': 'multipart/mixed;boundary=b',
  });
  expect(answer.text).toContain(`"value":"O'Neil & Co;;;"`);
});

test.each([
  ['$1/$succeeded', 200],
  ['$1/Skills/any(s:s eq $4/Building)', 424],
  [`$1/Skills/all(s:startswith(s,'a') or s eq concat('b',cast($1/Id,Edm.String)))`, 200],
  ['$4/Reports/any(r:r/Id eq $1/Id)', 200],
  ['$4/Reports/all(r:r/Id gt 0)', 424],
  ['$4/Reports/$count eq 2', 200],
  ['$3/any(e:e/Id eq 2 and e/Place/Town eq $1/Place/Town)', 200],
  ['$3/$filter(Id gt 0)/$count eq 2', 200],
  [`$1/Place eq {"Town":"X"}`, 200],
  [`$1/Skills eq ["a","b0"]`, 200],
  ['$2/any(e:e/Id eq 0)', 400],
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
    { url: 'Employees' },
    { url: 'Employees(2)?$expand=Reports' },
    { url: 'Employees(1)', dependsOn: ['1', '2', '3', '4'], if: condition },
  );
  expect(answers[4]?.status).toBe(status);
});

test('what an answer annotates with a Core.ContentID is referred to by it', async () => {
  const named = '@Org.OData.Core.V1.ContentID';
  const answers = await batch(
    {
      method: 'POST',
      url: 'Employees',
      body: { Id: 7, Building: 'D', Reports: [{ Id: 8, Building: 'B', [named]: 'first' }] },
    },
    { url: 'Employees?$filter=Building eq $first/Building and Id lt 3', dependsOn: ['1'] },
  );
  expect(ids(answers[1])).toEqual([2]);
});

test.each([
  ['many', Array.from({ length: 200 }, () => '$1/Id eq 1').join(' or ')],
  ['deep', `${'$1/Skills/any(s:'.repeat(3000)}true${')'.repeat(3000)}`],
  ['unclosed', '$1/Skills/any('.repeat(3000)],
])('%s references are refused', async (_, filter) => {
  const answers = await batch(
    { url: 'Employees(0)' },
    { url: `Employees?$filter=${filter}`, dependsOn: ['1'] },
  );
  expect([answers[1]?.status, answers[1]?.body.error.code]).toEqual([400, 'TooComplex']);
});
