// defineHandlers: parameters and bindings come in the form of the generated types, and results are taken in it.
import { expect, test } from 'vitest';
import { defineHandlers } from '../../src/service/define-handlers.ts';
import { ask, csdl, serviceFor } from '../protocol/service-for.ts';

const schema = csdl(`
  <ComplexType Name="Size"><Property Name="Bytes" Type="Edm.Int64"/><Property Name="Ratio" Type="Edm.Double"/></ComplexType>
  <EntityType Name="File"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int64" Nullable="false"/></EntityType>
  <EntityType Name="Image" BaseType="Test.File"><Property Name="Width" Type="Edm.Int32"/></EntityType>
  <Function Name="Measure"><Parameter Name="n" Type="Edm.Int64" Nullable="false"/><ReturnType Type="Test.Size"/></Function>
  <Function Name="Next" IsBound="true"><Parameter Name="it" Type="Test.File"/><ReturnType Type="Test.File"/></Function>
  <Function Name="All" IsBound="true"><Parameter Name="them" Type="Collection(Test.File)"/><ReturnType Type="Collection(Test.File)"/></Function>
  <EntityContainer Name="C"><EntitySet Name="Files" EntityType="Test.File"/><FunctionImport Name="Measure" Function="Test.Measure"/></EntityContainer>`);

interface File {
  '@odata.type'?: string;
  Id: number | string;
  Width?: number | null;
}

interface Service {
  entitySets: { Files: { entity: File } };
  actions: Record<never, never>;
  functions: {
    'Test.Measure': {
      parameters: { n: number | string };
      result: { Bytes?: number | string; Ratio?: number | 'INF' };
    };
  };
  boundActions: Record<never, never>;
  boundFunctions: {
    'Test.File': { 'Test.Next': { binding: File; parameters: Record<never, never>; result: File } };
    'Collection(Test.File)': {
      'Test.All': { binding: File[]; parameters: Record<never, never>; result: File[] };
    };
  };
}

const handlers = defineHandlers<Service>({
  'Test.Measure': ({ n }) => ({ Bytes: n, Ratio: 'INF' }),
  'Test.Next': (_, { binding }) => ({
    '@odata.type': '#Test.Image',
    Id: Number(binding.data.Id) + 1,
    Width: 3,
  }),
  'Test.All': async (_, { binding, read }) =>
    binding.length === 2 ? await read('Files', '$orderby=Id desc') : [],
});

test('values', async () => {
  const service = serviceFor(schema, { handlers });
  const answer = await ask(service, 'GET /Measure(n=9007199254740993)');
  expect(answer.text).toContain('"Bytes":9007199254740993,"Ratio":"INF"');
  expect((await ask(service, 'GET /Measure(n=7)')).body.Bytes).toBe(7);
});

test('entities', async () => {
  const service = serviceFor(schema, { handlers });
  await ask(service, 'POST /Files', { Id: 1 });
  await ask(service, 'POST /Files', { '@odata.type': '#Test.Image', Id: 2 });
  expect((await ask(service, 'GET /Files(1)/Test.Next()')).body).toMatchObject({
    '@context': 'http://localhost/$metadata#Files/$entity',
    '@type': '#Test.Image',
    Id: 2,
    Width: 3,
  });
  const all = await ask(service, 'GET /Files/Test.All()');
  expect(all.body.value.map(({ Id }: { Id: number }) => Id)).toEqual([2, 1]);
});
