import { describe, expect, it } from 'vitest';
import { diff, type } from './diff-of.ts';

const property = (facets: string) => type(`<Property Name="p" ${facets}/>`);

describe('properties', () => {
  it('a nullable one may be added, one without default that is not nullable breaks requests', () => {
    expect(diff(type(''), property('Type="Edm.String"'))).toEqual([
      'element-added s.T/p >Edm.String nothing',
    ]);
    expect(diff(type(''), property('Type="Edm.String" Nullable="false"'))).toEqual([
      'element-added s.T/p >Edm.String requests',
    ]);
    expect(diff(type(''), property('Type="Edm.String" Nullable="false" DefaultValue="x"'))).toEqual([
      'element-added s.T/p >Edm.String nothing',
    ]);
  });

  it('removal breaks both ways', () => {
    expect(diff(property('Type="Edm.String"'), type(''))).toEqual(['element-removed s.T/p Edm.String> both']);
  });

  it('a rename is told from a removal by type and name', () => {
    const before = type('<Property Name="displayNam" Type="Edm.String"/>');
    expect(diff(before, type('<Property Name="displayName" Type="Edm.String"/>'))).toEqual([
      'element-renamed s.T/displayNam s.T/displayName displayNam>displayName both',
    ]);
    expect(diff(before, type('<Property Name="displayName" Type="Edm.Int32"/>'))).toHaveLength(2);
    expect(diff(before, type('<Property Name="size" Type="Edm.String"/>'))).toHaveLength(2);
  });

  it('a wider type breaks those who read, another type everybody', () => {
    expect(diff(property('Type="Edm.Int32"'), property('Type="Edm.Int64"'))).toEqual([
      'type-widened s.T/p Type Edm.Int32>Edm.Int64 responses',
    ]);
    expect(diff(property('Type="Edm.Int64"'), property('Type="Edm.Int32"'))).toEqual([
      'type-changed s.T/p Type Edm.Int64>Edm.Int32 both',
    ]);
    expect(diff(property('Type="Edm.Int64"'), property('Type="Collection(Edm.Int64)"'))).toEqual([
      'collection-changed s.T/p Type Edm.Int64>Collection(Edm.Int64) both',
    ]);
  });

  it('null that comes breaks those who read, null that goes those who write', () => {
    expect(diff(property('Type="Edm.Int32" Nullable="false"'), property('Type="Edm.Int32"'))).toEqual([
      'nullable-changed s.T/p Nullable false>true responses',
    ]);
    expect(diff(property('Type="Edm.Int32"'), property('Type="Edm.Int32" Nullable="false"'))).toEqual([
      'nullable-changed s.T/p Nullable true>false requests',
    ]);
    expect(
      diff(
        property('Type="Collection(Edm.Int32)"'),
        property('Type="Collection(Edm.Int32)" Nullable="false"'),
      ),
    ).toEqual(['nullable-changed s.T/p Nullable unspecified>false nothing']);
  });

  it('a shorter MaxLength breaks those who write, a longer one those who read', () => {
    expect(
      diff(property('Type="Edm.String" MaxLength="9"'), property('Type="Edm.String" MaxLength="5"')),
    ).toEqual(['facet-changed s.T/p MaxLength 9>5 requests']);
    expect(diff(property('Type="Edm.String" MaxLength="9"'), property('Type="Edm.String"'))).toEqual([
      'facet-changed s.T/p MaxLength 9> responses',
    ]);
  });

  it('what moved to a base type is still there', () => {
    const before = property('Type="Edm.String"');
    const after = `<EntityType Name="B"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/><Property Name="p" Type="Edm.String"/></EntityType><EntityType Name="T" BaseType="s.B"/>`;
    expect(diff(before, after)).toEqual([
      'element-added s.B nothing',
      'base-type-changed s.T BaseType >s.B nothing',
      'moved-to-base s.T/id s.B/id nothing',
      'moved-to-base s.T/p s.B/p nothing',
    ]);
  });

  it('an order of declaration is no difference', () => {
    const p = '<Property Name="p" Type="Edm.String"/>';
    const q = '<Property Name="q" Type="Edm.String"/>';
    expect(diff(type(p + q), type(q + p))).toEqual([]);
  });
});

describe('enumeration types', () => {
  const enumOf = (members: string) => `<EnumType Name="E">${members}</EnumType>`;
  it('a new member breaks those who read, unless the type is evolvable', () => {
    const a = '<Member Name="a" Value="0"/>';
    const unknown = '<Member Name="unknownFutureValue" Value="9"/>';
    const added = '<Member Name="added" Value="1"/>';
    expect(diff(enumOf(a), enumOf(a + added))).toEqual(['element-added s.E/added >1 responses']);
    expect(diff(enumOf(a + unknown), enumOf(a + added + unknown))).toEqual([
      'element-added s.E/added >1 nothing',
    ]);
    expect(diff(enumOf(a + added), enumOf(a))).toEqual(['element-removed s.E/added 1> requests']);
  });
});

describe('operations', () => {
  const action = (parameters: string, result = '') =>
    `${type('')}<Action Name="act" IsBound="true"><Parameter Name="it" Type="s.T"/>${parameters}${result}</Action>`;
  it('a parameter that may be left out is safe on an action, one that may not breaks calls', () => {
    expect(diff(action(''), action('<Parameter Name="x" Type="Edm.Int32"/>'))).toEqual([
      'element-added s.act(s.T)/x >Edm.Int32 nothing',
    ]);
    expect(diff(action(''), action('<Parameter Name="x" Type="Edm.Int32" Nullable="false"/>'))).toEqual([
      'element-added s.act(s.T)/x >Edm.Int32 requests',
    ]);
  });

  it('a result that changes breaks those who read only', () => {
    const result = (name: string) => `<ReturnType Type="${name}"/>`;
    expect(diff(action('', result('Edm.Int32')), action('', result('Edm.String')))).toEqual([
      'type-changed s.act(s.T)/$ReturnType Type Edm.Int32>Edm.String responses',
    ]);
  });

  it('an overload that is gone is not taken for one with another binding', () => {
    const other =
      '<EntityType Name="U" BaseType="s.T"/><Action Name="act" IsBound="true"><Parameter Name="it" Type="s.U"/></Action>';
    expect(diff(action('') + other, type('') + other)).toEqual(['element-removed s.act(s.T) requests']);
  });
});

describe('the container', () => {
  const container = (children: string) =>
    `${type('')}<EntityContainer Name="C">${children}</EntityContainer>`;
  it('a set that is gone breaks requests, a new one nothing', () => {
    const set = '<EntitySet Name="Things" EntityType="s.T"/>';
    expect(diff(container(set), container(''))).toEqual([
      'element-removed s.C/Things EntitySet s.T> requests',
    ]);
    expect(diff(container(''), container(set))).toEqual(['element-added s.C/Things >EntitySet s.T nothing']);
  });

  it('a capability that is denied breaks requests', () => {
    const set = (insertable: boolean) =>
      container(
        `<EntitySet Name="Things" EntityType="s.T"><Annotation Term="Org.OData.Capabilities.V1.InsertRestrictions"><Record><PropertyValue Property="Insertable" Bool="${insertable}"/></Record></Annotation></EntitySet>`,
      );
    expect(diff(set(true), set(false))[0]).toMatch(/^annotation-changed .* requests$/);
    expect(diff(set(false), set(true))[0]).toMatch(/^annotation-changed .* nothing$/);
  });
});
