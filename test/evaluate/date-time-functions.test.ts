import { describe, expect, it } from 'vitest';
import { compute, evaluate } from './fixture.ts';

const released = { Released: '-0044-03-15T13:07:09.1234567+05:30' };

describe('date and time functions', () => {
  it.each([
    ['year(Released)', -44],
    ['month(Released)', 3],
    ['day(Released)', 15],
    ['hour(Released)', 13],
    ['minute(Released)', 7],
    ['second(Released)', 9],
    ['fractionalseconds(Released)', '0.1234567'],
    ['date(Released)', '-0044-03-15'],
    ['time(Released)', '13:07:09.1234567'],
    ['totaloffsetminutes(Released)', 330],
    ['mindatetime()', '0001-01-01T00:00:00Z'],
    ['maxdatetime()', '9999-12-31T23:59:59.999999999999Z'],
  ])('%s', (expression, expected) => {
    expect(compute(expression, released)).toBe(expected);
  });
  it('take Date and TimeOfDay too', () => {
    expect(compute('year(Day)', { Day: '12020-11-30' })).toBe(12020);
    expect(compute('day(Day)', { Day: '2020-11-30' })).toBe(30);
    expect(compute('hour(Time)', { Time: '23:59' })).toBe(23);
    expect(compute('second(Time)', { Time: '23:59' })).toBe(0);
    expect(compute('fractionalseconds(Time)', { Time: '23:59:58' })).toBe('0');
  });
  it('totalseconds is exact', () => {
    expect(compute('totalseconds(Took)', { Took: '-P1DT0.000000000001S' })).toBe('-86400.000000000001');
  });
  it('now is one instant in a request', () => {
    const result = evaluate(
      'Products?$filter=now() eq now() and now() eq 2020-01-01T00:00:00Z',
      { Products: [{ ID: 1 }] },
      { now: () => new Date('2020-01-01T00:00:00Z') },
    );
    expect(result?.kind === 'collection' && result.items.length).toBe(1);
  });
});
