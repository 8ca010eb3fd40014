// Capabilities vocabulary: what the model says of inserts, updates, deletes and reads is enforced, unless the service ignores it.
import { describe, expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const C = 'Org.OData.Capabilities.V1';
const flag = (term: string, name: string) =>
  `<Annotation Term="${C}.${term}"><Record><PropertyValue Property="${name}" Bool="false"/></Record></Annotation>`;
const paths = (property: string, ...names: string[]) =>
  `<PropertyValue Property="${property}"><Collection>${names.map((name) => `<PropertyPath>${name}</PropertyPath>`).join('')}</Collection></PropertyValue>`;
const schema = csdl(`
  <EntityType Name="Thing">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="A" Type="Edm.String"/>
    <Property Name="B" Type="Edm.String"/>
    <NavigationProperty Name="Parts" Type="Collection(Test.Thing)" ContainsTarget="true"/>
    <NavigationProperty Name="Peer" Type="Test.Thing"/>
  </EntityType>
  <EntityContainer Name="C">
    <EntitySet Name="Things" EntityType="Test.Thing">
      <NavigationPropertyBinding Path="Peer" Target="Things"/>
      <Annotation Term="${C}.InsertRestrictions"><Record>
        ${paths('NonInsertableProperties', 'A')}${paths('RequiredProperties', 'B')}
        <PropertyValue Property="MaxLevels" Int="1"/>
      </Record></Annotation>
      <Annotation Term="${C}.UpdateRestrictions"><Record>
        ${paths('NonUpdatableProperties', 'B')}${paths('NonUpdatableNavigationProperties', 'Peer')}
        <PropertyValue Property="CustomHeaders"><Collection><Record><PropertyValue Property="Name" String="Reason"/><PropertyValue Property="Required" Bool="true"/></Record></Collection></PropertyValue>
      </Record></Annotation>
      <Annotation Term="${C}.DeleteRestrictions"><Record>
        <PropertyValue Property="CustomQueryOptions"><Collection><Record><PropertyValue Property="Name" String="sure"/><PropertyValue Property="Required" Bool="true"/></Record></Collection></PropertyValue>
      </Record></Annotation>
    </EntitySet>
    <EntitySet Name="Fixed" EntityType="Test.Thing">
      ${flag('InsertRestrictions', 'Insertable')}${flag('UpdateRestrictions', 'Updatable')}${flag('DeleteRestrictions', 'Deletable')}
    </EntitySet>
    <EntitySet Name="Hidden" EntityType="Test.Thing">
      <Annotation Term="${C}.ReadRestrictions"><Record>
        <PropertyValue Property="Readable" Bool="false"/>
        <PropertyValue Property="ReadByKeyRestrictions"><Record><PropertyValue Property="Readable" Bool="true"/></Record></PropertyValue>
      </Record></Annotation>
      ${flag('DeepInsertSupport', 'Supported')}
    </EntitySet>
  </EntityContainer>`);

const reason = { reason: 'because' };

describe('enforced', () => {
  test('properties on insert', async () => {
    const service = serviceFor(schema);
    const answer = await ask(service, 'POST /Things', { Id: 1, A: 'a' });
    expect(answer.status).toBe(400);
    expect(answer.body.error.details.map((detail: { target: string }) => detail.target)).toEqual(['A', 'B']);
    expect(answer.text).toContain('Capabilities.InsertRestrictions/NonInsertableProperties');
    expect((await ask(service, 'POST /Things', { Id: 1, B: 'b' })).status).toBe(201);
  });

  test('levels of the path to insert at, and deep inserts', async () => {
    const service = serviceFor(schema);
    const part = { Id: 2 };
    expect((await ask(service, 'POST /Things', { Id: 1, B: 'b', Parts: [part] })).status).toBe(201);
    expect((await ask(service, 'POST /Things(1)/Peer/Peer/Parts', { Id: 3 })).status).toBe(404);
    expect((await ask(service, 'POST /Hidden', { Id: 1, Parts: [part] })).text).toContain(
      'DeepInsertSupport',
    );
  });

  test('properties and links on update', async () => {
    const service = serviceFor(schema);
    await ask(service, 'POST /Things', { Id: 1, B: 'b' });
    expect((await ask(service, 'PATCH /Things(1)', { A: 'a' }, reason)).status).toBe(204);
    expect((await ask(service, 'PATCH /Things(1)', { B: 'c' }, reason)).status).toBe(400);
    expect((await ask(service, 'PUT /Things(1)/B', { value: 'c' }, reason)).status).toBe(400);
    const link = { '@odata.id': 'Things(1)' };
    expect((await ask(service, 'PUT /Things(1)/Peer/$ref', link, reason)).status).toBe(400);
  });

  test('headers and query options that are required', async () => {
    const service = serviceFor(schema);
    await ask(service, 'POST /Things', { Id: 1, B: 'b' });
    expect((await ask(service, 'PATCH /Things(1)', { A: 'a' })).text).toContain(
      'The header Reason is required',
    );
    expect((await ask(service, 'DELETE /Things(1)')).text).toContain('The query option sure is required');
    expect((await ask(service, 'DELETE /Things(1)?sure=yes')).status).toBe(204);
  });

  test('methods', async () => {
    const service = serviceFor(schema);
    const answer = await ask(service, 'POST /Fixed', { Id: 1 });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await ask(service, 'PATCH /Fixed(1)', {})).status).toBe(405);
    await ask(service, 'POST /Hidden', { Id: 1 });
    expect((await ask(service, 'GET /Hidden')).status).toBe(405);
    expect((await ask(service, 'GET /Hidden(1)')).status).toBe(200);
  });
});

test('ignored where the service is told to', async () => {
  const service = serviceFor(schema, { capabilities: 'ignore' });
  expect((await ask(service, 'POST /Fixed', { Id: 1 })).status).toBe(201);
  expect((await ask(service, 'DELETE /Fixed(1)')).status).toBe(204);
  expect((await ask(service, 'POST /Things', { Id: 1, A: 'a' })).status).toBe(201);
  expect((await ask(service, 'PATCH /Things(1)', { B: 'b' })).status).toBe(204);
  expect((await ask(service, 'GET /Hidden')).status).toBe(200);
});
