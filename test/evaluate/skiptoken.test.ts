import { describe, expect, it } from 'vitest';
import { readSkipToken, writeSkipToken } from '../../src/evaluate/skiptoken.ts';
import { evaluate, plain } from './fixture.ts';

describe('$skiptoken', () => {
  it('keeps every kind of value', () => {
    const keys = [
      null,
      true,
      'ä',
      9007199254740993n,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      -0,
      1.5,
      ['x', 2n],
    ];
    const token = readSkipToken(writeSkipToken({ after: { keys }, top: 7 }), keys.length);
    expect(token).toEqual({ after: { keys }, top: 7 });
  });
  it('is refused for another number of keys, and when it is no token', () => {
    const token = writeSkipToken({ after: { keys: [1] }, top: undefined });
    for (const text of ['', 'x', token.slice(1), Buffer.from('{"a":1}').toString('base64url')]) {
      expect(() => readSkipToken(text, 1)).toThrow(/skiptoken/);
    }
    expect(() => readSkipToken(token, 2)).toThrow(/skiptoken/);
  });
  it('goes on by position where items have no key', () => {
    const rows = { Products: [{ ID: 1, Tags: ['a', 'b', 'c', 'd', 'e'] }] };
    const first = evaluate('Products(1)/Tags?$top=4', rows, { pageSize: 3 });
    expect(plain(first)).toEqual(['a', 'b', 'c']);
    const token = first?.kind === 'collection' ? first.skiptoken : undefined;
    const second = evaluate(`Products(1)/Tags?$top=4&$skiptoken=${token}`, rows, { pageSize: 3 });
    expect(plain(second)).toEqual(['d']);
    expect(second?.kind === 'collection' && second.skiptoken).toBe(undefined);
  });
  it('an order by nulls goes on behind them', () => {
    const rows = { Products: [1, 2, 3, 4].map((ID) => ({ ID, Name: ID > 2 ? null : `n${ID}` })) };
    for (const direction of ['', ' desc']) {
      const first = evaluate(`Products?$orderby=Name${direction}`, rows, { pageSize: 3 });
      const token = first?.kind === 'collection' ? first.skiptoken : undefined;
      const second = evaluate(`Products?$orderby=Name${direction}&$skiptoken=${token}`, rows, {
        pageSize: 3,
      });
      const all = [...(plain(first) as object[]), ...(plain(second) as object[])];
      expect(all).toEqual(plain(evaluate(`Products?$orderby=Name${direction},ID`, rows)));
    }
  });
});
