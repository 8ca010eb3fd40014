// OData ABNF Test Cases 4.01 and Data Aggregation ABNF Test Cases 4.0: all cases that are at hand.
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readAbnfFile, runAbnfCase } from '../abnf/abnf-cases.ts';

for (const name of ['odata-abnf-testcases.yaml', 'odata-aggregation-testcases.yaml']) {
  const file = new URL(`../../../shared/abnf/${name}`, import.meta.url).pathname;
  const missing = !existsSync(file);
  if (missing) console.log(`skipped: ${name} is not there`);
  describe.skipIf(missing)(name, () => {
    test('every case passes', () => {
      const { constraints, cases } = readAbnfFile(file);
      const failures = cases.flatMap((testCase) => {
        const failure = runAbnfCase(testCase, constraints);
        return failure === undefined ? [] : [`${testCase.Name}: ${testCase.Input}\n${failure}`];
      });
      expect(cases.length).toBeGreaterThan(100);
      expect(failures).toEqual([]);
    });
  });
}
