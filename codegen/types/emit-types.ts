// A model as TypeScript: one module for each CSDL namespace, one for `Edm`, one for the service.
//
// Declarations are plain structures, printed once for each file: ts-morph parses a file again with every node that is
// added to it.
import { IndentationText, Project, QuoteKind, type StatementStructures, StructureKind } from 'ts-morph';
import type { EdmModel, EdmSchemaElement, EdmStructuredType } from '../../src/edm/edm-model.ts';
import type { RequiredOnCreate } from '../../src/edm/write-rules.ts';
import { byName } from '../schemas/json-schema.ts';
import { complexTypeStatements } from './complex-type.ts';
import { entityTypeStatements } from './entity-type.ts';
import { enumTypeStatements } from './enum-type.ts';
import { createModule, type ModelScope, type Module } from './module.ts';
import { declaredName, isReserved, moduleName } from './names.ts';
import { primitiveTypeStatements } from './primitive-types.ts';
import { serviceStatements } from './service.ts';
import type { Statement } from './statement.ts';
import { typeDefinitionStatements } from './type-definition.ts';
import { createWriteRules } from './write-rules.ts';

type TypeElement = Extract<
  EdmSchemaElement,
  { kind: 'EntityType' | 'ComplexType' | 'EnumType' | 'TypeDefinition' }
>;

const emitters: {
  readonly [K in TypeElement['kind']]: (
    type: Extract<TypeElement, { kind: K }>,
    module: Module,
  ) => Statement[];
} = {
  EntityType: entityTypeStatements,
  ComplexType: complexTypeStatements,
  EnumType: enumTypeStatements,
  TypeDefinition: typeDefinitionStatements,
};

export interface EmitTypesOptions {
  readonly requiredOnCreate: RequiredOnCreate;
  /** Comment lines at the top of each file. */
  readonly header: string;
  /** File name, without extension, of a namespace's module. */
  readonly fileName: (namespace: string) => string;
}

/** Texts of the modules, by file name. */
export function* emitTypes(
  model: EdmModel,
  options: EmitTypesOptions,
): Generator<readonly [fileName: string, text: string]> {
  const print = createPrinter();
  const { header, fileName } = options;
  yield ['Edm.ts', `${header}\n${print([primitiveTypeStatements()])}`];
  const scope = modelScope(model, options.requiredOnCreate);
  const types = typesByNamespace(model);
  for (const [namespace, elements] of types) {
    const module = createModule(scope, namespace);
    const declarations = print(declarationsOf(elements, module));
    const head = print([imports(module, options)]);
    yield [
      `${fileName(namespace)}.ts`,
      [header, head, declarations, print([reservedExports(elements)])]
        .filter((text) => text !== '')
        .join('\n'),
    ];
  }
  const service = createModule(scope, undefined);
  const declarations = print([serviceStatements(service)]);
  const head = print([imports(service, options), reexports([...types.keys()], options)]);
  yield ['index.ts', [header, head, declarations].join('\n')];
}

function* declarationsOf(elements: readonly TypeElement[], module: Module): Generator<Statement[]> {
  for (const element of elements) {
    const emit = emitters[element.kind] as (type: TypeElement, module: Module) => Statement[];
    yield emit(element, module);
  }
}

type Print = (groups: Iterable<Statement[]>) => string;

// Printing parses what it printed: in portions, so that no syntax tree of a whole namespace is ever in memory.
const _portion = 80;

function createPrinter(): Print {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces, quoteKind: QuoteKind.Single },
  });
  const printGroup = (statements: Statement[]) => {
    const file = project.createSourceFile('group.ts', { statements });
    const text = file.getFullText();
    file.forget();
    return text;
  };
  return (groups) => {
    const texts: string[] = [];
    for (const group of groups) {
      if (group.length > 0) texts.push(printGroup(group));
    }
    return texts.join('\n');
  };
}

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

/** Types by namespace; both sorted by name, so that the order of the document does not show. */
function typesByNamespace(model: EdmModel): Map<string, TypeElement[]> {
  const groups = new Map<string, TypeElement[]>();
  for (const { namespace } of [...model.schemas].sort((a, b) =>
    byName({ name: a.namespace }, { name: b.namespace }),
  )) {
    groups.set(namespace, []);
  }
  for (const element of model.elements()) {
    if (element.kind in emitters) groups.get(element.namespace)?.push(element as TypeElement);
  }
  for (const elements of groups.values()) elements.sort(byName);
  return groups;
}

function imports(module: Module, { fileName }: EmitTypesOptions): StatementStructures[] {
  return [...module.imports].sort().map((namespace) => ({
    kind: StructureKind.ImportDeclaration,
    isTypeOnly: true,
    namespaceImport: namespace === 'Edm' ? 'Edm' : moduleName(namespace),
    moduleSpecifier: `./${namespace === 'Edm' ? 'Edm' : fileName(namespace)}.js`,
  }));
}

/** The service's module gives access to all others, constants of the enumeration types included. */
function reexports(namespaces: readonly string[], { fileName }: EmitTypesOptions): StatementStructures[] {
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
function reservedExports(elements: readonly TypeElement[]): StatementStructures[] {
  const named = elements.filter((element) => isReserved(element.name));
  const specifier = (element: TypeElement) => ({ name: declaredName(element.name), alias: element.name });
  const values = named.filter((element) => element.kind === 'EnumType').map(specifier);
  const types = named.filter((element) => element.kind !== 'EnumType').map(specifier);
  const statements: StatementStructures[] = [];
  if (values.length > 0) statements.push({ kind: StructureKind.ExportDeclaration, namedExports: values });
  if (types.length > 0) {
    statements.push({ kind: StructureKind.ExportDeclaration, isTypeOnly: true, namedExports: types });
  }
  return statements;
}
