// OData JSON Format 4.01, sections 16 "Bound Function" and 17 "Bound Action": operations that entities and collections advertise.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from '../protocol/service-for.ts';

const service = serviceFor(
  csdl(`
  <EntityType Name="Person">
    <Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <NavigationProperty Name="Friends" Type="Collection(Test.Person)"/>
  </EntityType>
  <EntityType Name="Manager" BaseType="Test.Person"/>
  <Function Name="Vacation" IsBound="true"><Parameter Name="of" Type="Test.Person"/><ReturnType Type="Edm.Int32"/></Function>
  <Function Name="Vacation" IsBound="true">
    <Parameter Name="of" Type="Test.Person"/><Parameter Name="Year" Type="Edm.Int32"/><ReturnType Type="Edm.Int32"/>
    <Annotation Term="Core.Description" String="Days of a year"/>
  </Function>
  <Action Name="Promote" IsBound="true"><Parameter Name="of" Type="Test.Manager"/></Action>
  <Action Name="Retire" IsBound="true"><Parameter Name="of" Type="Test.Person"/><Annotation Term="Core.OperationAvailable" Bool="false"/></Action>
  <Action Name="Invite" IsBound="true"><Parameter Name="all" Type="Collection(Test.Person)"/></Action>
  <EntityContainer Name="Container">
    <EntitySet Name="People" EntityType="Test.Person"><NavigationPropertyBinding Path="Friends" Target="People"/></EntitySet>
  </EntityContainer>`),
);
const full = { accept: 'application/json;metadata=full' };

/** The advertised operations of an answer, in order. */
async function advertised(url: string, headers: Record<string, string> = {}): Promise<[string, unknown][]> {
  const { body } = await ask(service, `GET /${url}`, undefined, headers);
  return Object.entries(body).filter(([name]) => name.includes('#'));
}

test('entities', async () => {
  await ask(service, 'POST /People', { '@type': '#Test.Manager', ID: 1 });
  await ask(service, 'POST /People', { ID: 2 });
  const url = (rest: string): string => `http://localhost/People(1)/Test.Manager/Test.${rest}`;
  expect(await advertised('People(1)')).toEqual([]);
  expect(await advertised('People(1)', full)).toEqual([
    ['#Test.Vacation', { title: 'Vacation', target: url('Vacation') }],
    ['#Test.Promote', { title: 'Promote', target: url('Promote') }],
    ['#Test.Retire', null],
  ]);
  expect((await advertised('People(2)', full)).map(([name]) => name)).toEqual([
    '#Test.Vacation',
    '#Test.Retire',
  ]);
});

test('what is not available is not told in 4.0', async () => {
  const names = (await advertised('People(2)', { ...full, 'odata-maxversion': '4.0' })).map(([name]) => name);
  expect(names).toEqual(['#Test.Vacation']);
});

test('a selected overload has its parameters in its name, in the context URL and as aliases in its target', async () => {
  const query = 'People(2)?$select=Test.Vacation(Year)';
  expect(await advertised(query)).toEqual([['#Test.Vacation(Year)', {}]]);
  const { body } = await ask(service, `GET /${query}`, undefined, full);
  expect(body['@context']).toBe('http://localhost/$metadata#People(Test.Vacation(Year))/$entity');
  expect(body['#Test.Vacation(Year)']).toEqual({
    title: 'Days of a year',
    target: 'http://localhost/People(2)/Test.Vacation(Year=@Year)',
  });
});

test('an operation of a derived type is selected through a cast', async () => {
  const { body } = await ask(service, 'GET /People?$select=ID,Test.Manager/Test.Promote');
  expect(body['@context']).toBe('http://localhost/$metadata#People(ID,Test.Manager/Test.Promote)');
  expect(body.value[0]).toHaveProperty(['#Test.Promote']);
  expect(body.value[1]).not.toHaveProperty(['#Test.Promote']);
});

test.each([
  ['People', 'People/Test.Invite'],
  ['People/Test.Manager', 'People/Test.Manager/Test.Invite'],
  ['People(2)/Friends', 'People(2)/Friends/Test.Invite'],
])('the collection %s', async (collection, target) => {
  const expected = { title: 'Invite', target: `http://localhost/${target}` };
  expect(await advertised(collection, full)).toEqual([['#Test.Invite', expected]]);
  expect(await advertised(collection)).toEqual([]);
});
