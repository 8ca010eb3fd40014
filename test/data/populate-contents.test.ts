// Made-up media entities and stream properties have contents that their media types are true of; contained entities are filled level by level.
import { expect, it } from 'vitest';
import { createEmulator } from '../../src/index.ts';

const annotated = (term: string, value: string): string => `<Annotation Term="Core.${term}" ${value}`;
const metadata = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01">
  <edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.xml"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/></edmx:Reference>
  <edmx:DataServices><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="ns">
    <EntityType Name="Photo" HasStream="true"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/>
      <Property Name="Type" Type="Edm.String"/>${annotated('MediaType', 'Path="Type"/>')}
      ${annotated('AcceptableMediaTypes', '><Collection><String>image/jpeg</String></Collection></Annotation>')}
      <Property Name="Thumbnail" Type="Edm.Stream"/>
      <Property Name="Notes" Type="Edm.Stream"/>
      <Property Name="Raw" Type="Edm.Stream">${annotated('AcceptableMediaTypes', '><Collection><String>video/*</String></Collection></Annotation>')}</Property>
      <NavigationProperty Name="Comments" Type="Collection(ns.Comment)" ContainsTarget="true"/>
    </EntityType>
    <EntityType Name="Comment"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/>
      <NavigationProperty Name="Replies" Type="Collection(ns.Comment)" ContainsTarget="true"/>
      <NavigationProperty Name="Author" Type="ns.User" Nullable="false"/>
    </EntityType>
    <EntityType Name="User"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/></EntityType>
    <EntityContainer Name="Container">
      <EntitySet Name="Photos" EntityType="ns.Photo"><NavigationPropertyBinding Path="Comments/Author" Target="Users"/><NavigationPropertyBinding Path="Comments/Replies/Author" Target="Users"/></EntitySet>
      <EntitySet Name="Users" EntityType="ns.User"/>
    </EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>`;

const emulator = await createEmulator({ metadata, populate: 3 });

async function contentOf(url: string): Promise<[type: string | null, bytes: Buffer]> {
  const response = await emulator.fetch(url);
  expect(response.status, url).toBe(200);
  return [response.headers.get('content-type'), Buffer.from(await response.arrayBuffer())];
}

it('contents', async () => {
  const [photo, jpeg] = await contentOf('Photos(1)/$value');
  expect(photo).toBe('image/jpeg');
  expect([...jpeg.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  expect(await (await emulator.fetch('Photos(1)')).json()).toMatchObject({ Type: 'image/jpeg' });
  const [thumbnail, png] = await contentOf('Photos(1)/Thumbnail');
  expect(thumbnail).toBe('image/png');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  const [notes, text] = await contentOf('Photos(1)/Notes');
  expect(notes).toBe('text/plain');
  expect(text.toString()).toMatch(/^[\w\s.,]+$/);
  const [raw] = await contentOf('Photos(1)/Raw');
  expect(raw).toMatch(/^video\//);
});

it('entities in contained entities, with their links', async () => {
  interface Comment {
    readonly Author?: { readonly ID: number };
    readonly Replies?: readonly Comment[];
  }
  const expand = '$expand=Comments($expand=Author,Replies($expand=Author,Replies($expand=Replies)))';
  const { Comments } = (await (await emulator.fetch(`Photos(1)?${expand}`)).json()) as {
    Comments: Comment[];
  };
  let level: readonly Comment[] = Comments;
  for (let depth = 1; depth <= 4; depth++) {
    expect(level.length).toBeGreaterThan(1);
    if (depth <= 2) for (const { Author } of level) expect(Author?.ID).toBeGreaterThan(0);
    level = level.flatMap(({ Replies = [] }) => Replies);
  }
});
