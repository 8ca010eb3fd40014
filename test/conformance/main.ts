// `npm run conformance`: runs the tests of this folder and prints which statements are met, one line each, and the totals.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Keyword, type Level, type Statement, statements } from './statements.ts';

interface TestReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

type Verdict = 'met' | 'not met' | 'no test';

/** "Conforms to the level below" is met when all that the level below demands is. */
const includedLevels: Readonly<Record<string, readonly Level[]>> = {
  '4.0 Intermediate 1': ['4.0 Minimal'],
  '4.0 Advanced 1': ['4.0 Intermediate'],
  '4.01 Minimal 1': ['4.0 Minimal'],
  '4.01 Minimal 18': ['4.0 Minimal'],
  '4.01 Intermediate 1': ['4.01 Minimal'],
  '4.01 Intermediate 2': ['4.0 Intermediate'],
  '4.01 Advanced 1': ['4.01 Intermediate'],
  '4.01 Advanced 2': ['4.0 Advanced'],
};

function runTests(): TestReport {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  const file = join(folder, 'report.json');
  const args = ['vitest', 'run', 'test/conformance', '--reporter=json', `--outputFile=${file}`];
  spawnSync('npx', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const report = JSON.parse(readFileSync(file, 'utf8')) as TestReport;
  rmSync(folder, { recursive: true });
  return report;
}

/** Met: at least one test, and all of them pass. A test that is skipped shows nothing. */
function verdictsOf(report: TestReport): (statement: Statement) => Verdict {
  const results = new Map<string, string[]>();
  for (const { title, status } of report.testResults.flatMap((file) => file.assertionResults)) {
    const id = title.slice(0, title.indexOf(':'));
    if (status === 'passed' || status === 'failed') results.set(id, [...(results.get(id) ?? []), status]);
  }
  const verdict = (statement: Statement): Verdict => {
    const levels = includedLevels[statement.id];
    if (levels !== undefined) {
      const demanded = statements.filter(
        ({ level, keyword }) => levels.includes(level) && keyword === 'MUST',
      );
      return demanded.every((one) => verdict(one) === 'met') ? 'met' : 'not met';
    }
    const found = results.get(statement.id);
    if (found === undefined) return 'no test';
    return found.every((status) => status === 'passed') ? 'met' : 'not met';
  };
  return verdict;
}

const verdict = verdictsOf(runTests());
for (const statement of statements)
  console.log(
    `${verdict(statement).padEnd(8)} ${statement.id.padEnd(24)} ${statement.keyword.padEnd(7)} ${statement.text}`,
  );
console.log();
for (const keyword of ['MUST', 'SHOULD', 'MAY'] as const satisfies readonly Keyword[]) {
  const of = statements.filter((statement) => statement.keyword === keyword);
  console.log(
    `${keyword}: ${of.filter((statement) => verdict(statement) === 'met').length} of ${of.length} met`,
  );
}
const notMet = statements.filter((statement) => verdict(statement) !== 'met');
console.log(`${statements.length - notMet.length} of ${statements.length} statements met`);
process.exitCode = notMet.some(({ keyword }) => keyword === 'MUST') ? 1 : 0;
