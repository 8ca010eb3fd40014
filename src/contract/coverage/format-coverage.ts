// How `coverage` prints: sums for a terminal, everything as JSON.
import type { Coverage, CoverageSection } from './measure-coverage.ts';

export function percentage({ exercised, total }: Pick<CoverageSection, 'exercised' | 'total'>): string {
  return total === 0 ? '–' : `${((100 * exercised) / total).toFixed(1)} %`;
}

/** A line for each kind of element, then the errors, then what was touched only in part. */
export function formatCoverageAsText(coverage: Coverage): string {
  const { exchanges, unresolved, withFindings, sections, errors, operationsWithErrors } = coverage;
  const lines = [
    `${exchanges} exchanges, ${unresolved} with a URL that is none of the service, ${withFindings} with findings`,
    '',
  ];
  for (const section of sections)
    lines.push(
      `${section.title.padEnd(38)} ${String(section.exercised).padStart(6)} of ${String(section.total).padStart(6)}  ${percentage(section)}`,
    );
  lines.push(`${'Operations with error answers'.padEnd(38)} ${String(operationsWithErrors).padStart(6)}`, '');
  for (const { operation, status, count } of errors) lines.push(`  ${status} ${operation} (${count})`);
  lines.push(...missing(coverage));
  return `${lines.join('\n').trimEnd()}\n`;
}

const shown = 5;

/** Of the types and sets that were used at all, what of them was not. */
function missing({ sections }: Coverage): string[] {
  const lines: string[] = [];
  for (const { title, groups } of sections) {
    const partly = groups.filter(({ exercised, items }) => exercised > 0 && exercised < items.length);
    if (partly.length === 0) continue;
    lines.push('', `${title}, not exercised of what is in use:`);
    for (const { name, items } of partly.slice(0, 20)) {
      const open = items.filter(({ count }) => count === 0).map(({ path }) => path.replace(`${name}/`, ''));
      const more = open.length > shown ? ` and ${open.length - shown} more` : '';
      lines.push(`  ${name}: ${open.slice(0, shown).join(', ')}${more}`);
    }
    if (partly.length > 20) lines.push(`  and ${partly.length - 20} more`);
  }
  return lines;
}

export function formatCoverageAsJson(coverage: Coverage): string {
  return `${JSON.stringify(coverage, undefined, 2)}\n`;
}
