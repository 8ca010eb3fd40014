// CSV files of entities: typed by the model, with the place of each problem.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createEmulator, type DataError } from '../../src/index.ts';
import { csdl } from '../protocol/service-for.ts';

const model = csdl(`
  <ComplexType Name="Address"><Property Name="City" Type="Edm.String"/><Property Name="Floor" Type="Edm.Int16"/></ComplexType>
  <EntityType Name="Shop"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int64" Nullable="false"/>
    <Property Name="Name" Type="Edm.String"/><Property Name="Open" Type="Edm.Boolean"/><Property Name="Rent" Type="Edm.Decimal" Scale="variable"/>
    <Property Name="Since" Type="Edm.Date"/><Property Name="Home" Type="Test.Address"/><Property Name="Tags" Type="Collection(Edm.String)" Nullable="false"/>
    <NavigationProperty Name="Next" Type="Test.Shop"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="Shops" EntityType="Test.Shop"><NavigationPropertyBinding Path="Next" Target="Shops"/></EntitySet></EntityContainer>`);

async function load(text: string | Buffer) {
  const folder = await mkdtemp(join(tmpdir(), 'odata-emulator-csv-'));
  try {
    await writeFile(join(folder, 'Shops.csv'), text);
    return await createEmulator({ metadata: model, data: folder });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function problemsOf(text: string | Buffer): Promise<string[]> {
  const error = await load(text).then(
    () => expect.unreachable('it loads'),
    (thrown: DataError) => thrown,
  );
  expect(error.name).toBe('DataError');
  return error.message.split('\n').map((line) => line.replace(/^.*Shops\.csv/, 'Shops.csv'));
}

it('reads values by their types, and keeps them as they are written', async () => {
  const shops = await load(
    '\uFEFFID,Name,Open,Rent,Since,Home/City,Home/Floor,Tags,Next@odata.bind\r\n' +
      '9007199254740993,"Tea, ""fine""\nand coffee",TRUE,12.30,2020-02-29,Bonn,-1,"[""a"",""b""]",Shops(2)\r\n' +
      '\r\n' +
      '2,"",,,,,,[],\r\n',
  );
  const text = await (await shops.fetch('Shops?$expand=Next($select=ID)')).text();
  expect(text).toContain('"ID":9007199254740993');
  expect(text).toContain('"Rent":12.30');
  expect(JSON.parse(text).value).toMatchObject([
    { ID: 2, Name: '', Open: null, Home: null, Tags: [], Next: null },
    {
      Name: 'Tea, "fine"\nand coffee',
      Open: true,
      Since: '2020-02-29',
      Home: { City: 'Bonn', Floor: -1 },
      Tags: ['a', 'b'],
      Next: { ID: 2 },
    },
  ]);
});

it('tells each problem with file, line and column', async () => {
  expect(await problemsOf('ID,Name,Open\n1,Tea,perhaps\nx,"a, b",true\n')).toEqual([
    expect.stringMatching(/^Shops\.csv:2:7: 'Open' must be true or false/),
    expect.stringMatching(/^Shops\.csv:3:1: 'ID' must be/),
  ]);
});

it.each<[string | Buffer, RegExp]>([
  ['ID,Nam\n1,x\n', /^Shops\.csv:1:4: Shop has no property Nam\. Did you mean 'Name'\?$/],
  ['ID;Name\n1;x\n', /^Shops\.csv:1:1: Shop has no property ID;Name\. Columns are separated by commas\.$/],
  ['ID,Home,Home/City\n1,,x\n', /^Shops\.csv:1:9: The columns Home and Home\/City tell of one value\.$/],
  [
    'ID,Next@odata.bin\n1,Shops(1)\n',
    /^Shops\.csv:1:4: Data have no column Next@odata\.bin\. Did you mean 'Next@odata\.bind'/,
  ],
  ['ID,Nxt@odata.bind\n1,Shops(1)\n', /^Shops\.csv:1:4: Shop has no property Nxt@odata\.bind\./],
  ['ID,Name\n1,"x\n', /^Shops\.csv:2:1: Quote Not Closed/],
  ['ID,Name\n1,x"y\n', /^Shops\.csv:2:1: Invalid Opening Quote/],
  ['ID\n1\n1\n', /^Shops\.csv:3:1: An entity with the key 1 exists already\.$/],
  ['ID,Next@odata.bind\n1,Shops(9)\n', /^Shops\.csv:2:\d+: Shops\(9\) names no entity that exists\.$/],
  [Buffer.from('ID,Name\n1,caf\xe9\n', 'latin1'), /^Shops\.csv:2:1: The file is not in UTF-8\.$/],
  ['ID,ID\n1,1\n', /^Shops\.csv:1:4: The column ID is there twice\.$/],
  ['ID,Name\n1,x,3\n', /^Shops\.csv:2:1: .*Length/],
  ['ID,Tags\n1,[1\n', /^Shops\.csv:2:3: /],
])('refuses %j', async (text, problem) => {
  expect((await problemsOf(text))[0]).toMatch(problem);
});
