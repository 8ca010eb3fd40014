// OData CSDL 4.01, section 4.2 "Included Schema": the types of a model, and those of other documents that they need.
import type {
  EdmComplexType,
  EdmEntityType,
  EdmEnumType,
  EdmModel,
  EdmOperation,
  EdmSchemaElement,
  EdmType,
  EdmTypeDefinition,
  EdmTypeReference,
} from '../src/edm/edm-model.ts';

export type NamedType = EdmEntityType | EdmComplexType | EdmEnumType | EdmTypeDefinition;

/**
 * Every type of the model's own schemas, and what can be reached from them and from the operations; primitive types
 * are among them where they are used. Sorted by qualified name, so that the order of the document does not show.
 */
export function typesOf(model: EdmModel): readonly EdmType[] {
  const types = new Set<EdmType>();
  for (const element of model.elements()) if (isNamedType(element)) types.add(element);
  for (const operation of operationsOf(model))
    for (const type of typesOfOperation(operation)) types.add(type);
  for (const child of model.entityContainer?.children.values() ?? [])
    if (child.kind === 'EntitySet' || child.kind === 'Singleton') types.add(child.entityType);
  // The iteration reaches what is added while it runs.
  for (const type of types) {
    for (const next of typesReachedFrom(type, model)) types.add(next);
  }
  return [...types].sort((a, b) => (a.qualifiedName < b.qualifiedName ? -1 : 1));
}

export function isNamedType(element: EdmSchemaElement | EdmType): element is NamedType {
  const { kind } = element;
  return kind === 'EntityType' || kind === 'ComplexType' || kind === 'EnumType' || kind === 'TypeDefinition';
}

/** The operations of the model's own schemas, and those of other documents that the container imports: it may extend another's. */
export function operationsOf(model: EdmModel): readonly EdmOperation[] {
  const operations = new Set<EdmOperation>();
  for (const element of model.elements())
    if (element.kind === 'Action' || element.kind === 'Function') operations.add(element);
  for (const child of model.entityContainer?.children.values() ?? []) {
    const imported =
      child.kind === 'ActionImport'
        ? model.findActions(child.action)
        : child.kind === 'FunctionImport'
          ? model.findFunctions(child.function)
          : [];
    for (const operation of imported) operations.add(operation);
  }
  return [...operations];
}

function typesOfOperation({ parameters, returnType }: EdmOperation): EdmType[] {
  const references: EdmTypeReference[] = parameters.map((parameter) => parameter.type);
  if (returnType) references.push(returnType);
  return references.map((reference) => reference.type);
}

function typesReachedFrom(type: EdmType, model: EdmModel): EdmType[] {
  if (type.kind !== 'EntityType' && type.kind !== 'ComplexType') return [];
  return [
    ...(type.baseType ? [type.baseType] : []),
    ...[...type.ownProperties.values()].map((property) => property.type.type),
    ...[...type.ownNavigationProperties.values()].map((property) => property.entityType),
    ...model.derivedTypes<EdmEntityType | EdmComplexType>(type),
  ];
}
