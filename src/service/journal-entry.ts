// OData Protocol 4.01, section 9 "Common Response Status Codes": one request with its answer.
import type { ODataErrorDetail } from '../error/odata-error.ts';

/** One change that a request made. */
export interface JournalChange {
  readonly kind: 'created' | 'updated' | 'deleted' | 'linked' | 'unlinked';
  /** Where the entity lives, relative to the service root: `users('1')`. */
  readonly entity: string;
  /** The navigation property, where a link was made or removed. */
  readonly link?: string;
  /** The entity at the link's end. */
  readonly target?: string;
}

/** Who gave an answer its content. */
export type AnsweredBy = 'service' | 'handler' | 'defaultAnswer' | 'fault';

/** One request with its answer. Bodies over `bodyLimit` characters are left out. */
export interface JournalEntry {
  /** 1 for the first request; never used again. */
  readonly number: number;
  readonly time: Date;
  readonly method: string;
  /** Relative to the service root, as sent: `users?$top=5`. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The text of the request's body, where the service has read it. */
  readonly body: string | undefined;
  /** Whether it is part of a `$batch`; the batch itself has an entry after those of its parts. */
  readonly inBatch: boolean;
  /** `valid`: it fits the model. `violations`: its payload does not. `refused`: it was answered with an error of another kind. `unchecked`: a fault struck it first. */
  readonly verdict: 'valid' | 'violations' | 'refused' | 'unchecked';
  readonly violations: readonly ODataErrorDetail[];
  readonly answeredBy: AnsweredBy;
  /** Qualified name of the action or function that was called. */
  readonly operation: string | undefined;
  /** Name of the fault rule that struck; also where it only delayed the answer. */
  readonly fault: string | undefined;
  readonly changes: readonly JournalChange[];
  /** 0: the connection was reset. */
  readonly status: number;
  readonly responseBody: string | undefined;
  readonly milliseconds: number;
}

/** Characters of one body that the journal keeps. */
export const bodyLimit = 64 * 1024;
