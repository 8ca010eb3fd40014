// OData CSDL 4.01, section 15.3 "Path Expressions": values with one of them changed.
import {
  createRecord,
  type EdmValue,
  isCollectionValue,
  isStructuredValue,
  type StructuredValue,
} from './value.ts';

/** A copy of the values with another one at the path; complex values on the way are copied, or made. */
export function withValueAt(
  values: StructuredValue,
  path: readonly string[],
  value: EdmValue,
): StructuredValue {
  const [step = '', ...rest] = path;
  const copy = Object.assign(createRecord(), values);
  const inner = copy[step];
  const [ordinal = '', ...below] = rest;
  if (rest.length === 0) copy[step] = value;
  else if (isCollectionValue(inner))
    copy[step] = inner.with(Number(ordinal), withMember(inner[Number(ordinal)], below, value));
  else copy[step] = withMember(inner, rest, value);
  return copy;
}

function withMember(holder: EdmValue | undefined, path: readonly string[], value: EdmValue): StructuredValue {
  return withValueAt(isStructuredValue(holder) ? holder : createRecord(), path, value);
}
