import { describe, expect, test } from 'vitest';
import { writeCsdlXml } from '../../src/csdl/xml/write-xml.ts';
import { documentOf, xmlOf } from './documents.ts';

const terms = `
<EnumType Name="Color" IsFlags="true"><Member Name="red" Value="1"/><Member Name="blue" Value="2"/></EnumType>
<TypeDefinition Name="Day" UnderlyingType="Edm.Date"/>
<ComplexType Name="R"><Property Name="Paths" Type="Collection(Edm.PropertyPath)"/><Property Name="Color" Type="self.Color"/></ComplexType>
<ComplexType Name="D" BaseType="self.R"><Property Name="Big" Type="Edm.Int64"/></ComplexType>
<Term Name="OnDay" Type="self.Day"/><Term Name="InColor" Type="self.Color"/><Term Name="Of" Type="self.R"/>
<Term Name="Amount" Type="Edm.Decimal"/><Term Name="Paths" Type="Collection(Edm.NavigationPropertyPath)"/>`;

function written(annotation: string): string {
  const document = documentOf(xmlOf(`${terms}${annotation}`));
  const xml = writeCsdlXml(document);
  expect(documentOf(xml)).toEqual(document);
  return xml.slice(xml.indexOf('<Annotation '), xml.indexOf('</Schema>')).replace(/\s*\n\s*/g, '');
}

describe('a constant is written as what its term’s type says that it is', () => {
  test.each([
    '<Annotation Term="self.OnDay" Date="2000-01-01"/>',
    '<Annotation Term="self.InColor" EnumMember="ns.Color/red ns.Color/blue"/>',
    '<Annotation Term="self.Amount" Decimal="3.140"/>',
    '<Annotation Term="self.Amount" Decimal="3"/>',
    '<Annotation Term="self.Paths"><Collection><NavigationPropertyPath>A/B</NavigationPropertyPath></Collection></Annotation>',
    '<Annotation Term="self.Of"><Record><PropertyValue Property="Paths"><Collection><PropertyPath>P</PropertyPath></Collection></PropertyValue><PropertyValue Property="Color" EnumMember="ns.Color/red"/></Record></Annotation>',
    '<Annotation Term="self.Of"><Record Type="self.D"><PropertyValue Property="Big" Int="9223372036854775807"/></Record></Annotation>',
    '<Annotation Term="self.OnDay"><If><Path>A</Path><Date>2000-01-01</Date><Null/></If></Annotation>',
  ])('%s', (annotation) => {
    expect(written(annotation)).toBe(annotation);
  });

  test('what is no value of the type stays a string', () => {
    const annotation = '<Annotation Term="self.InColor" String="green"/>';
    expect(written(annotation)).toBe(annotation);
  });
});
