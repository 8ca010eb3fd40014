// OData ABNF Construction Rules 4.01, section 2 "Query Options": rule search.
import {
  AMPERSAND,
  CLOSING_PARENTHESIS,
  DOUBLE_QUOTE,
  OPENING_PARENTHESIS,
  QUOTE,
  SEMICOLON,
} from './characters.ts';
import {
  type Cursor,
  ENCODED,
  END,
  limits,
  nested,
  offsetOf,
  refuseComplexity,
  sliceUnits,
} from './cursor.ts';
import { SQUOTEinString } from './literals.ts';
import type { SearchExpr } from './syntax-tree.ts';
import {
  alt,
  BWS,
  CLOSE,
  exactly,
  isNext,
  many,
  OPEN,
  one,
  qcharNoAMPDQUOTE,
  qcharNoAMPSQUOTE,
  quotationMark,
  type Rule,
  RWS,
  SQUOTE,
  searchChar,
  searchWordCharacter,
  seq,
} from './terminals.ts';

const blank = exactly(' ');
const phraseCharacters = many(alt(one(qcharNoAMPDQUOTE), blank), 1);
const phrase: Rule = seq(quotationMark, phraseCharacters, quotationMark);
const wordOf = (character: Rule): Rule => seq(character, many(alt(character, SQUOTE)));
const plainWord = wordOf(one(searchWordCharacter));
const generousWord = wordOf(one(searchChar));
const not: Rule = seq(exactly('NOT'), RWS);
const or: Rule = seq(exactly('OR'), RWS);
const and: Rule = seq(exactly('AND'), RWS);

export function searchPhrase(c: Cursor): SearchExpr | undefined {
  const start = c.pos;
  if (!phrase(c)) return undefined;
  return {
    kind: 'phrase',
    value: sliceUnits(c, start + 1, c.pos - 1),
    at: offsetOf(c, start),
    end: offsetOf(c, c.pos),
  };
}

/** ABNF searchWord. */
export const searchWord = (c: Cursor): SearchExpr | undefined => word(c, generousWord);

function word(c: Cursor, rule: Rule): SearchExpr | undefined {
  const start = c.pos;
  if (!rule(c)) return undefined;
  return {
    kind: 'word',
    value: sliceUnits(c, start, c.pos),
    at: offsetOf(c, start),
    end: offsetOf(c, c.pos),
  };
}

export function searchParenExpr(c: Cursor): SearchExpr | undefined {
  const start = c.pos;
  if (OPEN(c)) {
    BWS(c);
    const inner = nested(c, searchExpr);
    BWS(c);
    if (inner !== undefined && CLOSE(c)) return inner;
  }
  c.pos = start;
  return undefined;
}

export function searchNegateExpr(c: Cursor): SearchExpr | undefined {
  const start = c.pos;
  if (not(c)) {
    const operand = nested(c, searchOperand);
    if (operand !== undefined) return { kind: 'not', operand, at: offsetOf(c, start), end: operand.end };
  }
  c.pos = start;
  return undefined;
}

const operator = alt(exactly('AND'), exactly('OR'), exactly('NOT'));

/** In a URL as sent, operators are no words, as the grammar's comment has it. */
function isOperatorAlone(c: Cursor): boolean {
  const start = c.pos;
  const found = operator(c) && (mayEndHere(c) || RWS(c));
  c.pos = start;
  return found;
}

/** A word as the grammar's comment has it, or else as the rule is written; both are tried, for the place of an error. */
function plainOrGenerousWord(c: Cursor): SearchExpr | undefined {
  if (c.decoded) return isOperatorAlone(c) ? undefined : word(c, plainWord);
  const start = c.pos;
  const generous = word(c, generousWord);
  const end = c.pos;
  c.pos = start;
  const plain = word(c, plainWord);
  if (plain !== undefined) return plain;
  c.pos = end;
  return generous;
}

/**
 * A word that is an operator is only a word where no operand follows. A parenthesis or a quotation mark that starts no
 * operand behind the operator starts none behind the word either, so it is not tried again: that would double the time
 * with each level.
 */
function mayBeWord(c: Cursor, operandAt: number): boolean {
  const code = c.codes[operandAt] as number;
  const char = code & ~ENCODED;
  return (char !== OPENING_PARENTHESIS && char !== DOUBLE_QUOTE) || (!c.decoded && code >= ENCODED);
}

function searchOperand(c: Cursor): SearchExpr | undefined {
  if (isNext(c, DOUBLE_QUOTE)) return searchPhrase(c);
  if (isNext(c, OPENING_PARENTHESIS))
    return searchParenExpr(c) ?? (c.decoded ? undefined : word(c, generousWord));
  const start = c.pos;
  if (not(c)) {
    const operandAt = c.pos;
    c.pos = start;
    const negated = searchNegateExpr(c);
    if (negated !== undefined || !mayBeWord(c, operandAt)) return negated;
  }
  return plainOrGenerousWord(c);
}

