// OData Protocol 4.01, section 9 "Common Response Status Codes": what was noted of an answered request, in the journal.
import type { JournalEntry } from '../../service/journal-entry.ts';
import type { ODataService } from '../../service/odata-service.ts';
import type { Exchange, ExchangeContext } from './exchange.ts';
import type { RequestRecord } from './request-record.ts';

/** Writes the record of an answered request into the journal. */
export function closeRecord(
  record: RequestRecord,
  service: ODataService,
  request: Request,
  exchange: Exchange | undefined,
  context: ExchangeContext,
  status: number,
): void {
  context.notes?.push(record.changes);
  // Member by member: copying the record with a spread costs as much as the rest of a request for one entity.
  service.journal?.add({
    time: record.time,
    method: request.method,
    url: exchange?.relativeUrl ?? request.url,
    headers:
      context.rawHeaders === undefined ? Object.fromEntries(request.headers) : named(context.rawHeaders),
    body: record.body,
    inBatch: context.contentIds !== undefined,
    verdict: verdictOf(record, status),
    violations: record.violations,
    answeredBy: record.answeredBy,
    operation: record.operation,
    fault: record.fault,
    changes: record.changes,
    status,
    responseBody: record.responseBody,
    milliseconds: performance.now() - record.started,
  });
}

/**
 * Headers by their names in lower case. They are copied, since an entry that held the request would hold all that Node
 * has of it; and not from a Headers object, which would take longer than the rest of the entry.
 */
function named(rawHeaders: readonly string[]): JournalEntry['headers'] {
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] as string).toLowerCase();
    const value = rawHeaders[index + 1] as string;
    // RFC 9113, section 8.2.3: pieces of a cookie are no list
    const separator = name === 'cookie' ? '; ' : ', ';
    headers[name] = Object.hasOwn(headers, name) ? `${headers[name]}${separator}${value}` : value;
  }
  return headers;
}

function verdictOf({ violations, answeredBy }: RequestRecord, status: number): JournalEntry['verdict'] {
  if (answeredBy === 'fault') return 'unchecked';
  if (violations.length > 0) return 'violations';
  return status >= 400 ? 'refused' : 'valid';
}
