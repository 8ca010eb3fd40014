import { expect, test } from 'vitest';
import { parseODataUri, parseQueryOptions } from '../../src/uri/parse.ts';
import { print } from '../../src/uri/print/print.ts';
import { UriSyntaxError } from '../../src/uri/uri-syntax-error.ts';
import fc from '../fast-check.ts';
import { withoutSpans } from './without-spans.ts';

const token = fc.constantFrom(
  ...'( ) [ ] { } / ? & = , ; : . * + - @ # % \' " \\ $ ~'.split(' '),
  ...'%27 %2F %20 %28 %22 %C3%BC %C3 %FF %26 %23 %25 %00'.split(' '),
  ...' eq and in has not $filter= $expand= $select= $apply= $search= $orderby= $compute= $count=true any( $it $root/'.split(
    ' ',
  ),
  ...' A b1 1 -2.5e3 null x.y cast( isof( case( $levels=max $count $ref aggregate( with sum as groupby(( concat( from rollup('.split(
    ' ',
  ),
  ' eq ',
  ' and ',
  ' in (',
  "'a'",
);
const tokens = fc.array(token, { maxLength: 25 }).map((list) => list.join(''));

function check(text: string): void {
  try {
    const tree = parseODataUri(text);
    expect(withoutSpans(parseODataUri(print(tree)))).toEqual(withoutSpans(tree));
  } catch (error) {
    if (!(error instanceof UriSyntaxError)) throw error;
    expect(error.offset).toBeGreaterThanOrEqual(0);
    expect(error.offset).toBeLessThanOrEqual(text.length);
  }
}

test('a random text is parsed or refused with an error of its own', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), check), { numRuns: 200, seed: 3 });
});

test('random tokens are parsed or refused with an error of its own', () => {
  fc.assert(fc.property(tokens, check), { numRuns: 600, seed: 4 });
  fc.assert(
    fc.property(tokens, (text) => check(`People?$filter=${text}`)),
    { numRuns: 600, seed: 5 },
  );
  fc.assert(
    fc.property(tokens, (text) => check(`People?$apply=${text}&$expand=${text}`)),
    { numRuns: 600, seed: 6 },
  );
});

test('a cut text is parsed or refused with an error of its own', () => {
  const whole =
    "$filter=Items/any(d:d/Name eq 'O''Neil' and not (d/Age in (1,2)))&$expand=A($levels=max;$select=b),C/$ref&$search=a OR \"b\"";
  for (let end = 0; end < whole.length; end++) {
    try {
      parseQueryOptions(whole.slice(0, end));
    } catch (error) {
      expect(error).toBeInstanceOf(UriSyntaxError);
    }
  }
});
