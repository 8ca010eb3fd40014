// OData CSDL XML 4.01, section 4.1 "Nominal Types" and 7.1 "Type": how a type reference is written.
import type { EdmOperation, EdmTypeReference } from '../../edm/edm-model.ts';

/** `Edm.String`, `Collection(ns.Type)`; undefined gives undefined. */
export function typeText(reference: Pick<EdmTypeReference, 'type' | 'collection'>): string {
  const name = reference.type.qualifiedName;
  return reference.collection ? `Collection(${name})` : name;
}

/** The operation as the target of external annotations: `ns.Op(ns.Type)`; a function with the types of all its parameters. */
export function operationPath(operation: EdmOperation): string {
  const parameters =
    operation.kind === 'Action'
      ? operation.parameters.slice(0, operation.isBound ? 1 : 0)
      : operation.parameters;
  return `${operation.qualifiedName}(${parameters.map((parameter) => typeText(parameter.type)).join(',')})`;
}
