// Whatever a URL says, resolving it gives a request or an ODataError with a status of the 400s, never another exception.

import { expect, test } from 'vitest';
import { ODataError } from '../../src/error/odata-error.ts';
import fc from '../fast-check.ts';
import { resolveUrl } from './shop.ts';

const lenient = {
  keyAsSegment: true,
  defaultNamespaces: ['shop'],
  optionalParentheses: true,
  implicitCasts: true,
  ignoreCase: true,
  composeAnything: true,
  quotedLiterals: true,
};

function holds(url: string): void {
  for (const options of [{}, lenient]) {
    try {
      resolveUrl(url, options);
    } catch (error) {
      if (!(error instanceof ODataError)) throw new Error(`${url}: ${String(error)}`, { cause: error });
      expect(error.status).toBeGreaterThanOrEqual(400);
      expect(error.status).toBeLessThan(500);
    }
  }
}

const segment = fc.constantFrom(
  ...[
    'Products',
    'Products(1)',
    'Categories',
    'Company',
    'Orders(1)',
    'Items',
    'People',
    `People('a')`,
    'Related',
  ],
  ...[
    'Category',
    'Origin',
    'Country',
    'Depots',
    'Tags',
    'Name',
    'Branches(1)',
    '0',
    '-1',
    'shop.Book',
    'Book',
    '(1)',
  ],
  ...[
    '$count',
    '$value',
    '$ref',
    '$each',
    '$query',
    '$filter(Active)',
    '$all',
    '$crossjoin(Products,Orders)',
  ],
  ...[
    'shop.Similar()',
    'Similar',
    'shop.Discount',
    'Best()',
    'Best(count=1)',
    'Convert(value=@p)',
    'Nope',
    '',
  ],
);

const leaf = fc.constantFrom(
  ...[
    'Price',
    'Name',
    'Active',
    'Tags',
    'Category',
    'Category/Title',
    'Origin',
    'Origin/City',
    'Colors',
    'Released',
  ],
  ...[
    'Changed',
    'Takes',
    'Weight',
    'Rating',
    'Stock',
    'Sku',
    'Data',
    'Token',
    'Place',
    'Photo',
    'Related',
    'Depots',
  ],
  ...[
    '1',
    '2.5',
    `'a'`,
    'null',
    'true',
    '2020-01-01',
    `duration'PT1S'`,
    `shop.Color'Red'`,
    'INF',
    '@p',
    '@q',
    '$it',
  ],
  ...[
    '$this',
    '$root/Products(1)',
    'Related/$count',
    'Tags/$count',
    'shop.Book/Pages',
    'now()',
    '[1,2]',
    'Nope',
  ],
  ...[
    `{"City":"x"}`,
    '@Core.Description',
    'Related(1)',
    'shop.Best()',
    '$it/shop.Similar()',
    'isof(shop.Book)',
  ],
);

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom(
          'eq',
          'ne',
          'gt',
          'and',
          'or',
          'add',
          'sub',
          'mul',
          'div',
          'divby',
          'mod',
          'has',
          'in',
        ),
        tie('expression'),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    tie('expression').map((operand) => `not ${operand}`),
    tie('expression').map((operand) => `-(${operand})`),
    fc
      .tuple(
        fc.constantFrom('length', 'contains', 'concat', 'substring', 'year', 'round', 'hassubset'),
        fc.array(tie('expression'), { minLength: 1, maxLength: 3 }),
      )
      .map(([name, given]) => `${name}(${given.join(',')})`),
    fc
      .tuple(fc.constantFrom('any', 'all'), tie('expression'))
      .map(([kind, inner]) => `Related/${kind}(r:${inner})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `case(${a}:${b})`),
    tie('expression').map((operand) => `cast(${operand},Edm.String)`),
  ),
}));

const transformation = fc.oneof(
  expression.map((e) => `filter(${e})`),
  expression.map((e) => `compute(${e} as C)`),
  fc
    .tuple(leaf, fc.constantFrom('sum', 'max', 'average', 'countdistinct'))
    .map(([path, method]) => `aggregate(${path} with ${method} as A)`),
  leaf.map((path) => `groupby((${path}),aggregate($count as N))`),
  leaf.map((path) => `orderby(${path})`),
  fc.constantFrom(
    'identity',
    'top(1)',
    'join(Related as R)',
    'nest(identity as X)',
    'addnested(Related,identity as Y)',
  ),
);

test('any path', () => {
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 5 }), (segments) => holds(segments.join('/'))),
  );
});

test('any expression', () => {
  fc.assert(
    fc.property(expression, fc.constantFrom('$filter=', '$orderby=', '$compute=X as '), (text, option) => {
      const value = option === '$compute=X as ' ? `$compute=${text} as X` : `${option}${text}`;
      holds(`Products?${value}&@p=1&@q=@p`);
    }),
    { numRuns: 500 },
  );
});

test('any sequence of transformations, and options after it', () => {
  fc.assert(
    fc.property(fc.array(transformation, { minLength: 1, maxLength: 3 }), expression, (sequence, filter) =>
      holds(`Products?$apply=${sequence.join('/')}&$filter=${filter}&$select=A&@p=1`),
    ),
    { numRuns: 300 },
  );
});
