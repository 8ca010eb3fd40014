// Protocol, section 11.5.4.2: the overload that fits by parameter names, then by types.
import { expect, test } from 'vitest';
import type { ResolveOptions } from '../../src/query/query.ts';
import { resolveUrl, show } from './shop.ts';

function call(url: string, options: Partial<ResolveOptions> = {}): string {
  const last = resolveUrl(url, options).path.segments.at(-1);
  if (last?.kind !== 'function') return last?.kind ?? '';
  const parameters = [...last.parameters].map(([name, value]) => `${name}=${show(value)}`);
  return `${last.function.parameters.length} (${parameters.join(',')})`;
}

test.each([
  ['Best()', '0 ()'],
  ['Best(count=3)', '1 (count=3:Int32)'],
  ['Best(count=@c)?@c=3', '1 (count=3:Int32)'],
  [`Convert(value='a')`, '1 (value="a":String)'],
  ['Convert(value=1)', '1 (value=1:Int32)'],
  [`Products(1)/shop.PriceIn(currency='EUR')`, '2 (currency="EUR":String)'],
  [`Products(1)/shop.PriceIn(rate=1.5,currency='EUR')`, '3 (rate=1.5:Double,currency="EUR":String)'],
])('%s', (url, expected) => {
  expect(call(url)).toBe(expected);
});

test.each([
  ['Convert?@value=1', '1 (value=1:Int32)'],
  ['Best?@count=3', '1 (count=3:Int32)'],
  ['Products(1)/shop.PriceIn?currency=EUR', '2 (currency="EUR":String)'],
  [`Products(1)/shop.PriceIn()?currency='EUR'`, '2 (currency="EUR":String)'],
])('parameters of the last segment may be query options: %s', (url, expected) => {
  expect(call(url)).toBe(expected);
});

test.each(['Best?count=many', 'Best()?@count=1.5'])(
  'a value of the wrong type is not left out: %s',
  (url) => {
    expect(() => call(url)).toThrow(expect.objectContaining({ status: 400 }));
  },
);

test('operations are called without namespace where it is a default namespace', () => {
  const options = { defaultNamespaces: ['shop'], optionalParentheses: true };
  expect(call('Products(1)/Similar', options)).toBe('1 ()');
  expect(call('Products(1)/Discount', options)).toBe('action');
  expect(() => call('Products(1)/Discount')).toThrow(expect.objectContaining({ status: 404 }));
});
