// JSON Lines: a journal as `check`, `coverage` and `diff --against` read it, one exchange a line; nothing in it is secret.
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { JournalEntry } from './journal-entry.ts';
import { redactBody, redactHeaders, redactUrl, secretsOf } from './redact.ts';

/** @param root path of the service, which the URLs are relative to */
export function journalLine(entry: JournalEntry, root: string): string {
  const { number, time, method, url, headers, body, status, responseBody } = entry;
  const secrets = secretsOf({ url, headers: new Headers(headers) });
  const contentType = headers['content-type'] ?? 'application/json';
  const line = {
    id: `${root}#${number}`,
    root,
    time,
    request: {
      method,
      url: redactUrl(url, secrets),
      headers: redactHeaders(Object.entries(headers), secrets),
      ...(body === undefined ? {} : { body: redactBody(body, contentType, secrets) }),
    },
    // a connection that was reset has no answer
    response: status === 0 ? null : { status, ...answer(responseBody, secrets) },
    inBatch: entry.inBatch,
    verdict: entry.verdict,
    violations: entry.violations,
    answeredBy: entry.answeredBy,
    operation: entry.operation,
    fault: entry.fault,
    changes: entry.changes,
    milliseconds: Number(entry.milliseconds.toFixed(3)),
  };
  return `${JSON.stringify(line)}\n`;
}

function answer(body: string | undefined, secrets: readonly string[]): { readonly body?: string } {
  return body === undefined ? {} : { body: redactBody(body, 'application/json', secrets) };
}

/** Appends every entry that it is given to a file, at once: several services and processes may write to one. */
export function journalWriter(file: string): (entry: JournalEntry, root: string) => void {
  let isReady = false;
  return (entry, root) => {
    if (!isReady) mkdirSync(dirname(file), { recursive: true });
    isReady = true;
    appendFileSync(file, journalLine(entry, root));
  };
}
