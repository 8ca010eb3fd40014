// `check --replay` of one file: each example that resolves is sent to the emulator.
import type { ODataService } from '../../service/odata-service.ts';
import type { CheckContext } from '../check/check-context.ts';
import { checkExample } from '../check/check-example.ts';
import type { CheckFinding } from '../check/finding.ts';
import type { ExampleFile } from '../examples/http-example.ts';
import { replayExample } from './replay-example.ts';

/** A finding for each example whose documented answer and the emulator's differ; those that do not resolve are check's. */
export async function replayFile(
  file: ExampleFile,
  context: CheckContext,
  service: ODataService,
): Promise<readonly CheckFinding[]> {
  const findings: CheckFinding[] = [];
  for (const example of file.examples) {
    const { relativeUrl, findings: known } = checkExample(example, context);
    if (relativeUrl === undefined || isNoJson(known)) continue;
    const verdict = await replayExample(service, example, relativeUrl);
    if (verdict?.difference === undefined) continue;
    const { kind, message } = verdict.difference;
    const place = (example.response ?? example.request).place;
    findings.push({
      rule: `replay-${kind}`,
      example: example.name,
      side: 'response',
      message: `${message}.`,
      place,
    });
  }
  return findings;
}

/** A documented body that is no JSON says nothing of the service. */
export function isNoJson(findings: readonly CheckFinding[]): boolean {
  return findings.some(({ rule, side }) => rule === 'body-malformed' && side === 'request');
}
