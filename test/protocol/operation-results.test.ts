// OData Protocol 4.01, sections 11.5.4.1 "Invoking a Function" and 11.5.5.1 "Invoking an Action": results that are nothing, new, or streams; If-Match.
import { beforeAll, expect, test } from 'vitest';
import type { Entity } from '../../src/edm/entity.ts';
import type { ODataService } from '../../src/service/odata-service.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

const bound = '<Parameter Name="it" Type="Test.Item"/>';
const schema = csdl(`
  <EntityType Name="Item"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <NavigationProperty Name="Parts" Type="Collection(Test.Item)"/></EntityType>
  <Function Name="Maybe" IsBound="true" IsComposable="true">${bound}<ReturnType Type="Test.Item"/></Function>
  <Function Name="Surely" IsBound="true" IsComposable="true">${bound}<ReturnType Type="Test.Item" Nullable="false"/></Function>
  <Function Name="Text" IsBound="true">${bound}<ReturnType Type="Edm.String" Nullable="false"/></Function>
  <Function Name="Items" IsBound="true" IsComposable="true">${bound}<ReturnType Type="Collection(Test.Item)"/></Function>
  <Function Name="Texts" IsBound="true">${bound}<ReturnType Type="Collection(Edm.String)"/></Function>
  <Function Name="Cart" IsComposable="true"><ReturnType Type="Test.Item"/></Function>
  <Function Name="Many" IsComposable="true"><ReturnType Type="Test.Item"/></Function>
  <Function Name="Content"><ReturnType Type="Edm.Stream"/></Function>
  <Function Name="Empty"><ReturnType Type="Edm.Stream"/></Function>
  <Function Name="Id" IsBound="true">${bound}<ReturnType Type="Edm.Int32"/></Function>
  <Action Name="Make"><Parameter Name="id" Type="Edm.Int32" Nullable="false"/><ReturnType Type="Test.Item"/></Action>
  <Action Name="List"><ReturnType Type="Collection(Edm.String)"/></Action>
  <Action Name="Picture"><ReturnType Type="Edm.Stream"/></Action>
  <EntityContainer Name="C">
    <EntitySet Name="Items" EntityType="Test.Item"><NavigationPropertyBinding Path="Parts" Target="Items"/><Annotation Term="Org.OData.Core.V1.OptimisticConcurrency"><Collection/></Annotation></EntitySet>
    <FunctionImport Name="Cart" Function="Test.Cart" EntitySet="Items"/> <FunctionImport Name="Many" Function="Test.Many" EntitySet="Items"/><FunctionImport Name="Content" Function="Test.Content"/><FunctionImport Name="Empty" Function="Test.Empty"/>
    <ActionImport Name="Make" Action="Test.Make" EntitySet="Items"/><ActionImport Name="List" Action="Test.List"/><ActionImport Name="Picture" Action="Test.Picture"/>
  </EntityContainer>`);

let service: ODataService;

beforeAll(async () => {
  const nothing = () => null;
  service = serviceFor(schema, {
    handlers: {
      'Test.Maybe': nothing,
      'Test.Surely': nothing,
      'Test.Text': nothing,
      'Test.Items': nothing,
      'Test.Texts': () => undefined,
      'Test.List': () => undefined,
      'Test.Empty': nothing,
      'Test.Id': (_, { binding }) => (binding as Entity).values.Id ?? null,
      'Test.Cart': async (_, { entities }) => (await entities('Items(1)'))[0] ?? null,
      'Test.Many': (_, { entities }) => entities('Items'),
      'Test.Content': () => 'some text',
      'Test.Picture': () => ({ mediaType: 'image/png', bytes: Uint8Array.of(1, 2, 3) }),
      'Test.Make': ({ id }, { store, definition }) => {
        const set = definition.model.entityContainer?.children.get('Items');
        if (set?.kind !== 'EntitySet') throw new Error('no set');
        return store.create({ kind: 'entitySet', entitySet: set }, set.entityType, { Id: id ?? null });
      },
    },
  });
  await ask(service, 'POST /Items', { Id: 1 });
});

test.each([
  ['GET /Items(1)/Test.Maybe()', 204, undefined],
  ['GET /Items(1)/Test.Surely()', 404, undefined],
  ['GET /Items(1)/Test.Text()', 404, undefined],
  ['GET /Items(1)/Test.Maybe()/Id', 404, undefined],
  ['GET /Items(1)/Test.Items()', 200, []],
  ['GET /Items(1)/Test.Texts()', 200, []],
  ['GET /Items(1)/Test.Items()/$count', 200, undefined],
  ['POST /List', 200, []],
])('without a result: %s is answered %i', async (line, status, value) => {
  const answer = await ask(service, line, line.startsWith('POST') ? {} : undefined);
  expect([answer.status, status === 404 ? undefined : answer.body?.value]).toEqual([status, value]);
});

test('a new entity is answered as a creation is', async () => {
  const created = await ask(service, 'POST /Make', { id: 5 });
  expect([created.status, created.body.Id, created.headers.get('location')]).toEqual([
    201,
    5,
    'http://localhost/Items(5)',
  ]);
  const minimal = await ask(service, 'POST /Make', { id: 6 }, { prefer: 'return=minimal' });
  expect([minimal.status, minimal.headers.get('odata-entityid')]).toEqual([204, 'http://localhost/Items(6)']);
});

test('a batch refers to the entity that an action has created', async () => {
  const requests = [
    { id: '1', method: 'POST', url: 'Make', body: { id: 7 } },
    { id: '2', method: 'GET', url: '$1/Parts', dependsOn: ['1'] },
  ];
  const { body } = await ask(service, 'POST /$batch', { requests });
  expect(body.responses.map(({ status }: { status: number }) => status)).toEqual([201, 200]);
});

test('a stream is its content', async () => {
  const text = await ask(service, 'GET /Content()');
  expect([text.status, text.text]).toEqual([200, 'some text']);
  const picture = await ask(service, 'POST /Picture', {});
  expect([picture.status, picture.headers.get('content-type'), picture.text]).toEqual([
    200,
    'image/png',
    '\u0001\u0002\u0003',
  ]);
  expect((await ask(service, 'GET /Empty()')).status).toBe(204);
});

test('If-Match is about what the function is bound to', async () => {
  const tag = (await ask(service, 'GET /Items(1)')).headers.get('etag') ?? '';
  const call = async (match: string) =>
    (await ask(service, 'GET /Items(1)/Test.Id()', undefined, { 'if-match': match })).status;
  expect([await call(tag), await call('*'), await call('W/"other"')]).toEqual([200, 200, 412]);
});

test('the path goes on below a composable function, with all methods of its last segment', async () => {
  expect((await ask(service, 'POST /Cart()/Parts', { Id: 20 })).status).toBe(201);
  expect((await ask(service, 'GET /Items(1)/Parts/$count')).text).toBe('1');
  const deleted = await ask(service, 'DELETE /Cart()/Parts(20)', undefined, { 'if-match': '*' });
  expect(deleted.status).toBe(204);
});

test('a collection where one entity is declared: 500, which shows nothing of the entities', async () => {
  const answer = await ask(service, 'GET /Many()');
  expect(answer.status).toBe(500);
  expect(JSON.stringify(answer)).not.toContain('identity');
});
