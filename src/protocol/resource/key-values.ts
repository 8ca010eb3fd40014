// OData URL Conventions 4.01, section 4.3.1 "Canonical URL": the values of a key predicate.
import type { EdmEntityType } from '../../edm/edm-model.ts';
import { createRecord, type StructuredValue } from '../../edm/value.ts';
import type { KeyPredicate } from '../../query/path/resource-path.ts';

/** The constants of a key predicate, by the names of the key's properties. */
export function constantKey(key: KeyPredicate, type: EdmEntityType): StructuredValue {
  const values = createRecord();
  for (const { name, path } of type.key) {
    const expression = key.get(name);
    if (expression?.kind === 'literal' && path.length === 1) values[path[0] ?? name] = expression.value;
  }
  return values;
}
