import { describe, expect, it } from 'vitest';
import { compute } from './fixture.ts';

describe('arithmetic operators', () => {
  it('null makes null', () => {
    expect(compute('Rating add 1', { Rating: null })).toBe(null);
    expect(compute('-Rating', { Rating: null })).toBe(null);
  });
  it('integers stay integers, div truncates toward zero, mod has the sign of the left operand', () => {
    expect(compute('Rating div 2', { Rating: 5 })).toBe(2);
    expect(compute('Rating div 2', { Rating: -5 })).toBe(-2);
    expect(compute('Rating mod 3', { Rating: -5 })).toBe(-2);
    expect(compute('-Rating', { Rating: 0 })).toBe(0);
    expect(compute('(4 add 5) mod (4 sub 1)')).toBe(0);
  });
  it('divby promotes integers to decimals', () => {
    expect(compute('Rating divby 2', { Rating: 5 })).toBe('2.5');
    expect(compute('Rating divby 0', { Rating: 5 })).toBe('INF');
    expect(compute('Rating divby 0', { Rating: -5 })).toBe('-INF');
    expect(compute('Rating divby 0', { Rating: 0 })).toBe('NaN');
  });
  it('decimals are exact', () => {
    expect(compute('Price add 0.2', { Price: '0.1' })).toBe('0.3');
    expect(compute('Price mul Price', { Price: '1234567890.123456789' })).toBe(
      '1524157875323883675.019051998750190521',
    );
    expect(compute('Price sub 0.0000000000000000000000000001', { Price: '1' })).toBe(
      '0.9999999999999999999999999999',
    );
  });
  it('Int64 is exact', () => {
    expect(compute('Big add 1', { Big: 9007199254740992n })).toBe('9007199254740993n');
    expect(compute('Big mul 3', { Big: 3074457345618258602n })).toBe('9223372036854775806n');
  });
  it('Double wins over Decimal and integers', () => {
    expect(compute('Weight add Price', { Weight: 0.5, Price: '0.25' })).toBe(0.75);
    expect(compute('Weight div 0', { Weight: 1 })).toBe(Number.POSITIVE_INFINITY);
    expect(compute('Weight div 0', { Weight: 0 })).toBe(Number.NaN);
  });
  it('division by zero fails for integers and fixed decimals, not for floating ones', () => {
    expect(() => compute('Rating div 0', { Rating: 1 })).toThrow(/zero/);
    expect(() => compute('Price div 0', { Price: '1' })).toThrow(/zero/);
    expect(() => compute('Weight mod 0', { Weight: 1 })).toThrow(/zero/);
    expect(compute('Float div 0', { Float: '1' })).toBe('INF');
  });
});

describe('date and time arithmetic', () => {
  it('DateTimeOffset add and sub Duration', () => {
    expect(
      compute("Released add duration'P1DT0.0000001S'", { Released: '2019-12-31T23:59:59.9999999+01:00' }),
    ).toBe('2020-01-02T00:00:00+01:00');
    expect(compute("Released sub duration'PT1S'", { Released: '2020-01-01T00:00:00Z' })).toBe(
      '2019-12-31T23:59:59Z',
    );
  });
  it('DateTimeOffset sub DateTimeOffset', () => {
    expect(compute('Released sub 2020-01-01T00:00:00Z', { Released: '2020-01-02T01:00:00.5+01:00' })).toBe(
      'P1DT0.5S',
    );
  });
  it('Date with Duration and Date', () => {
    expect(compute("Day add duration'PT23H'", { Day: '2020-02-29' })).toBe('2020-02-29');
    expect(compute("Day sub duration'PT1H'", { Day: '2020-03-01' })).toBe('2020-02-29');
    expect(compute('Day sub 2020-01-01', { Day: '2020-02-01' })).toBe('P31D');
  });
  it('Duration with Duration and numbers', () => {
    expect(compute("Took add duration'PT30M'", { Took: 'PT45M' })).toBe('PT1H15M');
    expect(compute('Took mul 1.5', { Took: 'PT1H' })).toBe('PT1H30M');
    expect(compute('Took div 2', { Took: '-PT1S' })).toBe('-PT0.5S');
    expect(compute('-Took', { Took: 'P1D' })).toBe('-P1D');
  });
});
