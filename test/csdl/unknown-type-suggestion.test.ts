// OData CSDL 4.01, section 7.1 "Type": an unknown type is told with those that it may have been meant for.
import { expect, test } from 'vitest';
import { loadCsdl } from '../../src/csdl/load-csdl.ts';
import { xmlOf } from './documents.ts';

test.each([
  ['Edm.Strin', "Did you mean 'String'?"],
  ['self.Adress', "Did you mean 'Address'?"],
  ['self.Xyz', 'is not known.'],
])('%s: %s', (type, end) => {
  const schema = `<ComplexType Name="Address"/><ComplexType Name="C"><Property Name="P" Type="${type}"/></ComplexType>`;
  const [finding] = loadCsdl(xmlOf(schema), 'test').findings;
  expect(finding?.message.endsWith(end)).toBe(true);
});
