// SARIF 2.1.0 (OASIS) and JUnit XML: findings for code scanning and for test reports of a CI.
import type { ExampleFile } from '../examples/http-example.ts';
import { physicalLocation, type SarifResult, sarifLog } from '../sarif.ts';
import { type CheckFinding, checkRules, formatCheckFinding } from './finding.ts';

/** What was checked, a file each. */
export interface CheckedFile {
  readonly name: string;
  readonly cases: readonly Case[];
  /** Findings of all cases, and of what could not be read. */
  readonly findings: readonly CheckFinding[];
}

/** An example or a request line. */
interface Case {
  readonly kind: 'example' | 'request line';
  readonly name: string;
  readonly findings: readonly CheckFinding[];
}

/** The file with what was checked of one more part of it; of the part, no more is kept than is shown. */
export function withPart(
  { name, cases, findings }: CheckedFile,
  part: ExampleFile,
  found: readonly CheckFinding[],
): CheckedFile {
  return { name, cases: [...cases, ...casesOf(part, found)], findings: [...findings, ...found] };
}

/** `12 examples, 3 request lines in 2 files: 4 findings` */
function summarizeCheck(files: readonly CheckedFile[]): string {
  const sum = (count: (file: CheckedFile) => number) => files.reduce((total, file) => total + count(file), 0);
  const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
  const ofKind = (kind: Case['kind']) =>
    counted(
      sum(({ cases }) => cases.filter((one) => one.kind === kind).length),
      kind,
    );
  return `${ofKind('example')}, ${ofKind('request line')} in ${counted(files.length, 'file')}: ${counted(
    sum(({ findings }) => findings.length),
    'finding',
  )}`;
}

/** A line for each finding, the sum last. */
export function formatFindingsAsText(files: readonly CheckedFile[]): string {
  const lines = files.flatMap(({ findings }) => findings.map(formatCheckFinding));
  return `${[...lines, summarizeCheck(files)].join('\n')}\n`;
}

/** The findings as a JSON array. */
export function formatFindingsAsJson(files: readonly CheckedFile[]): string {
  return `${JSON.stringify(
    files.flatMap(({ findings }) => findings),
    null,
    2,
  )}\n`;
}

/** @param version of the tool */
export function formatFindingsAsSarif(files: readonly CheckedFile[], version: string): string {
  const results = files.flatMap(({ findings }) =>
    findings.map(
      ({ rule, message, place, side, example, suggestion }): SarifResult => ({
        ruleId: rule,
        level: 'error',
        message: { text: suggestion === undefined ? message : `${message} Did you mean ${suggestion}?` },
        locations: [{ physicalLocation: physicalLocation(place) }],
        properties: { side, example },
      }),
    ),
  );
  return sarifLog([results], checkRules, version);
}

/** A suite for each file, a case for each example and template, a failure with all findings of it. */
export function formatFindingsAsJunit(files: readonly CheckedFile[]): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>'];
  for (const checked of files) {
    const cases = shownCases(checked);
    const failures = cases.filter(({ findings }) => findings.length > 0).length;
    lines.push(
      `  <testsuite name="${escapeXml(checked.name)}" tests="${cases.length}" failures="${failures}">`,
    );
    for (const { name, findings } of cases) {
      const open = `    <testcase classname="${escapeXml(checked.name)}" name="${escapeXml(name)}"`;
      if (findings.length === 0) {
        lines.push(`${open}/>`);
        continue;
      }
      const text = findings.map(formatCheckFinding).join('\n');
      const [first] = findings;
      lines.push(
        `${open}>`,
        `      <failure message="${escapeXml(first?.message ?? '')}">${escapeXml(text)}</failure>`,
        '    </testcase>',
      );
    }
    lines.push('  </testsuite>');
  }
  return `${[...lines, '</testsuites>'].join('\n')}\n`;
}

function casesOf({ examples, templates }: ExampleFile, findings: readonly CheckFinding[]): Case[] {
  return [
    ...examples.map(
      ({ name, request }): Case => ({
        kind: 'example',
        name: `${name} ${request.method} ${request.url}`,
        findings: findings.filter(({ example, side }) => example === name && side !== 'template'),
      }),
    ),
    ...templates.map(
      ({ method, url, place }): Case => ({
        kind: 'request line',
        name: `request line ${method} ${url}`,
        findings: findings.filter(
          (finding) => finding.side === 'template' && finding.place.line === place.line,
        ),
      }),
    ),
  ];
}

/** With what belongs to no case, by its line. */
function shownCases({ cases, findings }: CheckedFile): Pick<Case, 'name' | 'findings'>[] {
  const known = new Set(cases.flatMap((one) => one.findings));
  const rest = findings.filter((finding) => !known.has(finding));
  return [...cases, ...rest.map((finding) => ({ name: `line ${finding.place.line}`, findings: [finding] }))];
}

function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  // characters that XML 1.0 doesn't have are left out
  return [...text.replace(/[&<>"]/g, (character) => entities[character] as string)]
    .filter((character) => character >= ' ' || /[\t\n\r]/.test(character))
    .join('');
}
