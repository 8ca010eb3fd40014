import { describe, expect, it } from 'vitest';
import { diff, type } from './diff-of.ts';

const property = (facets: string) => type(`<Property Name="p" ${facets}/>`);
const enumOf = (members: string) => `<EnumType Name="E">${members}</EnumType>`;

describe('facets with their defaults', () => {
  it.each([
    ['Type="Edm.String"', 'Type="Edm.String" Unicode="false"', 'requests', 'responses'],
    ['Type="Edm.TimeOfDay"', 'Type="Edm.TimeOfDay" Precision="3"', 'responses', 'requests'],
    ['Type="Edm.GeographyPoint"', 'Type="Edm.GeographyPoint" SRID="4326"', 'nothing', 'nothing'],
    ['Type="Edm.GeographyPoint"', 'Type="Edm.GeographyPoint" SRID="0"', 'both', 'both'],
  ])('%s to %s breaks %s, back %s', (before, after, there, back) => {
    expect(diff(property(before), property(after))).toEqual([
      expect.stringMatching(new RegExp(` ${there}$`)),
    ]);
    expect(diff(property(after), property(before))).toEqual([expect.stringMatching(new RegExp(` ${back}$`))]);
  });
});

it('a default that is written out is no difference', () => {
  expect(diff(property('Type="Edm.String"'), property('Type="Edm.String" Unicode="true"'))).toEqual([]);
  expect(diff(property('Type="Edm.Decimal"'), property('Type="Edm.Decimal" Scale="0"'))).toEqual([]);
});

describe('types', () => {
  it('a type that opens sends what clients are prepared for', () => {
    expect(diff(type(''), type('', 'OpenType="true"'))).toEqual([
      'open-changed s.T OpenType false>true nothing',
    ]);
  });

  it('a media entity can no longer be created by its JSON', () => {
    expect(diff(type(''), type('', 'HasStream="true"'))).toEqual([
      'stream-changed s.T HasStream false>true requests',
    ]);
  });

  it('a new base that asks for more breaks those who create', () => {
    const derived = (base: string) =>
      `<ComplexType Name="A"><Property Name="p" Type="Edm.Int32" Nullable="false"/></ComplexType><ComplexType Name="B" ${base}/>`;
    expect(diff(derived(''), derived('BaseType="s.A"'))).toEqual([
      'base-type-changed s.B BaseType >s.A requests',
    ]);
  });

  it('a base type in place of the type leaves paths to its members behind', () => {
    const of = (name: string) =>
      `<ComplexType Name="A"/><ComplexType Name="B" BaseType="s.A"><Property Name="b" Type="Edm.Int32"/></ComplexType>${property(`Type="s.${name}"`)}`;
    expect(diff(of('B'), of('A'))).toEqual(['type-widened s.T/p Type s.B>s.A both']);
  });

  it('another order of the parts of a key tells in URLs alone', () => {
    const key = (names: readonly string[]) =>
      `<EntityType Name="K"><Key>${names.map((name) => `<PropertyRef Name="${name}"/>`).join('')}</Key><Property Name="a" Type="Edm.Int32" Nullable="false"/><Property Name="b" Type="Edm.Int32" Nullable="false"/></EntityType>`;
    expect(diff(key(['a', 'b']), key(['b', 'a']))).toEqual(['key-changed s.K Key a,b>b,a requests']);
    expect(diff(key(['a', 'b']), key(['a']))).toEqual(['key-changed s.K Key a,b>a both']);
  });

  it('the value of a member may be sent in place of its name', () => {
    expect(diff(enumOf('<Member Name="a" Value="1"/>'), enumOf('<Member Name="a" Value="2"/>'))).toEqual([
      'member-value-changed s.E/a Value 1>2 requests',
    ]);
  });

  it('terms differ in what they apply to, in their base and in their default', () => {
    const term = (attributes: string) => `<Term Name="L" Type="Edm.String" ${attributes}/>`;
    expect(diff(term('AppliesTo="Property Term"'), term('AppliesTo="Term Property"'))).toEqual([]);
    expect(diff(term(''), term('AppliesTo="Term" DefaultValue="x"'))).toEqual([
      'applies-to-changed s.L AppliesTo >Term nothing',
      'default-value-changed s.L DefaultValue >x responses',
    ]);
  });
});
