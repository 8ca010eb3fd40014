// ARCHITECTURE.md, "Sessions": each name that requests give in `Emulator-Session` has services of its own, forked when it first comes.
import { ODataError } from '../error/odata-error.ts';
import type { ODataService } from '../service/odata-service.ts';
import type { StoreSnapshot } from '../store/store.ts';

export const sessionHeader = 'Emulator-Session';

/** What one name, or no name, works on. */
export interface Session {
  /** Empty for requests without the header. */
  readonly name: string;
  /** Services with longer paths come first. */
  readonly services: readonly ODataService[];
  /** States that were kept, by name: one for each service, in the order of `services`. */
  readonly snapshots: Map<string, readonly StoreSnapshot[]>;
  /** When it was last asked for: milliseconds since 1970. */
  lastUsed: number;
}

export interface SessionLimits {
  /** How many sessions there may be at once. */
  readonly count: number;
  /** Milliseconds after which one that nobody asks for ends. */
  readonly idle: number;
  /** Milliseconds since 1970; default: the clock. */
  readonly now?: () => number;
}

export interface Sessions {
  readonly base: Session;
  /** Those with a name that have not ended, the oldest first. */
  list(): readonly Session[];
  /** The session of a name; it is made where there is none. Throws an ODataError for a name that is none, and where there are too many. */
  open(name: string): Session;
  /** Ends a session; false where there was none. */
  remove(name: string): boolean;
}

export function createSessions(
  services: readonly ODataService[],
  { count, idle, now = Date.now }: SessionLimits,
): Sessions {
  const longestFirst = [...services].sort((a, b) => b.path.length - a.path.length);
  const base: Session = { name: '', services: longestFirst, snapshots: new Map(), lastUsed: now() };
  const sessions = new Map<string, Session>();
  const endIdle = (): void => {
    const oldest = now() - idle;
    for (const { name, lastUsed } of sessions.values()) if (lastUsed < oldest) sessions.delete(name);
  };
  return {
    base,
    list() {
      endIdle();
      return [...sessions.values()];
    },
    open(name) {
      endIdle();
      const found = sessions.get(name);
      if (found !== undefined) {
        found.lastUsed = now();
        return found;
      }
      if (!/^[\w.~-]{1,100}$/.test(name)) throw wrongName();
      if (sessions.size >= count) throw tooMany(count);
      const forks = longestFirst.map((service) => service.fork());
      const session: Session = { name, services: forks, snapshots: new Map(), lastUsed: now() };
      sessions.set(name, session);
      return session;
    },
    remove: (name) => sessions.delete(name),
  };
}

function wrongName(): ODataError {
  return new ODataError(
    400,
    'InvalidHeader',
    `${sessionHeader} must be 1 to 100 letters, digits or any of . _ ~ -`,
    { target: sessionHeader },
  );
}

function tooMany(limit: number): ODataError {
  return new ODataError(
    503,
    'ServiceUnavailable',
    `There are ${limit} sessions already. End one with DELETE /_emulator/sessions/{name}, allow more with --max-sessions, or let those that nobody asks for end sooner with --session-timeout.`,
    { target: sessionHeader },
  );
}
