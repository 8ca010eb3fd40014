// OData CSDL 4.01, section 11.1 "Underlying Primitive Type".
import type { EdmType, EdmTypeDefinition } from './edm-model.ts';

/** What a type is where a type definition counts as its underlying type. */
export type EdmUnderlyingType = Exclude<EdmType, EdmTypeDefinition>;

/** A type definition counts as its underlying type. */
export function underlyingType(type: EdmType): EdmUnderlyingType;
export function underlyingType(type: EdmType | undefined): EdmUnderlyingType | undefined;
export function underlyingType(type: EdmType | undefined): EdmUnderlyingType | undefined {
  return type?.kind === 'TypeDefinition' ? type.underlyingType : type;
}
