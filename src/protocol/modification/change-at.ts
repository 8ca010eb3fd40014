// OData Protocol 4.01, section 11.4.9 "Managing Values and Properties Directly": an entity's values with one of them changed.
import {
  createRecord,
  type EdmValue,
  isCollectionValue,
  isStructuredValue,
  itemsOfValue,
  type StructuredValue,
} from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { Successors } from '../../store/store.ts';

/** The new value from the present one; undefined takes an item out of its collection. */
export type ChangeValue = (current: EdmValue | undefined) => EdmValue | undefined;

/** A copy of the values with the one at `steps` changed, and which of its items stand for earlier ones. */
export function changeAt(
  values: StructuredValue,
  steps: readonly string[],
  change: ChangeValue,
  beside: StructuredValue = {},
): { readonly values: StructuredValue; readonly successors: Successors } {
  const successors = new Map<StructuredValue, StructuredValue>();
  return { values: changedMember(values, steps, { change, beside, successors }), successors };
}

interface Change {
  readonly change: ChangeValue;
  /** Annotations of a property, and its type: what stands beside the value from now on. */
  readonly beside: StructuredValue;
  readonly successors: Map<StructuredValue, StructuredValue>;
}

function changedMember(
  values: StructuredValue,
  [step = '', ...rest]: readonly string[],
  given: Change,
): StructuredValue {
  const copy = Object.assign(createRecord(), values);
  const current = copy[step];
  if (rest.length === 0) copy[step] = given.change(current) ?? null;
  else if (isCollectionValue(current)) copy[step] = changedItem(current, rest, given);
  else if (isStructuredValue(current)) copy[step] = changedMember(current, rest, given);
  else throw new ODataError(404, 'NotFound', `${step} is null: it has no ${rest.join('/')}.`);
  keepItemAnnotations(copy, step, current);
  // a value without a type has not got that of the value before
  if (rest.length === 0) delete copy[`${step}@type`];
  if (rest.length === 0)
    for (const name of Object.keys(given.beside)) copy[step + name] = given.beside[name] ?? null;
  return copy;
}

/** JSON Format, section 4.6.15: annotations of items count them; those of items that are still where they were are kept. */
function keepItemAnnotations(holder: StructuredValue, name: string, before: EdmValue | undefined): void {
  const member = `${name}@collectionAnnotations`;
  if (holder[member] === undefined) return;
  const [old, now] = [itemsOfValue(before), itemsOfValue(holder[name])];
  holder[member] = itemsOfValue(holder[member]).filter((item) => {
    const index = isStructuredValue(item) ? Number(item.index) : -1;
    return index < now.length && old[index] === now[index];
  });
}

function changedItem(
  items: readonly EdmValue[],
  [ordinal = '', ...rest]: readonly string[],
  given: Change,
): readonly EdmValue[] {
  const index = Number(ordinal);
  const item = items[index];
  if (item === undefined) throw new ODataError(404, 'NotFound', `There is no item ${ordinal}.`);
  let value: EdmValue | undefined;
  if (rest.length === 0) value = given.change(item);
  else if (isStructuredValue(item)) value = changedMember(item, rest, given);
  else throw new ODataError(404, 'NotFound', `The item ${ordinal} has no ${rest.join('/')}.`);
  if (value === undefined) return items.toSpliced(index, 1);
  if (isStructuredValue(item) && isStructuredValue(value)) given.successors.set(item, value);
  return items.with(index, value);
}
