// OData JSON Format 4.01, section 23 "Conformance", 9.7 and 10.7: numbers that JSON has not got, by version.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from '../protocol/service-for.ts';

const service = serviceFor(
  csdl(`
  <EntityType Name="Thing" OpenType="true">
    <Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Amount" Type="Edm.Decimal" Scale="floating"/>
    <Property Name="Ratio" Type="Edm.Double"/>
    <Property Name="Amounts" Type="Collection(Edm.Decimal)" Scale="floating" Nullable="false"/>
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

const in40 = { 'odata-maxversion': '4.0' };
const exception = (value: string) => `"@Org.OData.Core.V1.ValueException":{"value":"${value}"}`;
const items = `collectionAnnotations":[{"index":1,${exception('INF')}}]`;

test('so are items of a collection, dynamic properties, and values that are addressed', async () => {
  await ask(service, 'POST /Things', {
    ID: 2,
    Amount: 'NaN',
    Amounts: [1, 'INF'],
    'Extra@type': 'Decimal',
    Extra: 'INF',
  });
  const whole = await ask(service, 'GET /Things(2)', undefined, in40);
  expect(whole.text).toContain(`"Amounts@odata.${items},"Amounts":[1,null]`);
  expect(whole.text).toContain('"Extra@Org.OData.Core.V1.ValueException":{"value":"INF"},"Extra":null');
  const one = await ask(service, 'GET /Things(2)/Amount', undefined, in40);
  expect(one.text).toContain(`${exception('NaN')},"value":null`);
  const many = await ask(service, 'GET /Things(2)/Amounts', undefined, in40);
  expect(many.text).toContain(`"@odata.${items},"value":[1,null]`);
  const { body } = await ask(service, 'GET /Things(2)/Amounts');
  expect(body).toMatchObject({ value: [1, 'INF'] });
});
