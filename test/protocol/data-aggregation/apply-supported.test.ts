// Data Aggregation, section 5.1 "Aggregation Capabilities": what the model does not support is refused, and the annotation named.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from '../service-for.ts';

const service = serviceFor(
  csdl(`
  <EntityType Name="Currency"><Key><PropertyRef Name="Code"/></Key>
    <Property Name="Code" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityType Name="Sale"><Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/><Property Name="Amount" Type="Edm.Double"/>
    <NavigationProperty Name="Currency" Type="Test.Currency"/></EntityType>
  <EntityContainer Name="Container">
    <Annotation Term="Org.OData.Aggregation.V1.ApplySupportedDefaults"><Record>
      <PropertyValue Property="Transformations"><Collection>
        <String>aggregate</String><String>groupby</String><String>filter</String></Collection></PropertyValue>
      <PropertyValue Property="Rollup" EnumMember="Org.OData.Aggregation.V1.RollupType/None"/>
    </Record></Annotation>
    <EntitySet Name="Currencies" EntityType="Test.Currency"/>
    <EntitySet Name="Sales" EntityType="Test.Sale">
      <Annotation Term="Org.OData.Aggregation.V1.ApplySupported"><Record>
        <PropertyValue Property="Rollup" EnumMember="Org.OData.Aggregation.V1.RollupType/SingleHierarchy"/>
        <PropertyValue Property="GroupableProperties"><Collection><PropertyPath>Currency</PropertyPath></Collection></PropertyValue>
        <PropertyValue Property="AggregatableProperties"><Collection><Record>
          <PropertyValue Property="Property" PropertyPath="Amount"/>
          <PropertyValue Property="SupportedAggregationMethods"><Collection><String>sum</String></Collection></PropertyValue>
        </Record></Collection></PropertyValue>
      </Record></Annotation>
    </EntitySet>
  </EntityContainer>`),
);

test.each([
  'Sales?$apply=aggregate(Amount with sum as Total,$count as N)',
  'Sales?$apply=filter(Amount gt 1)/groupby((Currency/Code),aggregate(Amount with sum as Total))',
  'Sales?$apply=groupby((Currency),aggregate(Amount with sum as Total))/groupby((Total))',
  'Sales?$apply=groupby((rollup(Currency,Currency/Code)))',
  'Currencies?$apply=groupby((Code))',
])('%s is supported', async (url) => {
  expect((await ask(service, `GET /${url}`)).status).toBe(200);
});

test.each([
  ['Sales?$apply=topcount(1,Amount)', 501, 'Transformations'],
  ['Currencies?$apply=groupby((Code),identity)', 501, 'Transformations'],
  ['Currencies?$apply=groupby((rollup(Code,Code)))', 501, 'Rollup'],
  ['Sales?$apply=groupby((ID))', 400, 'GroupableProperties'],
  ['Sales?$apply=aggregate(Amount with max as M)', 400, 'AggregatableProperties'],
  ['Sales?$apply=aggregate(ID with sum as S)', 400, 'AggregatableProperties'],
  ['Sales?$apply=aggregate(Amount with Custom.median as M)', 501, 'CustomAggregationMethods'],
])('%s: %i, Aggregation.ApplySupported/%s', async (url, status, member) => {
  const answer = await ask(service, `GET /${url}`);
  expect([answer.status, answer.body.error.code]).toEqual([status, 'CapabilityRestricted']);
  expect(answer.body.error.message).toContain(`(Aggregation.ApplySupported/${member})`);
});
