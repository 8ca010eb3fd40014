// OData CSDL 4.01, section 3.3 "Primitive Types": the least and the greatest value of the integer types.
import type { EdmPrimitiveTypeName } from './edm-model.ts';

/** By type name without namespace; undefined for types that are no integers. */
export const integerRange: Readonly<Partial<Record<EdmPrimitiveTypeName, readonly [bigint, bigint]>>> = {
  Byte: [0n, 255n],
  SByte: [-128n, 127n],
  Int16: [-(2n ** 15n), 2n ** 15n - 1n],
  Int32: [-(2n ** 31n), 2n ** 31n - 1n],
  Int64: [-(2n ** 63n), 2n ** 63n - 1n],
};
