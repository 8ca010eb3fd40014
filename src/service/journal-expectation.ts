// What a test expects of the requests in a journal, and how it is told that they did not come.
import type { JournalEntry } from './journal-entry.ts';
import { fitsPattern, pathOfUrl } from './path-pattern.ts';
import { decodeQuietly } from './redact.ts';

/** A request that is expected; members that are not there allow anything. */
export interface JournalExpectation {
  readonly method?: string;
  /** Path below the service root, without query part: a pattern such as `users/*` or `users/**`, or a regular expression. */
  readonly path?: string | RegExp;
  /** The query part, decoded (`$top=5&$count=true`): a text that it has in it, or a regular expression. */
  readonly query?: string | RegExp;
  /** By name, in any case: the value, or a regular expression. */
  readonly headers?: Readonly<Record<string, string | RegExp>>;
  /** The JSON body has at least these members, with these values; `undefined` is one that it must not have. A function decides itself. */
  readonly body?: unknown;
  readonly status?: number;
  readonly verdict?: JournalEntry['verdict'];
  readonly answeredBy?: JournalEntry['answeredBy'];
  /** Qualified name of the action or function. */
  readonly operation?: string;
  /** How often it came: exactly so many times, or within bounds. At least once where this is not said. */
  readonly times?: number | { readonly atLeast?: number; readonly atMost?: number };
}

export class JournalExpectationError extends Error {
  override readonly name = 'JournalExpectationError';
}

const members: Readonly<Record<keyof JournalExpectation, true>> = {
  method: true,
  path: true,
  query: true,
  headers: true,
  body: true,
  status: true,
  verdict: true,
  answeredBy: true,
  operation: true,
  times: true,
};

/** What is misspelt would allow anything. */
function checkMembers(expectation: unknown): void {
  if (typeof expectation !== 'object' || expectation === null)
    throw new TypeError('An expectation is an object, or a list of objects.');
  const unknown = Object.keys(expectation).find((name) => !Object.hasOwn(members, name));
  if (unknown !== undefined)
    throw new TypeError(
      `The expectation's ${unknown} is not known; known are ${Object.keys(members).join(', ')}.`,
    );
}

/**
 * What is wrong, for a person; undefined where the journal has what is expected.
 * Throws a TypeError for an expectation with members that are not known.
 */
export function findUnmet(
  entries: readonly JournalEntry[],
  expectation: JournalExpectation | readonly JournalExpectation[],
  forgotten: number,
): string | undefined {
  for (const one of [expectation].flat()) checkMembers(one);
  const problem = Array.isArray(expectation)
    ? findUnordered(entries, expectation as readonly JournalExpectation[])
    : findMiscounted(entries, expectation as JournalExpectation);
  if (problem === undefined) return undefined;
  const lost = forgotten === 0 ? '' : `\n(The journal has forgotten the ${forgotten} requests before these.)`;
  return `${problem}\n${listing(entries)}${lost}`;
}

function findMiscounted(entries: readonly JournalEntry[], expected: JournalExpectation): string | undefined {
  const count = entries.filter((entry) => isMatch(entry, expected)).length;
  const { times } = expected;
  const atLeast = typeof times === 'number' ? times : (times?.atLeast ?? (times === undefined ? 1 : 0));
  const atMost = typeof times === 'number' ? times : (times?.atMost ?? Number.POSITIVE_INFINITY);
  if (count >= atLeast && count <= atMost) return undefined;
  const wanted =
    atLeast === atMost
      ? `${timesText(atLeast)}`
      : [
          ...(atLeast > 0 ? [`at least ${timesText(atLeast)}`] : []),
          ...(atMost < Number.POSITIVE_INFINITY ? [`at most ${timesText(atMost)}`] : []),
        ].join(' and ');
  const head = `Expected ${describe(expected)} ${wanted}; it ${count === 0 ? 'never came' : `came ${timesText(count)}`}.`;
  return count < atLeast ? `${head}${nearest(entries, expected)}` : head;
}

function timesText(count: number): string {
  return count === 1 ? 'once' : count === 0 ? 'never' : `${count} times`;
}

function findUnordered(
  entries: readonly JournalEntry[],
  sequence: readonly JournalExpectation[],
): string | undefined {
  let position = 0;
  for (const [index, expected] of sequence.entries()) {
    const found = entries.findIndex((entry, at) => at >= position && isMatch(entry, expected));
    if (found >= 0) {
      position = found + 1;
      continue;
    }
    const after = index === 0 ? '' : ` after request ${entries[position - 1]?.number}`;
    const earlier = entries.find((entry) => isMatch(entry, expected));
    const hint =
      earlier === undefined ? nearest(entries, expected) : `\nIt came earlier, as request ${earlier.number}.`;
    return `Expected ${describe(expected)}${after} (number ${index + 1} of ${sequence.length} in order); it did not come.${hint}`;
  }
  return undefined;
}

/** Requests that are told as nearest at most. */
const nearestCount = 3;

/** The requests that differ in the fewest ways, the last of them, each with all of its differences. */
function nearest(entries: readonly JournalEntry[], expected: JournalExpectation): string {
  const compared = entries
    .map((entry) => ({ entry, differences: differencesOf(entry, expected) }))
    .filter(({ differences }) => differences.length > 0);
  const fewest = Math.min(...compared.map(({ differences }) => differences.length));
  const alike = compared.filter(({ differences }) => differences.length === fewest).slice(-nearestCount);
  // what differs in everything that was said is near to nothing
  if (fewest >= conditionsOf(expected)) return '';
  return alike
    .map(
      ({ entry, differences }) => `\nNearest is request ${entry.number}, but ${differences.join(', and ')}.`,
    )
    .join('');
}

