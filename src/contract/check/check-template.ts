// Documentation pages: the request line that says what the API has, against the model and against the page's examples.
import type { HttpExample, HttpTemplate } from '../examples/http-example.ts';
import { type CheckContext, startReport } from './check-context.ts';
import type { CheckFinding } from './finding.ts';
import { templateFailure } from './resolve-template.ts';
import { readServiceUrl } from './service-url.ts';

export function checkTemplate(template: HttpTemplate, context: CheckContext): readonly CheckFinding[] {
  const report = startReport(template);
  const { relative } = readServiceUrl(template.url, context.roots, context.ignoreCase);
  const failure =
    relative === undefined
      ? {
          rule: 'url-outside-service' as const,
          message: `${template.url} is not below ${context.roots.join(' or ')}.`,
        }
      : templateFailure(relative, context);
  if (failure !== undefined) report.add('template', failure.rule, failure.message, template.place);
  return report.findings;
}

export interface ResolvedExample {
  readonly example: HttpExample;
  readonly relativeUrl: string;
}

/** Examples of a page whose path is like none of the request lines that the page gives for their method. */
export function compareWithTemplates(
  examples: readonly ResolvedExample[],
  templates: readonly HttpTemplate[],
  roots: readonly string[],
): readonly CheckFinding[] {
  const findings: CheckFinding[] = [];
  for (const { example, relativeUrl } of examples) {
    const { method } = example.request;
    const sameMethod = templates.filter((template) => template.method === method);
    const [first] = sameMethod;
    if (first === undefined) continue;
    const path = segmentsOf(relativeUrl);
    const isAlike = sameMethod.some((template) =>
      isLike(path, segmentsOf(readServiceUrl(template.url, roots).relative ?? '')),
    );
    if (isAlike) continue;
    findings.push({
      rule: 'template-differs',
      example: example.name,
      side: 'template',
      message: `The page gives ${method} ${first.url}, its example in line ${example.request.place.line} does ${method} /${path.join('/')}.`,
      place: first.place,
    });
  }
  return findings;
}

function segmentsOf(relativeUrl: string): readonly string[] {
  return (relativeUrl.split('?', 1)[0] as string).split('/').filter((segment) => segment !== '');
}

function isLike(path: readonly string[], template: readonly string[]): boolean {
  return (
    path.length === template.length &&
    template.every((segment, index) => isLikeSegment(path[index] as string, segment))
  );
}

function isLikeSegment(segment: string, template: string): boolean {
  if (/[{<]/.test(template)) return true;
  const name = (text: string) =>
    text
      .replace(/\(.*$/, '')
      .replace(/^.*\.(?=\w+$)/, '')
      .toLowerCase();
  return name(segment) === name(template) || /[{<(]/.test(segment);
}
