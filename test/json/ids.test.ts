// OData JSON Format 4.01, section 4.6.9 "id": written where the client would compute another one from the context.
import { beforeAll, expect, test } from 'vitest';
import { ask, csdl, serviceFor } from '../protocol/service-for.ts';

const service = serviceFor(
  csdl(`
  <EntityType Name="Thing"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <NavigationProperty Name="Next" Type="Test.Thing"/>
    <NavigationProperty Name="Parts" Type="Collection(Test.Thing)" ContainsTarget="true"/>
  </EntityType>
  <EntityType Name="Gadget" BaseType="Test.Thing"/>
  <EntityType Name="Note"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/></EntityType>
  <EntityContainer Name="Container">
    <EntitySet Name="Things" EntityType="Test.Thing"><NavigationPropertyBinding Path="Next" Target="Things"/></EntitySet>
    <EntitySet Name="Gadgets" EntityType="Test.Gadget"/>
    <EntitySet Name="Notes" EntityType="Test.Note"><Annotation Term="Core.ResourcePath" String="my/notes"/></EntitySet>
  </EntityContainer>`),
);

beforeAll(async () => {
  await ask(service, 'POST /Gadgets', { ID: 1 });
  await ask(service, 'POST /Things', { ID: 2, Next: { '@id': 'Gadgets(1)' }, Parts: [{ ID: 3 }] });
  await ask(service, 'POST /my/notes', { ID: 4 });
});

const idOf = async (url: string): Promise<unknown> => (await ask(service, `GET /${url}`)).body['@id'];

test.each([['Gadgets(1)'], ['Things(2)'], ['Things(2)/Parts(3)']])('not of %s', async (url) => {
  expect(await idOf(url)).toBeUndefined();
});

test('of an entity that lives in another set than the context names', async () => {
  expect(await idOf('Things(1)')).toBe('http://localhost/Gadgets(1)');
  const { body } = await ask(service, 'GET /Things?$expand=Next');
  expect(body.value.map((item: Record<string, unknown>) => item['@id'])).toEqual([
    'http://localhost/Gadgets(1)',
    undefined,
  ]);
  expect(body.value[1].Next['@id']).toBe('http://localhost/Gadgets(1)');
});

test('of an entity whose set is not where its name says', async () => {
  expect(await idOf('my/notes(4)')).toBe('http://localhost/my/notes(4)');
});

test('of one without a part of its key', async () => {
  expect(await idOf('Things(2)?$select=Parts')).toBe('http://localhost/Things(2)');
});
