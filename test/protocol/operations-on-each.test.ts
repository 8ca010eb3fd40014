// OData Protocol 4.01, section 11.5.2 "Applying an Action to Members of a Collection"; JSON Format, section 12.
import { beforeEach, expect, test } from 'vitest';
import type { Entity } from '../../src/edm/entity.ts';
import { ODataError } from '../../src/error/odata-error.ts';
import type { ODataService } from '../../src/service/odata-service.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

const schema = csdl(`
  <EntityType Name="Item"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/><Property Name="Name" Type="Edm.String"/></EntityType>
  <EntityType Name="Special" BaseType="Test.Item"/>
  <ComplexType Name="Label"><Property Name="Text" Type="Edm.String"/></ComplexType>
  <Function Name="Length" IsBound="true"><Parameter Name="it" Type="Test.Item"/><Parameter Name="add" Type="Edm.Int32"/><ReturnType Type="Edm.Int32"/></Function>
  <Function Name="Label" IsBound="true"><Parameter Name="it" Type="Test.Item"/><ReturnType Type="Test.Label"/></Function>
  <Function Name="Letters" IsBound="true"><Parameter Name="it" Type="Test.Item"/><ReturnType Type="Collection(Edm.String)"/></Function>
  <Function Name="Twin" IsBound="true" IsComposable="true"><Parameter Name="it" Type="Test.Item"/><ReturnType Type="Test.Item"/></Function>
  <Function Name="Smaller" IsBound="true" IsComposable="true"><Parameter Name="it" Type="Test.Item"/><ReturnType Type="Collection(Test.Item)"/></Function>
  <Function Name="Count" IsBound="true"><Parameter Name="in" Type="Collection(Test.Item)"/><ReturnType Type="Edm.Int32"/></Function>
  <Action Name="Rename" IsBound="true"><Parameter Name="it" Type="Test.Item"/><Parameter Name="name" Type="Edm.String" Nullable="false"/><ReturnType Type="Test.Item"/></Action>
  <Action Name="Touch" IsBound="true"><Parameter Name="it" Type="Test.Item"/></Action>
  <EntityContainer Name="C"><EntitySet Name="Items" EntityType="Test.Item"/></EntityContainer>`);

let service: ODataService;

beforeEach(async () => {
  service = serviceFor(schema, {
    handlers: {
      'Test.Length': ({ add }, { binding }) => nameOf(binding).length + Number(add),
      'Test.Label': (_, { binding }) => ({ Text: `[${nameOf(binding)}]` }),
      'Test.Letters': async (_, { binding }) => [...nameOf(binding)],
      'Test.Twin': (_, { binding, entities }) => {
        const { Id } = (binding as Entity).values;
        return entities(`Items?$filter=Id eq ${(Number(Id) % 3) + 1}`).then(([twin]) => twin ?? null);
      },
      'Test.Smaller': (_, { binding, entities }) =>
        entities(`Items?$filter=Id lt ${String((binding as Entity).values.Id)}`),
      'Test.Rename': ({ name }, { binding, store }) => {
        const { identity, values } = binding as Entity;
        if (values.Id === 3 && name === 'bad') throw new ODataError(400, 'BadRequest', 'not this one');
        return store.replace(identity, { ...values, Name: name ?? null });
      },
    },
  });
  await ask(service, 'POST /Items', { Id: 1, Name: 'a' });
  await ask(service, 'POST /Items', { Id: 2, Name: 'bb' });
  await ask(service, 'POST /Items', { '@odata.type': '#Test.Special', Id: 3, Name: 'ccc' });
});

const nameOf = (binding: unknown) => String((binding as Entity).values.Name);
const names = async () =>
  (await ask(service, 'GET /Items')).body.value.map(({ Name }: { Name: string }) => Name);

test.each([
  ['/Items/$each/Test.Length(add=1)', [{ value: 2 }, { value: 3 }, { value: 4 }]],
  ['/Items/$filter(Id gt 1)/$each/Test.Letters()', [{ value: ['b', 'b'] }, { value: ['c', 'c', 'c'] }]],
  ['/Items/Test.Special/$each/Test.Label()', [{ Text: '[ccc]' }]],
])('functions: GET %s', async (url, value) => {
  const answer = await ask(service, `GET ${url}`);
  expect([answer.status, answer.body.value]).toEqual([200, value.map((one) => expect.objectContaining(one))]);
});

