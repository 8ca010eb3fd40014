// Made-up values keep to what annotations, facets and constraints say of them.
import { describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../src/index.ts';
import { csdl } from '../protocol/service-for.ts';

type Json = Record<string, unknown>;
const V = 'Org.OData.Validation.V1';
const annotation = (term: string, value: string, inner = '') =>
  `<Annotation Term="${V}.${term}" ${value}>${inner}</Annotation>`;
const exclusive = annotation('Exclusive', 'Bool="true"');
const property = (name: string, type: string, content = '') =>
  `<Property Name="${name}" Type="${type}" Nullable="false"${content.startsWith('<') ? '' : ` ${content.split('<')[0]}`}>${content.slice(Math.max(0, content.indexOf('<')))}</Property>`;

const metadata = csdl(`
  <EnumType Name="Days" IsFlags="true"><Member Name="None" Value="0"/><Member Name="Mon" Value="1"/><Member Name="Tue" Value="2"/><Member Name="Wed" Value="4"/></EnumType>
  <TypeDefinition Name="Zip" UnderlyingType="Edm.String" MaxLength="5">${annotation('Pattern', 'String="^[0-9]{5}$"')}</TypeDefinition>
  <ComplexType Name="Shape" Abstract="true"/>
  <ComplexType Name="Circle" BaseType="Test.Shape"><Property Name="Radius" Type="Edm.Double"/></ComplexType>
  <ComplexType Name="Square" BaseType="Test.Shape"><Property Name="Side" Type="Edm.Double"/></ComplexType>
  <ComplexType Name="Place"><Property Name="CountryCode" Type="Edm.String"/>
    <NavigationProperty Name="Country" Type="Test.Country"><ReferentialConstraint Property="CountryCode" ReferencedProperty="Code"/></NavigationProperty></ComplexType>
  <EntityType Name="Country"><Key><PropertyRef Name="Code"/></Key>${property('Code', 'Edm.String', 'MaxLength="2"')}</EntityType>
  <EntityType Name="Thing"><Key><PropertyRef Name="Id"/></Key>
    ${property('Id', 'Edm.String', annotation('Pattern', 'String="^[A-Z]{3}-\\d{4}$"'))}
    ${property('Zip', 'Test.Zip', '<!-- -->')}
    ${property('Below', 'Edm.Decimal', `Scale="2"${annotation('Maximum', 'Decimal="0"', exclusive)}`)}
    ${property('Between', 'Edm.Int32', annotation('Minimum', 'Int="5"', exclusive) + annotation('Maximum', 'Int="7"', exclusive))}
    ${property('Tenths', 'Edm.Decimal', `Scale="1"${annotation('MultipleOf', 'Decimal="0.1"')}${annotation('Maximum', 'Decimal="1"')}`)}
    ${property('Dozens', 'Edm.Int64', annotation('MultipleOf', 'Int="12"'))}
    ${property('Since', 'Edm.Date', annotation('Minimum', 'Date="2030-05-01"', exclusive))}
    ${property('Opens', 'Edm.TimeOfDay', annotation('Maximum', 'TimeOfDay="09:00:00"'))}
    ${property('Size', 'Edm.String', annotation('AllowedValues', '', '<Collection><Record><PropertyValue Property="Value" String="S"/></Record><Record><PropertyValue Property="Value" String="M"/></Record></Collection>'))}
    ${property('Tags', 'Collection(Edm.String)', annotation('MinItems', 'Int="5"') + annotation('MaxItems', 'Int="5"'))}
    ${property('On', 'Test.Days', '<!-- -->')}
    ${property('Shape', 'Test.Shape', annotation('DerivedTypeConstraint', '', '<Collection><String>Test.Square</String></Collection>'))}
    ${property('Place', 'Test.Place', '<!-- -->')}
    <NavigationProperty Name="Parts" Type="Collection(Test.Part)" ContainsTarget="true" Partner="Thing"/></EntityType>
  <EntityType Name="Part" Abstract="true"><Key><PropertyRef Name="ThingId"/><PropertyRef Name="Number"/></Key>
    ${property('ThingId', 'Edm.String', '<!-- -->')}${property('Number', 'Edm.Int32', '<!-- -->')}
    <NavigationProperty Name="Thing" Type="Test.Thing" Nullable="false" Partner="Parts"><ReferentialConstraint Property="ThingId" ReferencedProperty="Id"/></NavigationProperty></EntityType>
  <EntityType Name="Wheel" BaseType="Test.Part"/><EntityType Name="Door" BaseType="Test.Part"/>
  <EntityContainer Name="C"><EntitySet Name="Things" EntityType="Test.Thing"><NavigationPropertyBinding Path="Place/Country" Target="Countries"/></EntitySet>
    <EntitySet Name="Countries" EntityType="Test.Country"/><Singleton Name="Best" Type="Test.Thing"/></EntityContainer>`);

async function get(emulator: Emulator, url: string): Promise<Json> {
  const response = await emulator.fetch(url);
  expect(response.status).toBe(200);
  return (await response.json()) as Json;
}
const made = async (seed = 1) => createEmulator({ metadata, populate: { count: 25, seed } });
const things = async (emulator: Emulator) => (await get(emulator, 'Things?$expand=Parts')).value as Json[];

// loading refuses what violates any of them
it('of every term', async () => {
  const all = await things(await made());
  expect(all).toHaveLength(25);
  for (const thing of all) {
    expect(thing.Id).toMatch(/^[A-Z]{3}-\d{4}$/);
    expect(thing.Zip).toMatch(/^\d{5}$/);
    expect(Number(thing.Below)).toBeLessThan(0);
    expect(thing.Between).toBe(6);
    expect(Number(thing.Dozens) % 12).toBe(0);
    expect(String(thing.Since) > '2030-05-01').toBe(true);
    expect(['S', 'M']).toContain(thing.Size);
    expect(thing.Tags).toHaveLength(5);
    expect(thing.On).toMatch(/^(Mon|Tue|Wed|Mon,Tue|Mon,Wed|Tue,Wed|[13-6]|[A-Z,a-z]+)$/);
    expect(JSON.stringify(thing.Shape)).toContain('Square');
  }
  expect(new Set(all.map(({ On }) => On)).size).toBeGreaterThan(3);
  expect(new Set(all.map(({ Id }) => Id)).size).toBe(25);
});

describe('of relationships:', () => {
  it('constraints of complex values, and of parents that contain', async () => {
    const emulator = await made();
    const codes = ((await get(emulator, 'Countries')).value as Json[]).map(({ Code }) => Code);
    for (const { Id, Place, Parts } of await things(emulator)) {
      expect(codes).toContain((Place as Json).CountryCode);
      expect((Parts as Json[]).map(({ ThingId }) => ThingId)).toEqual([Id, Id]);
    }
  });
  it('abstract collections have entities of each type in turn', async () => {
    const [first] = await things(await made());
    const types = ((first?.Parts ?? []) as Json[]).map((part) => part['@type'] ?? part['@odata.type']);
    expect(types).toEqual(['#Test.Wheel', '#Test.Door']);
  });
});

it('fills singletons, but for those that have data', async () => {
  expect((await get(await made(), 'Best')).Id).toMatch(/^[A-Z]{3}-\d{4}$/);
  const { '@odata.context': _, '@context': __, ...best } = await get(await made(2), 'Best');
  const Countries = [{ Code: (best.Place as Json).CountryCode }];
  const emulator = await createEmulator({ metadata, data: { Best: [best], Countries }, populate: 3 });
  expect((await get(emulator, 'Best')).Id).toBe(best.Id);
});

it('is the same on every machine', async () => {
  const [first] = (await get(await made(), 'Countries')).value as Json[];
  const [thing] = await things(await made());
  expect([first?.Code, thing?.Id, thing?.Since, thing?.Below]).toMatchInlineSnapshot(`
    [
      "20",
      "ALW-0769",
      "2030-05-02",
      -883.85,
    ]
  `);
});
