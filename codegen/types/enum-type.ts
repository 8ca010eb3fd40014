// OData CSDL 4.01, section 10 "Enumeration Type": a union of the members' names, and a constant object of them.
import { type StatementStructures, StructureKind, VariableDeclarationKind } from 'ts-morph';
import type { EdmEnumMember, EdmEnumType } from '../../src/edm/edm-model.ts';
import { documentation } from './documentation.ts';
import { declaredName, literal, memberName } from './names.ts';

export function enumTypeStatements(type: EdmEnumType): StatementStructures[] {
  const name = declaredName(type.name);
  const members = [...type.members.values()].sort(byValue);
  const docs = documentation(type, ...(members.length === 0 ? ['The model declares no members.'] : []));
  return [
    {
      kind: StructureKind.TypeAlias,
      isExported: true,
      name,
      docs,
      // Without members there is nothing to choose from, yet values exist.
      type: members.length === 0 ? 'string' : members.map((member) => literal(member.name)).join(' | '),
    },
    {
      kind: StructureKind.VariableStatement,
      isExported: true,
      declarationKind: VariableDeclarationKind.Const,
      docs: [],
      declarations: [{ name, initializer: constant(members) }],
    },
  ];
}

function constant(members: readonly EdmEnumMember[]): string {
  if (members.length === 0) return '{} as const';
  const lines = members.map((member) => {
    const description = documentation(member)[0]?.description;
    const comment =
      typeof description === 'string' ? `  /** ${description.replaceAll('\n', '\n   * ')} */\n` : '';
    return `${comment}  ${memberName(member.name)}: ${literal(member.name)},\n`;
  });
  return `{\n${lines.join('')}} as const`;
}

function byValue(a: EdmEnumMember, b: EdmEnumMember): number {
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}
