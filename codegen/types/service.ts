// OData CSDL 4.01, section 13 "Entity Container" and section 12 "Action and Function", as one type: `Service`.
//
//   Service['entitySets'][set]                    entity, create, update, key
//   Service['singletons'][singleton]              entity, update
//   Service['actionImports'][name], ['functionImports'][name]                 parameters, result
//   Service['actions'][qualified name], ['functions'][qualified name]         parameters, result; unbound ones
//   Service['boundActions'][binding type][qualified name], ['boundFunctions'] binding, parameters, result
// An operation with several overloads is the union of them. Collections of a binding type are `Collection(namespace.Type)`.
import { type InterfaceDeclarationStructure, type StatementStructures, StructureKind } from 'ts-morph';
import type {
  EdmContainerChild,
  EdmEntitySet,
  EdmEntityType,
  EdmModel,
  EdmOperation,
  EdmSingleton,
} from '../../src/edm/edm-model.ts';
import { byName } from '../schemas/json-schema.ts';
import { documentation } from './documentation.ts';
import { type Module, structuredText, typeText } from './module.ts';
import { literal, memberName } from './names.ts';
import { operationText } from './operation.ts';
import type { Member } from './property.ts';

type Groups = Record<
  | 'entitySets'
  | 'singletons'
  | 'actionImports'
  | 'functionImports'
  | 'actions'
  | 'functions'
  | 'boundActions'
  | 'boundFunctions',
  Member[]
>;

const interfaceNames: Record<keyof Groups, string> = {
  entitySets: 'EntitySets',
  singletons: 'Singletons',
  actionImports: 'ActionImports',
  functionImports: 'FunctionImports',
  actions: 'Actions',
  functions: 'Functions',
  boundActions: 'BoundActions',
  boundFunctions: 'BoundFunctions',
};

export function serviceStatements(module: Module): StatementStructures[] {
  const groups: Groups = {
    entitySets: [],
    singletons: [],
    actionImports: [],
    functionImports: [],
    ...operations(module),
  };
  const children = [...(module.model.entityContainer?.children.values() ?? [])].sort(byName);
  for (const child of children) addChild(child, groups, module);
  const entries = Object.entries(interfaceNames) as [keyof Groups, string][];
  return [
    ...entries.map(([group, name]) => groupInterface(name, groups[group])),
    {
      kind: StructureKind.Interface,
      isExported: true,
      name: 'Service',
      docs: ['Everything that a client can address, by name.'],
      properties: entries.map(([group, name]) => ({ name: group, type: name })),
    },
  ];
}

function groupInterface(name: string, properties: Member[]): InterfaceDeclarationStructure {
  return { kind: StructureKind.Interface, isExported: true, name, properties };
}

function addChild(child: EdmContainerChild, groups: Groups, module: Module): void {
  const member = (type: string): Member => ({
    name: memberName(child.name),
    type,
    docs: documentation(child),
  });
  switch (child.kind) {
    case 'EntitySet':
      groups.entitySets.push(member(entitySetText(child, module)));
      break;
    case 'Singleton':
      groups.singletons.push(member(singletonText(child, module)));
      break;
    case 'ActionImport':
      groups.actionImports.push(member(importText(module.model.findActions(child.action), module)));
      break;
    case 'FunctionImport':
      groups.functionImports.push(member(importText(module.model.findFunctions(child.function), module)));
      break;
  }
}

function entitySetText({ entityType }: EdmEntitySet, module: Module): string {
  const usages = (['create', 'update'] as const).map(
    (usage) => `${usage}: ${structuredText(entityType, module, usage)}`,
  );
  const entity = `entity: ${structuredText(entityType, module, 'read')}`;
  return `{ ${[entity, ...usages, `key: ${keyText(entityType, module)}`].join('; ')} }`;
}

function singletonText({ entityType, nullable }: EdmSingleton, module: Module): string {
  const entity = `${structuredText(entityType, module, 'read')}${nullable ? ' | null' : ''}`;
  return `{ entity: ${entity}; update: ${structuredText(entityType, module, 'update')} }`;
}

/** A set whose type is abstract may have no key: those of the derived types differ. */
function keyText(type: EdmEntityType, module: Module): string {
  if (type.key.length === 0) return 'Record<string, unknown>';
  const parts = type.key.map(({ name, property }) => {
    // A path through complex properties has a name of its own; TypeScript takes any once it is quoted.
    return `${memberName(name)}: ${typeText({ ...property.type, nullable: false }, module, 'read')}`;
  });
  return `{ ${parts.join('; ')} }`;
}

function importText(overloads: readonly EdmOperation[], module: Module): string {
  return operationText(
    overloads.filter((overload) => !overload.isBound),
    module,
  );
}

function operations(
  module: Module,
): Pick<Groups, 'actions' | 'functions' | 'boundActions' | 'boundFunctions'> {
  const all = allOperations(module.model);
  const group = (kind: EdmOperation['kind'], isBound: boolean) =>
    all.filter((operation) => operation.kind === kind && operation.isBound === isBound);
  return {
    actions: byQualifiedName(group('Action', false), module),
    functions: byQualifiedName(group('Function', false), module),
    boundActions: byBindingType(group('Action', true), module),
    boundFunctions: byBindingType(group('Function', true), module),
  };
}

function allOperations(model: EdmModel): EdmOperation[] {
  const all: EdmOperation[] = [];
  for (const element of model.elements()) {
    if (element.kind === 'Action' || element.kind === 'Function') all.push(element);
  }
  return all;
}

function byQualifiedName(operations: readonly EdmOperation[], module: Module): Member[] {
  return grouped(operations, (operation) => operation.qualifiedName).map(([name, overloads]) => ({
    name: literal(name),
    type: operationText(overloads, module),
    docs: documentation(overloads[0]!),
  }));
}

function byBindingType(operations: readonly EdmOperation[], module: Module): Member[] {
  return grouped(operations, bindingTypeName).map(([name, bound]) => {
    const members = byQualifiedName(bound, module).map((member) => `  ${member.name}: ${member.type};`);
    return { name: literal(name), type: `{\n${members.join('\n')}\n}` };
  });
}

function bindingTypeName(operation: EdmOperation): string {
  const binding = operation.parameters[0];
  if (binding === undefined) return '';
  const { type, collection } = binding.type;
  return collection ? `Collection(${type.qualifiedName})` : type.qualifiedName;
}

/** Groups sorted by their name; within a group, overloads by their own order, which the caller sorts. */
function grouped<T>(items: readonly T[], nameOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
