// OData Protocol 4.01, section 9 "Common Response Status Codes": what is noted of a request on its way, for the journal.
import type { ODataErrorDetail } from '../../error/odata-error.ts';
import { entityPath } from '../../json/entity-url.ts';
import { type AnsweredBy, bodyLimit, type JournalChange, type JournalEntry } from '../../service/journal.ts';
import type { ODataService } from '../../service/odata-service.ts';
import type { EntityChange } from '../../store/store.ts';
import type { Exchange, ExchangeContext } from './exchange.ts';

/** Filled by the chapters that a request goes through; there is none where the service has no journal. */
export interface RequestRecord {
  readonly time: Date;
  /** By `performance.now()`. */
  readonly started: number;
  body: string | undefined;
  violations: readonly ODataErrorDetail[];
  answeredBy: AnsweredBy;
  operation: string | undefined;
  fault: string | undefined;
  /** Emptied again where a change set is undone. */
  readonly changes: JournalChange[];
  responseBody: string | undefined;
}

export function startRecord(service: ODataService): RequestRecord | undefined {
  if (service.journal === undefined) return undefined;
  return {
    time: new Date(),
    started: performance.now(),
    body: undefined,
    violations: [],
    answeredBy: 'service',
    operation: undefined,
    fault: undefined,
    changes: [],
    responseBody: undefined,
  };
}

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
    headers[name] = Object.hasOwn(headers, name) ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}

function verdictOf({ violations, answeredBy }: RequestRecord, status: number): JournalEntry['verdict'] {
  if (answeredBy === 'fault') return 'unchecked';
  if (violations.length > 0) return 'violations';
  return status >= 400 ? 'refused' : 'valid';
}

/** Keeps a text for the journal unless it is too long. */
export function keptText(text: unknown): string | undefined {
  return typeof text === 'string' && text.length <= bodyLimit ? text : undefined;
}

export function journalChange(change: EntityChange): JournalChange {
  const { kind, identity } = change;
  if (!('link' in change)) {
    const entity = change.after ?? change.before;
    return { kind, entity: entityPath(identity, {}, entity?.type) };
  }
  const { path, navigationProperty } = change.link;
  return {
    kind,
    entity: entityPath(identity),
    link: [...path, navigationProperty.name].join('/'),
    target: entityPath(change.target),
  };
}
