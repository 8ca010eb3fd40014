// OData Protocol 4.01, section 9.3 "Client Error Responses" and 9.4 "Server Error Responses": answers that fail on purpose, by rule.
import { fitsPattern, pathOfUrl } from './path-pattern.ts';

/** Which requests a fault strikes, when, and what it does. */
export interface FaultRule {
  /** For the journal and the header `OData-Emulator-Fault`; a text made from the rule where it has none. */
  readonly name?: string;
  /** One method or several; any where absent. */
  readonly method?: string | readonly string[];
  /** Path below the service root: a pattern such as `users/*` or `users/**`; any where absent. */
  readonly path?: string;
  /** 0 to 1: how likely a request that fits is struck. */
  readonly probability?: number;
  /** Where the row of random numbers for `probability` begins: the same numbers in every run. Default 1. */
  readonly seed?: number;
  /** Only these of the requests that fit: 1 is the first. */
  readonly nth?: number | readonly number[];
  /** How often it strikes at most. */
  readonly times?: number;

  /** An error answer with this status, 400 to 599. */
  readonly status?: number;
  /** The error's code; default by the status. */
  readonly code?: string;
  readonly message?: string;
  /** Seconds, for the header Retry-After; 10 where the status is 429 or 503 and nothing is said. */
  readonly retryAfter?: number;
  /** Milliseconds before the answer, or the least and the most of them; alone, or before another fault. */
  readonly latency?: number | readonly [number, number];
  /** The connection is reset before there is an answer. */
  readonly connection?: 'reset';
  /**
   * The answer as it would be, but for its body. `truncated`: it ends in the middle, though its length was told; `malformed`:
   * it is no JSON; `in-stream-error`: an answer of success stops in the middle, and the error, with `code` and `message`,
   * follows as the trailing header OData-Error.
   */
  readonly body?: 'truncated' | 'malformed' | 'in-stream-error';
}

/** A rule that strikes a request. */
export interface Fault {
  readonly rule: FaultRule;
  readonly name: string;
  /** Milliseconds. */
  readonly latency: number;
}

export interface Faults {
  /** Whether there is any rule. */
  readonly isActive: boolean;
  rules(): readonly FaultRule[];
  /** Replaces all rules; their counts begin anew. Throws a TypeError that names what is wrong with one. */
  set(rules: readonly FaultRule[]): void;
  /**
   * The first rule that strikes a request, by its URL relative to the service root; undefined where it is to be answered as it should. Each rule counts the requests.
   * `part`: a request of a batch, which has no connection of its own.
   */
  strike(method: string, relativeUrl: string, part: boolean): Fault | undefined;
}

interface Counted {
  readonly rule: FaultRule;
  readonly name: string;
  readonly random: () => number;
  seen: number;
  struck: number;
}

export function createFaults(initial: readonly FaultRule[]): Faults {
  let counted: readonly Counted[] = [];
  const set = (rules: readonly FaultRule[]): void => {
    rules.forEach(checkRule);
    counted = rules.map((rule) => ({
      rule,
      name: rule.name ?? describeRule(rule),
      random: randomNumbers(rule.seed ?? 1),
      seen: 0,
      struck: 0,
    }));
  };
  set(initial);
  return {
    get isActive() {
      return counted.length > 0;
    },
    rules: () => counted.map(({ rule }) => rule),
    set,
    strike(method, relativeUrl, part) {
      if (counted.length === 0) return undefined;
      const path = pathOfUrl(relativeUrl);
      let found: Counted | undefined;
      for (const candidate of counted)
        if (fits(candidate.rule, method, path, part) && isDue(candidate)) found ??= candidate;
      if (found === undefined) return undefined;
      found.struck++;
      const { rule, name, random } = found;
      return { rule, name, latency: latencyOf(rule, random) };
    },
  };
}

function fits(
  { method, path, connection, body }: FaultRule,
  itsMethod: string,
  itsPath: string,
  part: boolean,
) {
  if (part && (connection !== undefined || body !== undefined)) return false;
  if (method !== undefined) {
    const methods = typeof method === 'string' ? [method] : method;
    if (!methods.some((one) => one.toUpperCase() === itsMethod)) return false;
  }
  return path === undefined || fitsPattern(path, itsPath);
}

