// CSDL, section 10 "Enumeration Type": canonical text of values.
import { expect, test } from 'vitest';
import type { EdmEnumMember, EdmEnumType } from '../../src/edm/edm-model.ts';
import { canonicalEnumText, enumTextOf, enumValueOf } from '../../src/edm/enum-value.ts';

function enumeration(isFlags: boolean, members: Readonly<Record<string, bigint>>): EdmEnumType {
  const entries = Object.entries(members).map(
    ([name, value]) => [name, { name, value } as EdmEnumMember] as const,
  );
  return { kind: 'EnumType', isFlags, members: new Map(entries) } as unknown as EdmEnumType;
}

const status = enumeration(true, { None: 0n, InStock: 1n, OnSale: 2n, Featured: 8n });
const size = enumeration(false, { Small: 0n, Large: 1n });

test.each([
  ['Featured,InStock', 'InStock,Featured'],
  ['InStock, Featured', 'InStock,Featured'],
  ['9', 'InStock,Featured'],
  ['0', 'None'],
  ['4', '4'],
  ['Nope', undefined],
])('flags: %s is %s', (text, expected) => {
  expect(canonicalEnumText(status, text)).toBe(expected);
});

test('without flags there is one member', () => {
  expect(canonicalEnumText(size, 'Large')).toBe('Large');
  expect(canonicalEnumText(size, '1')).toBe('Large');
  expect(canonicalEnumText(size, 'Small,Large')).toBeUndefined();
  expect(enumTextOf(size, 7n)).toBe('7');
  expect(enumValueOf(size, '')).toBeUndefined();
});