test('actions: entities as a collection of their set', async () => {
  const answer = await ask(service, 'POST /Items/$filter(Id lt 3)/$each/Test.Rename', { name: 'x' });
  expect([answer.status, answer.body]).toEqual([
    200,
    {
      '@context': 'http://localhost/$metadata#Items',
      value: [
        { Id: 1, Name: 'x' },
        { Id: 2, Name: 'x' },
      ],
    },
  ]);
  expect(await names()).toEqual(['x', 'x', 'ccc']);
  expect((await ask(service, 'POST /Items/$each/Test.Touch', {})).status).toBe(204);
});

test('on all or on none', async () => {
  expect((await ask(service, 'POST /Items/$each/Test.Rename', { name: 'bad' })).status).toBe(400);
  expect((await ask(service, 'POST /Items/$each/Test.Rename', {})).status).toBe(400);
  expect(await names()).toEqual(['a', 'bb', 'ccc']);
});

test('methods, and operations of the collection', async () => {
  expect((await ask(service, 'GET /Items/$each/Test.Touch')).headers.get('allow')).toBe('POST');
  expect((await ask(service, 'PATCH /Items/$each/Test.Label()', {})).headers.get('allow')).toBe('GET, HEAD');
  expect((await ask(service, 'GET /Items/$each/Test.Count()')).status).toBe(404);
});

test('with continue-on-error, members that an action failed for are told', async () => {
  const prefer = { prefer: 'continue-on-error' };
  const answer = await ask(service, 'POST /Items/$each/Test.Rename', { name: 'bad' }, prefer);
  const failed = expect.objectContaining({
    '@context': 'http://localhost/$metadata#$ref',
    '@id': 'http://localhost/Items(3)',
    '@Org.OData.Core.V1.DataModificationException': {
      failedOperation: 'invoke',
      responseCode: 400,
      info: { code: 'BadRequest', message: 'not this one', severity: 'error' },
    },
  });
  expect(answer.headers.get('preference-applied')).toBe('continue-on-error');
  expect([answer.status, answer.body]).toEqual([
    200,
    {
      value: [
        { '@context': 'http://localhost/$metadata#Items/$entity', Id: 1, Name: 'bad' },
        { '@context': 'http://localhost/$metadata#Items/$entity', Id: 2, Name: 'bad' },
        failed,
      ],
    },
  ]);
  expect(await names()).toEqual(['bad', 'bad', 'ccc']);
  const minimal = { prefer: 'return=minimal, continue-on-error' };
  const again = await ask(service, 'POST /Items/$each/Test.Rename', { name: 'bad' }, minimal);
  expect(again.body).toEqual({ value: [failed] });
});

test('a defect of a handler is the failure of that member alone', async () => {
  service = serviceFor(schema, {
    handlers: {
      'Test.Touch': (_, { binding }) => {
        if (nameOf(binding) === 'a') throw new TypeError('a defect');
        return undefined;
      },
    },
  });
  await ask(service, 'POST /Items', { Id: 1, Name: 'a' });
  await ask(service, 'POST /Items', { Id: 2, Name: 'b' });
  const answer = await ask(service, 'POST /Items/$each/Test.Touch', {}, { prefer: 'continue-on-error' });
  const [told, ...others] = answer.body.value;
  expect([told['@id'], told['@Org.OData.Core.V1.DataModificationException'].responseCode]).toEqual([
    'http://localhost/Items(1)',
    500,
  ]);
  expect(others).toEqual([]);
});

