// Documentation pages: the request line that says what the API has, against the model.
import type { HttpTemplate } from '../examples/http-example.ts';
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
