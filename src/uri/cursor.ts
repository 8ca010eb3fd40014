// OData URL Conventions 4.01, section 2 "URL Components": splitting before percent-decoding, with offsets into the raw URL.
import { AMPERSAND, HASH, NINE, PERCENT, PLUS, QUESTION_MARK, SEMICOLON, SLASH, ZERO } from './characters.ts';
import type { Constraints } from './constraints.ts';
import { UriSyntaxError } from './uri-syntax-error.ts';

/** Marks a unit that was percent-encoded and that therefore never stands for punctuation written literally. */
export const ENCODED = 0x10000;
/** The unit behind the last one. */
export const END = 0x20000;
/** A `%` that starts no percent-encoded octet; such a unit is part of no rule. */
export const MALFORMED = 0x40000;

/**
 * The documented limits. Length counts the characters of a URL, segments those of one path. Nesting counts parentheses, brackets, function calls and nested query options; height is that of
 * the tree of operators, so that everything that walks a tree may recurse.
 */
export const limits = { length: 200_000, nesting: 200, height: 1_000, segments: 1_000 } as const;

/** A text being read: decoded units that know their offset in the raw text, and how far the grammar could follow. */
export interface Cursor {
  readonly text: string;
  /** A unit is a character code, possibly with ENCODED or MALFORMED; the last is END. */
  readonly codes: Uint32Array;
  /** Offset of each unit in `text`; undefined when units and characters coincide. */
  readonly offsets: Uint32Array | undefined;
  readonly length: number;
  readonly constraints: Constraints | undefined;
  /** Whether the text is a URL as sent, where any character may be percent-encoded, not one normalized for the ABNF. */
  readonly decoded: boolean;
  /** The unit at which the query starts: a slash in a string literal before it separates segments. */
  readonly queryAt: number;
  pos: number;
  /** The furthest unit at which some rule was tried and did not match. */
  furthest: number;
  /** Octets of a malformed percent sequence at `furthest` that could still be accepted. */
  partial: number;
  nesting: number;
  /** Height of the operator tree that was read last. */
  height: number;
  /** What was tried at this unit is collected in `expected`; -1 collects nothing. */
  readonly collectAt: number;
  readonly expected: Set<string>;
}

export interface CursorOptions {
  readonly constraints?: Constraints | undefined;
  /** A blank may be written as `+`, as HTML forms do. */
  readonly plusIsBlank?: boolean | undefined;
}

function newCursor(
  text: string,
  codes: Uint32Array,
  offsets: Uint32Array | undefined,
  length: number,
  decoded: boolean,
  queryAt: number,
  constraints: Constraints | undefined,
): Cursor {
  return {
    text,
    codes,
    offsets,
    length,
    constraints,
    decoded,
    queryAt,
    pos: 0,
    furthest: 0,
    partial: 0,
    nesting: 0,
    height: 0,
    collectAt: -1,
    expected: nothing,
  };
}

/** What a first reading collects. */
const nothing: Set<string> = new Set();

/** The same text from its start, now to collect what is expected at the unit that the first reading could not pass. */
export function restart(c: Cursor): Cursor {
  const again = newCursor(c.text, c.codes, c.offsets, c.length, c.decoded, c.queryAt, c.constraints);
  return Object.assign(again, { collectAt: c.furthest, expected: new Set<string>() });
}

export function hexDigit(code: number): number {
  if (code >= ZERO && code <= NINE) return code - ZERO;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** The octet of a percent sequence at `at`, or -1. */
function octetAt(text: string, at: number): number {
  if (text.charCodeAt(at) !== PERCENT || at + 2 >= text.length) return -1;
  const high = hexDigit(text.charCodeAt(at + 1));
  const low = hexDigit(text.charCodeAt(at + 2));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/** For the grammar's rules as written: each percent-encoded octet is a unit, all else stands for itself. */
export function octetCursor(text: string, options: CursorOptions = {}): Cursor {
  const codes = new Uint32Array(text.length + 1);
  const offsets = text.includes('%') ? new Uint32Array(text.length + 1) : undefined;
  let n = 0;
  for (let i = 0; i < text.length; n++) {
    if (offsets) offsets[n] = i;
    const code = text.charCodeAt(i);
    if (code !== PERCENT) {
      codes[n] = code;
      i++;
      continue;
    }
    const octet = octetAt(text, i);
    codes[n] = octet < 0 ? MALFORMED : octet | ENCODED;
    i += octet < 0 ? 1 : 3;
  }
  codes[n] = END;
  if (offsets) offsets[n] = text.length;
  return newCursor(text, codes, offsets, n, false, n, options.constraints);
}

/** Characters that the grammar has literally somewhere in a query; all others it knows only percent-encoded. */
const literal = new Uint8Array(128);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!()*+,;:@/?$\'= \t"{}[]\\')
  literal[char.charCodeAt(0)] = 1;

function unitOf(code: number, encoded: boolean, inPath: boolean): number {
  if (code >= 128) return code | ENCODED;
  // An encoded slash in a path separates no segments, and an encoded semicolon ends no search word.
  if (encoded)
    return literal[code] === 0 || code === SEMICOLON || (inPath && (code === SLASH || code === QUESTION_MARK))
      ? code | ENCODED
      : code;
  return literal[code] === 1 || code === AMPERSAND || code === HASH ? code : code | ENCODED;
}

/** Length and code point of one UTF-8 sequence of percent-encoded octets at `at`; undefined when it is none. */
function decodeUtf8(text: string, at: number): { codePoint: number; length: number } | undefined {
  const first = octetAt(text, at);
  if (first < 0) return undefined;
  if (first < 0x80) return { codePoint: first, length: 3 };
  const count = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return undefined;
  let codePoint = first & (0x7f >> count);
  for (let k = 1; k < count; k++) {
    const octet = octetAt(text, at + 3 * k);
    if (octet < 0 || (octet & 0xc0) !== 0x80) return undefined;
    codePoint = codePoint * 64 + (octet & 0x3f);
  }
  const shortest = count === 2 ? 0x80 : count === 3 ? 0x800 : 0x10000;
  if (codePoint < shortest || codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff))
    return undefined;
  return { codePoint, length: 3 * count };
}

