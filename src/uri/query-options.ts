// OData ABNF Construction Rules 4.01, section 2 "Query Options": rule queryOptions; OData URL Conventions 4.01, section 5.
import { AMPERSAND, DOLLAR, EQUALS, LOWERCASE_A, LOWERCASE_Z } from './characters.ts';
import { type Cursor, ENCODED, END, miss, offsetOf, sliceUnits } from './cursor.ts';
import { aliasAndValue, customQueryOption, nameAndValue } from './custom-query-option.ts';
import { items } from './items.ts';
import type { QueryOption } from './syntax-tree.ts';
import { furthest, generousMediaType, type OptionRule, optionOf, optionsIn } from './system-query-options.ts';
import { alt, BWS, EQ, exactly, many, seq, word } from './terminals.ts';

const ends = (c: Cursor): boolean => c.codes[c.pos] === END || c.codes[c.pos] === AMPERSAND;
export const systemNames: ReadonlySet<string> = new Set(
  'apply compute deltatoken expand filter format id count orderby schemaversion search select skip skiptoken top index'.split(
    ' ',
  ),
);

const longestName = Math.max(...[...systemNames].map((name) => name.length));

/** Whether a URL as sent has a system query option here: any name with `$`, and the known names without. */
function isSystemOption(c: Cursor): boolean {
  if (((c.codes[c.pos] as number) & ~ENCODED) === DOLLAR) return true;
  let end = c.pos;
  while (
    end <= c.pos + longestName &&
    ((c.codes[end] as number) | 32) >= LOWERCASE_A &&
    ((c.codes[end] as number) | 32) <= LOWERCASE_Z
  )
    end++;
  return c.codes[end] === EQUALS && systemNames.has(sliceUnits(c, c.pos, end).toLowerCase());
}

/** ABNF queryOption. In a URL as sent, what names a system query option is one, and never a custom option. */
export function queryOption(c: Cursor): QueryOption | undefined {
  if (!c.decoded) return furthest(c, [...optionsIn.query, aliasAndValue, nameAndValue, customQueryOption]);
  const start = c.pos;
  const system = isSystemOption(c);
  const option = system ? optionOf(c, 'query') : (aliasAndValue(c) ?? customQueryOption(c));
  if (option !== undefined) BWS(c);
  if (option !== undefined && ends(c)) return option;
  if (option !== undefined) miss(c, '"&"');
  c.pos = start;
  // `count=5` can be a parameter of a function: the model's side tells, and refuses what is none
  return system && isLetter(c) ? parameterLike(c) : undefined;
}

const isLetter = (c: Cursor): boolean => ((c.codes[c.pos] as number) & ~ENCODED) !== DOLLAR;

function parameterLike(c: Cursor): QueryOption | undefined {
  const start = c.pos;
  const option = customQueryOption(c);
  if (option !== undefined && ends(c)) return option;
  c.pos = start;
  return undefined;
}

const generousFormatOption = seq(alt(word('$format'), word('format')), EQ, generousMediaType);

/** The grammar lets a media type have `&`: where no option follows the sign, it is part of a media type before it. */
function generousFormat(c: Cursor, start: number, list: QueryOption[]): QueryOption[] {
  const end = c.pos;
  if (c.decoded || c.codes[end] !== AMPERSAND || !list.some(({ kind }) => kind === 'format')) return list;
  for (let at = start; at < end; at++) {
    if (at > start && c.codes[at - 1] !== AMPERSAND) continue;
    c.pos = at;
    if (generousFormatOption(c) && c.pos > end) return list.filter((option) => option.at <= offsetOf(c, at));
  }
  c.pos = end;
  return list;
}

/** Nothing between two signs is no option: forms and clients that join texts send such URLs. */
const skipEmpty = many(exactly('&'));

/** `option&option`, as far as it goes. */
export function optionList(c: Cursor, rule: OptionRule): QueryOption[] {
  const and = exactly('&');
  if (c.decoded) skipEmpty(c);
  const start = c.pos;
  const list = items(c, rule, c.decoded ? many(and, 1) : and) ?? [];
  if (c.decoded) skipEmpty(c);
  return generousFormat(c, start, list);
}
