// OData Protocol 4.01, section 11.5.4.1: what a handler gives with an instance as related to it is found by paths and expressions.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const service = serviceFor(
  csdl(`
  <EntityType Name="Order"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <NavigationProperty Name="Lines" Type="Collection(Test.Line)" ContainsTarget="true"/><NavigationProperty Name="Buyer" Type="Test.Line"/></EntityType>
  <EntityType Name="Line"><Key><PropertyRef Name="No"/></Key><Property Name="No" Type="Edm.Int32" Nullable="false"/><Property Name="Qty" Type="Edm.Int64"/></EntityType>
  <Function Name="Draft" IsComposable="true"><ReturnType Type="Test.Order"/></Function>
  <Function Name="Drafts" IsComposable="true"><ReturnType Type="Collection(Test.Order)"/></Function>
  <Function Name="Sum" IsBound="true"><Parameter Name="o" Type="Test.Order"/><ReturnType Type="Edm.Int32"/></Function>
  <EntityContainer Name="C"><EntitySet Name="Orders" EntityType="Test.Order"/><FunctionImport Name="Draft" Function="Test.Draft" EntitySet="Orders"/><FunctionImport Name="Drafts" Function="Test.Drafts"/></EntityContainer>`),
  {
    handlers: {
      'Test.Draft': () => ({
        Id: 1,
        Lines: [
          { No: 1, Qty: 2 },
          { No: 2, Qty: 3 },
        ],
        Buyer: { No: 9 },
      }),
      'Test.Drafts': () => [
        { Id: 1, Lines: [{ No: 1, Qty: 2 }] },
        { Id: 2, Lines: [] },
      ],
      'Test.Sum': (_, { binding }) => (binding as { Lines: readonly unknown[] }).Lines.length,
    },
  },
);

const first = { No: 1, Qty: 2 };
const second = { No: 2, Qty: 3 };
const buyer = { No: 9, Qty: null };

test.each([
  ['/Draft()', { '@context': '#Orders/$entity', Id: 1, Lines: [first, second], Buyer: buyer }],
  ['/Draft()/Lines', { '@context': '#Collection(Test.Line)', value: [first, second] }],
  ['/Draft()/Lines(2)/Qty', { '@context': '#Edm.Int64', value: 3 }],
  ['/Draft()/Buyer', { '@context': '#Test.Line', ...buyer }],
  ['/Draft()?$select=Id', { '@context': '#Orders(Id)/$entity', Id: 1 }],
  [
    '/Draft()?$expand=Lines($filter=Qty gt 2)',
    { '@context': '#Orders(Lines())/$entity', Id: 1, Lines: [second] },
  ],
  ['/Draft()/Test.Sum()', { '@context': '#Edm.Int32', value: 2 }],
  [
    '/Drafts()?$filter=Lines/any(l:l/Qty eq 2)',
    { '@context': '#Orders', value: [{ Id: 1, Lines: [first] }] },
  ],
])('GET %s', async (url, expected) => {
  const { body } = await ask(service, `GET ${url}`);
  expect(body).toEqual({ ...expected, '@context': `http://localhost/$metadata${expected['@context']}` });
});
