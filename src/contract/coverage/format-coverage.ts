// How `coverage` prints: sums for a terminal, everything as JSON.
import { type Coverage, type CoverageSection, nameInGroup, percentageOf } from './coverage.ts';

export function percentage(measured: Pick<CoverageSection, 'exercised' | 'total'>): string {
  return measured.total === 0 ? '–' : `${percentageOf(measured).toFixed(1)} %`;
}

const shownErrors = 20;
const shownItems = 5;
const shownGroups = 10;

/** A line for each class, then the errors, then what was touched only in part. */
export function formatCoverageAsText(coverage: Coverage): string {
  const { exchanges, unresolved, withFindings, sections, errors } = coverage;
  const rows = [
    ...sections.map(({ title, exercised, total }) => ({ title, exercised, total })),
    { title: 'Total of the model', exercised: coverage.exercised, total: coverage.total },
  ];
  const lines = [
    `${exchanges} exchange${exchanges === 1 ? '' : 's'}, ${unresolved} with a URL that is none of the service, ${withFindings} with findings`,
    '',
    ...rows.map(row),
  ];
  if (errors.length > 0) lines.push('', 'Errors answered:');
  for (const { operation, status, code, count } of errors.slice(0, shownErrors))
    lines.push(`  ${status}${code === undefined ? '' : ` ${code}`}, ${operation} (${count})`);
  if (errors.length > shownErrors) lines.push(`  and ${errors.length - shownErrors} more`);
  lines.push(...missing(coverage));
  return `${lines.join('\n').trimEnd()}\n`;
}

function row(measured: {
  readonly title: string;
  readonly exercised: number;
  readonly total: number;
}): string {
  const { title, exercised, total } = measured;
  const sums = `${String(exercised).padStart(6)} of ${String(total).padStart(6)}`;
  return `${title.padEnd(40)} ${sums}  ${percentage(measured).padStart(7)}`;
}

/** Of the types and sets that were used at all, what of them was not. */
function missing({ sections }: Coverage): string[] {
  const lines: string[] = [];
  for (const { title, kind, groups } of sections) {
    if (kind === 'queryOptions' || kind === 'errors') continue;
    const partly = groups.filter(({ exercised, items }) => exercised > 0 && exercised < items.length);
    if (partly.length === 0) continue;
    lines.push('', `${title}, not exercised of what is in use:`);
    for (const { name, items } of partly.slice(0, shownGroups)) {
      const open = items.filter(({ count }) => count === 0).map(({ path }) => nameInGroup(path, name));
      const more = open.length > shownItems ? ` and ${open.length - shownItems} more` : '';
      lines.push(`  ${name}: ${open.slice(0, shownItems).join(', ')}${more}`);
    }
    if (partly.length > shownGroups) lines.push(`  and of ${partly.length - shownGroups} more`);
  }
  return lines;
}

export function formatCoverageAsJson(coverage: Coverage | readonly Coverage[]): string {
  return `${JSON.stringify(coverage, undefined, 2)}\n`;
}
