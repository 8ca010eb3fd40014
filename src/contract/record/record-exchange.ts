// JSON Lines: exchanges that have ended are checked, and written down without secrets.
import { secretPathsOf } from '../../service/redact.ts';
import type { CheckContext } from '../check/check-context.ts';
import { checkExample } from '../check/check-example.ts';
import { formatCheckFinding } from '../check/finding.ts';
import { withoutSecrets } from '../upstream/upstream-fetch.ts';
import { batchParts, isBatch } from './batch-parts.ts';
import { noBody } from './kept-body.ts';
import { type Exchange, exampleOfRecording, type Recording, recordingOf } from './recording.ts';

export interface ExchangeRecordOptions {
  /** undefined: nothing is checked. */
  readonly context: CheckContext | undefined;
  readonly write: (recording: Recording) => Promise<void>;
  /** A line for each exchange, and for each finding. */
  readonly log: (line: string) => void;
}

/** Writes exchanges when they have ended: a batch as its parts. */
export function createExchangeRecord(
  options: ExchangeRecordOptions,
): (id: string, exchange: Exchange) => void {
  const { write, log } = options;
  /** Secrets that answers have told, and that later requests use. */
  const known = new Set<string>();
  const put = (recording: Recording): void => {
    tell(recording, options);
    write(recording).catch((error: unknown) => {
      log(`${recording.id} is not recorded: ${error instanceof Error ? error.message : String(error)}`);
    });
  };
  return (id, exchange) => {
    for (const { body } of [exchange.request, exchange.response ?? { body: noBody }])
      for (const path of secretPathsOf(new TextDecoder().decode(body.content))) known.add(path);
    const parts = isBatch(exchange) ? batchParts(exchange) : undefined;
    if (parts === undefined) return put(recordingOf(exchange, id, [...known]));
    log(`POST ${withoutSecrets(exchange.url)}: ${exchange.response?.status}, ${parts.length} parts`);
    for (const [index, part] of parts.entries())
      put({ ...recordingOf(part, `${id}.${index + 1}`, [...known]), batch: id });
  };
}

/** What goes to the terminal is what goes to the file: nothing secret. */
function tell(recording: Recording, { context, log }: ExchangeRecordOptions): void {
  const { request, response } = recording;
  const findings = context === undefined ? [] : checkExample(exampleOfRecording(recording), context).findings;
  const cut = [request, response].some((message) => message?.cut === true) ? ', not kept as a whole' : '';
  const count =
    findings.length === 0 ? '' : `, ${findings.length} finding${findings.length === 1 ? '' : 's'}`;
  log(`${request.method} ${request.url}: ${response?.status ?? 'no answer'}${cut}${count}`);
  for (const finding of findings) log(`  ${formatCheckFinding(finding)}`);
}
