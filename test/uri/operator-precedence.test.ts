import { expect, test } from 'vitest';
import { parseExpression, parseODataUri } from '../../src/uri/parse.ts';
import { withoutSpans } from './without-spans.ts';

test.each([
  ['a or b and c', 'a or (b and c)'],
  ['a eq b and c', '(a eq b) and c'],
  ['a add b mul c', 'a add (b mul c)'],
  ['a sub b sub c', '(a sub b) sub c'],
  ['not a eq b', '(not a) eq b'],
  ['not a in (1,2)', 'not (a in (1,2))'],
  ['a gt b eq c', '(a gt b) eq c'],
  ['a add b gt c sub d', '(a add b) gt (c sub d)'],
  ['- a mul b', '(- a) mul b'],
  ['a EQ b AND c', '(a eq b) and c'],
])('%s is %s', (text, grouped) => {
  expect(withoutSpans(parseExpression(text))).toEqual(withoutSpans(parseExpression(grouped)));
});

test.each([
  ["a has 'A' eq true", "(a has 'A') eq true"],
  ['a in (1,2) eq false and b', '((a in (1,2)) eq false) and b'],
])('%s is %s in a URL as sent', (text, grouped) => {
  const filterOf = (filter: string) => {
    const [option] = parseODataUri(`Products?$filter=${encodeURIComponent(filter)}`).options;
    return withoutSpans((option as { value: unknown }).value);
  };
  expect(filterOf(text)).toEqual(filterOf(grouped));
});
