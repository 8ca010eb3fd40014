// OData JSON Format 4.01, section 4.6.3 "Control Information: type": values that no property declares, with their types.
import type { EdmValue, StructuredValue } from '../edm/value.ts';
import type { ExpressionType } from '../query/expression.ts';

/** Puts a value with the name of its type where JSON does not tell it. */
export function putComputed(
  values: StructuredValue,
  name: string,
  value: EdmValue,
  { type, collection }: ExpressionType,
): void {
  values[name] = value;
  if (value === null || type === undefined || evidentTypes.has(type.qualifiedName)) return;
  values[`${name}@type`] = collection ? `Collection(${type.qualifiedName})` : type.qualifiedName;
}

/** JSON Format 4.01, section 4.6.3: types that a reader knows from the JSON value. */
const evidentTypes = new Set(['Edm.Boolean', 'Edm.String', 'Edm.Double', 'Edm.Untyped', 'Edm.PrimitiveType']);
