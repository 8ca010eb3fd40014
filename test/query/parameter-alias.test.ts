// URL Conventions, section 5.3 "Parameter Aliases": explicit, implicit (null), nested; circles are refused.
import { expect, test } from 'vitest';
import { resolveUrl, show } from './shop.ts';

function filter(url: string): string {
  const found = resolveUrl(url).options.filter;
  return found === undefined ? '' : show(found);
}

test.each([
  ['Products?$filter=Price gt @p&@p=1', '($it/Price gt "1":Decimal)'],
  ['Products?$filter=Price gt @p', '($it/Price gt null:Decimal)'],
  ['Products?$filter=Price gt @p&@p=@q&@q=1', '($it/Price gt "1":Decimal)'],
  ['Products?$filter=@f&@f=Active', '$it/Active'],
  ['Products?$filter=@f and Active&@f=Price gt @p&@p=2', '(($it/Price gt "2":Decimal) and $it/Active)'],
  [`Products?$filter=Name in @l&@l=["a"]`, '($it/Name in ["a":String])'],
])('%s', (url, expected) => {
  expect(filter(url)).toBe(expected);
});

test.each([
  'Products?$filter=Price gt @p&@p=@p',
  'Products?$filter=Price gt @p&@p=@q&@q=@p',
  'Products?$filter=Price gt @p&@p=@q add 1&@q=@p add 1',
])('a circle is refused: %s', (url) => {
  expect(() => filter(url)).toThrow(
    expect.objectContaining({ status: 400, message: expect.stringContaining('refers to itself') }),
  );
});

test('an alias is given once', () => {
  expect(() => filter('Products?$filter=Price gt @p&@p=1&@p=2')).toThrow(/@p is given twice/);
});

test('aliases that double with each level are refused in no time', () => {
  const levels = Array.from({ length: 40 }, (_, i) => `@a${i}=@a${i + 1} add @a${i + 1}`).join('&');
  expect(() => filter(`Products?$filter=@a0 eq 1&${levels}&@a40=1`)).toThrow(
    expect.objectContaining({ status: 400, code: 'TooComplex' }),
  );
});
