// OData URL Conventions 4.01, section 4.3.1 "Canonical URL": the values of a key predicate.
import type { EdmEntityType } from '../../edm/edm-model.ts';
import { createRecord, type StructuredValue } from '../../edm/value.ts';
import { withValueAt } from '../../edm/value-at.ts';
import type { KeyPredicate } from '../../query/path/resource-path.ts';

/** The values, with the constants of a key predicate in the places of the key's own properties. */
export function constantKey(
  key: KeyPredicate,
  type: EdmEntityType,
  given: StructuredValue = createRecord(),
): StructuredValue {
  let values = given;
  for (const { name, path } of type.key) {
    const expression = key.get(name);
    const isOwn = type.properties.has(path[0] ?? '');
    if (expression?.kind === 'literal' && isOwn) values = withValueAt(values, path, expression.value);
  }
  return values;
}
