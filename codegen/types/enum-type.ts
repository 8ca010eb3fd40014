// OData CSDL 4.01, section 10 "Enumeration Type": a union of the members' names, and a constant object of them.
import { StructureKind } from 'ts-morph';
import type { EdmEnumMember, EdmEnumType } from '../../src/edm/edm-model.ts';
import { documentation } from './documentation.ts';
import { declaredName, literal, memberName } from './names.ts';
import type { Statement } from './statement.ts';

export function enumTypeStatements(type: EdmEnumType): Statement[] {
  const name = declaredName(type.name);
  const members = [...type.members.values()].sort(byValue);
  return [
    {
      kind: StructureKind.TypeAlias,
      isExported: true,
      name,
      docs: documentation(type, ...(members.length === 0 ? ['The model declares no members.'] : [])),
      // Without members there is nothing to choose from, yet values exist.
      type: members.length === 0 ? 'string' : members.map((member) => literal(member.name)).join(' | '),
    },
    constant(name, members),
  ];
}

function constant(name: string, members: readonly EdmEnumMember[]): string {
  if (members.length === 0) return `export const ${name} = {} as const;`;
  const lines = members.flatMap((member) => [
    ...documentation(member).flatMap(({ description }) => commentLines(String(description))),
    `${memberName(member.name)}: ${literal(member.name)},`,
  ]);
  return [`export const ${name} = {`, ...lines.map((line) => `  ${line}`), '} as const;'].join('\n');
}

function commentLines(description: string): string[] {
  const lines = description.split('\n');
  if (lines.length === 1) return [`/** ${lines[0]} */`];
  return ['/**', ...lines.map((line) => ` * ${line}`.trimEnd()), ' */'];
}

function byValue(a: EdmEnumMember, b: EdmEnumMember): number {
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}
