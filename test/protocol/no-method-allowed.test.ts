// RFC 9110, section 10.2.1 "Allow": "An empty Allow field value indicates that the resource allows no methods".
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const restriction = (term: string, member: string): string =>
  `<Annotation Term="Capabilities.${term}"><Record><PropertyValue Property="${member}" Bool="false"/></Record></Annotation>`;
const service = serviceFor(
  csdl(`
  <EntityType Name="Item"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/></EntityType>
  <EntityContainer Name="Container"><EntitySet Name="Items" EntityType="Test.Item">
    ${restriction('UpdateRestrictions', 'Updatable')}${restriction('DeleteRestrictions', 'Deletable')}
  </EntitySet></EntityContainer>`),
);

test.each(['GET', 'PATCH', 'DELETE'])('%s of each member of what is only read', async (method) => {
  const { status, headers, body } = await ask(service, `${method} /Items/$each`);
  expect([status, headers.get('allow')]).toEqual([405, '']);
  expect(body.error.message).toBe(`${method} is not possible here. No method is.`);
});
