// OData ABNF Construction Rules 4.01, section 7 "Literal Data Values".
import { MINUS, NINE, PLUS, QUESTION_MARK, QUOTE, SLASH, ZERO } from './characters.ts';
import { allows } from './constraints.ts';
import { type Cursor, ENCODED, miss, offsetOf, sliceUnits } from './cursor.ts';
import { fullGeoLiteral } from './geo-literals.ts';
import { dottedName, enumTypes, identifier, named, typeOf } from './names.ts';
import type { LiteralExpr } from './syntax-tree.ts';
import {
  alt,
  base64char,
  COLON,
  COMMA,
  charClass,
  DIGIT,
  exactly,
  HEXDIG,
  isNext,
  list,
  many,
  one,
  oneToNine,
  opt,
  pcharNoSQUOTE,
  type Rule,
  run,
  SIGN,
  SQUOTE,
  seq,
  word,
} from './terminals.ts';

// What stands in a payload has no percent-encoding; what stands in a URL may have. The rules differ in that alone.
const plainSign: Rule = one(charClass('a sign', '+-'));
const plainColon = exactly(':');
const digits = (min: number, max = min): Rule => run(DIGIT, min, max);
const someDigits = run(DIGIT, 1);
const dash = exactly('-');

export const nullLiteral = exactly('null');
export const boolean = alt(word('true'), word('false'));
export const booleanValue = alt(exactly('true'), exactly('false'));
export const nanInfinity = alt(exactly('NaN'), exactly('-INF'), exactly('INF'));

const decimal = (signRule: Rule): Rule =>
  alt(
    seq(
      opt(signRule),
      someDigits,
      opt(seq(exactly('.'), someDigits)),
      opt(seq(word('e'), opt(signRule), someDigits)),
    ),
    nanInfinity,
  );
export const decimalLiteral = decimal(SIGN);
export const decimalValue = decimal(plainSign);

const integer = (signRule: Rule, max: number): Rule => seq(opt(signRule), digits(1, max));
export const byte = digits(1, 3);
export const sbyteLiteral = integer(SIGN, 3);
export const sbyteValue = integer(plainSign, 3);
export const int16Literal = integer(SIGN, 5);
export const int16Value = integer(plainSign, 5);
export const int32Literal = integer(SIGN, 10);
export const int32Value = integer(plainSign, 10);
export const int64Literal = integer(SIGN, 19);
export const int64Value = integer(plainSign, 19);

const hex = (count: number): Rule => run(HEXDIG, count, count);
export const guid = seq(hex(8), dash, hex(4), dash, hex(4), dash, hex(4), dash, hex(12));

const digit = (characters: string): Rule => one(charClass('a digit', characters));
export const zeroToFiftyNine = seq(digit('012345'), digits(1));
export const year = seq(opt(dash), alt(seq(exactly('0'), digits(3)), seq(one(oneToNine), run(DIGIT, 3))));
export const month = alt(seq(exactly('0'), one(oneToNine)), seq(exactly('1'), digit('012')));
export const day = alt(
  seq(exactly('0'), one(oneToNine)),
  seq(digit('12'), digits(1)),
  seq(exactly('3'), digit('01')),
);
export const hour = alt(seq(digit('01'), digits(1)), seq(exactly('2'), digit('0123')));
export const minute = zeroToFiftyNine;
export const second = alt(zeroToFiftyNine, exactly('60'));
export const fractionalSeconds = digits(1, 12);
export const date = seq(year, dash, month, dash, day);
const timeOfDay = (colon: Rule): Rule =>
  seq(hour, colon, minute, opt(seq(colon, second, opt(seq(exactly('.'), fractionalSeconds)))));
export const timeOfDayLiteral = timeOfDay(COLON);
export const timeOfDayValue = timeOfDay(plainColon);
const dateTimeOffset = (time: Rule, signRule: Rule, colon: Rule): Rule =>
  seq(date, word('T'), time, alt(word('Z'), seq(signRule, hour, colon, minute)));
export const dateTimeOffsetLiteral = dateTimeOffset(timeOfDayLiteral, SIGN, COLON);
export const dateTimeOffsetValue = dateTimeOffset(timeOfDayValue, plainSign, plainColon);

