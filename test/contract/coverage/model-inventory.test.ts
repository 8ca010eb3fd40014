// What can be done by a model: with sets, singletons, navigation properties, actions and functions, less what capabilities rule out.
import { expect, it } from 'vitest';
import { inventoryOf } from '../../../src/contract/coverage/model-inventory.ts';
import { createEdmModel } from '../../../src/csdl/model/create-edm-model.ts';
import { documentOf, schema } from '../../codegen/small-model.ts';

const model = createEdmModel(
  documentOf(
    schema(`
  <EntityType Name="Order"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <NavigationProperty Name="Lines" Type="Collection(ns.Line)" ContainsTarget="true"/>
    <NavigationProperty Name="Note" Type="ns.Line" ContainsTarget="true"/>
    <NavigationProperty Name="Related" Type="Collection(ns.Order)"/>
    <NavigationProperty Name="First" Type="ns.Order" Nullable="false"/></EntityType>
  <EntityType Name="Line"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/></EntityType>
  <Action Name="Ship" IsBound="true"><Parameter Name="it" Type="ns.Order"/></Action>
  <Function Name="Late"><ReturnType Type="Collection(ns.Order)"/></Function>
  <EntityContainer Name="C"><Singleton Name="Newest" Type="ns.Order"/>
    <EntitySet Name="Orders" EntityType="ns.Order">
      <Annotation Term="Org.OData.Capabilities.V1.DeleteRestrictions"><Record><PropertyValue Property="Deletable" Bool="false"/></Record></Annotation>
    </EntitySet></EntityContainer>`),
  ),
);

it('operations by what they are done to', () => {
  expect(Object.fromEntries(inventoryOf(model).operations)).toEqual({
    'ns.C/Newest': ['GET ns.C/Newest', 'PATCH ns.C/Newest'],
    'ns.C/Orders': ['GET ns.C/Orders', 'POST ns.C/Orders', 'GET ns.C/Orders(key)', 'PATCH ns.C/Orders(key)'],
    'ns.Order': [
      'GET ns.Order/Lines',
      'POST ns.Order/Lines',
      'GET ns.Order/Lines(key)',
      'PATCH ns.Order/Lines(key)',
      'DELETE ns.Order/Lines(key)',
      'GET ns.Order/Note',
      'PATCH ns.Order/Note',
      'DELETE ns.Order/Note',
      'GET ns.Order/Related',
      'POST ns.Order/Related/$ref',
      'DELETE ns.Order/Related/$ref',
      'GET ns.Order/First',
      'PUT ns.Order/First/$ref',
      'POST ns.Ship(ns.Order)',
    ],
    'ns (unbound)': ['GET ns.Late()'],
  });
});

it('without what each set rules out for a navigation property of its entities', () => {
  const restricted = (entry: string) =>
    createEdmModel(
      documentOf(
        schema(`
  <EntityType Name="T"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <NavigationProperty Name="Parts" Type="Collection(ns.P)" ContainsTarget="true"/></EntityType>
  <EntityType Name="P"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/></EntityType>
  <EntityContainer Name="C">
    <EntitySet Name="Ts" EntityType="ns.T"><Annotation Term="Org.OData.Capabilities.V1.NavigationRestrictions"><Record>
      <PropertyValue Property="RestrictedProperties"><Collection><Record>
        <PropertyValue Property="NavigationProperty" NavigationPropertyPath="Parts"/>${entry}</Record></Collection></PropertyValue>
    </Record></Annotation></EntitySet></EntityContainer>`),
      ),
    );
  const operations = (entry: string) => inventoryOf(restricted(entry)).operations.get('ns.T');
  expect(
    operations(
      '<PropertyValue Property="InsertRestrictions"><Record><PropertyValue Property="Insertable" Bool="false"/></Record></PropertyValue>',
    ),
  ).not.toContain('POST ns.T/Parts');
  expect(
    operations(
      '<PropertyValue Property="ReadRestrictions"><Record><PropertyValue Property="ReadByKeyRestrictions"><Record><PropertyValue Property="Readable" Bool="false"/></Record></PropertyValue></Record></PropertyValue>',
    ),
  ).not.toContain('GET ns.T/Parts(key)');
  expect(
    operations(
      '<PropertyValue Property="Navigability"><EnumMember>Org.OData.Capabilities.V1.NavigationType/None</EnumMember></PropertyValue>',
    ),
  ).toBeUndefined();
});