function isDue(counted: Counted): boolean {
  const { nth, times, probability } = counted.rule;
  counted.seen++;
  // the number is drawn for each request, so that the row stays the same whatever else a rule says
  const drawn = probability === undefined ? 0 : counted.random();
  if (times !== undefined && counted.struck >= times) return false;
  if (nth !== undefined && !(typeof nth === 'number' ? [nth] : nth).includes(counted.seen)) return false;
  return probability === undefined || drawn < probability;
}

function latencyOf({ latency = 0 }: FaultRule, random: () => number): number {
  if (typeof latency === 'number') return latency;
  const [least, most] = latency;
  return least + random() * (most - least);
}

/** Mulberry32: 0 to 1, the same row for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function describeRule({ status, latency, connection, body }: FaultRule): string {
  if (status !== undefined) return `status ${status}`;
  if (connection !== undefined) return 'connection reset';
  return body === undefined ? `latency ${latency}` : `body ${body}`;
}

type Test = (value: unknown) => boolean;

const isNumber =
  (least: number, most: number): Test =>
  (value) =>
    typeof value === 'number' && value >= least && value <= most;
const isWhole =
  (least: number, most: number): Test =>
  (value) =>
    Number.isInteger(value) && isNumber(least, most)(value);
const isText: Test = (value) => typeof value === 'string' && value !== '';
const isListOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.length > 0 && value.every(test);

/** Milliseconds: an hour. */
const longest = 3_600_000;
const whole = isWhole(1, Number.MAX_SAFE_INTEGER);

const memberTests: Readonly<Record<keyof FaultRule, readonly [Test, string]>> = {
  name: [(value) => isText(value) && /^[\x20-\x7e]+$/.test(value as string), 'a text of ASCII characters'],
  method: [(value) => isText(value) || isListOf(isText)(value), 'a method or a list of them'],
  path: [isText, 'a pattern of paths'],
  probability: [isNumber(0, 1), 'a number from 0 to 1'],
  seed: [isWhole(0, 4_294_967_295), 'a whole number'],
  nth: [(value) => whole(value) || isListOf(whole)(value), 'a whole number from 1, or a list of them'],
  times: [whole, 'a whole number from 1'],
  status: [isWhole(400, 599), 'a status from 400 to 599'],
  code: [isText, 'a text'],
  message: [isText, 'a text'],
  retryAfter: [isWhole(0, 86_400), 'a number of seconds'],
  latency: [
    (value) =>
      isNumber(0, longest)(value) ||
      (isListOf(isNumber(0, longest))(value) && (value as number[]).length === 2),
    'a number of milliseconds, or two',
  ],
  connection: [(value) => value === 'reset', '"reset"'],
  body: [
    (value) => value === 'truncated' || value === 'malformed' || value === 'in-stream-error',
    '"truncated", "malformed" or "in-stream-error"',
  ],
};

/** Throws a TypeError that names the member. */
function checkRule(rule: FaultRule, index: number): void {
  const at = `faults[${index}]`;
  if (typeof rule !== 'object' || rule === null) throw new TypeError(`${at} must be an object.`);
  for (const [name, value] of Object.entries(rule)) {
    if (!Object.hasOwn(memberTests, name))
      throw new TypeError(`${at}.${name} is not known; known are ${Object.keys(memberTests).join(', ')}.`);
    const [test, wanted] = memberTests[name as keyof FaultRule];
    if (value !== undefined && !test(value)) throw new TypeError(`${at}.${name} must be ${wanted}.`);
  }
  const { status, connection, body, latency } = rule;
  const effects = [status, connection, body].filter((effect) => effect !== undefined).length;
  if (effects > 1) throw new TypeError(`${at} has more than one of status, connection and body.`);
  if (effects === 0 && latency === undefined)
    throw new TypeError(`${at} does nothing: give it status, latency, connection or body.`);
}