/** How many things a request may differ in at least. */
function conditionsOf({ headers = {}, times, ...rest }: JournalExpectation): number {
  return Object.keys(headers).length + Object.values(rest).filter((value) => value !== undefined).length;
}

function isMatch(entry: JournalEntry, expected: JournalExpectation): boolean {
  for (const _ of eachDifference(entry, expected)) return false;
  return true;
}

function differencesOf(entry: JournalEntry, expected: JournalExpectation): readonly string[] {
  return [...eachDifference(entry, expected)];
}

/** Why an entry is not what is expected; nothing where it is. */
function* eachDifference(entry: JournalEntry, expected: JournalExpectation): Iterable<string> {
  const { method, path, query, headers, body } = expected;
  if (method !== undefined && method.toUpperCase() !== entry.method) yield `its method is ${entry.method}`;
  const itsPath = pathOfUrl(entry.url);
  if (path !== undefined && !(typeof path === 'string' ? fitsPattern(path, itsPath) : path.test(itsPath)))
    yield `its path is ${itsPath}`;
  const itsQuery = decodeQuietly(entry.url.slice(itsPath.length + 1));
  if (query !== undefined && !(typeof query === 'string' ? itsQuery.includes(query) : query.test(itsQuery)))
    yield itsQuery === '' ? 'it has no query part' : `its query part is ${itsQuery}`;
  for (const [name, value] of Object.entries(headers ?? {})) {
    const its = entry.headers[name.toLowerCase()];
    if (its === undefined) yield `it has no header ${name}`;
    else if (!(typeof value === 'string' ? value === its : value.test(its)))
      yield `its header ${name} is ${its}`;
  }
  for (const name of ['status', 'verdict', 'answeredBy', 'operation'] as const)
    if (expected[name] !== undefined && expected[name] !== entry[name])
      yield `its ${name} is ${entry[name]}, not ${expected[name]}`;
  if (body !== undefined) yield* bodyDifferences(entry, body);
}

function* bodyDifferences({ body }: JournalEntry, expected: unknown): Iterable<string> {
  if (body === undefined) {
    yield 'it has no body';
    return;
  }
  let json: unknown = body;
  try {
    json = JSON.parse(body);
  } catch {
    // it is compared as text
  }
  if (typeof expected !== 'function') yield* valueDifferences(json, expected, '');
  else if ((expected as (value: unknown) => unknown)(json) === false)
    yield `its body ${show(json)} is refused by the function`;
}

/** Members that are not expected are let be, in lists too those of the items. */
function* valueDifferences(actual: unknown, expected: unknown, path: string): Iterable<string> {
  const at = path === '' ? 'its body' : `in its body, ${path}`;
  if (expected instanceof RegExp && typeof actual === 'string') {
    if (!expected.test(actual)) yield `${at} is ${show(actual)}, not like ${expected}`;
  } else if (typeof expected !== 'object' || expected === null) {
    if (!Object.is(actual, expected)) yield `${at} is ${show(actual)}, not ${show(expected)}`;
  } else if (
    typeof actual !== 'object' ||
    actual === null ||
    Array.isArray(actual) !== Array.isArray(expected)
  )
    yield `${at} is ${show(actual)}, not ${show(expected)}`;
  else if (Array.isArray(expected) && (actual as unknown[]).length !== expected.length)
    yield `${at} has ${(actual as unknown[]).length} items, not ${expected.length}`;
  else
    for (const [name, value] of Object.entries(expected)) {
      const its = Object.hasOwn(actual, name) ? (actual as Record<string, unknown>)[name] : undefined;
      yield* valueDifferences(its, value, path === '' ? name : `${path}/${name}`);
    }
}

function show(value: unknown): string {
  if (value === undefined) return 'not there';
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

/** `POST users with the body {"a":1} and the status 201` */
function describe({ method, path, query, headers, body, ...rest }: JournalExpectation): string {
  const conditions = [
    ...(query === undefined ? [] : [`the query ${query}`]),
    ...Object.entries(headers ?? {}).map(([name, value]) => `the header ${name}: ${value}`),
    ...(body === undefined ? [] : [typeof body === 'function' ? 'a certain body' : `the body ${show(body)}`]),
    ...(['status', 'verdict', 'answeredBy', 'operation'] as const)
      .filter((name) => rest[name] !== undefined)
      .map((name) => `the ${name} ${rest[name]}`),
  ];
  const line = `${method?.toUpperCase() ?? 'a request'} ${path ?? ''}`.trim();
  return conditions.length === 0 ? line : `${line} with ${conditions.join(' and ')}`;
}

const listed = 20;

function listing(entries: readonly JournalEntry[]): string {
  if (entries.length === 0) return 'There were no requests.';
  const last = entries.slice(-listed);
  const left = entries.length - last.length;
  return [
    left === 0 ? 'The requests:' : `The last ${listed} requests (${left} before them):`,
    ...last.map((entry) => `  ${entry.number}. ${entry.method} ${entry.url} → ${outcome(entry)}`),
  ].join('\n');
}

function outcome({ status, verdict, answeredBy }: JournalEntry): string {
  const by = answeredBy === 'service' ? '' : ` by ${answeredBy}`;
  return `${status === 0 ? 'connection reset' : status}${verdict === 'valid' ? '' : `, ${verdict}`}${by}`;
}
