// OData URL Conventions 4.01, section 5.1.1.16 "Numeric Promotion": what evaluation needs to know of a static type.
import type { EdmPrimitiveTypeName, EdmType } from '../edm/edm-model.ts';
import { underlyingType } from '../edm/underlying-type.ts';
import type { ExpressionType } from '../query/expression/expression.ts';

/** The name of a primitive type; undefined for all others and where the type is known at run time only. */
export function primitiveName(type: EdmType | undefined): EdmPrimitiveTypeName | undefined {
  const underlying = underlyingType(type);
  if (underlying?.kind !== 'Primitive') return undefined;
  return underlying.name === 'Untyped' || underlying.name === 'PrimitiveType' ? undefined : underlying.name;
}

const numericRank: Partial<Record<EdmPrimitiveTypeName, number>> = {
  SByte: 1,
  Byte: 1,
  Int16: 2,
  Int32: 3,
  Int64: 4,
  Decimal: 5,
  Single: 6,
  Double: 7,
};

/** How numbers of a type are held: `integer` and `double` as number, `int64` as bigint, `decimal` as text. */
export type NumericKind = 'integer' | 'int64' | 'decimal' | 'double';

export function numericKind(type: EdmType | undefined): NumericKind | undefined {
  const rank = numericRank[primitiveName(type) ?? 'String'];
  if (rank === undefined) return undefined;
  return rank <= 3 ? 'integer' : rank === 4 ? 'int64' : rank === 5 ? 'decimal' : 'double';
}

/** The wider of two numeric types, in the order of the standard. */
export function promoted(left: EdmType, right: EdmType): EdmType {
  const leftRank = numericRank[primitiveName(left) ?? 'String'] ?? 0;
  const rightRank = numericRank[primitiveName(right) ?? 'String'] ?? 0;
  return rightRank > leftRank ? right : left;
}

/** Whether values of the static type are instances of an entity type. */
export function isEntityTyped(result: ExpressionType): boolean {
  return result.type?.kind === 'EntityType';
}
