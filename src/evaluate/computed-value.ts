// OData JSON Format 4.01, section 4.6.3 "Control Information: type": values that no property declares, with their types.
import type { EdmType } from '../edm/edm-model.ts';
import type { EdmValue, StructuredValue } from '../edm/value.ts';
import type { ExpressionType } from '../query/expression/expression.ts';

/** Puts a value with the name of its type where JSON does not tell it. */
export function putComputed(
  values: StructuredValue,
  name: string,
  value: EdmValue,
  { type, collection }: ExpressionType,
): void {
  values[name] = value;
  if (value === null || type === undefined || evidentTypes.has(type.qualifiedName)) return;
  values[`${name}@type`] = collection
    ? `Collection(${type.qualifiedName})`
    : leavesInt32(type, value)
      ? 'Edm.Int64'
      : type.qualifiedName;
}

/** Integers are computed exactly: what small ones yield may be beyond the type that they are promoted to. */
function leavesInt32(type: EdmType, value: EdmValue): boolean {
  if (type.qualifiedName !== 'Edm.Int32') return false;
  return typeof value === 'bigint' || (typeof value === 'number' && Math.abs(value + 0.5) > 2 ** 31);
}

/** JSON Format 4.01, section 4.6.3: types that a reader knows from the JSON value. */
const evidentTypes = new Set(['Edm.Boolean', 'Edm.String', 'Edm.Double', 'Edm.Untyped', 'Edm.PrimitiveType']);
