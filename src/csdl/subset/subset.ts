// OData CSDL 4.01, section 13 "Entity Container": the part of a document that some paths and types need.
//
//   /users                     the container's child, its type, and the types of their properties
//   /users/{id}/messages       what the path goes through, contained or not; keys need not be written
//   /users/**                  and what is contained below, with the operations bound to it; /users/*: one step
//   microsoft.graph.message    a type; microsoft.graph.security.*: those of a namespace; an action or function
//
// A type comes with its base types and the types of its properties; where a property or a path has an abstract type, with
// the types that derive from it. A navigation property to a type that is not in the subset is left out, and so is an
// operation with such a type, unless a pattern names it. What is left is a document without open ends.
import type {
  EdmContainerChild,
  EdmModel,
  EdmNavigationProperty,
  EdmOperation,
  EdmStructuredType,
  EdmType,
} from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import type { CsdlDocument } from '../csdl-document.ts';
import { createEdmModel } from '../model/create-edm-model.ts';
import type { Selection } from './selection.ts';
import { typesOfOperation } from './selection.ts';
import { filterDocument } from './subset-document.ts';

export interface Subset {
  readonly document: CsdlDocument;
  /** Patterns that fit nothing in the document. */
  readonly unmatched: readonly string[];
}

/** @param document one that passed `checkCsdl` */
export function selectSubset(
  document: CsdlDocument,
  references: readonly CsdlDocument[],
  patterns: readonly string[],
): Subset {
  const model = createEdmModel(document, references);
  const selector = createSelector(model);
  const unmatched = patterns.filter((pattern) =>
    pattern.startsWith('/') ? !selectPath(selector, pattern) : !selectNamed(selector, pattern),
  );
  return { document: filterDocument(document, selector.selection), unmatched };
}

interface Selector {
  readonly selection: Selection;
  readonly children: Set<string>;
  /** With its base types and the types of its properties. */
  addType(type: EdmType): void;
  /** A type whose instances are used here: an abstract one has none of its own. */
  addUsed(type: EdmType): void;
  addOperation(operation: EdmOperation): void;
  /** What is contained in instances of the type, at any depth. */
  addContained(type: EdmStructuredType): void;
}

function createSelector(model: EdmModel): Selector {
  const types = new Set<EdmType>();
  const operations = new Set<EdmOperation>();
  const children = new Set<string>();
  const followed = new Set<EdmType>();
  const addType = (type: EdmType): void => {
    if (type.kind === 'Primitive' || types.has(type)) return;
    types.add(type);
    if (!isStructuredType(type)) return;
    if (type.baseType !== undefined) addType(type.baseType);
    for (const property of type.ownProperties.values()) addUsed(property.type.type);
  };
  const addUsed = (type: EdmType): void => {
    addType(type);
    if (isStructuredType(type) && type.abstract)
      for (const derived of model.derivedTypes<EdmStructuredType>(type)) addType(derived);
  };
  const addOperation = (operation: EdmOperation): void => {
    operations.add(operation);
    for (const type of typesOfOperation(operation)) addUsed(type);
  };
  const addContained = (type: EdmStructuredType): void => {
    if (followed.has(type)) return;
    followed.add(type);
    addUsed(type);
    for (const collection of [false, true])
      for (const operation of model.boundOperations(type, collection)) addOperation(operation);
    const own = type.abstract ? model.derivedTypes<EdmStructuredType>(type) : [];
    for (const one of [type, ...own])
      for (const navigation of one.navigationProperties.values())
        if (navigation.containsTarget) addContained(navigation.entityType);
  };
  const selection = { model, types, operations, children };
  return { selection, children, addType, addUsed, addOperation, addContained };
}

/** False where nothing fits. */
function selectPath(selector: Selector, pattern: string): boolean {
  const [first = '', ...rest] = pattern
    .split('/')
    .filter((segment) => segment !== '' && !/^\{.*\}$/.test(segment));
  const { model } = selector.selection;
  const children = [...(model.entityContainer?.children.values() ?? [])].filter(({ name }) =>
    fits(name, first),
  );
  const found = children.filter((child) => selectChild(selector, child, rest));
  return found.length > 0;
}

function selectChild(selector: Selector, child: EdmContainerChild, rest: readonly string[]): boolean {
  const { model } = selector.selection;
  if (child.kind === 'EntitySet' || child.kind === 'Singleton') {
    if (!selectBelow(selector, child.entityType, rest)) return false;
    selector.addUsed(child.entityType);
  } else {
    const operations =
      child.kind === 'ActionImport' ? model.findActions(child.action) : model.findFunctions(child.function);
    for (const operation of operations) if (!operation.isBound) selector.addOperation(operation);
  }
  selector.children.add(child.name);
  return true;
}

/** Follows a path from instances of a type. */
function selectBelow(selector: Selector, type: EdmStructuredType, rest: readonly string[]): boolean {
  const [step, ...further] = rest;
  if (step === undefined) return true;
  if (step === '**') {
    selector.addContained(type);
    return true;
  }
  const { model } = selector.selection;
  const types = [type, ...model.derivedTypes<EdmStructuredType>(type)];
  const found = [
    ...types.flatMap((one) => [...one.navigationProperties.values()]).filter((one) => isNamed(one, step)),
  ].map(({ declaringType, entityType }) => {
    selector.addType(declaringType);
    selector.addUsed(entityType);
    return selectBelow(selector, entityType, further);
  });
  for (const property of types.flatMap((one) => [...one.properties.values()]))
    if (property.name === step && isStructuredType(property.type.type))
      found.push(selectBelow(selector, property.type.type, further));
  const operations = [false, true]
    .flatMap((collection) => model.boundOperations(type, collection))
    .filter(({ name, qualifiedName }) => name === step || qualifiedName === step);
  for (const operation of operations) selector.addOperation(operation);
  return found.includes(true) || operations.length > 0;
}

/** `*` stands for what is contained alone. */
function isNamed({ name, containsTarget }: EdmNavigationProperty, step: string): boolean {
  return step.includes('*') ? containsTarget && fits(name, step) : name === step;
}

function selectNamed(selector: Selector, pattern: string): boolean {
  const { model } = selector.selection;
  const dot = pattern.lastIndexOf('.');
  const namespace = model.expandAlias(pattern.slice(0, dot)) ?? pattern.slice(0, dot);
  const name = namespace + pattern.slice(dot);
  let found = false;
  for (const element of model.elements()) {
    if (!fits(element.qualifiedName, name)) continue;
    if (element.kind === 'Action' || element.kind === 'Function') selector.addOperation(element);
    else if (element.kind !== 'Term' && element.kind !== 'EntityContainer') selector.addType(element);
    found = true;
  }
  return found;
}

function fits(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  return parts.length === 1 ? name === pattern : new RegExp(`^${parts.join('[^.]*')}$`).test(name);
}
