// Capabilities vocabulary: restrictions by navigation property, by container and by default, and those of how a resource is addressed.
import { describe, expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const C = 'Org.OData.Capabilities.V1';
const value = (property: string, written: string) => `<PropertyValue Property="${property}" ${written}/>`;
const record = (property: string, ...values: string[]) =>
  `<PropertyValue Property="${property}"><Record>${values.join('')}</Record></PropertyValue>`;
const paths = (property: string, ...names: string[]) =>
  `<PropertyValue Property="${property}"><Collection>${names.map((name) => `<NavigationPropertyPath>${name}</NavigationPropertyPath>`).join('')}</Collection></PropertyValue>`;
const term = (name: string, ...values: string[]) =>
  `<Annotation Term="${C}.${name}"><Record>${values.join('')}</Record></Annotation>`;
const restricted = (...entries: readonly (readonly [string, ...string[]])[]) =>
  `<Annotation Term="${C}.NavigationRestrictions"><Record><PropertyValue Property="RestrictedProperties"><Collection>${entries
    .map(
      ([path, ...values]) =>
        `<Record><PropertyValue Property="NavigationProperty" NavigationPropertyPath="${path}"/>${values.join('')}</Record>`,
    )
    .join('')}</Collection></PropertyValue></Record></Annotation>`;

const schemaWith = (nodes: string, container = '', leaves = '') =>
  csdl(`
  <EntityType Name="Node">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Text" Type="Edm.String"/>
    <NavigationProperty Name="Leaves" Type="Collection(Test.Leaf)"/>
    <NavigationProperty Name="Notes" Type="Collection(Test.Leaf)" ContainsTarget="true"/>
    <NavigationProperty Name="Next" Type="Test.Node"/>
  </EntityType>
  <EntityType Name="Special" BaseType="Test.Node"/>
  <EntityType Name="Leaf">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Text" Type="Edm.String"/>
  </EntityType>
  <EntityContainer Name="C">
    ${container}
    <EntitySet Name="Nodes" EntityType="Test.Node">
      <NavigationPropertyBinding Path="Leaves" Target="Leaves"/>
      <NavigationPropertyBinding Path="Next" Target="Nodes"/>
      ${nodes}
    </EntitySet>
    <EntitySet Name="Leaves" EntityType="Test.Leaf">${leaves}</EntitySet>
  </EntityContainer>`);

async function serviceWith(...parts: Parameters<typeof schemaWith>) {
  const service = serviceFor(schemaWith(...parts));
  await ask(service, 'POST /Nodes', { Id: 1 });
  await ask(service, 'POST /Leaves', { Id: 1 });
  return service;
}

describe('NavigationRestrictions/RestrictedProperties', () => {
  test('inserts, updates, deletes and reads by way of a navigation property', async () => {
    const service = await serviceWith(
      restricted(
        ['Notes', record('InsertRestrictions', value('Insertable', 'Bool="false"'))],
        [
          'Leaves',
          record('UpdateRestrictions', value('Updatable', 'Bool="false"')),
          record('DeleteRestrictions', value('Deletable', 'Bool="false"')),
          record('ReadRestrictions', value('Readable', 'Bool="false"')),
        ],
      ),
    );
    const insert = await ask(service, 'POST /Nodes(1)/Notes', { Id: 1 });
    expect([insert.status, insert.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await ask(service, 'POST /Nodes(1)/Leaves', { Id: 2 })).status).toBe(201);
    expect((await ask(service, 'PATCH /Nodes(1)/Leaves(2)', { Text: 'x' })).status).toBe(405);
    expect((await ask(service, 'DELETE /Nodes(1)/Leaves(2)')).status).toBe(405);
    expect((await ask(service, 'GET /Nodes(1)/Leaves')).status).toBe(405);
    expect((await ask(service, 'PATCH /Leaves(2)', { Text: 'x' })).status).toBe(204);
  });

  test('deep inserts obey them as if they were posted there', async () => {
    const service = await serviceWith(
      restricted(['Notes', record('InsertRestrictions', value('Insertable', 'Bool="false"'))]),
    );
    const answer = await ask(service, 'POST /Nodes', { Id: 2, Notes: [{ Id: 1, Text: 'x' }] });
    expect([answer.status, answer.body.error.target]).toEqual([400, 'Notes']);
    expect(answer.text).toContain('InsertRestrictions/Insertable');
  });

  test('what the target set says holds where the path says nothing', async () => {
    const leaves = term('InsertRestrictions', paths('RequiredProperties', 'Text'));
    const service = await serviceWith('', '', leaves);
    const answer = await ask(service, 'POST /Nodes', { Id: 2, Leaves: [{ Id: 5, Text: null }, { Id: 6 }] });
    expect(answer.status).toBe(201);
    expect((await ask(service, 'POST /Nodes(1)/Leaves', { Id: 7 })).text).toContain('RequiredProperties');
  });

  test('Navigability', async () => {
    const service = await serviceWith(
      restricted(
        ['Next', value('Navigability', `EnumMember="${C}.NavigationType/Single"`)],
        ['Leaves', value('Navigability', `EnumMember="${C}.NavigationType/None"`)],
      ),
    );
    expect((await ask(service, 'GET /Nodes(1)/Leaves')).status).toBe(501);
    expect((await ask(service, 'GET /Nodes(1)/Next')).status).toBe(204);
    expect((await ask(service, 'GET /Nodes(1)/Next/Notes')).status).toBe(501);
    expect((await ask(service, 'GET /Nodes?$expand=Next($expand=Notes)')).status).toBe(501);
  });
});

describe('how a resource is addressed', () => {
  test('MaxLevels counts the navigation properties of the path', async () => {
    const service = await serviceWith(term('InsertRestrictions', value('MaxLevels', 'Int="0"')));
    await ask(service, 'PUT /Nodes(1)/Next/$ref', { '@odata.id': 'Nodes(1)' });
    expect((await ask(service, 'POST /Nodes', { Id: 3, Notes: [{ Id: 1 }] })).status).toBe(201);
    expect((await ask(service, 'GET /Nodes(1)/Next')).status).toBe(200);
  });

  test('UpdateMethod', async () => {
    const service = await serviceWith(
      term('UpdateRestrictions', value('UpdateMethod', `EnumMember="${C}.HttpMethod/PATCH"`)),
    );
    const answer = await ask(service, 'PUT /Nodes(1)', {});
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, PATCH, DELETE']);
    expect((await ask(service, 'PATCH /Nodes(1)', { Text: 'x' })).status).toBe(204);
  });

  test('Upsertable', async () => {
    const service = await serviceWith(term('UpdateRestrictions', value('Upsertable', 'Bool="false"')));
    expect((await ask(service, 'PATCH /Nodes(9)', { Text: 'x' })).status).toBe(404);
    expect((await ask(await serviceWith(''), 'PATCH /Nodes(9)', { Text: 'x' })).status).toBe(201);
  });

  test('TypecastSegmentSupported and FilterSegmentSupported', async () => {
    const service = await serviceWith(
      term('InsertRestrictions', value('TypecastSegmentSupported', 'Bool="false"')) +
        term('DeleteRestrictions', value('FilterSegmentSupported', 'Bool="false"')),
    );
    expect((await ask(service, 'POST /Nodes/Test.Special', { Id: 2 })).status).toBe(405);
    expect((await ask(service, 'DELETE /Nodes/$filter(@f)/$each?@f=Id eq 1')).status).toBe(405);
    expect((await ask(service, 'PATCH /Nodes/$filter(@f)/$each?@f=Id eq 1', { Text: 'x' })).status).toBe(204);
  });
});

describe('links', () => {
  test('NonDeletableNavigationProperties and NonUpdatableNavigationProperties', async () => {
    const service = await serviceWith(
      term('DeleteRestrictions', paths('NonDeletableNavigationProperties', 'Leaves')) +
        term('UpdateRestrictions', paths('NonUpdatableNavigationProperties', 'Next')),
    );
    const leaf = { '@odata.id': 'Leaves(1)' };
    expect((await ask(service, 'POST /Nodes(1)/Leaves/$ref', leaf)).status).toBe(204);
    expect((await ask(service, 'DELETE /Nodes(1)/Leaves(1)/$ref')).status).toBe(400);
    expect((await ask(service, 'PUT /Nodes(1)/Next/$ref', { '@odata.id': 'Nodes(1)' })).status).toBe(400);
    expect((await ask(service, 'PATCH /Nodes(1)', { 'Next@odata.bind': 'Nodes(1)' })).status).toBe(400);
  });

  test('NonInsertableNavigationProperties rule out deep inserts, not references', async () => {
    const service = await serviceWith(
      term('InsertRestrictions', paths('NonInsertableNavigationProperties', 'Leaves')),
    );
    expect((await ask(service, 'POST /Nodes', { Id: 2, Leaves: [{ Id: 9, Text: 'x' }] })).status).toBe(400);
    expect((await ask(service, 'POST /Nodes', { Id: 2, 'Leaves@odata.bind': ['Leaves(1)'] })).status).toBe(
      201,
    );
  });
});

describe('for all of the container', () => {
  test('DeepInsertSupport and DeepUpdateSupport', async () => {
    const none = value('Supported', 'Bool="false"');
    const container = term('DeepInsertSupport', none) + term('DeepUpdateSupport', none);
    const service = await serviceWith('', container);
    expect((await ask(service, 'POST /Nodes', { Id: 2, Notes: [{ Id: 1, Text: 'x' }] })).text).toContain(
      'DeepInsertSupport/Supported',
    );
    expect((await ask(service, 'PATCH /Nodes(1)', { Notes: [{ Id: 1, Text: 'x' }] })).text).toContain(
      'DeepUpdateSupport/Supported',
    );
    expect((await ask(service, 'PATCH /Nodes(1)', { Leaves: [{ '@id': 'Leaves(1)' }] })).status).toBe(204);
  });

  test('DefaultCapabilities, which the set patches', async () => {
    const container = term(
      'DefaultCapabilities',
      record('DeleteRestrictions', value('Deletable', 'Bool="false"')),
      value('TopSupported', 'Bool="false"'),
    );
    const service = await serviceWith(
      term('DeleteRestrictions', value('Deletable', 'Bool="true"')),
      container,
    );
    expect((await ask(service, 'DELETE /Nodes(1)')).status).toBe(204);
    expect((await ask(service, 'DELETE /Leaves(1)')).status).toBe(405);
    expect((await ask(service, 'GET /Leaves?$top=1')).status).toBe(501);
  });

  const custom = (name: string, inner: string) =>
    `<Annotation Term="${C}.${name}"><Collection><Record>${inner}</Record></Collection></Annotation>`;

  test('CustomHeaders and CustomQueryOptions, with what their values may be', async () => {
    const header = value('Name', 'String="X-Tenant"') + value('Required', 'Bool="true"');
    const pattern = '<Annotation Term="Org.OData.Validation.V1.Pattern" String="^[a-z]+$"/>';
    const option = value('Name', 'String="mode"') + pattern;
    const service = await serviceWith(
      '',
      custom('CustomHeaders', header) + custom('CustomQueryOptions', option),
    );
    expect((await ask(service, 'GET /Nodes')).text).toContain('The header X-Tenant is required');
    const tenant = { 'x-tenant': 'a' };
    expect((await ask(service, 'GET /Nodes', undefined, tenant)).status).toBe(200);
    expect((await ask(service, 'GET /Nodes?mode=fast', undefined, tenant)).status).toBe(200);
    const refused = await ask(service, 'GET /Nodes?mode=7', undefined, tenant);
    expect([refused.status, refused.body.error.target]).toEqual([400, 'mode']);
  });
});

test('parts of the protocol', async () => {
  const flag = (name: string) => `<Annotation Term="${C}.${name}" Bool="false"/>`;
  const container = flag('CrossJoinSupported') + flag('QuerySegmentSupported') + flag('BatchSupported');
  const service = await serviceWith('', container);
  expect((await ask(service, 'GET /$crossjoin(Nodes,Leaves)')).status).toBe(501);
  expect((await ask(service, 'POST /Nodes/$query', '$top=1', { 'content-type': 'text/plain' })).status).toBe(
    501,
  );
  expect((await ask(service, 'POST /$batch', { requests: [] })).status).toBe(501);
});

test('OptimisticConcurrencyControl: changes by way of the navigation property need If-Match', async () => {
  const service = await serviceWith(
    restricted(['Leaves', value('OptimisticConcurrencyControl', 'Bool="true"')]),
  );
  const inserted = async (headers?: Record<string, string>) =>
    (await ask(service, 'POST /Nodes(1)/Leaves', { Id: 2 }, headers)).status;
  expect([await inserted(), await inserted({ 'if-match': '"other"' })]).toEqual([428, 412]);
  expect(await inserted({ 'if-match': '*' })).toBe(201);
  expect((await ask(service, 'PATCH /Nodes(1)/Leaves(2)', { Text: 'x' })).status).toBe(428);
  expect((await ask(service, 'DELETE /Nodes(1)/Leaves(2)')).status).toBe(428);
  expect((await ask(service, 'PATCH /Nodes(1)/Leaves(2)', { Text: 'x' }, { 'if-match': '*' })).status).toBe(
    204,
  );
  expect((await ask(service, 'PATCH /Leaves(2)', { Text: 'y' })).status).toBe(204);
});

test('by key, what ReadByKeyRestrictions leaves out is as for the collection', async () => {
  const header = `<PropertyValue Property="CustomHeaders"><Collection><Record>${value('Name', 'String="Why"')}${value('Required', 'Bool="true"')}</Record></Collection></PropertyValue>`;
  const byKey = record('ReadByKeyRestrictions', value('Readable', 'Bool="true"'));
  const service = await serviceWith(
    term('ReadRestrictions', value('Readable', 'Bool="false"'), header, byKey),
  );
  expect((await ask(service, 'GET /Nodes', undefined, { why: 'x' })).status).toBe(405);
  expect((await ask(service, 'GET /Nodes(1)')).text).toContain('The header Why is required');
  expect((await ask(service, 'GET /Nodes(1)', undefined, { why: 'x' })).status).toBe(200);
});

test('an empty list of FilterFunctions restricts nothing', async () => {
  const service = await serviceWith(`<Annotation Term="${C}.FilterFunctions"><Collection/></Annotation>`);
  expect((await ask(service, "GET /Nodes?$filter=contains(Text,'x')")).status).toBe(200);
});
