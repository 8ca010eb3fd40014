import { describe, expect, test } from 'vitest';
import { parseODataUri } from '../../src/uri/parse.ts';
import { print } from '../../src/uri/print/print.ts';
import { UriSyntaxError } from '../../src/uri/uri-syntax-error.ts';
import fc from '../fast-check.ts';
import { withoutSpans } from './without-spans.ts';

const name = fc.constantFrom('Name', 'Age', 'Items', 'ns.Type', 'Ünïcode', 'a', 'not', 'null2', 'time');
const literal = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc
    .string({ unit: 'grapheme' })
    .map((text) => `'${encodeURIComponent(text.replaceAll("'", "''")).replaceAll("'", '%27')}'`),
  fc.constantFrom(
    'null',
    'true',
    'INF',
    '-INF',
    '2020-02-29',
    '2020-01-01T00:00:00.1234567Z',
    '12:30:00',
    "duration'P1DT2H'",
  ),
  fc.constantFrom(
    "binary'AAEC'",
    "ns.Color'Red,Blue'",
    '01234567-89ab-cdef-0123-456789abcdef',
    "geography'SRID=4326;Point(1 -2.5)'",
  ),
);
const { expression } = fc.letrec<{ expression: string; path: string; operand: string }>((tie) => ({
  path: fc.oneof(
    fc
      .tuple(
        fc.constantFrom('Name', 'Age', '$it', '@p'),
        fc.array(fc.constantFrom('Name', 'City', '@ns.Term'), { maxLength: 2 }),
      )
      .map(([first, rest]) => [first, ...rest].join('/')),
    tie('expression').map((predicate) => `Items/any(d:${predicate})`),
    tie('expression').map((predicate) => `Items/$filter(${predicate})/$count`),
    tie('expression').map((argument) => `ns.Func(a=${argument})/Name`),
    tie('expression').map(
      (predicate) => `Items/$count($filter=${predicate};$search=blue%3B%20OR%20NOT%20"a b")`,
    ),
  ),
  operand: fc.oneof(
    { maxDepth: 3 },
    literal,
    tie('path'),
    tie('expression').map((inner) => `(${inner})`),
    tie('operand').map((inner) => `not ${inner}`),
    tie('operand').map((inner) => `- ${inner}`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `concat(${a}, ${b})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `case(${a}:${b},true:null)`),
    tie('expression').map((inner) => `cast(${inner},Edm.String)`),
    tie('expression').map((inner) => `[${inner},{"a\\u0062":"x","y":${inner}}]`),
    tie('path').map((path) => `(${path} in ('a','b'))`),
    tie('path').map((path) => `(${path} has ns.Color'Red')`),
  ),
  expression: fc
    .tuple(
      tie('operand'),
      fc.array(
        fc.tuple(
          fc.constantFrom('eq', 'ne', 'gt', 'and', 'or', 'add', 'mul', 'sub', 'divby'),
          tie('operand'),
        ),
        { maxLength: 3 },
      ),
    )
    .map(([first, rest]) => [first, ...rest.map(([operator, right]) => `${operator} ${right}`)].join(' ')),
}));

const url = fc.oneof(
  expression.map((text) => `People?$filter=${text}`),
  fc
    .tuple(expression, name)
    .map(([text, property]) => `People('x')/${property}?$orderby=${text} desc,Age&$compute=${text} as Z`),
  expression.map(
    (text) => `People/$filter(${text})?$expand=Friends($filter=${text};$levels=max),*/$ref&$select=a/b,ns.*`,
  ),
  expression.map(
    (text) => `Sales?$apply=filter(${text})/groupby((City),aggregate(${text} with sum as T,$count as N))`,
  ),
  fc
    .string({ unit: 'grapheme' })
    .map((text) => `People/${encodeURIComponent(text)}/Name?custom=${encodeURIComponent(text)}`),
);

function expectSameTree(text: string): void {
  const tree = parseODataUri(text);
  expect(withoutSpans(parseODataUri(print(tree)))).toEqual(withoutSpans(tree));
}

describe('what is printed parses to the same tree', () => {
  test('for URLs made by the grammar', () => {
    let parsed = 0;
    fc.assert(
      fc.property(url, (text) => {
        try {
          parseODataUri(text);
        } catch (error) {
          expect(error).toBeInstanceOf(UriSyntaxError);
          return;
        }
        parsed++;
        expectSameTree(text);
      }),
      { numRuns: 200, seed: 7 },
    );
    expect(parsed).toBeGreaterThan(150);
  });

  test.each([
    '$crossjoin(A,B)?$filter=A/x eq B/y',
    "Sales?$apply=ancestors($root/Orgs,H,ID,filter(contains(Name,'x')),2,keep start)/traverse($root/Orgs,H,ID,preorder,Name desc)",
    'Sales?$apply=groupby((rollup(A,B),rolluprecursive($root/Orgs,H,ID,identity)))/concat(identity,topcount(2,Amount))',
    'Sales?$apply=join(Items as I,filter(a gt 1))/nest(identity as X,top(2) as Y)/addnested(Items,skip(1) as Z)/ns.f(a=1)',
    'Sales?$apply=aggregate(Amount with sum from Time,Product with average as T,Items/$count as C,Custom as D)',
    "People?$search='it''s \"so\"'&$format=application/json;odata.metadata=full&$skiptoken=a%26b&foo",
    'drives/1/root:/a%20b/c%2Fd.txt:/children?$index=-1&$schemaversion=*',
    'People/$each/ns.Act',
    "Items/$filter(a eq 'x%2Fy')(1)/Name",
    'A(1)/B(x=1,y=@z)/$count?@z=[1,2]&$deltatoken=1',
    '$entity/ns.T?$id=A(1)&$select=x',
    '?$format=json',
    '',
  ])('for %s', expectSameTree);
});
