// OData JSON Format 4.01, sections 4.6.3 "type" and 11 "Individual Property or Operation Response": what is declared abstract tells its type.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from '../protocol/service-for.ts';

const returns = (name: string, type: string): string =>
  `<Function Name="${name}"><ReturnType Type="${type}"/></Function>`;
const imports = (name: string): string => `<FunctionImport Name="${name}" Function="Test.${name}"/>`;
const functions: Readonly<Record<string, string>> = {
  Primitive: 'Edm.PrimitiveType',
  Large: 'Edm.PrimitiveType',
  Complex: 'Edm.ComplexType',
  Complexes: 'Collection(Edm.ComplexType)',
  Transient: 'Edm.EntityType',
  Stored: 'Edm.EntityType',
  Entities: 'Collection(Edm.EntityType)',
  Untyped: 'Collection(Edm.Untyped)',
};
const service = serviceFor(
  csdl(`
  <ComplexType Name="Place"><Property Name="City" Type="Edm.String"/></ComplexType>
  <ComplexType Name="Address" BaseType="Test.Place"><Property Name="Zip" Type="Edm.String"/></ComplexType>
  <EntityType Name="Thing" OpenType="true"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/></EntityType>
  <EntityType Name="Gadget" BaseType="Test.Thing"/>
  ${Object.entries(functions)
    .map(([name, type]) => returns(name, type))
    .join('')}
  <EntityContainer Name="Container"><EntitySet Name="Things" EntityType="Test.Thing"/>${Object.keys(functions).map(imports).join('')}</EntityContainer>`),
  {
    handlers: {
      'Test.Primitive': () => ({ '@type': 'Date', value: '2024-02-29' }),
      'Test.Large': () => 5n,
      'Test.Complex': () => ({ '@type': 'Test.Address', City: 'Ulm' }),
      'Test.Complexes': () => [{ '@type': '#Test.Place' }, { '@type': 'Test.Address', Zip: '89073' }],
      'Test.Transient': () => ({ '@type': 'Test.Thing', ID: 7 }),
      'Test.Stored': async (_, { entities }) => (await entities('Things(2)'))[0],
      'Test.Entities': (_, { entities }) => entities('Things?$select=ID'),
      'Test.Untyped': () => [1, 'a', { '@type': 'Test.Place', City: 'Ulm' }, { Count: 5n }],
    },
  },
);
const root = 'http://localhost/$metadata#';

test.each([
  ['Primitive', { '@context': `${root}Edm.PrimitiveType`, '@type': 'Date', value: '2024-02-29' }],
  ['Large', { '@context': `${root}Edm.PrimitiveType`, '@type': 'Int64', value: 5 }],
  ['Complex', { '@context': `${root}Edm.ComplexType`, '@type': '#Test.Address', City: 'Ulm', Zip: null }],
  [
    'Complexes',
    {
      '@context': `${root}Collection(Edm.ComplexType)`,
      value: [
        { '@type': '#Test.Place', City: null },
        { '@type': '#Test.Address', City: null, Zip: '89073' },
      ],
    },
  ],
  ['Transient', { '@context': `${root}Edm.EntityType`, '@type': '#Test.Thing', ID: 7 }],
  [
    'Untyped',
    {
      '@context': `${root}Collection(Edm.Untyped)`,
      value: [1, 'a', { '@type': '#Test.Place', City: 'Ulm' }, { 'Count@type': 'Int64', Count: 5 }],
    },
  ],
])('%s', async (name, body) => {
  const { text } = await ask(service, `GET /${name}()`);
  expect(JSON.parse(text)).toEqual(body);
});

test('entities of a set have its context URL', async () => {
  await ask(service, 'POST /Things', { ID: 1 });
  await ask(service, 'POST /Things', { '@type': '#Test.Gadget', ID: 2 });
  const gadget = { '@context': `${root}Things/Test.Gadget/$entity`, '@type': '#Test.Gadget', ID: 2 };
  expect((await ask(service, 'GET /Stored()')).body).toEqual(gadget);
  const { body } = await ask(service, 'GET /Entities()');
  const thing = { '@context': `${root}Things/$entity`, '@type': '#Test.Thing', ID: 1 };
  expect(body).toEqual({ '@context': `${root}Collection(Edm.EntityType)`, value: [thing, gadget] });
});

test('values of dynamic properties tell their type', async () => {
  const dynamic = {
    'When@type': 'Date',
    When: '2024-02-29',
    Where: { '@type': '#Test.Address', Zip: '89073' },
    'Places@type': '#Collection(Test.Place)',
    Places: [{ City: 'Ulm' }],
  };
  await ask(service, 'POST /Things', { ID: 3, ...dynamic });
  const body = async (name: string): Promise<unknown> => (await ask(service, `GET /Things(3)/${name}`)).body;
  expect(await body('When')).toEqual({
    '@context': `${root}Things(3)/When`,
    '@type': 'Date',
    value: '2024-02-29',
  });
  expect(await body('Where')).toEqual({
    '@context': `${root}Things(3)/Where`,
    '@type': '#Test.Address',
    Zip: '89073',
  });
  expect(await body('Places')).toEqual({
    '@context': `${root}Things(3)/Places`,
    '@type': '#Collection(Test.Place)',
    value: [{ '@type': '#Test.Place', City: 'Ulm' }],
  });
});

test('a handler names the type of what is declared abstract', async () => {
  const nameless = serviceFor(
    csdl(
      `${returns('Complex', 'Edm.ComplexType')}<EntityContainer Name="C">${imports('Complex')}</EntityContainer>`,
    ),
    { handlers: { 'Test.Complex': () => ({ City: 'Ulm' }) } },
  );
  expect((await ask(nameless, 'GET /Complex()')).status).toBe(500);
});
