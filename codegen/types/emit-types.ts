// A model as TypeScript: one module for each CSDL namespace, one for `Edm`, one for the service.
//
// Declarations are plain structures, printed once for each file: ts-morph parses a file again with every node that is
// added to it.
import { type StatementStructures, StructureKind } from 'ts-morph';
import type { EdmModel, EdmStructuredType } from '../../src/edm/edm-model.ts';
import type { RequiredOnCreate } from '../../src/edm/write-rules.ts';
import { createFileNames } from '../file-names.ts';
import { isNamedType, type NamedType, typesOf } from '../model-types.ts';
import { byName } from '../schemas/json-schema.ts';
import { complexTypeStatements } from './complex-type.ts';
import { entityTypeStatements } from './entity-type.ts';
import { enumTypeStatements } from './enum-type.ts';
import { createModule, type ModelScope, type Module } from './module.ts';
import { declaredName, isReserved, moduleName } from './names.ts';
import { primitiveTypeStatements } from './primitive-types.ts';
import type { Print } from './printer.ts';
import { serviceStatements } from './service.ts';
import type { Statement } from './statement.ts';
import { typeDefinitionStatements } from './type-definition.ts';
import { createWriteRules } from './write-rules.ts';

const emitters: {
  readonly [K in NamedType['kind']]: (type: Extract<NamedType, { kind: K }>, module: Module) => Statement[];
} = {
  EntityType: entityTypeStatements,
  ComplexType: complexTypeStatements,
  EnumType: enumTypeStatements,
  TypeDefinition: typeDefinitionStatements,
};

export interface EmitTypesOptions {
  readonly requiredOnCreate: RequiredOnCreate;
  readonly print: Print;
}

/** The file of the service itself; it imports the files of the namespaces. */
export const serviceFile = 'index.ts';

/** Texts of the modules, by file name, without headers. */
export function* emitTypes(
  model: EdmModel,
  { requiredOnCreate, print }: EmitTypesOptions,
): Generator<readonly [fileName: string, text: string]> {
  yield ['Edm.ts', print([primitiveTypeStatements()])];
  const scope = modelScope(model, requiredOnCreate);
  const types = typesByNamespace(model);
  const fileName = createFileNames(types.keys(), ['Edm', 'index']);
  for (const [namespace, elements] of types) {
    const module = createModule(scope, namespace);
    const declarations = print(declarationsOf(elements, module));
    const head = print([imports(module, fileName)]);
    const texts = [head, declarations, print([reservedExports(elements)])];
    yield [`${fileName(namespace)}.ts`, texts.filter((text) => text !== '').join('\n')];
  }
  const service = createModule(scope, undefined);
  const declarations = print([serviceStatements(service)]);
  const head = print([imports(service, fileName), reexports([...types.keys()], fileName)]);
  yield [serviceFile, [head, declarations].join('\n')];
}

function* declarationsOf(elements: readonly NamedType[], module: Module): Generator<Statement[]> {
  for (const element of elements) {
    const emit = emitters[element.kind] as (type: NamedType, module: Module) => Statement[];
    yield emit(element, module);
  }
}

type FileName = (namespace: string) => string;
function modelScope(model: EdmModel, requiredOnCreate: RequiredOnCreate): ModelScope {
  const sorted = new Map<EdmStructuredType, readonly EdmStructuredType[]>();
  const derivedTypes = (type: EdmStructuredType) => {
    let derived = sorted.get(type);
    if (derived === undefined) {
      derived = [...model.derivedTypes<EdmStructuredType>(type)].sort(byQualifiedName);
      sorted.set(type, derived);
    }
    return derived;
  };
  const direct = new Map<EdmStructuredType, readonly EdmStructuredType[]>();
  const directlyDerived = (type: EdmStructuredType) => {
    let children = direct.get(type);
    if (children === undefined) {
      children = derivedTypes(type).filter((candidate) => candidate.baseType === type);
      direct.set(type, children);
    }
    return children;
  };
  const writeRules = createWriteRules(model, requiredOnCreate, derivedTypes);
  return { model, writeRules, derivedTypes, directlyDerived };
}

function byQualifiedName(a: EdmStructuredType, b: EdmStructuredType): number {
  return byName({ name: a.qualifiedName }, { name: b.qualifiedName });
}

/** Types by namespace, both in the order of their names; a namespace without types has a module as well. */
function typesByNamespace(model: EdmModel): Map<string, NamedType[]> {
  const types = typesOf(model).filter(isNamedType);
  const namespaces = new Set([...model.schemas, ...types].map(({ namespace }) => namespace));
  const groups = new Map<string, NamedType[]>([...namespaces].sort().map((namespace) => [namespace, []]));
  for (const type of types) groups.get(type.namespace)?.push(type);
  for (const group of groups.values()) group.sort(byName);
  return groups;
}

function imports(module: Module, fileName: FileName): StatementStructures[] {
  return [...module.imports].sort().map((namespace) => ({
    kind: StructureKind.ImportDeclaration,
    isTypeOnly: true,
    namespaceImport: namespace === 'Edm' ? 'Edm' : moduleName(namespace),
    moduleSpecifier: `./${namespace === 'Edm' ? 'Edm' : fileName(namespace)}.js`,
  }));
}

/** The service's module gives access to all others, constants of the enumeration types included. */
function reexports(namespaces: readonly string[], fileName: FileName): StatementStructures[] {
  return [
    {
      kind: StructureKind.ExportDeclaration,
      isTypeOnly: true,
      namespaceExport: 'Edm',
      moduleSpecifier: './Edm.js',
    },
    ...namespaces.map((namespace) => ({
      kind: StructureKind.ExportDeclaration as const,
      namespaceExport: moduleName(namespace),
      moduleSpecifier: `./${fileName(namespace)}.js`,
    })),
  ];
}

/** What had to be declared as `case$` is exported as `case` too. */
function reservedExports(elements: readonly NamedType[]): StatementStructures[] {
  const named = elements.filter((element) => isReserved(element.name));
  const specifier = (element: NamedType) => ({ name: declaredName(element.name), alias: element.name });
  const values = named.filter((element) => element.kind === 'EnumType').map(specifier);
  const types = named.filter((element) => element.kind !== 'EnumType').map(specifier);
  const statements: StatementStructures[] = [];
  if (values.length > 0) statements.push({ kind: StructureKind.ExportDeclaration, namedExports: values });
  if (types.length > 0) {
    statements.push({ kind: StructureKind.ExportDeclaration, isTypeOnly: true, namedExports: types });
  }
  return statements;
}
