import { describe, expect, test } from 'vitest';
import { loadCsdl } from '../../src/csdl/load-csdl.ts';
import { createEdmModel } from '../../src/csdl/model/create-edm-model.ts';
import { createEdmModelFromArtifact, packModel } from '../../src/csdl/model/model-artifact.ts';
import { writeCsdlXml } from '../../src/csdl/xml/write-xml.ts';
import type { EdmModel } from '../../src/edm/edm-model.ts';
import fc from '../fast-check.ts';
import { xmlOf } from './documents.ts';

const members = [
  '$Kind $Type $Collection $Nullable $BaseType $Key $Partner $ReferentialConstraint $OnDelete $UnderlyingType',
  '$IsBound $Parameter $ReturnType $EntitySetPath $Name $Action $Function $EntitySet $NavigationPropertyBinding',
  '$Extends $Annotations $Alias $MaxLength $Precision $Scale $DefaultValue $AppliesTo $Include $Namespace',
  'A B ns.A @ns.A A@ns.A #1',
].flatMap((line) => line.split(' '));
const values = [
  'EntityType',
  'ComplexType',
  'EnumType',
  'Term',
  'Action',
  'Function',
  'EntityContainer',
].concat('NavigationProperty', 'TypeDefinition', 'ns.A', 'ns.B', 'Edm.Int32', 'A/B', 'A');

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom<unknown>(...values, true, false, null, 7, -1.5),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...members), tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

function expectFindings(text: string): void {
  const { document, findings } = loadCsdl(text, 'test');
  const isRefused = findings.some(({ severity }) => severity === 'error');
  expect(document === undefined).toBe(isRefused);
  if (document === undefined) return;
  walk(createEdmModel(document));
  walk(createEdmModelFromArtifact(JSON.parse(JSON.stringify(packModel(document)))));
  writeCsdlXml(document);
}

/** Asks the model for all that it has. */
function walk(model: EdmModel): void {
  for (const element of model.elements()) {
    void element.annotations.entries;
    if (element.kind === 'EntityType' || element.kind === 'ComplexType') {
      for (const { type, annotations } of element.properties.values()) void [type, annotations.entries];
      for (const { entityType } of element.navigationProperties.values()) void entityType;
      model.derivedTypes(element);
      model.boundOperations(element, false);
    }
    if (element.kind === 'EntityType') void element.key;
    if (element.kind === 'EnumType') void element.members;
    if (element.kind === 'Action' || element.kind === 'Function')
      void [element.returnType, ...element.parameters.map(({ type, optional }) => [type, optional])];
    if (element.kind === 'EntityContainer')
      for (const child of element.children.values())
        if ('entityType' in child) void [child.entityType, child.navigationPropertyBindings];
  }
}

describe('no text makes reading and checking throw, nor what is made of a text without errors', () => {
  test('CSDL JSON whose members have values of any kind', () => {
    const schema = fc.dictionary(fc.constantFrom('A', 'B', '$Annotations', '$Alias', '@ns.A'), value, {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(schema, value, (ns, reference) => {
        expectFindings(JSON.stringify({ $Version: '4.01', $Reference: reference, ns }));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test('CSDL XML with pieces missing, repeated or changed', () => {
    const whole = xmlOf(`<EntityType Name="E"><Key><PropertyRef Name="ID" Alias="a"/></Key>
      <Property Name="ID" Type="Edm.Int32" Nullable="false" DefaultValue="1"/>
      <NavigationProperty Name="N" Type="Collection(self.E)" Partner="N"><OnDelete Action="None"/></NavigationProperty></EntityType>
      <Action Name="A" IsBound="true"><Parameter Name="p" Type="self.E"/><ReturnType Type="Edm.String"/></Action>
      <EntityContainer Name="C"><EntitySet Name="S" EntityType="self.E"><NavigationPropertyBinding Path="N" Target="S"/></EntitySet></EntityContainer>
      <Annotations Target="self.E/ID"><Annotation Term="self.T"><Record><PropertyValue Property="P" Path="N"/></Record></Annotation></Annotations>`);
    const at = fc.nat(whole.length);
    fc.assert(
      fc.property(
        at,
        fc.nat(40),
        fc.oneof(
          fc.string(),
          at.map((start) => whole.slice(start, start + 30)),
        ),
        (start, length, text) => {
          expectFindings(whole.slice(0, start) + text + whole.slice(start + length));
        },
      ),
      { seed: 1, numRuns: 2000 },
    );
  });
});
