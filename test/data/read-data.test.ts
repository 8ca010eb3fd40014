// Files of entities in JSON and NDJSON: what is no JSON is told with its place in the file, of every line.
import { expect, it } from 'vitest';
import { DataError, readData } from '../../src/data/read-data.ts';

function problemsOf(text: string, file: string): string {
  try {
    readData({ text, file });
  } catch (error) {
    if (error instanceof DataError) return error.message;
    throw error;
  }
  return '';
}

it('tells the place in the file', () => {
  expect(problemsOf('[\n  { "ID": 1,, }\n]', 'Things.json')).toMatch(
    /^Things\.json:2:13: The text is not valid JSON\./,
  );
});

it('tells every line that is none', () => {
  const lines = problemsOf('{"ID":1\n\n{"ID":2}\n{ID:3}\n', 'Things.ndjson').split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^Things\.ndjson:1:8: The text is not valid JSON\./),
    expect.stringMatching(/^Things\.ndjson:4:2: The text is not valid JSON\./),
  ]);
  expect(lines.join('')).not.toContain('line 1');
});
