// OData CSDL XML 4.01, section 4.1 "Nominal Types" and 7.1 "Type": how a type reference is written.
import type { EdmOperation, EdmTypeReference } from '../../edm/edm-model.ts';
import { type Names, sameNames } from './names.ts';

/**
 * `Edm.String`, `Collection(ns.Type)`.
 * @param names for a reference of the old model that is compared with one of the new
 */
export function typeText(
  reference: Pick<EdmTypeReference, 'type' | 'collection'>,
  names: Names | Names['moved'] = sameNames,
): string {
  const name = names(reference.type.qualifiedName);
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
