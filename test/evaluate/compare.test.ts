import { describe, expect, it } from 'vitest';
import { primitiveType } from '../../src/edm/primitive-types.ts';
import { canonicalText, comparatorOf, compareForSort, compareStrings } from '../../src/evaluate/compare.ts';
import { canonicalDecimal, compareDecimals } from '../../src/evaluate/decimal.ts';
import {
  civilFromDays,
  compareInstants,
  daysFromCivil,
  durationPicoseconds,
} from '../../src/evaluate/temporal.ts';
import { durationText, instantPicoseconds, instantText } from '../../src/evaluate/temporal-arithmetic.ts';
import fc from '../fast-check.ts';

const sign = (order: number | bigint) => (order < 0 ? -1 : order > 0 ? 1 : 0);

describe('order and equality', () => {
  it('strings are in the order of their code points', () => {
    const codePoints = (text: string) => [...text].map((character) => character.codePointAt(0)!);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        const [x, y] = [codePoints(a), codePoints(b)];
        const at = x.findIndex((point, i) => point !== y[i]);
        const expected = at < 0 ? x.length - y.length : at >= y.length ? 1 : x[at]! - y[at]!;
        expect(sign(compareStrings(a, b))).toBe(sign(expected));
      }),
    );
  });
  it('decimals are in the order of their values, whatever their digits', () => {
    const decimal = fc.tuple(
      fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
      fc.integer({ min: -20, max: 20 }),
    );
    fc.assert(
      fc.property(decimal, decimal, ([a, m], [b, n]) => {
        const scale = (value: bigint, exponent: number) => value * 10n ** BigInt(exponent + 20);
        const difference = scale(a, m) - scale(b, n);
        expect(sign(compareDecimals(`${a}e${m}`, `${b}e${n}`))).toBe(sign(difference));
        expect(canonicalDecimal(`${a}e${m}`) === canonicalDecimal(`${b}e${n}`)).toBe(difference === 0n);
      }),
    );
    expect(sign(compareDecimals('INF', '1e400'))).toBe(1);
    expect(sign(compareDecimals('-INF', '5'))).toBe(-1);
    expect(compareDecimals('NaN', '5')).toBeNaN();
  });
  it('instants are in the order of time, to the picosecond', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 23n), max: 10n ** 23n }),
        fc.bigInt({ min: -2n, max: 2n }),
        fc.constantFrom('Z', '+05:30', '-11:00'),
        fc.constantFrom('Z', '+14:00', '-00:01'),
        (picoseconds, difference, zone, other) => {
          const a = instantText(picoseconds, zone);
          const b = instantText(picoseconds + difference, other);
          expect(instantPicoseconds(a)).toBe(picoseconds);
          expect(sign(compareInstants(a, b))).toBe(sign(-difference));
          const type = primitiveType('DateTimeOffset');
          expect(canonicalText(a, type) === canonicalText(b, type)).toBe(difference === 0n);
        },
      ),
    );
  });
  it('days and dates correspond, before the first year and after 9999', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5_000_000, max: 5_000_000 }), (days) => {
        const { year, month, day } = civilFromDays(days);
        expect(daysFromCivil(year, month, day)).toBe(days);
      }),
    );
    expect(daysFromCivil(1970, 1, 1)).toBe(0);
    expect(daysFromCivil(2000, 3, 1) - daysFromCivil(2000, 2, 28)).toBe(2);
  });
  it('durations and their texts correspond', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), (picoseconds) => {
        expect(durationPicoseconds(durationText(picoseconds))).toBe(picoseconds);
      }),
    );
  });
  it('binary values compare by their bytes, in both alphabets', () => {
    const compare = comparatorOf(primitiveType('Binary'));
    expect(compare('-_8=', '+/8')).toBe(0);
    expect(compare('AA', 'AQ==')).toBeLessThan(0);
  });
  it('a total order for sorting: null, NaN, then numbers', () => {
    const compare = comparatorOf(primitiveType('Double'));
    const sorted = [1, Number.NaN, null, Number.NEGATIVE_INFINITY, 0].sort((a, b) =>
      compareForSort(compare, a, b),
    );
    expect(sorted).toEqual([null, Number.NaN, Number.NEGATIVE_INFINITY, 0, 1]);
  });
  it('equal values have one canonical text', () => {
    expect(canonicalText('1.50', primitiveType('Decimal'))).toBe(
      canonicalText('15e-1', primitiveType('Decimal')),
    );
    expect(canonicalText('P1D', primitiveType('Duration'))).toBe(
      canonicalText('PT24H', primitiveType('Duration')),
    );
    expect(canonicalText('07:00', primitiveType('TimeOfDay'))).toBe(
      canonicalText('07:00:00.0', primitiveType('TimeOfDay')),
    );
    expect(canonicalText(-0, primitiveType('Double'))).toBe(canonicalText(0, primitiveType('Double')));
  });
});
