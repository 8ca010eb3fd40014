// OData CSDL 4.01, section 6.5 "Key": a key with a property of a related entity is named where it is not supported.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const service = serviceFor(
  csdl(`
  <EntityType Name="Order"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/></EntityType>
  <EntityType Name="Item">
    <Key><PropertyRef Name="Order/ID" Alias="OrderID"/><PropertyRef Name="No"/></Key>
    <Property Name="No" Type="Edm.Int32" Nullable="false"/>
    <NavigationProperty Name="Order" Type="Test.Order" Nullable="false"/>
  </EntityType>
  <EntityContainer Name="Container">
    <EntitySet Name="Orders" EntityType="Test.Order"/>
    <EntitySet Name="Items" EntityType="Test.Item"><NavigationPropertyBinding Path="Order" Target="Orders"/></EntitySet>
  </EntityContainer>`),
);

test('creating such an entity answers 501', async () => {
  await ask(service, 'POST /Orders', { ID: 1 });
  const { status, body } = await ask(service, 'POST /Items', { No: 1, 'Order@odata.bind': 'Orders(1)' });
  expect(status).toBe(501);
  expect(body.error.message).toContain('Order/ID');
});