/** `RWS "OR" RWS operand` or `RWS [ "AND" RWS ] operand`; a word that no operand follows is itself the operand. */
function nextOperand(c: Cursor): { readonly kind: 'and' | 'or'; readonly operand: SearchExpr } | undefined {
  const start = c.pos;
  if (!RWS(c)) return undefined;
  const at = c.pos;
  const kind = or(c) ? 'or' : 'and';
  if (kind === 'and') and(c);
  const operandAt = c.pos;
  let operand = searchOperand(c);
  if (operand !== undefined) return { kind, operand };
  if (!mayBeWord(c, operandAt)) {
    c.pos = start;
    return undefined;
  }
  c.pos = at;
  operand = searchOperand(c);
  if (operand !== undefined) return { kind: 'and', operand };
  c.pos = start;
  return undefined;
}

const joined = (kind: 'and' | 'or', left: SearchExpr, right: SearchExpr): SearchExpr => ({
  kind,
  left,
  right,
  at: left.at,
  end: right.end,
});

/**
 * The grammar as written lets a word have percent-encoded blanks and parentheses, though its comment says that a word has
 * none: they are what they stand for, unless the text can't be read so.
 */
function extendWord(c: Cursor, operand: SearchExpr): SearchExpr | undefined {
  const start = c.pos;
  // In parentheses the operand ends before the cursor.
  if (c.decoded || operand.kind !== 'word' || operand.end !== offsetOf(c, start)) return undefined;
  if (!generousWord(c)) return undefined;
  return { ...operand, value: operand.value + sliceUnits(c, start, c.pos), end: offsetOf(c, c.pos) };
}

/** Whether the next unit is a percent-encoded parenthesis that closes one around the expression. */
const closesHere = (c: Cursor): boolean => isNext(c, CLOSING_PARENTHESIS) && c.nesting > 0;

/** ABNF searchExpr; AND, written or not, binds stronger than OR. */
export function searchExpr(c: Cursor): SearchExpr | undefined {
  const first = searchOperand(c);
  if (first === undefined) return undefined;
  let alternatives: SearchExpr | undefined;
  let conjunction = first;
  let last = first;
  for (let count = 1; ; count++) {
    const next = nextOperand(c);
    if (next === undefined) {
      const longer = closesHere(c) ? undefined : extendWord(c, last);
      if (longer === undefined) break;
      last = longer;
      continue;
    }
    last = next.operand;
    if (count > limits.height) refuseComplexity(c, 'the number of search terms', limits.height);
    if (next.kind === 'and') conjunction = joined('and', conjunction, next.operand);
    else {
      alternatives = alternatives ? joined('or', alternatives, conjunction) : conjunction;
      conjunction = next.operand;
    }
  }
  return alternatives ? joined('or', alternatives, conjunction) : conjunction;
}

const character = alt(one(qcharNoAMPSQUOTE), quotationMark, blank);

/** Whether the text goes on as it would behind a whole search expression. */
function mayEndHere(c: Cursor): boolean {
  const code = (c.codes[c.pos] as number) & ~ENCODED;
  return code === END || code === AMPERSAND || code === SEMICOLON || code === CLOSING_PARENTHESIS;
}

/** A quote that is percent-encoded may be a character of the text or its end: its end, where that fits. */
function incomplete(c: Cursor): boolean {
  const start = c.pos;
  let end = -1;
  let fits = false;
  for (let open = SQUOTE(c); open; ) {
    const at = c.pos;
    if (!fits && SQUOTE(c)) {
      end = c.pos;
      fits = mayEndHere(c);
      if (fits && c.decoded) break;
    }
    c.pos = at;
    open = SQUOTEinString(c) || character(c);
  }
  c.pos = end < 0 ? start : end;
  return end >= 0;
}

/** ABNF searchExpr-incomplete: 4.0 services take one string in single quotes. */
export function searchExprIncomplete(c: Cursor): SearchExpr | undefined {
  const start = c.pos;
  if (!incomplete(c)) return undefined;
  const value = sliceUnits(c, start + 1, c.pos - 1).replaceAll("''", "'");
  return { kind: 'phrase', value, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
}

export function searchValue(c: Cursor): SearchExpr | undefined {
  if (!isNext(c, QUOTE)) return searchExpr(c);
  const start = c.pos;
  const text = searchExprIncomplete(c);
  const end = c.pos;
  if (c.decoded) return text;
  // A quote that is percent-encoded may also start a word.
  c.pos = start;
  const expression = searchExpr(c);
  if (expression !== undefined && c.pos > end) return expression;
  c.pos = end;
  return text;
}
