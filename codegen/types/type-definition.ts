// OData CSDL 4.01, section 11 "Type Definition".
import { type StatementStructures, StructureKind } from 'ts-morph';
import type { EdmTypeDefinition } from '../../src/edm/edm-model.ts';
import { documentation } from './documentation.ts';
import type { Module } from './module.ts';
import { declaredName } from './names.ts';

export function typeDefinitionStatements(type: EdmTypeDefinition, module: Module): StatementStructures[] {
  return [
    {
      kind: StructureKind.TypeAlias,
      isExported: true,
      name: declaredName(type.name),
      docs: documentation(type),
      type: module.edm(type.underlyingType.name),
    },
  ];
}
