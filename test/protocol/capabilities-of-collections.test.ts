// Capabilities vocabulary: collections of values, counts, expansion by key, parts of collections, modification query options, and what a whole service does not do.
import { describe, expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const C = 'Org.OData.Capabilities.V1';
const flag = (name: string, bool = false) => `<PropertyValue Property="${name}" Bool="${bool}"/>`;
const record = (name: string, ...values: string[]) =>
  `<PropertyValue Property="${name}"><Record>${values.join('')}</Record></PropertyValue>`;
const list = (name: string, kind: string, ...items: string[]) =>
  `<PropertyValue Property="${name}"><Collection>${items.map((item) => `<${kind}>${item}</${kind}>`).join('')}</Collection></PropertyValue>`;
const term = (name: string, ...values: string[]) =>
  `<Annotation Term="${C}.${name}"><Record>${values.join('')}</Record></Annotation>`;

async function serviceWith(nodes: string, container = '', operation = '') {
  const service = serviceFor(
    csdl(`
  <EntityType Name="Node"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Text" Type="Edm.String"/><Property Name="Marks" Type="Collection(Edm.Int32)" Nullable="false"/>
    <NavigationProperty Name="Next" Type="Collection(Test.Node)"/></EntityType>
  <Function Name="Size" IsBound="true"><Parameter Name="in" Type="Collection(Test.Node)"/><ReturnType Type="Edm.Int32"/>${operation}</Function>
  <EntityContainer Name="C">${container}<EntitySet Name="Nodes" EntityType="Test.Node"><NavigationPropertyBinding Path="Next" Target="Nodes"/>${nodes}</EntitySet></EntityContainer>`),
  );
  await ask(service, 'POST /Nodes', { Id: 1, Marks: [1, 2, 3] });
  return async (line: string, body?: unknown, headers?: Record<string, string>) =>
    (await ask(service, line, body, headers)).status;
}

describe('CollectionPropertyRestrictions', () => {
  const marks = (...values: string[]) =>
    `<Annotation Term="${C}.CollectionPropertyRestrictions"><Collection><Record><PropertyValue Property="CollectionProperty" PropertyPath="Marks"/>${values.join('')}</Record></Collection></Annotation>`;

  test('adding, changing and removing members', async () => {
    const status = await serviceWith(marks(flag('Insertable'), flag('Updatable'), flag('Deletable')));
    expect(await status('POST /Nodes(1)/Marks', { value: 4 })).toBe(405);
    expect(await status('PUT /Nodes(1)/Marks/0', { value: 4 })).toBe(405);
    expect(await status('DELETE /Nodes(1)/Marks/0')).toBe(405);
    expect(await status('PATCH /Nodes(1)/Marks/$each', { value: 4 })).toBe(405);
    expect(await status('PUT /Nodes(1)/Marks', { value: [4] })).toBe(204);
  });

  test('query options', async () => {
    const status = await serviceWith(
      marks(
        flag('TopSupported'),
        record('FilterRestrictions', flag('Filterable')),
        record('SortRestrictions', flag('Sortable')),
      ),
    );
    expect(await status('GET /Nodes(1)/Marks?$top=1')).toBe(501);
    expect(await status('GET /Nodes(1)/Marks?$filter=$it gt 1')).toBe(501);
    expect(await status('GET /Nodes(1)/Marks?$orderby=$it')).toBe(501);
    expect(await status('GET /Nodes(1)/Marks?$skip=1')).toBe(200);
    expect(await status('GET /Nodes?$top=1&$filter=Id eq 1')).toBe(200);
  });

  test('what the set restricts is about its entities', async () => {
    const status = await serviceWith(term('FilterRestrictions', flag('RequiresFilter', true)));
    expect([await status('GET /Nodes'), await status('GET /Nodes(1)/Marks')]).toEqual([400, 200]);
  });
});

test('properties and navigation properties that cannot be counted', async () => {
  const status = await serviceWith(
    term(
      'CountRestrictions',
      list('NonCountableProperties', 'PropertyPath', 'Marks'),
      list('NonCountableNavigationProperties', 'NavigationPropertyPath', 'Next'),
    ),
  );
  expect(await status('GET /Nodes(1)/Marks/$count')).toBe(400);
  expect(await status('GET /Nodes(1)/Next/$count')).toBe(400);
  expect(await status('GET /Nodes/$count')).toBe(200);
});

test('by key, what ExpandByKeyRestrictions leaves out is as for the collection', async () => {
  const status = await serviceWith(
    term(
      'ExpandRestrictions',
      flag('Expandable'),
      flag('StreamsExpandable'),
      record('ExpandByKeyRestrictions', flag('Expandable', true)),
    ),
  );
  expect([await status('GET /Nodes?$expand=Next'), await status('GET /Nodes(1)?$expand=Next')]).toEqual([
    501, 200,
  ]);
});

test('operations that take no part of a collection', async () => {
  const status = await serviceWith('', '', term('OperationRestrictions', flag('FilterSegmentSupported')));
  expect(await status('GET /Nodes/$filter(Id eq 1)/Test.Size()')).toBe(501);
  expect(await status('GET /Nodes/Test.Size()')).toBe(200);
});

test('options within $select', async () => {
  const status = await serviceWith(term('SelectSupport', flag('Supported', true), flag('TopSupported')));
  expect(await status('GET /Nodes?$select=Marks($top=1)')).toBe(501);
  expect(await status('GET /Nodes?$select=Marks($skip=1)')).toBe(200);
});

describe('ModificationQueryOptions', () => {
  test('what is not supported is done without a representation, and never fails', async () => {
    const status = await serviceWith('', term('ModificationQueryOptions', flag('SelectSupported', true)));
    expect(await status('POST /Nodes?$select=Id', { Id: 2 })).toBe(201);
    expect(await status('POST /Nodes?$expand=Next', { Id: 3 })).toBe(204);
    expect(await status('PATCH /Nodes(1)?$select=Id', { Text: 'x' })).toBe(200);
    expect(
      await status('PATCH /Nodes(1)?$expand=Next', { Text: 'x' }, { prefer: 'return=representation' }),
    ).toBe(204);
    expect(await status('GET /Nodes(3)?$expand=Next')).toBe(200);
  });

  test('of a set before those of the service, and none where nothing is said', async () => {
    const own = term('UpdateRestrictions', record('QueryOptions', flag('ExpandSupported', true)));
    const status = await serviceWith(own, term('ModificationQueryOptions'));
    expect(await status('PATCH /Nodes(1)?$expand=Next', { Text: 'x' })).toBe(200);
    expect(await status('POST /Nodes?$expand=Next', { Id: 2 })).toBe(204);
    const free = await serviceWith('');
    expect(await free('POST /Nodes?$expand=Next', { Id: 2 })).toBe(201);
  });
});

test('each change of a delta payload obeys what single requests obey', async () => {
  const restrictions = [
    term(
      'UpdateRestrictions',
      flag('DeltaUpdateSupported', true),
      list('NonUpdatableProperties', 'PropertyPath', 'Text'),
    ),
    term('InsertRestrictions', flag('Insertable')),
    term('DeleteRestrictions', flag('Deletable')),
  ];
  const service = serviceFor(
    csdl(`<EntityType Name="Node"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/><Property Name="Text" Type="Edm.String"/><Property Name="More" Type="Edm.String"/></EntityType>
    <EntityContainer Name="C"><EntitySet Name="Nodes" EntityType="Test.Node">${restrictions.join('')}</EntitySet></EntityContainer>`),
  );
  const identityOf = async () => {
    const set = service.definition.model.entityContainer?.children.get('Nodes');
    if (set?.kind !== 'EntitySet') throw new Error('no Nodes');
    await service.store.transaction((transaction) =>
      transaction.create({ kind: 'entitySet', entitySet: set }, set.entityType, {
        Id: 1,
        Text: null,
        More: null,
      }),
    );
  };
  await identityOf();
  const patch = async (item: unknown) =>
    (await ask(service, 'PATCH /Nodes', { '@context': '#$delta', value: [item] })).status;
  expect(await patch({ Id: 2 })).toBe(400);
  expect(await patch({ Id: 1, '@removed': {} })).toBe(400);
  expect(await patch({ Id: 1, Text: 'x' })).toBe(400);
  expect(await patch({ Id: 1, More: 'x' })).toBe(204);
});

describe('parts of the protocol that a service does not have', () => {
  const tag = (name: string) => `<Annotation Term="${C}.${name}" Bool="false"/>`;

  test('asynchronous requests: the preference is ignored', async () => {
    const status = await serviceWith('', tag('AsynchronousRequestsSupported'));
    expect(await status('GET /Nodes', undefined, { prefer: 'respond-async' })).toBe(200);
  });

  test('continue-on-error in batches: the preference is ignored', async () => {
    const service = serviceFor(
      csdl(
        `<EntityContainer Name="C">${term('BatchSupport', flag('ContinueOnErrorSupported'))}</EntityContainer>`,
      ),
    );
    const requests = [1, 2].map((id) => ({ id: String(id), method: 'get', url: 'Nothing' }));
    const { body, headers } = await ask(
      service,
      'POST /$batch',
      { requests },
      { prefer: 'continue-on-error=false' },
    );
    expect([body.responses.length, headers.get('preference-applied')]).toEqual([2, null]);
  });

  test('formats of batches', async () => {
    const status = await serviceWith(
      '',
      term('BatchSupport', list('SupportedFormats', 'String', 'multipart/mixed')),
    );
    expect(await status('POST /$batch', { requests: [] })).toBe(415);
  });

  test('encodings of bodies', async () => {
    const encodings = `<Annotation Term="${C}.AcceptableEncodings"><Collection><String>gzip</String></Collection></Annotation>`;
    const service = serviceFor(csdl(`<EntityContainer Name="C">${encodings}</EntityContainer>`));
    const { status, headers } = await ask(service, 'POST /$batch', '', { 'content-encoding': 'deflate' });
    expect([status, headers.get('accept-encoding')]).toEqual([415, 'gzip']);
  });

  test('annotations in expressions', async () => {
    const status = await serviceWith('', tag('AnnotationValuesInQuerySupported'));
    expect(await status('GET /Nodes?$filter=@Core.Description eq null')).toBe(501);
  });
});
