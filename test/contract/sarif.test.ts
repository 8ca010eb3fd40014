import { expect, it } from 'vitest';
import { physicalLocation, sarifLog } from '../../src/contract/sarif.ts';

const uriOf = (file: string) => physicalLocation({ file }).artifactLocation.uri;

it('files have relative URIs, those elsewhere absolute ones', () => {
  expect(uriOf('docs/a page.md')).toBe('docs/a%20page.md');
  expect(uriOf('docs\\page.md')).toBe('docs/page.md');
  expect(uriOf('/tmp/a b.md')).toBe('file:///tmp/a%20b.md');
  expect(uriOf('https://example.org/$metadata')).toBe('https://example.org/$metadata');
});

it('results point at their rules, regions are 1-based', () => {
  const location = { physicalLocation: physicalLocation({ file: 'a.md', line: 3 }) };
  const result = { ruleId: 'two', level: 'note' as const, message: { text: 'm' }, locations: [location] };
  const { runs } = JSON.parse(sarifLog([[result]], { one: '1', two: '2' }, '1.0.0'));
  expect(runs[0].results[0]).toMatchObject({
    ruleIndex: 1,
    locations: [{ physicalLocation: { region: { startLine: 3, startColumn: 1 } } }],
  });
  expect(runs[0].tool.driver.rules[1].id).toBe('two');
});
