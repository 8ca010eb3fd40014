// A value that is wrong at the bottom of deep nesting costs as much as one that is right.
import { expect, it } from 'vitest';
import { compileDefinition } from '../../codegen/compile-definition.ts';
import { readCsdl } from '../../src/csdl/read.ts';
import { createValidator } from '../../src/json/validate/validate.ts';

const csdl = `<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="n" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <ComplexType Name="Base" Abstract="true"/>
  <ComplexType Name="Node" BaseType="n.Base">
    <Property Name="size" Type="Edm.Int32"/>
    <Property Name="children" Type="Collection(n.Base)"/>
    <Property Name="next" Type="n.Base"/>
  </ComplexType>
</Schema></edmx:DataServices></edmx:Edmx>`;

function nested(depth: number): unknown {
  let value: unknown = { '@odata.type': '#n.Node', size: 'wrong' };
  for (let i = 0; i < depth; i++)
    value = { '@odata.type': '#n.Node', ...(i % 2 === 0 ? { children: [value] } : { next: value }) };
  return value;
}

it('each violation is told once with its whole path, however deep', () => {
  const { document } = readCsdl(csdl, { file: 'n.csdl.xml' });
  if (document === undefined) throw new Error('The document does not read.');
  const validator = createValidator(compileDefinition(document, { file: 'n.csdl.xml', sha256: '' }));
  const violations = validator.validate('n.Node', nested(40));
  expect(violations).toHaveLength(1);
  expect(violations[0]?.target).toBe(`${Array.from({ length: 20 }, () => 'next/children/0').join('/')}/size`);
});
