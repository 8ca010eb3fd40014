// Validation vocabulary: what the model's annotations state about values is checked on create and update, all findings at once.
import { describe, expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const V = 'Org.OData.Validation.V1';
const schema = csdl(`
  <ComplexType Name="Size">
    <Property Name="Width" Type="Edm.Int32"><Annotation Term="${V}.Minimum" Int="1"/></Property>
  </ComplexType>
  <ComplexType Name="Box" BaseType="Test.Size"/>
  <ComplexType Name="Tube" BaseType="Test.Size"/>
  <TypeDefinition Name="Code" UnderlyingType="Edm.String">
    <Annotation Term="${V}.AllowedValues"><Collection>
      <Record><PropertyValue Property="Value" String="A"/></Record><Record><PropertyValue Property="Value" String="B"/></Record>
    </Collection></Annotation>
  </TypeDefinition>
  <EntityType Name="Thing" OpenType="true">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Zip" Type="Edm.String"><Annotation Term="${V}.Pattern" String="^[0-9]{5}$"/></Property>
    <Property Name="Rate" Type="Edm.Decimal" Scale="variable">
      <Annotation Term="${V}.Minimum" Decimal="0"><Annotation Term="${V}.Exclusive"/></Annotation>
      <Annotation Term="${V}.Maximum" Decimal="100"/>
      <Annotation Term="${V}.MultipleOf" Decimal="0.5"/>
    </Property>
    <Property Name="Code" Type="Test.Code"/>
    <Property Name="Tags" Type="Collection(Edm.String)" Nullable="false">
      <Annotation Term="${V}.MaxItems" Int="2"/><Annotation Term="${V}.Pattern" String="^[a-z]+$"/>
    </Property>
    <Property Name="Size" Type="Test.Size"><Annotation Term="${V}.DerivedTypeConstraint"><Collection><String>Test.Box</String></Collection></Annotation></Property>
    <Property Name="From" Type="Edm.Date"/>
    <Property Name="To" Type="Edm.Date"/>
    <NavigationProperty Name="Parts" Type="Collection(Test.Thing)"><Annotation Term="${V}.MaxItems" Int="1"/></NavigationProperty>
    <Annotation Term="${V}.OpenPropertyTypeConstraint"><Collection><String>Edm.String</String></Collection></Annotation>
    <Annotation Term="${V}.Constraint"><Record>
      <PropertyValue Property="FailureMessage" String="To must not be before From"/>
      <PropertyValue Property="Condition"><Or><Or><Eq><Path>From</Path><Null/></Eq><Eq><Path>To</Path><Null/></Eq></Or><Ge><Path>To</Path><Path>From</Path></Ge></Or></PropertyValue>
    </Record></Annotation>
    <Annotation Term="${V}.Constraint" Qualifier="start"><Record>
      <PropertyValue Property="Condition"><Or><Eq><Path>From</Path><Null/></Eq><Gt><Path>From</Path><Date>2000-01-01</Date></Gt></Or></PropertyValue>
    </Record></Annotation>
  </EntityType>
  <EntityContainer Name="C">
    <EntitySet Name="Things" EntityType="Test.Thing"><NavigationPropertyBinding Path="Parts" Target="Things"/></EntitySet>
  </EntityContainer>`);

const violations: readonly (readonly [string, Record<string, unknown>])[] = [
  ['Pattern', { Zip: 'x1234' }],
  ['Minimum', { Rate: 0 }],
  ['Maximum', { Rate: 100.5 }],
  ['MultipleOf', { Rate: 1.25 }],
  ['AllowedValues', { Code: 'C' }],
  ['MaxItems', { Tags: ['a', 'b', 'c'] }],
  ['Pattern', { Tags: ['a', 'B'] }],
  ['Minimum', { Size: { '@odata.type': '#Test.Box', Width: 0 } }],
  ['DerivedTypeConstraint', { Size: { '@odata.type': '#Test.Tube', Width: 3 } }],
  ['OpenPropertyTypeConstraint', { Extra: true }],
  ['To must not be before From', { From: '2020-02-01', To: '2020-01-01' }],
  ['is not fulfilled', { From: '1999-02-01' }],
];

describe('refused', () => {
  test.each(violations)('%s %j', async (term, values) => {
    const service = serviceFor(schema);
    const created = await ask(service, 'POST /Things', { Id: 1, ...values });
    expect(created.status).toBe(400);
    expect(created.text).toContain(term);
    expect(created.body.error.code).toBe('ConstraintViolated');
    expect((await ask(service, 'POST /Things', { Id: 1 })).status).toBe(201);
    expect((await ask(service, 'PATCH /Things(1)', values)).status).toBe(400);
    const all = await ask(service, 'GET /Things');
    expect(all.body.value).toHaveLength(1);
  });

  test('items of a navigation property', async () => {
    const service = serviceFor(schema);
    for (const Id of [1, 2, 3]) await ask(service, 'POST /Things', { Id });
    expect((await ask(service, 'POST /Things(1)/Parts/$ref', { '@odata.id': 'Things(2)' })).status).toBe(204);
    expect((await ask(service, 'POST /Things(1)/Parts/$ref', { '@odata.id': 'Things(3)' })).status).toBe(400);
  });

  test('all findings at once', async () => {
    const answer = await ask(serviceFor(schema), 'POST /Things', { Id: 1, Zip: 'x', Rate: -1, Code: 'Z' });
    expect(answer.body.error.details.map((detail: { target: string }) => detail.target)).toEqual(
      ['Zip', 'Rate', 'Rate', 'Code'].filter((_, index) => index !== 2),
    );
  });
});

test('accepted where it fits', async () => {
  const service = serviceFor(schema);
  const values = {
    Id: 1,
    Zip: '12345',
    Rate: 99.5,
    Code: 'A',
    Tags: ['a'],
    Size: { '@odata.type': '#Test.Box', Width: 1 },
    From: '2020-01-01',
    To: '2020-01-01',
    Extra: 'text',
  };
  expect(await ask(service, 'POST /Things', values)).toMatchObject({ status: 201 });
  expect((await ask(service, 'PUT /Things(1)/Zip', { value: 'abc' })).status).toBe(400);
});

test('reported where the service reports violations', async () => {
  const service = serviceFor(schema, { validation: 'report' });
  const answer = await ask(service, 'POST /Things', { Id: 1, Zip: 'x' });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('OData-Emulator-Violations')).toContain('Validation.Pattern');
});
