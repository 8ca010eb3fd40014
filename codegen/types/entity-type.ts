// OData CSDL 4.01, section 6 "Entity Type".
import type { StatementStructures } from 'ts-morph';
import type { EdmEntityType } from '../../src/edm/edm-model.ts';
import type { Module } from './module.ts';
import { structuredTypeStatements } from './structured-type.ts';

export function entityTypeStatements(type: EdmEntityType, module: Module): StatementStructures[] {
  return structuredTypeStatements(type, module);
}
