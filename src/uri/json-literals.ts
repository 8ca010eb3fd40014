// OData ABNF Construction Rules 4.01, section 5 "JSON format for queries".
import { BACKSLASH, BLANK, DOUBLE_QUOTE } from './characters.ts';
import { type Cursor, ENCODED, miss, nested, offsetOf, sliceUnits } from './cursor.ts';
import { commonExpr } from './expression.ts';
import type { CollectionExpr, Expr, LiteralExpr, NamedArgument, RecordExpr } from './syntax-tree.ts';
import {
  BWS,
  COLON,
  HEXDIG,
  isNext,
  one,
  qcharJSONspecial,
  qcharUnescaped,
  quotationMark,
  type Rule,
  run,
  separator,
  seq,
  sign,
} from './terminals.ts';

const nameSeparator: Rule = seq(BWS, COLON, BWS);
const unescaped = one(qcharUnescaped);
const special = one(qcharJSONspecial);
const fourHexDigits = run(HEXDIG, 4, 4);

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Reads one character of a JSON string; what it stands for, or undefined. */
export function charInJSON(c: Cursor): string | undefined {
  const start = c.pos;
  if (!isNext(c, BACKSLASH)) return unescaped(c) || special(c) ? sliceUnits(c, start, c.pos) : undefined;
  c.pos++;
  const code = c.codes[c.pos] as number;
  const char = String.fromCharCode(code & 0xffff);
  const plain = code < ENCODED || char === '"' || char === '\\' || char === '/';
  c.pos++;
  if (plain && char in escapes) return escapes[char] as string;
  if (plain && char === 'u') {
    const at = c.pos;
    if (fourHexDigits(c)) return String.fromCharCode(Number.parseInt(sliceUnits(c, at, c.pos), 16));
  } else miss(c, 'an escape character', start + 1);
  c.pos = start;
  return undefined;
}

/** ABNF stringInUrl, as a node. */
export function stringInUrl(c: Cursor): LiteralExpr | undefined {
  const start = c.pos;
  if (!quotationMark(c)) return undefined;
  let value = '';
  for (let char = charInJSON(c); char !== undefined; char = charInJSON(c)) value += char;
  if (quotationMark(c))
    return { kind: 'literal', type: 'string', value, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
  c.pos = start;
  return undefined;
}

/** ABNF valueInUrl. */
export function valueInUrl(c: Cursor): Expr | undefined {
  if (isNext(c, DOUBLE_QUOTE)) return stringInUrl(c);
  miss(c, '"\\""');
  return nested(c, commonExpr);
}

/** ABNF member. */
export function member(c: Cursor): NamedArgument | undefined {
  const start = c.pos;
  const name = stringInUrl(c);
  if (name !== undefined && nameSeparator(c)) {
    const value = valueInUrl(c);
    if (value !== undefined)
      return { name: name.value, value, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
  }
  c.pos = start;
  return undefined;
}

const bracket = (char: string, blankAfter: boolean): Rule =>
  blankAfter ? seq(BWS, sign(char), BWS) : seq(BWS, sign(char));
export const beginObject = bracket('{', true);
export const endObject = bracket('}', false);
export const beginArray = bracket('[', true);
export const endArray = bracket(']', false);

/** Items between brackets; undefined, and nothing read, when a bracket or an item is missing. */
function bracketed<T>(
  c: Cursor,
  begin: Rule,
  item: (c: Cursor) => T | undefined,
  end: Rule,
): T[] | undefined {
  const start = c.pos;
  const items: T[] = [];
  if (!begin(c)) return undefined;
  if (!end(c)) {
    do {
      const next = item(c);
      if (next === undefined) {
        c.pos = start;
        return undefined;
      }
      items.push(next);
    } while (separator(c));
    if (!end(c)) {
      c.pos = start;
      return undefined;
    }
  }
  return items;
}

/** Where a node starts that blanks may precede. */
function firstNonBlank(c: Cursor, from: number): number {
  let at = from;
  while (((c.codes[at] as number) & ~ENCODED) === BLANK || ((c.codes[at] as number) & ~ENCODED) === 9) at++;
  return offsetOf(c, at);
}

/** ABNF array. */
export function array(c: Cursor): CollectionExpr | undefined {
  const start = c.pos;
  const items = bracketed(c, beginArray, valueInUrl, endArray);
  return items && { kind: 'collection', items, at: firstNonBlank(c, start), end: offsetOf(c, c.pos) };
}

/** ABNF object. */
export function object(c: Cursor): RecordExpr | undefined {
  const start = c.pos;
  const members = bracketed(c, beginObject, member, endObject);
  return members && { kind: 'record', members, at: firstNonBlank(c, start), end: offsetOf(c, c.pos) };
}

/** ABNF arrayOrObject. */
export const arrayOrObject = (c: Cursor): CollectionExpr | RecordExpr | undefined => array(c) ?? object(c);
