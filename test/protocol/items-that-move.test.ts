// OData CSDL 4.01, section 8 "Navigation Property" in complex types: what items of collections hold and are related to goes where they go.
import { beforeEach, expect, test } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

const schema = csdl(`
  <ComplexType Name="Box"><Property Name="Color" Type="Edm.String"/><Property Name="Label" Type="Edm.Stream"/>
    <NavigationProperty Name="Parts" Type="Collection(Test.Part)" ContainsTarget="true"/>
    <NavigationProperty Name="Maker" Type="Test.Maker"/>
    <NavigationProperty Name="Seal" Type="Test.Part" ContainsTarget="true"/></ComplexType>
  <EntityType Name="Part"><Key><PropertyRef Name="No"/></Key><Property Name="No" Type="Edm.Int32" Nullable="false"/><Property Name="Photo" Type="Edm.Stream"/>
    <NavigationProperty Name="Screws" Type="Collection(Test.Part)" ContainsTarget="true"/>
    <NavigationProperty Name="Maker" Type="Test.Maker" Partner="Parts"/></EntityType>
  <EntityType Name="Maker"><Key><PropertyRef Name="Name"/></Key><Property Name="Name" Type="Edm.String" Nullable="false"/>
    <NavigationProperty Name="Parts" Type="Collection(Test.Part)" Partner="Maker"/></EntityType>
  <EntityType Name="Store"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Boxes" Type="Collection(Test.Box)" Nullable="false"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="Makers" EntityType="Test.Maker"/>
    <EntitySet Name="Stores" EntityType="Test.Store"><NavigationPropertyBinding Path="Boxes/Maker" Target="Makers"/>
      <NavigationPropertyBinding Path="Boxes/Parts/Maker" Target="Makers"/></EntitySet></EntityContainer>`);

let service: ODataService;

beforeEach(async () => {
  service = serviceFor(schema);
  await ask(service, 'POST /Makers', { Name: 'ann' });
  const created = await ask(service, 'POST /Stores', {
    Id: 1,
    Boxes: [
      { Color: 'red', Parts: [{ No: 1 }], Maker: { '@id': "Makers('ann')" } },
      {
        Color: 'blue',
        Parts: [{ No: 1, Screws: [{ No: 7 }], Maker: { '@id': "Makers('ann')" } }, { No: 2 }],
      },
      { Color: 'red', Parts: [{ No: 3 }], Seal: { No: 9 } },
    ],
  });
  expect(created.text).toContain('blue');
  const content = { 'content-type': 'text/plain' };
  await ask(service, 'PUT /Stores(1)/Boxes/1/Parts(2)/Photo', 'two', content);
  await ask(service, 'PUT /Stores(1)/Boxes/1/Parts(1)/Screws(7)/Photo', 'screw', content);
  await ask(service, 'PUT /Stores(1)/Boxes/2/Label', 'third', content);
});

interface Box {
  Color: string;
  Parts: { No: number }[];
  Seal: { No: number } | null;
  Maker: { Name: string } | null;
}

async function boxes(): Promise<string[]> {
  const { body } = await ask(service, 'GET /Stores(1)/Boxes?$expand=Parts,Seal,Maker');
  return body.value.map(({ Color, Parts, Seal, Maker }: Box) =>
    [Color, ...Parts.map(({ No }) => No), Seal && `seal ${Seal.No}`, Maker?.Name].filter(Boolean).join(' '),
  );
}

const text = async (url: string) => (await ask(service, `GET ${url}`)).text;

test('an item that is taken out moves those behind it', async () => {
  expect((await ask(service, 'DELETE /Stores(1)/Boxes/0')).status).toBe(204);
  expect(await boxes()).toEqual(['blue 1 2', 'red 3 seal 9']);
  expect(await text('/Stores(1)/Boxes/0/Parts(2)/Photo')).toBe('two');
  expect(await text('/Stores(1)/Boxes/0/Parts(1)/Screws(7)/Photo')).toBe('screw');
  expect(await text('/Stores(1)/Boxes/1/Label')).toBe('third');
  expect((await ask(service, 'GET /Stores(1)/Boxes/1/Parts(2)')).status).toBe(404);
});

test('links of what moves lead there, and back', async () => {
  await ask(service, 'POST /Stores(1)/Boxes?$index=0', { Color: 'green' });
  expect(await boxes()).toEqual(['green', 'red 1 ann', 'blue 1 2', 'red 3 seal 9']);
  expect((await ask(service, 'GET /Stores(1)/Boxes/2/Parts(1)/Maker')).body.Name).toBe('ann');
  const { body } = await ask(service, "GET /Makers('ann')/Parts/$ref");
  expect(body.value).toEqual([{ '@id': 'http://localhost/Stores(1)/Boxes/2/Parts(1)' }]);
});

test('items that are sent back in another order are what they were', async () => {
  const { body } = await ask(service, 'GET /Stores(1)/Boxes');
  const [red, blue, other] = body.value;
  expect(
    (await ask(service, 'PATCH /Stores(1)', { Boxes: [blue, { Color: 'new' }, red, other] })).status,
  ).toBe(204);
  expect(await boxes()).toEqual(['blue 1 2', 'new', 'red 1 ann', 'red 3 seal 9']);
  expect(await text('/Stores(1)/Boxes/3/Label')).toBe('third');
  expect((await ask(service, 'PUT /Stores(1)/Boxes', { value: [red] })).status).toBe(204);
  expect(await boxes()).toEqual(['red 1 ann']);
});

test('what a body says of an item counts', async () => {
  const sent = [
    { Color: 'blue', Parts: [{ No: 5 }] },
    { Color: 'red', Maker: null },
  ];
  expect((await ask(service, 'PATCH /Stores(1)', { Boxes: sent })).status).toBe(204);
  expect(await boxes()).toEqual(['blue 5', 'red 1']);
});

test('equal items go one by one', async () => {
  await ask(service, "DELETE /Stores(1)/Boxes/$filter(@f)/$each?@f=Color eq 'blue'");
  expect(await boxes()).toEqual(['red 1 ann', 'red 3 seal 9']);
  await ask(service, 'DELETE /Stores(1)/Boxes/0');
  expect(await boxes()).toEqual(['red 3 seal 9']);
});

test('what fails moves nothing', async () => {
  const failing = [{ Color: 'blue' }, { Color: 'red', Maker: { '@id': "Makers('nobody')" } }];
  expect((await ask(service, 'PATCH /Stores(1)', { Boxes: failing })).status).toBe(400);
  expect(await boxes()).toEqual(['red 1 ann', 'blue 1 2', 'red 3 seal 9']);
});
