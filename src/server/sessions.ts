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
}

export interface Sessions {
  readonly base: Session;
  /** Those with a name, the oldest first. */
  list(): readonly Session[];
  /** The session of a name; it is made where there is none. Throws an ODataError for a name that is none, and where there are too many. */
  open(name: string): Session;
  /** Ends a session; false where there was none. */
  remove(name: string): boolean;
}

/** @param limit how many sessions there may be at once */
export function createSessions(services: readonly ODataService[], limit: number): Sessions {
  const longestFirst = [...services].sort((a, b) => b.path.length - a.path.length);
  const base: Session = { name: '', services: longestFirst, snapshots: new Map() };
  const sessions = new Map<string, Session>();
  return {
    base,
    list: () => [...sessions.values()],
    open(name) {
      const found = sessions.get(name);
      if (found !== undefined) return found;
      if (!/^[\w.~-]{1,100}$/.test(name)) throw wrongName();
      if (sessions.size >= limit) throw tooMany(limit);
      const forks = longestFirst.map((service) => service.fork());
      const session: Session = { name, services: forks, snapshots: new Map() };
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
    `There are ${limit} sessions already. End one with DELETE /_emulator/sessions/{name}, or allow more with --max-sessions.`,
    { target: sessionHeader },
  );
}