function refuseEncoding(text: string, at: number): never {
  throw new UriSyntaxError(
    text,
    at,
    text.slice(at, at + 3),
    ['percent-encoded UTF-8'],
    'InvalidUrl',
    `Invalid percent-encoding at position ${at}: expected "%" and two hexadecimal digits that form UTF-8.`,
  );
}

/** For a URL as sent: characters are decoded, but an encoded separator remains no separator. */
export function urlCursor(text: string, startsInQuery: boolean, options: CursorOptions = {}): Cursor {
  if (text.length > limits.length) {
    const reason = `The URL is ${text.length} characters long; the limit is ${limits.length}.`;
    throw new UriSyntaxError(text, limits.length, 'more text', ['end of text'], 'TooComplex', reason);
  }
  const codes = new Uint32Array(text.length + 1);
  const rewritten = text.includes('%') || (options.plusIsBlank && text.includes('+'));
  const offsets = rewritten ? new Uint32Array(text.length + 1) : undefined;
  let inPath = !startsInQuery;
  let queryAt = startsInQuery ? 0 : text.length;
  let n = 0;
  for (let i = 0; i < text.length; ) {
    if (offsets) offsets[n] = i;
    const code = text.charCodeAt(i);
    if (code !== PERCENT) {
      if (code === QUESTION_MARK && inPath) {
        inPath = false;
        queryAt = n;
      }
      codes[n++] = code === PLUS && !inPath && options.plusIsBlank ? 32 : unitOf(code, false, inPath);
      i++;
      continue;
    }
    const { codePoint, length } = decodeUtf8(text, i) ?? refuseEncoding(text, i);
    if (codePoint > 0xffff) {
      codes[n++] = (0xd800 + ((codePoint - 0x10000) >> 10)) | ENCODED;
      if (offsets) offsets[n] = i;
      codes[n++] = (0xdc00 + ((codePoint - 0x10000) & 0x3ff)) | ENCODED;
    } else codes[n++] = unitOf(codePoint, true, inPath);
    i += length;
  }
  codes[n] = END;
  if (offsets) offsets[n] = text.length;
  return newCursor(text, codes, offsets, n, true, queryAt, options.constraints);
}

export const offsetOf = (c: Cursor, unit: number): number => (c.offsets ? (c.offsets[unit] as number) : unit);

/** Notes that `expected` was tried at unit `at` and is not there. */
export function miss(c: Cursor, expected: string, at: number = c.pos): false {
  if (at > c.furthest) {
    c.furthest = at;
    c.partial = 0;
  }
  if (at === c.collectAt) c.expected.add(expected);
  return false;
}

/** The decoded characters from one unit to another. */
export function sliceUnits(c: Cursor, from: number, to: number): string {
  if (!c.offsets) return c.text.slice(from, to);
  let out = '';
  for (let i = from; i < to; i++) out += String.fromCharCode((c.codes[i] as number) & 0xffff);
  return out;
}

/** The text as written from one unit to another. */
export const rawText = (c: Cursor, from: number, to: number): string =>
  c.text.slice(offsetOf(c, from), offsetOf(c, to));

/** Refuses a text that is over a limit. */
export function refuseComplexity(c: Cursor, what: string, limit: number): never {
  const offset = offsetOf(c, c.pos);
  const reason = `Too complex at position ${offset}: ${what} is limited to ${limit}.`;
  throw new UriSyntaxError(c.text, offset, 'more', [], 'TooComplex', reason);
}

/** Runs a rule one level deeper. */
export function nested<T>(c: Cursor, rule: (c: Cursor) => T): T {
  if (++c.nesting > limits.nesting) refuseComplexity(c, 'nesting', limits.nesting);
  const result = rule(c);
  c.nesting--;
  return result;
}
