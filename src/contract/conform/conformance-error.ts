// OData Protocol 4.01, section 9 "Response Status Codes": an exchange that does not agree with the model, as a test sees it.
import type { CheckFinding } from '../check/finding.ts';

/** A request or its response does not agree with the model. */
export class ConformanceError extends Error {
  override readonly name = 'ConformanceError';

  constructor(
    readonly method: string,
    readonly url: string,
    readonly status: number,
    readonly findings: readonly CheckFinding[],
  ) {
    const lines = findings.map(
      ({ side, rule, message, suggestion }) =>
        `  ${side}: ${message} (${rule})${suggestion === undefined ? '' : ` Did you mean ${suggestion}?`}`,
    );
    super(`${method} ${url} → ${status} does not agree with the model:\n${lines.join('\n')}`);
  }
}
