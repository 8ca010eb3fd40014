// OData ABNF Construction Rules 4.01, section 9 "Punctuation" and appendix C "ABNF core definitions": terminals and what combines them.
import { BLANK, MINUS, PLUS, UPPERCASE_A, UPPERCASE_Z } from './characters.ts';
import { type Cursor, ENCODED, END, hexDigit, MALFORMED, miss, offsetOf } from './cursor.ts';

/** Reads what it names and moves behind it, or returns false and leaves the cursor where it was. */
export type Rule = (c: Cursor) => boolean;

/** A set of characters: some literally, and possibly any percent-encoded one but the excluded. */
export interface CharClass {
  readonly name: string;
  readonly literal: Uint8Array;
  /** Of a URL that is decoded already: also what may be written percent-encoded only. */
  readonly decoded: Uint8Array;
  readonly encoded: boolean;
  readonly excluded: readonly number[];
  /** The same for a URL that is decoded already, where the grammar's oddities don't matter. */
  readonly undecoded: readonly number[];
}

export function charClass(
  name: string,
  characters: string,
  encoded = false,
  excluded = '',
  undecoded = excluded,
): CharClass {
  const literal = new Uint8Array(256);
  for (const char of characters) literal[char.charCodeAt(0)] = 1;
  const codes = (chars: string): number[] => [...chars].map((char) => char.charCodeAt(0));
  const decoded = literal.slice();
  if (encoded) for (const char of ' \t"{}[]\\') decoded[char.charCodeAt(0)] = 1;
  for (const code of codes(undecoded)) decoded[code] = 0;
  return { name, literal, decoded, encoded, excluded: codes(excluded), undecoded: codes(undecoded) };
}

export function inClass(c: Cursor, at: number, of: CharClass): boolean {
  const code = c.codes[at] as number;
  if (code < 256) return (c.decoded ? of.decoded : of.literal)[code] === 1;
  if (of.literal[37] === 1 && (code & END) === 0) return true;
  return (
    of.encoded &&
    (code & (END | MALFORMED)) === 0 &&
    (code & ENCODED) !== 0 &&
    !(c.decoded ? of.undecoded : of.excluded).includes(code & 0xffff)
  );
}

/** A percent sequence that breaks off, or whose last digit is not allowed, is matched as far as it goes. */
function missClass(c: Cursor, of: CharClass, at: number): false {
  miss(c, of.name, at);
  if (!of.encoded || at !== c.furthest) return false;
  const code = c.codes[at] as number;
  if (code === MALFORMED) c.partial = hexDigit(c.text.charCodeAt(offsetOf(c, at) + 1)) < 0 ? 1 : 2;
  else if ((code & ENCODED) !== 0) c.partial = 2;
  // The grammar excludes all of %70 to %7F where it excludes %27.
  if (of.excluded.includes(0x70) && c.text[offsetOf(c, at) + 1] === '7') c.partial = 1;
  return false;
}

export const one =
  (of: CharClass): Rule =>
  (c) => {
    if (!inClass(c, c.pos, of)) return missClass(c, of, c.pos);
    c.pos++;
    return true;
  };

/** As many characters of the class as there are, at least `min`, at most `max`. */
export const run =
  (of: CharClass, min = 0, max = Number.POSITIVE_INFINITY): Rule =>
  (c) => {
    let at = c.pos;
    while (at - c.pos < max && inClass(c, at, of)) at++;
    if (at - c.pos < max) missClass(c, of, at);
    if (at - c.pos < min) return false;
    c.pos = at;
    return true;
  };

const lower = (code: number): number => (code >= UPPERCASE_A && code <= UPPERCASE_Z ? code + 32 : code);

/** ABNF "text": letters in any case, nothing percent-encoded. */
export function word(text: string): Rule {
  const codes = [...text].map((char) => lower(char.charCodeAt(0)));
  return (c) => {
    for (let i = 0; i < codes.length; i++)
      if (lower(c.codes[c.pos + i] as number) !== codes[i]) return miss(c, `"${text}"`);
    c.pos += codes.length;
    return true;
  };
}

/** ABNF %s"text": letters as they are. */
export function exactly(text: string): Rule {
  const codes = [...text].map((char) => char.charCodeAt(0));
  return (c) => {
    for (let i = 0; i < codes.length; i++) if (c.codes[c.pos + i] !== codes[i]) return miss(c, `"${text}"`);
    c.pos += codes.length;
    return true;
  };
}

/** One character, literally or percent-encoded. */
export function sign(char: string): Rule {
  const code = char.charCodeAt(0);
  const name = `"${char}"`;
  return (c) => {
    if (((c.codes[c.pos] as number) & ~ENCODED) !== code) return miss(c, name);
    c.pos++;
    return true;
  };
}

export const seq =
  (...rules: readonly Rule[]): Rule =>
  (c) => {
    const start = c.pos;
    for (const rule of rules)
      if (!rule(c)) {
        c.pos = start;
        return false;
      }
    return true;
  };

/** The alternative that reaches furthest: alternatives of the grammar have no order. */
export const alt =
  (...rules: readonly Rule[]): Rule =>
  (c) => {
    const start = c.pos;
    let best = -1;
    for (const rule of rules) {
      c.pos = start;
      if (rule(c) && c.pos > best) best = c.pos;
    }
    c.pos = best < 0 ? start : best;
    return best >= 0;
  };