/** `1*DIGIT unit`, where another unit may follow the same digits. */
const count = (unit: string): Rule => opt(seq(someDigits, word(unit)));
const secondsOfDuration = opt(seq(someDigits, opt(seq(exactly('.'), someDigits)), word('S')));
export const durationValue = seq(
  opt(dash),
  word('P'),
  count('D'),
  opt(seq(word('T'), count('H'), count('M'), secondsOfDuration)),
);
export const durationLiteral = seq(opt(word('duration')), SQUOTE, durationValue, SQUOTE);

const base64end = (characters: string): Rule => one(charClass('a last base64url character', characters));
export const base64b16 = seq(run(base64char, 2, 2), base64end('AEIMQUYcgkosw048'), opt(exactly('=')));
export const base64b8 = seq(one(base64char), base64end('AQgw'), opt(exactly('==')));
/** Groups of four characters, and then a shorter one. */
export const binaryValue = seq(many(run(base64char, 4, 4)), opt(alt(base64b16, base64b8)));
export const binaryLiteral = seq(word('binary'), SQUOTE, binaryValue, SQUOTE);

/** One character of a string literal; a URL that is decoded may have a slash there, but not in its path. */
const stringCharacter = one(pcharNoSQUOTE);
function stringUnit(c: Cursor): boolean {
  if (c.decoded && c.pos >= c.queryAt && (isNext(c, SLASH) || isNext(c, QUESTION_MARK))) {
    c.pos++;
    return true;
  }
  return stringCharacter(c);
}
export const SQUOTEinString = seq(SQUOTE, SQUOTE);
export const stringLiteral: Rule = (c) => {
  const start = c.pos;
  if (!SQUOTE(c)) return false;
  for (;;) {
    if (isNext(c, QUOTE)) {
      c.pos++;
      if (!SQUOTE(c)) return true;
    } else if (!stringUnit(c)) {
      miss(c, '"\'"');
      c.pos = start;
      return false;
    }
  }
};

export const enumerationMember = named('enumerationMember');
export const singleEnumLiteral = alt(enumerationMember, int64Literal);
export const singleEnumValue = alt(enumerationMember, int64Value);
export const enumValue = list(singleEnumValue, exactly(','));
const quotedMembers = seq(SQUOTE, list(singleEnumLiteral, COMMA), SQUOTE);
export const enumLiteral = seq(opt(typeOf(enumTypes, true)), quotedMembers);

// ---------------------------------------------------------------- nodes

type LiteralType = LiteralExpr['type'];

function literalNode(
  c: Cursor,
  start: number,
  type: LiteralType,
  value: string,
  typeName?: string,
): LiteralExpr {
  const span = { at: offsetOf(c, start), end: offsetOf(c, c.pos) };
  return typeName === undefined
    ? { kind: 'literal', type, value, ...span }
    : { kind: 'literal', type, value, typeName, ...span };
}

interface Candidate {
  readonly type: LiteralType;
  readonly rule: Rule;
}
const numberCandidates: readonly Candidate[] = [
  { type: 'dateTimeOffset', rule: dateTimeOffsetLiteral },
  { type: 'guid', rule: guid },
  { type: 'date', rule: date },
  { type: 'timeOfDay', rule: timeOfDayLiteral },
  { type: 'decimal', rule: decimalLiteral },
];
const wordCandidates: readonly Candidate[] = [
  { type: 'null', rule: nullLiteral },
  { type: 'boolean', rule: boolean },
  { type: 'decimal', rule: nanInfinity },
  { type: 'guid', rule: guid },
];
const quoteCandidates: readonly Candidate[] = [
  { type: 'string', rule: stringLiteral },
  { type: 'duration', rule: durationLiteral },
  { type: 'enum', rule: enumLiteral },
];

function longest(c: Cursor, candidates: readonly Candidate[]): LiteralExpr | undefined {
  const start = c.pos;
  let end = -1;
  let type: LiteralType = 'null';
  for (const candidate of candidates) {
    c.pos = start;
    if (candidate.rule(c) && c.pos > end) {
      end = c.pos;
      type = candidate.type;
      // What else stands in single quotes is a string as well, so nothing reaches further.
      if (type === 'string') break;
    }
  }
  c.pos = end < 0 ? start : end;
  if (end < 0) return undefined;
  return literalNode(c, start, type, '');
}

