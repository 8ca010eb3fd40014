// Leniency that a profile may ask for: names in another case, implicit casts, trailing slashes, items addressed by names.
import { expect, test } from 'vitest';
import { kinds } from './shop.ts';

test.each([
  ['products(1)/name', { ignoreCase: true }, 'entitySet key property'],
  ['Products(1)/Pages', { implicitCasts: true }, 'entitySet key cast property'],
  ['Products(1)/Author', { implicitCasts: true }, 'entitySet key cast navigation'],
  ['Products(1)/shop.Bind', { implicitCasts: true }, 'entitySet key cast action'],
  ['Products/Review', { ownNamespace: true }, 'entitySet action'],
  ['Products(1)?$count=true', { countAnywhere: true }, 'entitySet key'],
  ['Products?$filter=Changed gt 2020-01-01', { datesAsTimestamps: true }, 'entitySet'],
  ['Products/Book', { defaultNamespaces: ['shop'], keyAsSegment: true }, 'entitySet cast'],
  ['Products/', { emptySegments: true }, 'entitySet'],
  ['Products//1', { emptySegments: true, keyAsSegment: true }, 'entitySet key'],
  [
    'Products/$/Book',
    { keyAsSegmentEscape: true, defaultNamespaces: ['shop'], keyAsSegment: true },
    'entitySet cast',
  ],
  ['Products(1)?format=pdf', { ownFormats: true }, 'entitySet key'],
  ['Products(1)/$value', { composeAnything: true }, 'entitySet key value'],
  [`Products?$filter=Released gt '2020-01-01'`, { quotedLiterals: true }, 'entitySet'],
  ['Products?$filter=Colors eq 3', { numericEnums: true }, 'entitySet'],
  [
    'Products/1:/a/b:/Name',
    {
      keyAsSegment: true,
      pathAddressing: [{ type: 'shop.Product', navigationProperty: 'Related', property: 'Name' }],
    },
    'entitySet key navigation key navigation key property',
  ],
])('%s with %o', (url, options, expected) => {
  expect(kinds(url, options)).toBe(expected);
});

test.each([
  'products(1)',
  'Products(1)/Pages',
  'Products(1)/shop.Bind',
  'Products/Review',
  'Products(1)?$count=true',
  'Products?$filter=Changed gt 2020-01-01',
  'Products/1',
  `Products?$filter=Colors eq 3`,
])('not without the option: %s', (url) => {
  expect(() => kinds(url)).toThrow();
});
