// OData URL Conventions 4.01, section 5.1.1.17 "Numeric Promotion", and which types operators take.
import type { EdmPrimitiveTypeName, EdmType } from '../../edm/edm-model.ts';
import { isSameOrDerived } from '../../edm/edm-model.ts';
import { integerTypes } from '../../edm/primitive-types.ts';
import { underlyingType } from '../../edm/underlying-type.ts';
import type { ExpressionType } from './expression.ts';

/** From the widest to the narrowest: the type that the promotion rules ask for first. */
const numericTypes: readonly EdmPrimitiveTypeName[] = [
  'Double',
  'Single',
  'Decimal',
  'Int64',
  'Int32',
  'Int16',
  'SByte',
  'Byte',
];

/** The name of the primitive type below type definitions; undefined for other types. */
export function primitiveName(type: EdmType | undefined): EdmPrimitiveTypeName | undefined {
  const underlying = underlyingType(type);
  return underlying?.kind === 'Primitive' ? underlying.name : undefined;
}

export function isNumeric(type: EdmType | undefined): boolean {
  const name = primitiveName(type);
  return name !== undefined && numericTypes.includes(name);
}

export function isInteger(type: EdmType | undefined): boolean {
  return integerTypes.has(primitiveName(type) ?? '');
}

/**
 * The type that two numeric operands are computed in. Small integers are computed in Int32: the standard asks for
 * "types of sufficient size".
 */
export function promote(a: EdmPrimitiveTypeName, b: EdmPrimitiveTypeName): EdmPrimitiveTypeName {
  const index = Math.min(numericTypes.indexOf(a), numericTypes.indexOf(b));
  return numericTypes[Math.min(index, numericTypes.indexOf('Int32'))] as EdmPrimitiveTypeName;
}

/** Known only at run time: null, dynamic properties, untyped values. */
export function isUnknown(type: EdmType | undefined): boolean {
  const name = primitiveName(type);
  return type === undefined || name === 'Untyped' || name === 'PrimitiveType';
}

/** Whether values of the two types can be equal. */
export function areComparable(a: ExpressionType, b: ExpressionType): boolean {
  if (isUnknown(a.type) || isUnknown(b.type)) return true;
  if (a.collection !== b.collection) return false;
  const left = underlyingType(a.type as EdmType);
  const right = underlyingType(b.type as EdmType);
  if (left === right || (isNumeric(left) && isNumeric(right))) return true;
  const isAnyOf = (type: EdmType, other: EdmType) =>
    (type.qualifiedName === 'Edm.EntityType' && other.kind === 'EntityType') ||
    (type.qualifiedName === 'Edm.ComplexType' && other.kind === 'ComplexType');
  if (isAnyOf(left, right) || isAnyOf(right, left)) return true;
  return isSameOrDerived(left, right) || isSameOrDerived(right, left);
}

/** Types without an order: they can only be equal or not. */
const unordered: ReadonlySet<string> = new Set(['Binary', 'Stream']);

export function isOrdered(type: EdmType | undefined): boolean {
  if (isUnknown(type)) return true;
  const name = primitiveName(type);
  if (name === undefined) return type?.kind === 'EnumType';
  return !unordered.has(name) && !name.startsWith('Geo');
}

/** Whether a value of the given type can be passed where the other is expected. */
export function isAssignable(given: ExpressionType, expected: ExpressionType): boolean {
  if (isUnknown(given.type) || isUnknown(expected.type))
    return isUnknown(given.type) || given.collection === expected.collection;
  return areComparable(given, expected);
}
