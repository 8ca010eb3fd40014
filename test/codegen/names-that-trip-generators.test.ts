import { describe, expect, it } from 'vitest';
import { createFileNames } from '../../codegen/file-names.ts';
import { emitSchemas } from '../../codegen/schemas/emit-schemas.ts';
import type { EdmModel } from '../../src/edm/edm-model.ts';
import { modulesOf, standardValidator } from './emitted.ts';
import { modelOf, schema } from './small-model.ts';
import { sourceErrors } from './type-check.ts';

/** The text of a module, once TypeScript has accepted all of them. */
function checkedModule(model: EdmModel, fileName: string): string {
  const modules = modulesOf(model);
  expect(sourceErrors(modules)).toEqual([]);
  return modules.get(fileName)!;
}

it('an enumeration type without members is any text in TypeScript', () => {
  const model = modelOf(
    schema(
      '<EnumType Name="auditLogRecordType"/><ComplexType Name="C"><Property Name="p" Type="ns.auditLogRecordType"/></ComplexType>',
    ),
  );
  const text = checkedModule(model, 'ns.ts');
  expect(text).toContain('export type auditLogRecordType = string;');
  expect(text).toContain('export const auditLogRecordType = {} as const;');
});

it.each([
  'case',
  'package',
  'string',
  'any',
  'enum',
  'await',
  'keyof',
  'readonly',
  'unique',
  'Edm',
  'type',
  'of',
  'module',
  'eval',
  'arguments',
  'undefined',
  'exports',
  'async',
  'declare',
  'namespace',
  'symbol',
  'object',
  'global',
  'asserts',
  'out',
])('a type named %s keeps its name outside its module', (name) => {
  const model = modelOf(
    schema(`<ComplexType Name="${name}"><Property Name="${name}" Type="ns.${name}"/></ComplexType>`),
    schema(`<EnumType Name="${name}"><Member Name="${name}"/></EnumType>`, 'enums'),
    schema(
      `<ComplexType Name="User"><Property Name="one" Type="ns.${name}"/><Property Name="two" Type="enums.${name}"/></ComplexType>`,
      'other',
    ),
  );
  const text = checkedModule(model, 'other.ts');
  expect(text).toContain(`one?: ns$.${name} | null;`);
  expect(text).toContain(`two?: enums$.${name} | null;`);
});

it.each(['delete', 'export', 'import', 'return', 'constructor', '__proto__', 'new', 'get', 'readonly'])(
  'operations, parameters and properties named %s keep their names',
  (name) => {
    const model = modelOf(
      schema(`<ComplexType Name="C"><Property Name="${name}" Type="Edm.Int32"/></ComplexType>
        <Action Name="${name}" IsBound="true"><Parameter Name="it" Type="ns.C"/><Parameter Name="${name}" Type="Edm.String"/></Action>`),
    );
    expect(checkedModule(model, 'index.ts')).toMatch(
      new RegExp(`'ns\\.${name}': .*'?${name}'?: Edm\\.String \\| null`),
    );
    // ajv skips a property of this name; other validators do not
    if (name === '__proto__') return;
    const validate = standardValidator(model)('ns.C');
    expect(validate(JSON.parse(`{"${name}":1}`))).toBe(true);
    expect(validate(JSON.parse(`{"${name}":"one"}`))).toBe(false);
  },
);

it('image may be a complex type and a bound function with four overloads', () => {
  const overload = (type: string, more = '') =>
    `<Function Name="image" IsBound="true"><Parameter Name="it" Type="${type}"/>${more}<ReturnType Type="ns.image"/></Function>`;
  const model = modelOf(
    schema(`<ComplexType Name="image"><Property Name="p" Type="Edm.Int32"/></ComplexType><ComplexType Name="C"/>
      ${overload('ns.C')}${overload('ns.C', '<Parameter Name="a" Type="Edm.Int32"/>')}
      ${overload('ns.C', '<Parameter Name="b" Type="Edm.String"/>')}${overload('Collection(ns.C)')}`),
  );
  const text = checkedModule(model, 'index.ts');
  expect(text.match(/binding: ns\$\.C; parameters/g)).toHaveLength(3);
  expect(text.match(/binding: ns\$\.C\[\]; parameters/g)).toHaveLength(1);
  expect(modulesOf(model).get('ns.ts')).toContain('export interface image ');
});

describe('names that collide when case is ignored', () => {
  const model = modelOf(
    schema(
      '<ComplexType Name="identitySet"/><ComplexType Name="C"><Property Name="a" Type="ns.identitySet"/><Property Name="A" Type="other.IdentitySet"/></ComplexType>',
    ),
    schema('<ComplexType Name="IdentitySet"/><ComplexType Name="identityset"/>', 'other'),
    schema('<ComplexType Name="x"/>', 'Other'),
  );

  it('are kept in TypeScript, in their own modules', () => {
    const text = checkedModule(model, 'ns.ts');
    expect(text).toContain('a?: identitySet | null;');
    expect(text).toContain('A?: other$.IdentitySet | null;');
  });

  it('never share a file on a file system that ignores case', () => {
    const names = [...modulesOf(model).keys(), ...[...emitSchemas(model, () => '')].map(([name]) => name)];
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  });
});

it('a namespace may have the name of a file that is generated anyway', () => {
  expect(['Index', 'edm', 'ns'].map(createFileNames(['Index', 'edm', 'ns'], ['Edm', 'index']))).toEqual([
    'Index~10',
    'edm~0',
    'ns',
  ]);
});

it('aliases of namespaces are no names of modules', () => {
  const model = modelOf(
    schema(
      '<ComplexType Name="C"><Property Name="s" Type="self.D"/></ComplexType>',
      'microsoft.graph',
      'graph',
    ),
    schema(
      '<ComplexType Name="D"><Property Name="c" Type="graph.C"/></ComplexType>',
      'microsoft.graph.security',
      'self',
    ),
  );
  expect(checkedModule(model, 'microsoft.graph.ts')).toContain('s?: microsoft$graph$security.D | null;');
  expect(checkedModule(model, 'microsoft.graph.security.ts')).toContain('c?: microsoft$graph.C | null;');
});

it('open and abstract types: an index signature, and no value that is exactly of them', () => {
  const model = modelOf(
    schema(`<EntityType Name="Base" Abstract="true" OpenType="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
      <EntityType Name="One" BaseType="ns.Base"/><EntityType Name="Two" BaseType="ns.Base" Abstract="true"/>`),
  );
  const text = checkedModule(model, 'ns.ts');
  expect(text.match(/\[property: string\]: unknown;/g)).toHaveLength(2);
  expect(text).toContain("export type Base$Any = Edm.Typed<One, '#ns.One'>;");
});
