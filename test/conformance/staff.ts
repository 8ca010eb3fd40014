// A model of our own for what the reference service has not: collections of values, recursion, keys given by clients, changeable sets.
import { beforeEach, describe } from 'vitest';
import type { ServiceSettings } from '../../src/service/create-service.ts';
import type { ODataService } from '../../src/service/odata-service.ts';
import { type Answer, ask as askService, csdl, serviceFor } from '../protocol/service-for.ts';
import type { Ask } from '../reference-service/reference-service.ts';

const model = csdl(`
<ComplexType Name="Address"><Property Name="City" Type="Edm.String"/><Property Name="Street" Type="Edm.String"/></ComplexType>
<EntityType Name="Person"><Key><PropertyRef Name="Id"/></Key>
  <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
  <Property Name="Name" Type="Edm.String"/>
  <Property Name="Age" Type="Edm.Int32"/>
  <Property Name="Home" Type="Test.Address"/>
  <Property Name="Tags" Type="Collection(Edm.String)" Nullable="false"/>
  <Property Name="Addresses" Type="Collection(Test.Address)" Nullable="false"/>
  <NavigationProperty Name="Boss" Type="Test.Person" Partner="Reports"/>
  <NavigationProperty Name="Reports" Type="Collection(Test.Person)" Partner="Boss"/>
  <NavigationProperty Name="Friends" Type="Collection(Test.Person)"/>
</EntityType>
<EntityType Name="Manager" BaseType="Test.Person"><Property Name="Budget" Type="Edm.Decimal" Scale="2"/></EntityType>
<EntityContainer Name="Container">
  <EntitySet Name="People" EntityType="Test.Person">
    <NavigationPropertyBinding Path="Boss" Target="People"/><NavigationPropertyBinding Path="Reports" Target="People"/>
    <NavigationPropertyBinding Path="Friends" Target="People"/>
  </EntitySet>
</EntityContainer>
<Annotations Target="Test.Container/People"><Annotation Term="Capabilities.UpdateRestrictions"><Record>
  <PropertyValue Property="DeltaUpdateSupported" Bool="true"/></Record></Annotation></Annotations>`);

const people = [
  { Id: 1, '@odata.type': '#Test.Manager', Name: 'Ada', Age: 50, Budget: 10.5, Tags: ['c', 'a', 'b'] },
  { Id: 2, Name: 'Bob', Age: 40, Tags: ['x'], 'Boss@odata.bind': 'People(1)' },
  {
    Id: 3,
    Name: 'Cy',
    Age: 30,
    Tags: [],
    Addresses: [
      { City: 'Ulm', Street: 'A' },
      { City: 'Bonn', Street: 'B' },
      { City: 'Trier', Street: 'C' },
    ],
    'Boss@odata.bind': 'People(2)',
  },
  { Id: 4, Name: 'Di', Age: 20, Tags: [], 'Boss@odata.bind': 'People(3)' },
];

/** Tests on a service with four people, each the next one's boss; each test finds it new. */
export function describeStaff(
  title: string,
  tests: (ask: Ask) => void,
  settings: ServiceSettings = {},
): void {
  describe(title, () => {
    let service: ODataService;
    const ask = async (line: string, body?: unknown, headers = {}): Promise<Answer> =>
      askService(service, line, body, { ...headers });
    beforeEach(async () => {
      service = serviceFor(model, settings);
      for (const person of people) {
        const { status, text } = await ask('POST /People', person);
        if (status !== 201) throw new Error(text);
      }
    });
    tests(ask);
  });
}
