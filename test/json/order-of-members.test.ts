// OData JSON Format 4.01, section 4.4 "Payload Ordering Constraints" and 20.2 "Annotate a JSON Array or Primitive": the order of members.
import { beforeAll, expect, test } from 'vitest';
import { ask, csdl, serviceFor } from '../protocol/service-for.ts';

const service = serviceFor(
  csdl(`
  <EntityType Name="Thing" OpenType="true">
    <Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Name" Type="Edm.String"/>
    <Property Name="Day" Type="Edm.Date"/>
    <Property Name="Photo" Type="Edm.Stream"/>
    <NavigationProperty Name="Parts" Type="Collection(Test.Thing)"/>
    <NavigationProperty Name="Whole" Type="Test.Thing"/>
  </EntityType>
  <EntityContainer Name="Container">
    <EntitySet Name="Things" EntityType="Test.Thing">
      <NavigationPropertyBinding Path="Parts" Target="Things"/><NavigationPropertyBinding Path="Whole" Target="Things"/>
      <Annotation Term="Core.OptimisticConcurrency"><Collection/></Annotation>
    </EntitySet>
  </EntityContainer>`),
);
const style = '@display.style';

beforeAll(async () => {
  const annotations = Object.fromEntries(
    ['Name', 'Day', 'Free', 'Photo', 'Parts', 'Whole'].map((name) => [`${name}${style}`, name]),
  );
  const dynamic = { 'Other@type': 'Date', Other: '2024-01-01', Free: 'x' };
  await ask(service, 'POST /Things', {
    ...annotations,
    [style]: 'all',
    ...dynamic,
    ID: 1,
    Name: 'n',
    Day: '2024-01-01',
  });
});

async function members(query: string, format: string): Promise<readonly string[]> {
  const { text } = await ask(service, `GET /Things(1)${query}`, undefined, {
    accept: `application/json;streaming=true;metadata=${format}`,
  });
  return Object.keys(JSON.parse(text));
}

test('annotations and control information stand immediately before what they are about', async () => {
  expect(await members('', 'minimal')).toEqual([
    '@context',
    '@etag',
    style,
    'ID',
    `Name${style}`,
    'Name',
    `Day${style}`,
    'Day',
    'Other@type',
    'Other',
    `Free${style}`,
    'Free',
    `Photo${style}`,
    `Parts${style}`,
    `Whole${style}`,
  ]);
});

test('with full metadata: context, type, id, and navigation links immediately before what is expanded', async () => {
  expect(await members('?$expand=Parts($count=true)', 'full')).toEqual([
    '@context',
    '@type',
    '@id',
    '@etag',
    '@editLink',
    style,
    'ID@type',
    'ID',
    `Name${style}`,
    'Name',
    `Day${style}`,
    'Day@type',
    'Day',
    'Other@type',
    'Other',
    `Free${style}`,
    'Free',
    `Photo${style}`,
    'Photo@mediaEditLink',
    'Photo@mediaReadLink',
    `Parts${style}`,
    'Parts@context',
    'Parts@count',
    'Parts@associationLink',
    'Parts@navigationLink',
    'Parts',
    `Whole${style}`,
    'Whole@associationLink',
    'Whole@navigationLink',
  ]);
});

test('annotations of what is not selected are not written', async () => {
  expect(await members('?$select=ID,Name,Parts', 'minimal')).toEqual([
    '@context',
    '@etag',
    style,
    'ID',
    `Name${style}`,
    'Name',
    `Parts${style}`,
    'Parts@navigationLink',
  ]);
});
