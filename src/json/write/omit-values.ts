// OData Protocol 4.01, section 8.2.8.6 "Preference omit-values".
import type { EdmProperty } from '../../edm/edm-model.ts';
import type { EdmValue } from '../../edm/value.ts';
import type { JsonNotation } from './control-information.ts';

/** Which values of the property are left out of a response. */
export function isOmitted(property: EdmProperty, notation: JsonNotation): (value: EdmValue) => boolean {
  const { defaultValue } = property;
  if (notation.omitValues === 'nulls') return (value) => value === null;
  if (notation.omitValues === undefined) return () => false;
  if (defaultValue === undefined || defaultValue === null) return (value) => value === null;
  return (value) => value !== null && typeof value !== 'object' && String(value) === defaultValue;
}
