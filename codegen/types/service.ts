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
  EdmOperation,
  EdmSingleton,
} from '../../src/edm/edm-model.ts';
import { operationsOf } from '../model-types.ts';
import { byName } from '../schemas/json-schema.ts';
import { documentation } from './documentation.ts';
import { type Module, structuredText, typeText } from './module.ts';
import { literal, memberName } from './names.ts';
import { operationText } from './operation.ts';
import type { Member } from './property.ts';

const groups = {
  entitySets: 'EntitySets',
  singletons: 'Singletons',
  actionImports: 'ActionImports',
  functionImports: 'FunctionImports',
  actions: 'Actions',
  functions: 'Functions',
  boundActions: 'BoundActions',
  boundFunctions: 'BoundFunctions',
} as const;

type Members = Record<keyof typeof groups, Member[]>;

export function serviceStatements(module: Module): StatementStructures[] {
  const { boundActions, boundFunctions, ...unbound } = operations(module);
  const members: Members = {
    entitySets: [],
    singletons: [],
    actionImports: [],
    functionImports: [],
    ...unbound,
    boundActions: boundActions.map(({ bindingType, name }) => ({ name: literal(bindingType), type: name })),
    boundFunctions: boundFunctions.map(({ bindingType, name }) => ({
      name: literal(bindingType),
      type: name,
    })),
  };
  const children = [...(module.model.entityContainer?.children.values() ?? [])].sort(byName);
  for (const child of children) addChild(child, members, module);
  const entries = Object.entries(groups) as [keyof Members, string][];
  return [
    ...[...boundActions, ...boundFunctions].map((group) => membersInterface(group.name, group.members)),
    ...entries.map(([group, name]) => ({ ...membersInterface(name, members[group]), isExported: true })),
    {
      kind: StructureKind.Interface,
      isExported: true,
      name: 'Service',
      docs: ['Everything that a client can address, by name.'],
      properties: entries.map(([group, name]) => ({ name: group, type: name })),
    },
  ];
}

function membersInterface(name: string, properties: Member[]): InterfaceDeclarationStructure {
  return { kind: StructureKind.Interface, name, properties };
}

function addChild(child: EdmContainerChild, members: Members, module: Module): void {
  const member = (type: string): Member => ({
    name: memberName(child.name),
    type,
    docs: documentation(child),
  });
  switch (child.kind) {
    case 'EntitySet':
      members.entitySets.push(member(entitySetText(child, module)));
      break;
    case 'Singleton':
      members.singletons.push(member(singletonText(child, module)));
      break;
    case 'ActionImport':
      members.actionImports.push(member(`${groups.actions}[${literal(child.action)}]`));
      break;
    case 'FunctionImport':
      members.functionImports.push(member(`${groups.functions}[${literal(child.function)}]`));
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

/** Operations bound to one type: the members of an interface of their own. */
interface BoundGroup {
  readonly name: string;
  readonly bindingType: string;
  readonly members: Member[];
}

interface Operations {
  readonly actions: Member[];
  readonly functions: Member[];
  readonly boundActions: BoundGroup[];
  readonly boundFunctions: BoundGroup[];
}

function operations(module: Module): Operations {
  const all = operationsOf(module.model);
  const group = (kind: EdmOperation['kind'], isBound: boolean) =>
    all.filter((operation) => operation.kind === kind && operation.isBound === isBound);
  return {
    actions: byQualifiedName(group('Action', false), module),
    functions: byQualifiedName(group('Function', false), module),
    boundActions: byBindingType(groups.boundActions, group('Action', true), module),
    boundFunctions: byBindingType(groups.boundFunctions, group('Function', true), module),
  };
}

function byQualifiedName(operations: readonly EdmOperation[], module: Module): Member[] {
  return grouped(operations, (operation) => operation.qualifiedName).map(([name, overloads]) => ({
    name: literal(name),
    type: operationText(overloads, module),
    docs: describedBy(overloads),
  }));
}

function byBindingType(group: string, operations: readonly EdmOperation[], module: Module): BoundGroup[] {
  return grouped(operations, bindingTypeName).map(([bindingType, bound]) => ({
    // Two dollars: the name of a module has no more than one in a place.
    name: `${group}$$${bindingType.replace(')', '').replace(/[.(]/g, '$')}`,
    bindingType,
    members: byQualifiedName(bound, module),
  }));
}

function bindingTypeName(operation: EdmOperation): string {
  const binding = operation.parameters[0];
  if (binding === undefined) return '';
  const { type, collection } = binding.type;
  return collection ? `Collection(${type.qualifiedName})` : type.qualifiedName;
}

/** Overloads may be described each; the shortest signature speaks for all. */
function describedBy(overloads: readonly EdmOperation[]): NonNullable<Member['docs']> {
  const signature = (operation: EdmOperation) =>
    operation.parameters.map((parameter) => parameter.name).join();
  const sorted = [...overloads].sort(
    (a, b) =>
      a.parameters.length - b.parameters.length || byName({ name: signature(a) }, { name: signature(b) }),
  );
  return sorted.map((overload) => documentation(overload)).find((docs) => docs.length > 0) ?? [];
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
