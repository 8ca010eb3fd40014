import { describe, expect, it } from 'vitest';
import fc from '../fast-check.ts';
import { evaluate, plain } from './fixture.ts';

describe('$orderby with $top and $skip', () => {
  it('gives what sorting everything would, for any rows', () => {
    const row = fc.record({
      Name: fc.option(fc.constantFrom('a', 'b', 'c', '\u{1F600}', '\uFFFD')),
      Weight: fc.option(fc.constantFrom(0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY)),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), fc.nat(8), fc.nat(5), (rows, top, skip) => {
        const data = { Products: rows.map((one, i) => ({ ID: i + 1, ...one })) };
        const order = '$orderby=Name desc,Weight';
        const all = plain(evaluate(`Products?${order}`, data)) as unknown[];
        expect(plain(evaluate(`Products?${order}&$top=${top}&$skip=${skip}`, data))).toEqual(
          all.slice(skip, skip + top),
        );
      }),
      { numRuns: 60 },
    );
  });
  it('pages of any size give all of it once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.constantFrom('a', 'b', 'c')), { maxLength: 9 }),
        fc.integer({ min: 1, max: 4 }),
        (names, pageSize) => {
          const data = { Products: names.map((Name, i) => ({ ID: i + 1, Name })) };
          const all: unknown[] = [];
          let next = '';
          do {
            const result = evaluate(`Products?$orderby=Name desc${next}`, data, { pageSize });
            if (result?.kind !== 'collection') throw new Error('no collection');
            all.push(...(plain(result) as unknown[]));
            next = result.skiptoken === undefined ? '' : `&$skiptoken=${result.skiptoken}`;
          } while (next !== '');
          expect(all).toEqual(plain(evaluate('Products?$orderby=Name desc,ID', data)));
        },
      ),
      { numRuns: 60 },
    );
  });
});
