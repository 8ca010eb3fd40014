// OData CSDL 4.01, section 10 "Enumeration Type".
import type { EdmPrimitiveTypeName } from '../../edm/edm-model.ts';
import { integerRange } from '../../edm/integer-range.ts';
import { isChildName } from '../csdl-document.ts';
import type { CheckContext, Checked } from './check-context.ts';

export function checkEnumTypes(context: CheckContext): void {
  for (const type of context.elements) if (type.object.$Kind === 'EnumType') checkEnumType(context, type);
}

function checkEnumType(context: CheckContext, { object, path }: Checked): void {
  const underlyingType = String(object.$UnderlyingType ?? 'Edm.Int32');
  const range = integerRange[underlyingType.replace('Edm.', '') as EdmPrimitiveTypeName];
  if (range === undefined) {
    const message = `The underlying type ${underlyingType} is none of ${Object.keys(integerRange)
      .map((name) => `Edm.${name}`)
      .join(', ')}.`;
    context.report('error', 'invalid-underlying-type', path, message);
    return;
  }
  const members = Object.entries(object).filter(([name]) => isChildName(name));
  if (members.length === 0)
    context.report('warning', 'empty-enum', path, 'The enumeration type has no members.');
  const values = new Map<bigint, string>();
  for (const [name, value] of members) {
    const number = integerOf(value);
    const at = [...path, name];
    if (number === undefined || number < range[0] || number > range[1]) {
      const message = `The value ${String(value)} is not in the range of ${underlyingType}.`;
      context.report('error', 'enum-value-range', at, message);
      continue;
    }
    const same = values.get(number);
    if (same !== undefined) {
      const message = `${name} has the value ${number}, as ${same} has.`;
      context.report('warning', 'duplicate-enum-value', at, message);
    }
    if (object.$IsFlags === true && number < 0n)
      context.report('warning', 'negative-flag', at, 'A flag must not be negative.');
    values.set(number, name);
  }
}

function integerOf(value: unknown): bigint | undefined {
  if (typeof value === 'number' ? !Number.isInteger(value) : !/^-?\d+$/.test(String(value))) return undefined;
  return BigInt(value as number | string);
}
