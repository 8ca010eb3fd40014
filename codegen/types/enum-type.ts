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

function constant(name: string, members: readonly EdmEnumMember[]): Statement {
  if (members.length === 0) return (writer) => writer.write(`export const ${name} = {} as const;`);
  return (writer) => {
    writer.writeLine(`export const ${name} = {`);
    writer.indent(() => {
      for (const member of members) {
        for (const { description } of documentation(member)) writeComment(writer, description);
        writer.writeLine(`${memberName(member.name)}: ${literal(member.name)},`);
      }
    });
    writer.write('} as const;');
  };
}

function writeComment(writer: { writeLine(text: string): unknown }, description: unknown): void {
  const lines = String(description).split('\n');
  if (lines.length === 1) {
    writer.writeLine(`/** ${lines[0]} */`);
    return;
  }
  writer.writeLine('/**');
  for (const line of lines) writer.writeLine(` * ${line}`.trimEnd());
  writer.writeLine(' */');
}

function byValue(a: EdmEnumMember, b: EdmEnumMember): number {
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}
