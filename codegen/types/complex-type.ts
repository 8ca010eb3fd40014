// OData CSDL 4.01, section 9 "Complex Type".
import type { StatementStructures } from 'ts-morph';
import type { EdmComplexType } from '../../src/edm/edm-model.ts';
import type { Module } from './module.ts';
import { structuredTypeStatements } from './structured-type.ts';

export function complexTypeStatements(type: EdmComplexType, module: Module): StatementStructures[] {
  return structuredTypeStatements(type, module);
}
