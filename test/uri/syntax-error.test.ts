import { expect, test } from 'vitest';
import { parseODataUri } from '../../src/uri/parse.ts';
import { UriSyntaxError } from '../../src/uri/uri-syntax-error.ts';

function errorOf(text: string): UriSyntaxError {
  try {
    parseODataUri(text);
  } catch (error) {
    if (error instanceof UriSyntaxError) return error;
    throw error;
  }
  throw new Error(`${text} was parsed`);
}

test('an error says what was found, what was expected, and shows it', () => {
  const error = errorOf("People?$filter=Name eq 'x' und Age gt 1");
  expect(error.status).toBe(400);
  expect(error.code).toBe('InvalidQueryOption');
  expect(error.target).toBe('$filter');
  expect(error.offset).toBe(27);
  expect(error.found).toBe('"u"');
  expect(error.expected).toContain('an operator');
  const [, shown, caret] = error.message.split('\n');
  expect(shown).toBe("People?$filter=Name eq 'x' und Age gt 1");
  expect(caret).toBe(`${' '.repeat(27)}^`);
});

test('the offset counts the characters of the text as sent', () => {
  expect(errorOf('People?$filter=Name%20eq%20%27x%27%20?').offset).toBe(37);
});

test.each([
  ['People(1', 8, 'InvalidUrl'],
  ['People?$top=x', 12, 'InvalidQueryOption'],
  ['People?%24top=x', 14, 'InvalidQueryOption'],
  ['People?$unknown=1', 7, 'InvalidQueryOption'],
  ['People/%', 7, 'InvalidUrl'],
  ['People/%C3', 7, 'InvalidUrl'],
  ['People/%ED%A0%80', 7, 'InvalidUrl'],
  ['$entity?$format=json', 20, 'InvalidQueryOption'],
])('%s fails at %i with %s', (text, offset, code) => {
  const error = errorOf(text);
  expect([error.code]).toEqual([code]);
  expect(error.offset).toBeGreaterThanOrEqual(offset);
  expect(error.offset).toBeLessThanOrEqual(offset + (text.includes('$unknown') ? 1 : 0));
});

test('a long URL is shown around its error', () => {
  const error = errorOf(`People?x=${'y'.repeat(1000)}&$top=z`);
  const [, shown = '', caret = ''] = error.message.split('\n');
  expect(shown.length).toBeLessThan(200);
  expect(shown[caret.indexOf('^')]).toBe('z');
});
