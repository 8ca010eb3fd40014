// Data Aggregation, section 6.2.2.2 "General Case of traverse" and 7.10 "Maintaining Recursive Hierarchies": nodes with several parents.
import { beforeAll, expect, test } from 'vitest';
import { ask, csdl, serviceFor } from '../service-for.ts';

const service = serviceFor(
  csdl(`
  <EntityType Name="Relation"><Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <NavigationProperty Name="Superordinate" Type="Test.Organization" Nullable="false"/>
  </EntityType>
  <EntityType Name="Organization"><Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.String" Nullable="false"/>
    <NavigationProperty Name="Relations" Type="Collection(Test.Relation)" ContainsTarget="true"/>
    <Annotation Term="Org.OData.Aggregation.V1.RecursiveHierarchy" Qualifier="Tree"><Record>
      <PropertyValue Property="NodeProperty" PropertyPath="ID"/>
      <PropertyValue Property="ParentNavigationProperty" NavigationPropertyPath="Relations/Superordinate"/>
    </Record></Annotation>
  </EntityType>
  <EntityContainer Name="Container"><EntitySet Name="Organizations" EntityType="Test.Organization"/></EntityContainer>`),
);
const up = '@Org.OData.Aggregation.V1.UpPath#Tree';
const traverse = async (more = ''): Promise<readonly string[]> => {
  const url = `Organizations?$apply=traverse($root/Organizations,Tree,ID,preorder${more})`;
  const { body, text } = await ask(service, `GET /${url}`);
  expect(body.value, text).toBeDefined();
  return body.value.map((one: Record<string, unknown>) => [one.ID, ...(one[up] as string[])].join(' < '));
};
const relate = (child: string, ID: number, parent: string) =>
  ask(service, `POST /Organizations('${child}')/Relations`, {
    ID,
    Superordinate: { '@id': `Organizations('${parent}')` },
  });

beforeAll(async () => {
  for (const ID of ['Sales', 'EMEA', 'US', 'Atlantis', 'Mars', 'Phobos'])
    await ask(service, 'POST /Organizations', { ID });
  const relations = [
    ['EMEA', 'Sales'],
    ['US', 'Sales'],
    ['Atlantis', 'US'],
    ['Atlantis', 'EMEA'],
    ['Phobos', 'Mars'],
  ] as const;
  for (const [i, [child, parent]] of relations.entries())
    expect((await relate(child, i, parent)).status).toBe(201);
});

const belowSales = [
  'Sales',
  'EMEA < Sales',
  'Atlantis < EMEA < Sales',
  'US < Sales',
  'Atlantis < US < Sales',
];

test('a node occurs once for each way up', async () => {
  expect(await traverse()).toEqual(['Mars', 'Phobos < Mars', ...belowSales]);
});

test('what no start node reaches is left out, until it is related', async () => {
  const fromSales = ",filter(ID eq 'Sales')";
  expect(await traverse(fromSales)).toEqual(belowSales);
  await relate('Mars', 9, 'Sales');
  expect(await traverse(fromSales)).toContain('Phobos < Mars < Sales');
  expect((await ask(service, "DELETE /Organizations('Mars')/Relations(9)")).status).toBe(204);
  expect(await traverse(fromSales)).toEqual(belowSales);
});
