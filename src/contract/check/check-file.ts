// `check` of one file: every example and template in it.
import type { ExampleFile } from '../examples/http-example.ts';
import type { CheckContext } from './check-context.ts';
import { checkExample } from './check-example.ts';
import { checkPage, type ResolvedExample } from './check-page.ts';
import { checkTemplate } from './check-template.ts';
import type { CheckFinding } from './finding.ts';

/** All findings of a file, in the order of their places. */
export function checkFile(file: ExampleFile, context: CheckContext): readonly CheckFinding[] {
  const findings: CheckFinding[] = file.problems.map(({ message, place }) => ({
    rule: 'unreadable-example',
    example: place.file,
    side: 'request',
    message,
    place,
  }));
  const resolved: ResolvedExample[] = [];
  for (const example of file.examples) {
    const verdict = checkExample(example, context);
    findings.push(...verdict.findings);
    const { relativeUrl } = verdict;
    const isAllowed = verdict.findings.every(({ rule }) => rule !== 'method-not-allowed');
    if (relativeUrl !== undefined && isAllowed) resolved.push({ example, relativeUrl });
  }
  for (const template of file.templates) findings.push(...checkTemplate(template, context));
  if (file.isPage === true) findings.push(...checkPage(file, resolved, context));
  return withoutForeign(file, findings).sort(
    (a, b) => a.place.line - b.place.line || a.place.column - b.place.column,
  );
}

/** Of traffic, what went elsewhere is nothing to find, unless nothing came here. */
function withoutForeign(
  { isTraffic, examples }: ExampleFile,
  findings: readonly CheckFinding[],
): CheckFinding[] {
  const isForeign = ({ rule }: CheckFinding) => rule === 'url-outside-service';
  const isOurs = findings.filter(isForeign).length < examples.length;
  return findings.filter((finding) => !(isTraffic === true && isOurs && isForeign(finding)));
}
