// OData ABNF Construction Rules 4.01, section 2 "Query Options": rule search.
import { type Cursor, limits, nested, offsetOf, refuseComplexity, sliceUnits } from './cursor.ts';
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
  seq,
} from './terminals.ts';

const blank = exactly(' ');
const phraseCharacters = many(alt(one(qcharNoAMPDQUOTE), blank), 1);
const phrase: Rule = seq(quotationMark, phraseCharacters, quotationMark);
const wordRule: Rule = seq(one(searchChar), many(alt(one(searchChar), SQUOTE)));
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

export function searchWord(c: Cursor): SearchExpr | undefined {
  const start = c.pos;
  if (!wordRule(c)) return undefined;
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

function searchOperand(c: Cursor): SearchExpr | undefined {
  if (isNext(c, 40)) return searchParenExpr(c);
  return searchNegateExpr(c) ?? (isNext(c, 34) ? searchPhrase(c) : searchWord(c));
}

/** `RWS "OR" RWS operand` or `RWS [ "AND" RWS ] operand`; a word that no operand follows is itself the operand. */
function nextOperand(c: Cursor): { readonly kind: 'and' | 'or'; readonly operand: SearchExpr } | undefined {
  const start = c.pos;
  if (!RWS(c)) return undefined;
  const at = c.pos;
  const kind = or(c) ? 'or' : 'and';
  if (kind === 'and') and(c);
  let operand = searchOperand(c);
  if (operand !== undefined) return { kind, operand };
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

/** ABNF searchExpr; AND, written or not, binds stronger than OR. */
export function searchExpr(c: Cursor): SearchExpr | undefined {
  const first = searchOperand(c);
  if (first === undefined) return undefined;
  let alternatives: SearchExpr | undefined;
  let conjunction = first;
  for (let count = 1; ; count++) {
    const next = nextOperand(c);
    if (next === undefined) break;
    if (count > limits.height) refuseComplexity(c, 'the number of search terms', limits.height);
    if (next.kind === 'and') conjunction = joined('and', conjunction, next.operand);
    else {
      alternatives = alternatives ? joined('or', alternatives, conjunction) : conjunction;
      conjunction = next.operand;
    }
  }
  return alternatives ? joined('or', alternatives, conjunction) : conjunction;
}

const incomplete: Rule = seq(
  SQUOTE,
  many(alt(SQUOTEinString, one(qcharNoAMPSQUOTE), quotationMark, blank)),
  SQUOTE,
);

/** ABNF searchExpr-incomplete: 4.0 services take one string in single quotes. */
export function searchExprIncomplete(c: Cursor): SearchExpr | undefined {
  const start = c.pos;
  if (!incomplete(c)) return undefined;
  const value = sliceUnits(c, start + 1, c.pos - 1).replaceAll("''", "'");
  return { kind: 'phrase', value, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
}

export function searchValue(c: Cursor): SearchExpr | undefined {
  return isNext(c, 39) ? searchExprIncomplete(c) : searchExpr(c);
}