export const opt =
  (rule: Rule): Rule =>
  (c) => {
    rule(c);
    return true;
  };

export const many =
  (rule: Rule, min = 0, max = Number.POSITIVE_INFINITY): Rule =>
  (c) => {
    const start = c.pos;
    let count = 0;
    while (count < max) {
      const at = c.pos;
      if (!rule(c) || c.pos === at) break;
      count++;
    }
    if (count >= min) return true;
    c.pos = start;
    return false;
  };

/** One or more, with a separator between. */
export const list = (item: Rule, separator: Rule): Rule => seq(item, many(seq(separator, item)));

// ---------------------------------------------------------------- characters

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const unreservedChars = `${letters}${digits}-._~`;
const otherDelims = '!()*+,;';

export const ALPHA = charClass('a letter', letters);
export const DIGIT = charClass('a digit', digits);
export const HEXDIG = charClass('a hexadecimal digit', `${digits}ABCDEFabcdef`);
export const AtoF = charClass('a letter from A to F', 'ABCDEFabcdef');
export const oneToNine = charClass('a digit from 1 to 9', '123456789');
export const base64char = charClass('a base64url character', `${letters}${digits}-_`);
export const identifierLeadingCharacter = charClass('a letter or "_"', `${letters}_`);
export const identifierCharacter = charClass('an identifier character', `${letters}${digits}_`);
export const unreserved = charClass('an unreserved character', unreservedChars);
export const otherDelimiters = charClass('a delimiter', otherDelims);
export const subDelims = charClass('a delimiter', `$&'=${otherDelims}`);
export const pctEncoded = charClass('a percent-encoded character', '', true);
const noSQUOTE = `'${Array.from({ length: 16 }, (_, i) => String.fromCharCode(0x70 + i)).join('')}`;
export const pctEncodedNoSQUOTE = charClass('a percent-encoded character', '', true, noSQUOTE);
export const pctEncodedNoDQUOTE = charClass('a percent-encoded character', '', true, '"');
export const pctEncodedUnescaped = charClass('a percent-encoded character', '', true, '"\\');
export const pchar = charClass('a path character', `${unreservedChars}$&'=${otherDelims}:@`, true);
export const pcharNoSQUOTE = charClass(
  'a character',
  `${unreservedChars}${otherDelims}$&=:@`,
  true,
  noSQUOTE,
  "'",
);
/** Of a media type; the grammar would also let it have what separates options. */
export const mediaTypeCharacter = charClass('a media type', `${unreservedChars}$'=${otherDelims}:@`, true);
const queryChars = `${unreservedChars}${otherDelims}:@/?$'=`;
export const queryChar = charClass('a query character', `${queryChars}&`, true);
export const qcharNoAMP = charClass('a query character', queryChars, true);
export const qcharNoAMPEQ = charClass('a query character', queryChars.replace('=', ''), true);
export const qcharNoAMPEQATDOLLAR = charClass('a name', queryChars.replace(/[=@$]/g, ''), true);
export const qcharNoAMPSQUOTE = charClass('a character', queryChars.replace("'", ''), true);
export const qcharNoAMPDQUOTE = charClass('a character', queryChars, true, '"');
export const qcharUnescaped = charClass('a character', queryChars, true, '"\\');
export const qcharJSONspecial = charClass('a character', ' :{}[]');
const searchChars = `${unreservedChars}!*+,:@/?$=`;
export const searchChar = charClass('a search word', searchChars, true, '"', '" \t');
/** Also without what else the grammar's comment says that a word does not have. */
export const searchWordCharacter = charClass('a search word', searchChars, true, '" \t()');
const visible = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).join('');
const latin = Array.from({ length: 128 }, (_, i) => String.fromCharCode(128 + i)).join('');
export const VCHAR = charClass('a visible character', visible);
export const obsText = charClass('a character', latin);

// ---------------------------------------------------------------- punctuation

const isBlank = (code: number): boolean => (code & ~ENCODED) === BLANK || (code & ~ENCODED) === 9;

/** ABNF BWS: blanks, or none. */
export const BWS: Rule = (c) => {
  while (isBlank(c.codes[c.pos] as number)) c.pos++;
  return miss(c, 'a blank') || true;
};
/** ABNF RWS: at least one blank. */
export const RWS: Rule = (c) => {
  const start = c.pos;
  BWS(c);
  return c.pos > start;
};
export const AT = sign('@');
export const COLON = sign(':');
export const COMMA = sign(',');
export const EQ = exactly('=');
export const HASH: Rule = (c) => {
  if (c.codes[c.pos] !== (35 | ENCODED)) return miss(c, '"%23"');
  c.pos++;
  return true;
};
export const SEMI = sign(';');
export const STAR = sign('*');
export const SQUOTE = sign("'");
export const DQUOTE = exactly('"');
export const quotationMark = sign('"');
export const OPEN = sign('(');
export const CLOSE = sign(')');
export const SIGN: Rule = (c) => {
  const code = c.codes[c.pos] as number;
  if ((code & ~ENCODED) !== PLUS && code !== MINUS) return miss(c, 'a sign');
  c.pos++;
  return true;
};
/** A comma with blanks around it, as between arguments. */
export const separator: Rule = seq(BWS, COMMA, BWS);

/** Whether the next unit is this character, literally or percent-encoded. */
export const isNext = (c: Cursor, char: number): boolean => ((c.codes[c.pos] as number) & ~ENCODED) === char;
