// Validation vocabulary, and CSDL 4.01, section 8.5: what data that are loaded break is told with file, line and column of its row.
import { expect, test } from 'vitest';
import { DataError } from '../../src/data/read-data.ts';
import { loadData } from '../../src/protocol/load-data.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

const V = 'Org.OData.Validation.V1';
const service = serviceFor(
  csdl(`
  <EntityType Name="Shelf"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Width" Type="Edm.Int32"><Annotation Term="${V}.Minimum" Int="10"/></Property>
    <NavigationProperty Name="Boxes" Type="Collection(Test.Box)" ContainsTarget="true"/>
    <NavigationProperty Name="Books" Type="Collection(Test.Book)" Partner="Shelf"/></EntityType>
  <EntityType Name="Box"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Code" Type="Edm.String"><Annotation Term="${V}.Pattern" String="^[A-Z]$"/></Property></EntityType>
  <EntityType Name="Book"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="ShelfId" Type="Edm.Int32"/>
    <NavigationProperty Name="Shelf" Type="Test.Shelf" Partner="Books"><ReferentialConstraint Property="ShelfId" ReferencedProperty="Id"/></NavigationProperty></EntityType>
  <EntityContainer Name="C">
    <EntitySet Name="Shelves" EntityType="Test.Shelf"><NavigationPropertyBinding Path="Books" Target="Books"/></EntitySet>
    <EntitySet Name="Books" EntityType="Test.Book"><NavigationPropertyBinding Path="Shelf" Target="Shelves"/></EntitySet>
  </EntityContainer>`),
);

test('all of it, each with its place, and nothing is loaded', async () => {
  const data = new Map([
    [
      'Shelves',
      {
        file: 'shelves.json',
        text: `[
  { "Id": 1, "Width": 20 },
  { "Id": 2,
    "Width": 5 },
  { "Id": 3, "Boxes": [{ "Id": 1, "Code": "x" }] }
]`,
      },
    ],
    ['Books', { file: 'books.ndjson', text: '{"Id":1,"ShelfId":1}\n{"Id":2,"ShelfId":7}\n' }],
  ]);
  const error = await loadData(service, data).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DataError);
  const problems = (error as DataError).problems.map(
    ({ place: { file, line }, message }) => `${file}:${line} ${message}`,
  );
  expect(problems).toEqual([
    expect.stringMatching(/^shelves\.json:4 Width: 5 must be greater than or equal to 10/),
    expect.stringMatching(/^shelves\.json:5 Code: 'x' does not match/),
    expect.stringMatching(/^books\.ndjson:2 ShelfId of this Book names no Shelf/),
  ]);
  expect((await ask(service, 'GET /Shelves/$count')).text).toBe('0');
});
