// OData JSON Format 4.01, section 4.6.3 "Control Information: type": the type told of a computed integer holds its value.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const service = serviceFor(
  csdl(`
  <EntityType Name="Thing"><Property Name="Size" Type="Edm.Int16"/></EntityType>
  <EntityContainer Name="Container"><Singleton Name="Thing" Type="Test.Thing"/></EntityContainer>`),
);

test.each([
  ['1 add 1', '"X@type":"Int32","X":2'],
  ['2147483647 add 0', '"X@type":"Int32","X":2147483647'],
  ['2147483647 add 1', '"X@type":"Int64","X":2147483648'],
  ['-2147483647 sub 1', '"X@type":"Int32","X":-2147483648'],
  ['-2147483647 sub 2', '"X@type":"Int64","X":-2147483649'],
  ['2147483647 mul 2147483647', '"X@type":"Int64","X":4611686014132420609'],
])('%s: %s', async (expression, members) => {
  const { text } = await ask(service, `GET /Thing?$compute=${expression} as X&$select=X`);
  expect(text).toContain(members);
});
