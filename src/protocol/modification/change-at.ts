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
): { readonly values: StructuredValue; readonly successors: Successors } {
  const successors = new Map<StructuredValue, StructuredValue>();
  return { values: changedMember(values, steps, change, successors), successors };
}

function changedMember(
  values: StructuredValue,
  [step = '', ...rest]: readonly string[],
  change: ChangeValue,
  successors: Map<StructuredValue, StructuredValue>,
): StructuredValue {
  const copy = Object.assign(createRecord(), values);
  const current = copy[step];
  if (rest.length === 0) copy[step] = change(current) ?? null;
  else if (isCollectionValue(current)) copy[step] = changedItem(current, rest, change, successors);
  else if (isStructuredValue(current)) copy[step] = changedMember(current, rest, change, successors);
  else throw new ODataError(404, 'NotFound', `${step} is null: it has no ${rest.join('/')}.`);
  keepItemAnnotations(copy, step, current);
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
  change: ChangeValue,
  successors: Map<StructuredValue, StructuredValue>,
): readonly EdmValue[] {
  const index = Number(ordinal);
  const item = items[index];
  if (item === undefined) throw new ODataError(404, 'NotFound', `There is no item ${ordinal}.`);
  let value: EdmValue | undefined;
  if (rest.length === 0) value = change(item);
  else if (isStructuredValue(item)) value = changedMember(item, rest, change, successors);
  else throw new ODataError(404, 'NotFound', `The item ${ordinal} has no ${rest.join('/')}.`);
  if (value === undefined) return items.toSpliced(index, 1);
  if (isStructuredValue(item) && isStructuredValue(value)) successors.set(item, value);
  return items.with(index, value);
}
