import { expect, test } from 'vitest';
import { parseODataUri, parsePath, parseQueryOptions } from '../../src/uri/parse.ts';
import { withoutSpans } from './without-spans.ts';

test.each([
  ["People?$filter=Name eq 'a/b'", 'People?%24filter=Name%20eq%20%27a%2Fb%27'],
  ["People('O''Neil')/Friends", 'People%28%27O%27%27Neil%27%29/Friends'],
  ['P?$orderby=a desc,b&$select=x,y', 'P?$orderby=a%20desc%2Cb&$select=x%2Cy'],
  ['P?@p={"a":[1,"x"]}', 'P?%40p=%7B%22a%22%3A%5B1%2C%22x%22%5D%7D'],
  ["P?$filter=contains(Name,'x')", 'P?$filter=contains%28Name%2C%27x%27%29'],
  ['P?$TOP=5&COUNT=true', 'P?$top=5&$count=true'],
])('%s is %s', (plain, encoded) => {
  const raw = (tree: unknown): unknown => withoutSpans(tree);
  expect(raw(parseODataUri(encoded))).toEqual(raw(parseODataUri(plain)));
});

test('an encoded slash separates no segments', () => {
  const [, key] = parsePath('Categories/Smartphone%2FTablet');
  expect(key).toMatchObject({ kind: 'name', name: undefined, raw: 'Smartphone/Tablet' });
});

test('an encoded ampersand separates no options', () => {
  expect(parseQueryOptions('a=b%26c&d=%C3%BC')).toMatchObject([
    { kind: 'custom', name: 'a', value: 'b&c' },
    { kind: 'custom', name: 'd', value: 'ü' },
  ]);
});

test('a plus stands for itself, unless asked', () => {
  expect(parseQueryOptions("$filter=a eq 'x+y'")).toMatchObject([
    { expression: { right: { value: 'x+y' } } },
  ]);
  expect(parseQueryOptions("$filter=a+eq+'x+y'", { plusIsBlank: true })).toMatchObject([
    { expression: { right: { value: 'x y' } } },
  ]);
});

test('spans count the characters of the text as sent', () => {
  const text = 'People?$filter=Name%20eq%20%27%C3%BC%27';
  const [option] = parseODataUri(text).options;
  expect(option).toMatchObject({ kind: 'filter', at: 7, valueAt: 15, end: text.length });
  expect(option).toMatchObject({ expression: { right: { value: 'ü', at: 27, end: text.length } } });
});

test('media types end before the next option', () => {
  expect(parseQueryOptions('$format=application/json;odata.metadata=full&$top=2')).toMatchObject([
    { kind: 'format', value: 'application/json;odata.metadata=full' },
    { kind: 'top', value: 2 },
  ]);
});
