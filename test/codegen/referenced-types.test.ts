import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generate } from '../../codegen/generate.ts';
import { typeScriptErrors } from './type-check.ts';

const csdl = (head: string, namespace: string, content: string) =>
  `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">${head}<edmx:DataServices>
  <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="${namespace}">${content}</Schema></edmx:DataServices></edmx:Edmx>`;

it('types of a document that is referenced are generated as far as they are used', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'references-'));
  try {
    const include =
      '<edmx:Reference Uri="common.xml"><edmx:Include Namespace="common" Alias="c"/></edmx:Reference>';
    writeFileSync(
      join(folder, 'service.xml'),
      csdl(include, 'ns', '<ComplexType Name="A"><Property Name="b" Type="c.B"/></ComplexType>'),
    );
    writeFileSync(
      join(folder, 'common.xml'),
      csdl(
        '',
        'common',
        '<ComplexType Name="B"><Property Name="c" Type="common.C"/></ComplexType><EnumType Name="C"><Member Name="m"/></EnumType><EnumType Name="Unused"/>',
      ),
    );
    const result = await generate({ input: join(folder, 'service.xml'), out: join(folder, 'out') });
    expect(result.findings).toEqual([]);
    expect(result.written).toEqual([
      'Edm.ts',
      'common.ts',
      'index.ts',
      'model.json',
      'ns.ts',
      'schemas/common.B.json',
      'schemas/common.C.json',
      'schemas/ns.A.json',
    ]);
    expect(typeScriptErrors(join(folder, 'out'))).toEqual([]);
    expect(readFileSync(join(folder, 'out/ns.ts'), 'utf8')).toContain('b?: common$.B | null;');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('what an extended container of another document imports is generated', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'extended-'));
  try {
    const include =
      '<edmx:Reference Uri="base.xml"><edmx:Include Namespace="base" Alias="b"/></edmx:Reference>';
    writeFileSync(
      join(folder, 'service.xml'),
      csdl(include, 'ns', '<EntityContainer Name="All" Extends="b.Core"/>'),
    );
    writeFileSync(
      join(folder, 'base.xml'),
      csdl(
        '',
        'base',
        '<EntityType Name="E"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/></EntityType>' +
          '<Function Name="F"><ReturnType Type="Edm.String"/></Function>' +
          '<EntityContainer Name="Core"><EntitySet Name="Es" EntityType="base.E"/><FunctionImport Name="F" Function="base.F"/></EntityContainer>',
      ),
    );
    const result = await generate({ input: join(folder, 'service.xml'), out: join(folder, 'out') });
    expect(result.findings).toEqual([]);
    expect(typeScriptErrors(join(folder, 'out'))).toEqual([]);
    const index = readFileSync(join(folder, 'out/index.ts'), 'utf8');
    expect(index).toContain("'base.F': { parameters: Record<never, never>; result: Edm.String | null };");
    expect(index).toContain('Es: { entity: base$.E;');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
