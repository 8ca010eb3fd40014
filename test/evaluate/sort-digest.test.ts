import { describe, expect, it } from 'vitest';
import { primitiveType } from '../../src/edm/primitive-types.ts';
import type { EdmValue } from '../../src/edm/value.ts';
import { comparatorOf, compareForSort } from '../../src/evaluate/compare.ts';
import { sortDigestOf } from '../../src/evaluate/sort-digest.ts';
import fc from '../fast-check.ts';

const text = fc.string({ unit: 'binary', maxLength: 9 });
const values = {
  String: fc.option(
    fc.oneof(
      text,
      text.map((end) => `common${end}`),
      fc.constant('\u0000'),
    ),
  ),
  Double: fc.option(fc.double()),
  Int32: fc.option(fc.integer()),
};

describe('digests of values never contradict their order', () => {
  for (const name of ['String', 'Double', 'Int32'] as const)
    it(name, () => {
      const type = primitiveType(name);
      const digest = sortDigestOf(type)!;
      const compare = comparatorOf(type);
      fc.assert(
        fc.property(values[name], values[name], (a: EdmValue, b: EdmValue) => {
          const order = compareForSort(compare, a, b);
          if (digest(a) < digest(b)) expect(order).toBeLessThan(0);
          if (digest(a) > digest(b)) expect(order).toBeGreaterThan(0);
        }),
        { numRuns: 2_000 },
      );
    });

  it('others have none', () => expect(sortDigestOf(primitiveType('Date'))).toBeUndefined());
});
