// OData CSDL 4.01, section 10 "Enumeration Type".
import type { CheckContext, Checked } from './check-context.ts';
import { isChildName } from './csdl-document.ts';

/** Bits of the underlying types, and whether they have a sign. */
const integers: ReadonlyMap<string, readonly [min: bigint, max: bigint]> = new Map([
  ['Edm.Byte', [0n, 255n]],
  ['Edm.SByte', [-128n, 127n]],
  ['Edm.Int16', [-(2n ** 15n), 2n ** 15n - 1n]],
  ['Edm.Int32', [-(2n ** 31n), 2n ** 31n - 1n]],
  ['Edm.Int64', [-(2n ** 63n), 2n ** 63n - 1n]],
]);

export function checkEnumTypes(context: CheckContext): void {
  for (const type of context.elements) if (type.object.$Kind === 'EnumType') checkEnumType(context, type);
}

function checkEnumType(context: CheckContext, { object, path }: Checked): void {
  const underlyingType = String(object.$UnderlyingType ?? 'Edm.Int32');
  const range = integers.get(underlyingType);
  if (range === undefined) {
    const message = `The underlying type ${underlyingType} is none of ${[...integers.keys()].join(', ')}.`;
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