test.each([
  [
    'Length(add=0)?$filter=$it gt 1&$orderby=$it desc&$count=true',
    { '@count': 2, value: [{ value: 3 }, { value: 2 }] },
  ],
  ['Twin()?$filter=Id lt 3&$select=Id&$orderby=Id', { value: [{ Id: 1 }, { Id: 2 }] }],
  ['Smaller()?$skip=1&$top=1&$count=true&$select=Id', { '@count': 3, value: [{ value: [{ Id: 1 }] }] }],
])('query options are about the results: %s', async (path, body) => {
  const answer = await ask(service, `GET /Items/$each/Test.${path}`);
  expect(answer.status).toBe(200);
  const told = JSON.parse(answer.text.replaceAll(/"@context":"[^"]*",?/g, ''));
  expect(told).toEqual(body);
});

test.each([
  ['Smaller()?$filter=$it/any(x:x/Id eq 2)', [[1, 2]]],
  ['Smaller()?$filter=$it/all(x:x/Id eq 1)', [[], [1]]],
  ['Smaller()?$filter=$it/$count gt 0&$orderby=$it/$count desc', [[1, 2], [1]]],
  ['Smaller()?$orderby=$it/$count desc&$top=1&$skip=1', [[1]]],
  ["Letters()?$filter=$it/any(x:x eq 'b')", [['b', 'b']]],
])('collections of collections: each of them is $it: %s', async (path, collections) => {
  const { body } = await ask(service, `GET /Items/$each/Test.${path}`);
  const told = body.value.map(({ value }: { value: readonly (string | { Id: number })[] }) =>
    value.map((one) => (typeof one === 'string' ? one : one.Id)),
  );
  expect(told).toEqual(collections);
});

test('$count tells how many collections the filter leaves', async () => {
  const url = '/Items/$each/Test.Smaller()?$filter=$it/$count gt 0&$count=true&$top=1&$select=Name';
  const { body } = await ask(service, `GET ${url}`);
  expect(body).toMatchObject({ '@count': 2, value: [{ value: [{ Name: 'a' }] }] });
});

test.each([
  'Smaller()?$filter=Id eq 1',
  'Smaller()?$orderby=Id',
  'Smaller()?$search=a',
  'Smaller()?$apply=identity',
  'Smaller()/$each/Test.Smaller()',
])('what collections of collections cannot have is refused: %s', async (path) => {
  expect((await ask(service, `GET /Items/$each/Test.${path}`)).status).toBe(400);
});

test.each([
  ['Twin()/Name', [{ value: 'bb' }, { value: 'ccc' }, { value: 'a' }]],
  ['Twin()/Test.Special/Id', [{ value: 3 }]],
  ['Twin()/Test.Twin()/Name', [{ value: 'ccc' }, { value: 'a' }, { value: 'bb' }]],
  [
    'Twin()/$ref',
    [
      { '@id': 'http://localhost/Items(2)' },
      { '@id': 'http://localhost/Items(3)' },
      { '@id': 'http://localhost/Items(1)' },
    ],
  ],
  ['Smaller()/$count', [{ value: 0 }, { value: 1 }, { value: 2 }]],
  ['Smaller()(1)/Name', [{ value: 'a' }, { value: 'a' }]],
])('a path goes on from what a function yields for each member: %s', async (path, value) => {
  const answer = await ask(service, `GET /Items/$each/Test.${path}`);
  expect([answer.status, answer.body.value]).toEqual([200, value.map((one) => expect.objectContaining(one))]);
});

test('actions are bound to what functions before them yield', async () => {
  const answer = await ask(service, 'POST /Items/$filter(Id eq 1)/$each/Test.Twin()/Test.Rename', {
    name: 'y',
  });
  expect(answer.body.value).toEqual([{ Id: 2, Name: 'y' }]);
  expect(await names()).toEqual(['a', 'y', 'ccc']);
});

test('what is read there is not changed there', async () => {
  for (const [method, path] of [
    ['PATCH', 'Twin()'],
    ['DELETE', 'Twin()/Name'],
    ['POST', 'Smaller()'],
  ])
    expect((await ask(service, `${method} /Items/$each/Test.${path}`, {})).status).toBe(405);
  expect((await ask(service, 'GET /Items/$each/Test.Length(add=1)/$value')).status).toBe(400);
  const answer = await ask(service, 'POST /Items/$each/Test.Twin()/$query', '$filter=Id eq 1', {
    'content-type': 'text/plain',
  });
  expect(answer.body.value).toEqual([{ Id: 1, Name: 'a' }]);
});
