import { describe, expect, test } from 'vitest';
import { parseODataUri } from '../../src/uri/parse.ts';
import { UriSyntaxError } from '../../src/uri/uri-syntax-error.ts';

/** Milliseconds until the text is parsed, or refused because it is too complex. */
function milliseconds(text: string): number {
  const start = performance.now();
  try {
    parseODataUri(text);
  } catch (error) {
    if (!(error instanceof UriSyntaxError)) throw error;
    // What is cut off is an error of syntax, found in no more time.
    expect(['TooComplex', 'InvalidQueryOption', 'InvalidUrl']).toContain(error.code);
  }
  return performance.now() - start;
}

const repeat = (text: string, length: number): string =>
  text.repeat(Math.ceil(length / text.length)).slice(0, length);

describe('a long or deep text is parsed or refused in no time', () => {
  const cases: Readonly<Record<string, string>> = {
    'a string of 100,000 characters': `People?$filter=Name eq '${'x'.repeat(100_000)}'`,
    'a filter of 100,000 characters, of comparisons': `People?$filter=a eq 1${repeat(" or Name eq 'abc'", 17 * 5_900)}`,
    'a list of 100,000 characters': `People?$filter=Name in ('a'${repeat(",'abc'", 6 * 16_000)})`,
    'a path of 50,000 segments': `People?$filter=a${'/b'.repeat(50_000)} eq 1`,
    '5,000 parentheses': `People?$filter=${'('.repeat(5_000)}a${')'.repeat(5_000)} eq 1`,
    '5,000 unclosed parentheses': `People?$filter=${'('.repeat(5_000)}`,
    '5,000 calls': `People?$filter=${'tolower('.repeat(5_000)}a${')'.repeat(5_000)} eq 'x'`,
    '5,000 casts': `People?$filter=${'cast('.repeat(5_000)}a`,
    '5,000 lambdas': `People?$filter=${'a/any(x:'.repeat(5_000)}true${')'.repeat(5_000)}`,
    '5,000 arrays': `People?@p=${'['.repeat(5_000)}`,
    '5,000 objects': `People?@p=${'{"a":'.repeat(5_000)}`,
    '5,000 expands': `People?$expand=${'a($expand='.repeat(5_000)}b`,
    '5,000 functions': `People?$filter=${'f(a='.repeat(5_000)}`,
    '5,000 transformations': `People?$apply=${'concat('.repeat(5_000)}`,
    '5,000 negations': `People?$filter=${'not '.repeat(5_000)}true`,
    '5,000 signs': `People?$filter=a eq ${'-'.repeat(5_000)}b`,
    '5,000 search terms': `People?$search=${'a '.repeat(5_000)}b`,
    '5,000 search negations': `People?$search=${'NOT '.repeat(5_000)}b`,
    '5,000 sums': `People?$filter=a${' add a'.repeat(5_000)} eq 1`,
    '5,000 aggregates': `People?$filter=${'a/aggregate('.repeat(5_000)}b`,
    'a URL of 300,000 characters': `People?x=${'y'.repeat(300_000)}`,
    '150 unclosed search groups': `People?$search=${'a OR ('.repeat(150)}`,
    '150 unclosed search negations': `People?$search=${'NOT ('.repeat(150)}`,
    '150 unclosed calls': `People?$filter=${'date('.repeat(150)}x=1`,
    '150 unclosed aggregates': `People?$filter=${'a/aggregate('.repeat(150)}!`,
    'a path of 20,000 keys': `People${'/1'.repeat(20_000)}`,
  };
  test.each(Object.entries(cases))('%s', (_, text) => {
    // The best of three, since other processes may have the processor.
    expect(Math.min(milliseconds(text), milliseconds(text), milliseconds(text))).toBeLessThan(100);
  });
});
