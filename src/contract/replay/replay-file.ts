// `check --replay` of one file: each example that resolves is sent to the emulator.
import type { ODataService } from '../../service/odata-service.ts';
import { isOfOtherFormat } from '../check/check-body.ts';
import type { CheckContext } from '../check/check-context.ts';
import { checkExample, type ExampleVerdict } from '../check/check-example.ts';
import type { CheckFinding } from '../check/finding.ts';
import { operationOf } from '../check/operation.ts';
import type { ExampleFile, HttpExample } from '../examples/http-example.ts';
import { replayExample } from './replay-example.ts';

/** A finding for each example whose documented answer and the emulator's differ; those that do not resolve are check's. */
export async function replayFile(
  file: ExampleFile,
  context: CheckContext,
  service: ODataService,
): Promise<readonly CheckFinding[]> {
  const findings: CheckFinding[] = [];
  for (const example of file.examples) {
    const verdict = checkExample(example, context);
    const { relativeUrl } = verdict;
    if (relativeUrl === undefined || isNoJson(example, verdict)) continue;
    const replayed = await replayExample(service, example, relativeUrl);
    if (replayed?.difference === undefined) continue;
    const { kind, message } = replayed.difference;
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

/** Where a body of the model belongs, one that is no JSON says nothing of the service. */
export function isNoJson({ request }: HttpExample, { findings, resolved }: ExampleVerdict): boolean {
  if (findings.some(({ rule, side }) => rule === 'body-malformed' && side === 'request')) return true;
  const form = resolved && operationOf(request.method, resolved)?.body;
  const isContent = form?.kind === 'other' || (form?.kind === 'entity' && form.type.hasStream);
  return !isContent && isOfOtherFormat(request);
}
