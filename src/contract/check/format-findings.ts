// SARIF 2.1.0 (OASIS) and JUnit XML: findings for code scanning and for test reports of a CI.
import type { ExampleFile } from '../examples/http-example.ts';
import { type CheckFinding, checkRules, formatCheckFinding } from './finding.ts';

/** What was checked, a file each. */
export interface CheckedFile {
  readonly name: string;
  readonly file: ExampleFile;
  readonly findings: readonly CheckFinding[];
}

/** `12 examples, 3 request lines in 2 files: 4 findings` */
function summarizeCheck(files: readonly CheckedFile[]): string {
  const sum = (count: (file: CheckedFile) => number) => files.reduce((total, file) => total + count(file), 0);
  const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
  const examples = counted(
    sum(({ file }) => file.examples.length),
    'example',
  );
  const templates = counted(
    sum(({ file }) => file.templates.length),
    'request line',
  );
  return `${examples}, ${templates} in ${counted(files.length, 'file')}: ${counted(
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
  const rules = Object.entries(checkRules).map(([id, text]) => ({ id, shortDescription: { text } }));
  const results = files.flatMap(({ findings }) =>
    findings.map(({ rule, message, place, side, example, suggestion }) => ({
      ruleId: rule,
      level: 'error',
      message: { text: suggestion === undefined ? message : `${message} Did you mean ${suggestion}?` },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: place.file.replaceAll('\\', '/') },
            region: { startLine: place.line, startColumn: place.column },
          },
        },
      ],
      properties: { side, example },
    })),
  );
  const driver = { name: 'odata-emulator', version, rules };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** A suite for each file, a case for each example and template, a failure with all findings of it. */
export function formatFindingsAsJunit(files: readonly CheckedFile[]): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>'];
  for (const checked of files) {
    const cases = casesOf(checked);
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

interface Case {
  readonly name: string;
  readonly findings: readonly CheckFinding[];
}

function casesOf({ file, findings }: CheckedFile): Case[] {
  const cases = file.examples.map(({ name, request }) => ({
    name: `${name} ${request.method} ${request.url}`,
    findings: findings.filter(({ example, side }) => example === name && side !== 'template'),
  }));
  const known = new Set(cases.flatMap((one) => one.findings));
  const templates = file.templates.map(({ method, url, place }) => ({
    name: `request line ${method} ${url}`,
    findings: findings.filter((finding) => finding.side === 'template' && finding.place.line === place.line),
  }));
  for (const finding of templates.flatMap((one) => one.findings)) known.add(finding);
  const rest = findings.filter((finding) => !known.has(finding));
  return [
    ...cases,
    ...templates,
    ...rest.map((finding) => ({ name: `line ${finding.place.line}`, findings: [finding] })),
  ];
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
