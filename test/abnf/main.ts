// OData ABNF Test Cases 4.01: runs files of cases and prints those that fail, last the totals.
import { readAbnfFile, runAbnfCase } from './abnf-cases.ts';

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('Usage: npm run abnf -- FILE…');
  process.exit(2);
}
let passed = 0;
let failed = 0;
for (const file of files) {
  const { constraints, cases } = readAbnfFile(file);
  for (const testCase of cases) {
    const failure = runAbnfCase(testCase, constraints);
    if (failure === undefined) passed++;
    else {
      failed++;
      console.log(
        `${testCase.Name} (${testCase.Rule})\n  ${testCase.Input}\n  ${failure.replaceAll('\n', '\n  ')}`,
      );
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
