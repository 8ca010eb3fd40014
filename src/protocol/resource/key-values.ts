// OData URL Conventions 4.01, section 4.3.1 "Canonical URL": the values of a key predicate.
import type { EdmEntityType } from '../../edm/edm-model.ts';
import { createRecord, type StructuredValue, valueAt } from '../../edm/value.ts';
import { withValueAt } from '../../edm/value-at.ts';
import type { ODataErrorDetail } from '../../error/odata-error.ts';
import { rawValueText, readRawValue } from '../../json/raw-value.ts';
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

/** What is wrong with the key of an entity that is created at its URL: no payload has it, where facets would be checked. */
export function keyViolations(type: EdmEntityType, values: StructuredValue): readonly ODataErrorDetail[] {
  return type.key.flatMap(({ path, property }) => {
    const value = valueAt(values, path);
    if (value === undefined || value === null) return [];
    const { violation } = readRawValue(rawValueText(value, property.type, '4.01'), property.type);
    return violation === undefined ? [] : [{ ...violation, target: path.join('/') }];
  });
}
