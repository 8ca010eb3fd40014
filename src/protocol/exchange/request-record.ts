// OData Protocol 4.01, section 9 "Common Response Status Codes": what is noted of a request on its way, for the journal.
import type { ODataErrorDetail } from '../../error/odata-error.ts';
import { entityPath } from '../../json/entity-url.ts';
import { type AnsweredBy, bodyLimit, type JournalChange } from '../../service/journal-entry.ts';
import type { ODataService } from '../../service/odata-service.ts';
import type { EntityChange } from '../../store/store.ts';

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
