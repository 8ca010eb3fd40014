// OData CSDL 4.01, section 4 "CSDL Document": whoever uses a document asks for its errors only, and misses none of them.
import { expect, test } from 'vitest';
import { loadCsdl } from '../../src/csdl/load-csdl.ts';
import { xmlOf } from './documents.ts';

const warned = `<Term Name="Number" Type="Edm.Int32"/>
<EntityType Name="T" Colour="red"><Key><PropertyRef Name="ID"/></Key>
  <Property Name="ID" Type="Edm.Int32" Nullable="false"><Annotation Term="self.Number" String="one"/></Property>
  <NavigationProperty Name="Next" Type="self.T" Partner="Nowhere"/></EntityType>`;

const codesOf = (text: string, errorsOnly: boolean) => {
  const { document, findings } = loadCsdl(text, 'test', { errorsOnly });
  const codes = (severity: string) =>
    findings.filter((one) => one.severity === severity).map(({ code }) => code);
  return { isUsable: document !== undefined, errors: codes('error'), warnings: codes('warning') };
};

test('most warnings are not looked for', () => {
  expect(codesOf(xmlOf(warned), false)).toEqual({
    isUsable: true,
    errors: [],
    warnings: ['unknown-attribute', 'unknown-partner', 'annotation-type'],
  });
  expect(codesOf(xmlOf(warned), true)).toEqual({ isUsable: true, errors: [], warnings: ['unknown-partner'] });
});

test.each([
  '<EntityType Name="T"><Key><PropertyRef Name="Nope"/></Key></EntityType>',
  '<EntityType Name="A" BaseType="self.B"/><EntityType Name="B" BaseType="self.A"/>',
  '<ComplexType Name="C"><Property Name="P" Type="self.Nope"/><Property Name="P" Type="Edm.Int32"/></ComplexType>',
  '<ComplexType Name="C"><NavigationProperty Name="N" Type="self.Nope" Partner="M"/></ComplexType>',
  '<EntityContainer Name="E"><EntitySet Name="S" EntityType="self.Nope"/></EntityContainer>',
  '<Annotations Target="self.Nope"><Annotation Term="self.Nope" String="a"/></Annotations>',
  '<Function Name="F"/>',
  '<EnumType Name="E"><Member Name="M" Value="one"/></EnumType>',
])('the errors of %s are the same', (schema) => {
  const { isUsable, errors } = codesOf(xmlOf(schema), false);
  expect(codesOf(xmlOf(schema), true)).toMatchObject({ isUsable, errors });
});