const quoted = (text: string): string => text.slice(1, -1).replaceAll("''", "'");
const integerText = /^[+-]?\d+$/;

function finish(c: Cursor, start: number, node: LiteralExpr): LiteralExpr {
  const text = sliceUnits(c, start, c.pos);
  if (node.type === 'decimal')
    return { ...node, type: integerText.test(text) ? 'number' : 'decimal', value: text };
  if (node.type === 'boolean') return { ...node, value: text.toLowerCase() };
  return {
    ...node,
    value: node.type === 'string' || node.type === 'duration' || node.type === 'enum' ? quoted(text) : text,
  };
}

/** Of `duration'…'`, `binary'…'`, `geography'…'`, `geometry'…'` and `ns.Type'…'`: what stands in the quotes. */
const prefixed: Readonly<Record<string, { readonly type: LiteralType; readonly rule: Rule }>> = {
  duration: { type: 'duration', rule: durationValue },
  binary: { type: 'binary', rule: binaryValue },
  geography: { type: 'geography', rule: fullGeoLiteral },
  geometry: { type: 'geometry', rule: fullGeoLiteral },
};

function prefixedLiteral(c: Cursor): LiteralExpr | undefined {
  const start = c.pos;
  const name = dottedName(c);
  const prefixEnd = c.pos;
  if (name !== undefined && SQUOTE(c)) {
    const known = name.qualified ? undefined : prefixed[name.text.toLowerCase()];
    const isEnum = name.qualified && (name.classes & enumTypes) !== 0;
    const rule = known?.rule ?? (isEnum ? list(singleEnumLiteral, COMMA) : undefined);
    const valueAt = c.pos;
    if (rule?.(c) && SQUOTE(c)) {
      const value = sliceUnits(c, valueAt, c.pos - 1);
      return literalNode(
        c,
        start,
        known?.type ?? 'enum',
        value,
        known ? undefined : sliceUnits(c, start, prefixEnd),
      );
    }
  }
  c.pos = start;
  return undefined;
}

/** ABNF enumLiteral, as a node. */
export function enumLiteralExpr(c: Cursor): LiteralExpr | undefined {
  const start = c.pos;
  if (isNext(c, QUOTE)) {
    if (!quotedMembers(c)) return undefined;
    return literalNode(c, start, 'enum', sliceUnits(c, start + 1, c.pos - 1));
  }
  const node = prefixedLiteral(c);
  if (node?.type === 'enum') return node;
  c.pos = start;
  return undefined;
}

/** ABNF primitiveLiteral, as a node; the alternative that reaches furthest. */
export function primitiveLiteral(c: Cursor): LiteralExpr | undefined {
  const start = c.pos;
  const code = (c.codes[start] as number) & ~ENCODED;
  const digitOrSign = (code >= ZERO && code <= NINE) || code === PLUS || code === MINUS;
  const candidates = digitOrSign ? numberCandidates : code === QUOTE ? quoteCandidates : wordCandidates;
  const plain = longest(c, candidates);
  const end = c.pos;
  if (!digitOrSign && code !== QUOTE) {
    c.pos = start;
    const node = prefixedLiteral(c);
    if (node !== undefined && c.pos > end) return node;
    c.pos = end;
  }
  if (plain === undefined) {
    miss(c, 'a literal', start);
    return undefined;
  }
  return finish(c, start, plain);
}

/** Whether a literal may be the value of a key property. */
export const isKeyLiteral = (node: LiteralExpr): boolean =>
  node.type !== 'null' && node.type !== 'binary' && node.type !== 'geography' && node.type !== 'geometry';

/** ABNF parameterName and the like: an identifier of the rule, its text. */
export function identifierOf(c: Cursor, rule: string): string | undefined {
  const start = c.pos;
  const text = identifier(c);
  if (text !== undefined && allows(c.constraints, rule, text)) return text;
  c.pos = start;
  return undefined;
}
