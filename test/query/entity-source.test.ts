// CSDL, section 13.4 "Navigation Property Binding": where the entities live that a path leads to.
import { expect, test } from 'vitest';
import { resolveUrl } from './shop.ts';

function source(url: string): string | undefined {
  const { source: found } = resolveUrl(url).path;
  if (found?.kind === 'navigationSource') return found.navigationSource.name;
  return found === undefined ? undefined : `${found.kind} ${found.path.join('/')}`;
}

test.each([
  ['Products', 'Products'],
  ['Products(1)', 'Products'],
  ['Products(1)/Category', 'Categories'],
  ['Products(1)/Origin/Country', 'Countries'],
  ['Products(1)/shop.Book/Author', 'People'],
  ['Company/Branches', 'contained Branches'],
  ['Company/Branches(1)/Chief', 'People'],
  ['Best()', 'Products'],
  ['Products(1)/shop.Similar()', 'Products'],
  ['Products(1)/Name', undefined],
])('%s: %s', (url, expected) => {
  expect(source(url)).toBe(expected);
});
