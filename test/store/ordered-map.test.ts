// The memory store's persistent map behaves as a Map in key order, and no change is seen by an earlier state.

import { expect, test } from 'vitest';
import { createOrderedMap, type OrderedMap } from '../../src/store/memory/ordered-map.ts';
import fc from '../fast-check.ts';

const steps = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 300 }), fc.integer()), {
  maxLength: 800,
});

test('a sequence of sets and deletes gives what a Map gives, in key order', () => {
  fc.assert(
    fc.property(steps, (changes) => {
      let map: OrderedMap<number, number> = createOrderedMap();
      const oracle = new Map<number, number>();
      for (const [isDelete, key, value] of changes) {
        map = isDelete ? map.delete(key) : map.set(key, value);
        if (isDelete) oracle.delete(key);
        else oracle.set(key, value);
      }
      const sorted = [...oracle].sort((a, b) => a[0] - b[0]);
      expect([...map.entries()]).toEqual(sorted);
      expect(map.values()).toEqual(sorted.map(([, value]) => value));
      expect(map.size).toBe(oracle.size);
      for (let key = 0; key <= 300; key++) expect(map.get(key)).toBe(oracle.get(key));
      expect([...map.entries(150)]).toEqual(sorted.filter(([key]) => key >= 150));
      expect(map.valuesFrom(150)).toEqual(sorted.filter(([key]) => key >= 150).map(([, value]) => value));
    }),
    { numRuns: 60 },
  );
});

test('an earlier state keeps what it had', () => {
  let map: OrderedMap<string, number> = createOrderedMap();
  for (let i = 0; i < 1000; i++) map = map.set(`k${i}`, i);
  const before = map;
  for (let i = 0; i < 1000; i += 2) map = map.delete(`k${i}`);
  map = map.set('k1', -1);
  expect(before.size).toBe(1000);
  expect(before.get('k0')).toBe(0);
  expect(before.get('k1')).toBe(1);
  expect(map.size).toBe(500);
});
