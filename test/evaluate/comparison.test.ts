import { describe, expect, it } from 'vitest';
import { compute, filterProducts } from './fixture.ts';

describe('comparison operators', () => {
  it('gt, ge, lt, le with null are false', () => {
    expect(filterProducts('Rating gt 1', [{ Rating: null }, { Rating: 2 }, { Rating: 1 }])).toEqual([2]);
    expect(filterProducts('Rating le 1', [{ Rating: null }, { Rating: 2 }, { Rating: 1 }])).toEqual([3]);
    expect(filterProducts('not (Rating le 1)', [{ Rating: null }, { Rating: 2 }])).toEqual([1, 2]);
  });
  it('null equals null only', () => {
    expect(filterProducts('Rating eq null', [{ Rating: null }, { Rating: 2 }])).toEqual([1]);
    expect(filterProducts('Rating ne null', [{ Rating: null }, { Rating: 2 }])).toEqual([2]);
    expect(filterProducts('Rating ne 2', [{ Rating: null }, { Rating: 2 }])).toEqual([1]);
  });
  it('compares decimals exactly', () => {
    const rows = [{ Price: '1.50' }, { Price: '1.5000000000000000000001' }, { Price: '15e-1' }];
    expect(filterProducts('Price eq 1.5', rows)).toEqual([1, 3]);
    expect(filterProducts('Price gt 1.5', rows)).toEqual([2]);
  });
  it('compares Int64 exactly', () => {
    const rows = [{ Big: 9007199254740993n }, { Big: 9007199254740992n }];
    expect(filterProducts('Big eq 9007199254740993', rows)).toEqual([1]);
    expect(
      filterProducts('Big gt Rating', [
        { Big: 3n, Rating: 2 },
        { Big: 1n, Rating: 2 },
      ]),
    ).toEqual([1]);
  });
  it('NaN equals nothing, INF is the greatest', () => {
    const rows = [{ Weight: Number.NaN }, { Weight: Number.POSITIVE_INFINITY }, { Weight: 1 }];
    expect(filterProducts('Weight eq NaN', rows)).toEqual([]);
    expect(filterProducts('Weight ne NaN', rows)).toEqual([1, 2, 3]);
    expect(filterProducts('Weight eq INF', rows)).toEqual([2]);
    expect(filterProducts('Weight gt 100', rows)).toEqual([2]);
  });
  it('a Decimal against a Double is compared as Double', () => {
    expect(filterProducts('Weight eq Price', [{ Weight: 0.1, Price: '0.1' }])).toEqual([1]);
  });
  it('compares instants, whatever the offset, with all digits', () => {
    const rows = [
      { Released: '2020-01-01T01:00:00.0000001+01:00' },
      { Released: '2020-01-01T00:00:00Z' },
      { Released: '2019-12-31T23:00:00.000000000001-01:00' },
    ];
    expect(filterProducts('Released eq 2020-01-01T00:00:00Z', rows)).toEqual([2]);
    expect(filterProducts('Released gt 2020-01-01T00:00:00.000000000001Z', rows)).toEqual([1]);
  });
  it('compares dates, times and durations by value', () => {
    expect(
      filterProducts('Day lt 2020-01-02', [
        { Day: '2020-01-01' },
        { Day: '-0001-01-01' },
        { Day: '12020-01-01' },
      ]),
    ).toEqual([1, 2]);
    expect(filterProducts('Time eq 07:00', [{ Time: '07:00:00' }, { Time: '07:00:00.001' }])).toEqual([1]);
    expect(
      filterProducts("Took eq duration'PT24H'", [{ Took: 'P1D' }, { Took: 'PT86400.0S' }, { Took: 'PT1H' }]),
    ).toEqual([1, 2]);
  });
  it('Guid does not mind the case of letters', () => {
    expect(
      filterProducts('Guid eq 0123ABCD-89ab-cdef-0123-456789abcdef', [
        { Guid: '0123abcd-89AB-cdef-0123-456789abcdef' },
      ]),
    ).toEqual([1]);
  });
  it('orders enumeration members by number and compares with and without prefix', () => {
    const rows = [{ Size: 'Small' }, { Size: 'Medium' }, { Size: 'Large' }];
    expect(filterProducts("Size gt shop.Size'Medium'", rows)).toEqual([1, 3]);
    expect(filterProducts("Size eq 'Large'", rows)).toEqual([3]);
  });
  it('orders strings by code point', () => {
    expect(filterProducts("Name gt '\uFFFD'", [{ Name: '\u{1F600}' }, { Name: 'z' }])).toEqual([1]);
  });
  it('compares complex values and collections by structure', () => {
    const rows = [
      { Tags: ['a', 'b'], Home: { Street: 'S', City: null } },
      { Tags: ['b', 'a'], Home: null },
    ];
    expect(filterProducts('Tags eq ["a","b"]', rows)).toEqual([1]);
    expect(filterProducts('Home eq {"Street":"S"}', rows)).toEqual([1]);
    expect(filterProducts('Home eq null', rows)).toEqual([2]);
  });
  it('and, or, not treat null as unknown', () => {
    const rows = [{ Sold: null }, { Sold: true }, { Sold: false }];
    expect(filterProducts('Sold', rows)).toEqual([2]);
    expect(filterProducts('not Sold', rows)).toEqual([3]);
    expect(filterProducts('Sold or true', rows)).toEqual([1, 2, 3]);
    expect(compute('Sold and false', { Sold: null })).toBe(false);
    expect(compute('Sold and true', { Sold: null })).toBe(null);
    expect(compute('Sold or false', { Sold: null })).toBe(null);
    expect(compute('not Sold', { Sold: null })).toBe(null);
  });
});
