import { expect, it } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const metadata = csdl(`
  <ComplexType Name="Address"><Property Name="City" Type="Edm.String"/>
    <Property Name="Lines" Type="Collection(Edm.String)"/></ComplexType>
  <EntityType Name="Person"><Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Home" Type="Test.Address"/>
    <Property Name="Addresses" Type="Collection(Test.Address)"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="People" EntityType="Test.Person"/></EntityContainer>`);

async function select(items: string): Promise<Record<string, unknown>> {
  const service = serviceFor(metadata);
  const [home, other] = [
    { City: 'Rome', Lines: ['a', 'b'] },
    { City: 'Bonn am Rhein', Lines: [] },
  ];
  await ask(service, 'POST /People', { Id: 1, Home: home, Addresses: [home, other] });
  const answer = await ask(service, `GET /People(1)?$select=${items}`, undefined, {
    accept: 'application/json;metadata=none',
  });
  return answer.body;
}

it('$compute in $select adds to a complex value', async () => {
  expect(await select('Home($compute=length(City) as L;$select=L)')).toEqual({ Home: { L: 4 } });
  expect(await select('Home($compute=length(City) as L)')).toEqual({
    Home: { City: 'Rome', Lines: ['a', 'b'], L: 4 },
  });
});

it('$compute in $select adds to each item of a collection', async () => {
  expect(await select('Addresses($compute=length(City) as L;$select=L;$filter=L gt 4)')).toEqual({
    Addresses: [{ L: 13 }],
  });
  expect(await select('Addresses($compute=length(City) as L;$select=City,L;$orderby=L desc)')).toEqual({
    Addresses: [
      { City: 'Bonn am Rhein', L: 13 },
      { City: 'Rome', L: 4 },
    ],
  });
});

it('options inside of a complex value shape the collections in it', async () => {
  expect(await select('Home($select=Lines($top=1))')).toEqual({ Home: { Lines: ['a'] } });
});
