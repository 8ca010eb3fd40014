// OData Protocol 4.01, section 9 "Common Response Status Codes": what each request of a service was answered, and why.
import type { JournalEntry } from './journal-entry.ts';
import { findUnmet, type JournalExpectation, JournalExpectationError } from './journal-expectation.ts';
import { journalLine } from './journal-lines.ts';

/** Characters of all bodies that a journal keeps: the oldest entries go first. */
const totalLimit = 4 * 1024 * 1024;
/** Entries. */
export const defaultJournalLimit = 1_000;

export interface Journal {
  /** Oldest first; those over the limit are forgotten. */
  readonly entries: readonly JournalEntry[];
  /** Requests of all time, the forgotten ones among them. */
  readonly count: number;
  /** Forgets all entries. */
  clear(): void;
  /** Adds an entry, which is the journal's from then on; the service itself does. */
  add(entry: Omit<JournalEntry, 'number'>): void;
  /**
   * Throws a JournalExpectationError that shows the requests there were, unless what is expected came.
   * A list: these came in this order, others between them or not.
   */
  expect(expectation: JournalExpectation | readonly JournalExpectation[]): void;
  /** The entries as JSON Lines, without secrets: for a file that `odata-emulator coverage` reads. */
  toJsonLines(): string;
}

export interface JournalOptions {
  /** Path of the service root. */
  readonly root: string;
  /** Is told each entry as it is added. */
  readonly added?: ((entry: JournalEntry, root: string) => void) | undefined;
}

export function createJournal(limit: number, { root, added }: JournalOptions): Journal {
  let entries: JournalEntry[] = [];
  /** How many of the entries are forgotten, but not cleared away yet: doing so for each request would move all others. */
  let forgotten = 0;
  let count = 0;
  let characters = 0;
  const clearAway = (): void => {
    entries = entries.slice(forgotten);
    forgotten = 0;
  };
  return {
    get entries() {
      if (forgotten > 0) clearAway();
      return entries;
    },
    get count() {
      return count;
    },
    clear() {
      entries = [];
      forgotten = 0;
      characters = 0;
    },
    add(entry) {
      const whole = Object.assign(entry, { number: ++count });
      entries.push(whole);
      added?.(whole, root);
      characters += sizeOf(entry);
      const kept = () => entries.length - forgotten;
      while (kept() > limit || (characters > totalLimit && kept() > 1)) {
        characters -= sizeOf(entries[forgotten] as JournalEntry);
        // what is forgotten holds no memory until it is cleared away
        entries[forgotten++] = undefined as never;
      }
      if (forgotten > limit) clearAway();
    },
    expect(expectation) {
      if (limit === 0) throw new TypeError('No journal is kept here: the option journal is false.');
      if (forgotten > 0) clearAway();
      const problem = findUnmet(entries, expectation, count - entries.length);
      if (problem === undefined) return;
      const error = new JournalExpectationError(problem);
      // the test's own line comes first
      Error.captureStackTrace(error, this.expect);
      throw error;
    },
    toJsonLines() {
      if (forgotten > 0) clearAway();
      return entries.map((entry) => journalLine(entry, root)).join('');
    },
  };
}

function sizeOf({ body, responseBody }: Pick<JournalEntry, 'body' | 'responseBody'>): number {
  return (body?.length ?? 0) + (responseBody?.length ?? 0);
}
