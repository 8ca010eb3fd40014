import { describe, expect, it } from 'vitest';
import { compute } from './fixture.ts';

describe('round, floor, ceiling', () => {
  it.each([
    ['round(Weight)', { Weight: -0.5 }, -1],
    ['round(Weight)', { Weight: 0.49999999999999994 }, 0],
    ['round(Price)', { Price: '2.5' }, '3'],
    ['round(Price)', { Price: '-2.5' }, '-3'],
    ['floor(Price)', { Price: '-2.1' }, '-3'],
    ['ceiling(Price)', { Price: '12345678901234567890.1' }, '12345678901234567891'],
    ['ceiling(Weight)', { Weight: 1.1 }, 2],
    ['floor(Weight)', { Weight: null }, null],
  ])('%s of %o', (expression, row, expected) => {
    expect(compute(expression, row)).toBe(expected);
  });
});
