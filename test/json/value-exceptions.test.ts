// OData JSON Format 4.01, section 23 "Conformance", 9.7 and 10.7: numbers that JSON has not got, by version.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from '../protocol/service-for.ts';

const service = serviceFor(
  csdl(`
  <EntityType Name="Thing">
    <Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Amount" Type="Edm.Decimal" Scale="floating"/>
    <Property Name="Ratio" Type="Edm.Double"/>
  </EntityType>
  <EntityContainer Name="Container"><EntitySet Name="Things" EntityType="Test.Thing"/></EntityContainer>`),
);

test('a Decimal has them as strings in 4.01 alone, in 4.0 it is an exception', async () => {
  await ask(service, 'POST /Things', { ID: 1, Amount: '-INF', Ratio: 'NaN' });
  expect((await ask(service, 'GET /Things(1)')).body).toMatchObject({ Amount: '-INF', Ratio: 'NaN' });
  const { text } = await ask(service, 'GET /Things(1)', undefined, { 'odata-maxversion': '4.0' });
  expect(text).toContain(
    '"Amount@Org.OData.Core.V1.ValueException":{"value":"-INF"},"Amount":null,"Ratio":"NaN"',
  );
});
