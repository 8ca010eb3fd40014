// OData Protocol 4.01, section 11.2.5.3 "System Query Option $compute": rows with computed members.
import type { EdmValue, StructuredValue } from '../edm/value.ts';
import { createDerivedInstance, extendInstance, isDerived, type Operand, type Related } from './instance.ts';
import { isInstance } from './member.ts';
import type { Scope } from './scope.ts';

/** What $compute adds to an instance: values, and instances where an expression yields such. */
export interface Computed {
  readonly values: StructuredValue;
  readonly related: ReadonlyMap<string, Related>;
}

/** A row with computed members. A complex value becomes an instance that remembers what it was and where it lives. */
export function extendRow(row: Operand, computed: Computed, { evaluation }: Scope): Operand {
  if (row === null || typeof row !== 'object' || Array.isArray(row)) return row;
  if (isInstance(row)) return extendInstance(row, computed.values, computed.related);
  const value = row as StructuredValue;
  const base = createDerivedInstance({ values: value, original: value });
  const extended = extendInstance(base, computed.values, computed.related);
  const origin = evaluation.origins.get(value);
  if (origin !== undefined) evaluation.origins.set(extended, origin);
  return extended;
}

/** The value that a row of a collection of values stands for, as it was before anything was computed. */
export function valueOfRow(row: Operand): EdmValue {
  if (!isInstance(row)) return row as EdmValue;
  return isDerived(row) ? (row.original ?? row.values) : row.values;
}
