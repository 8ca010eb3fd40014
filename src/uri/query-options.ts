// OData ABNF Construction Rules 4.01, section 2 "Query Options"; OData URL Conventions 4.01, section 5.
import { applyExpr } from './apply.ts';
import { parameterAlias } from './arguments.ts';
import { allows } from './constraints.ts';
import { type Cursor, ENCODED, END, miss, offsetOf, sliceUnits } from './cursor.ts';
import { expandItem } from './expand.ts';
import { boolCommonExpr, commonExpr } from './expression.ts';
import { boolean, identifierOf } from './literals.ts';
import { searchValue } from './search.ts';
import { selectItem } from './select.ts';
import type { ComputeItem, OrderbyItem, QueryOption } from './syntax-tree.ts';
import {
  alt,
  BWS,
  type CharClass,
  CLOSE,
  COMMA,
  DIGIT,
  EQ,
  exactly,
  many,
  mediaTypeCharacter,
  OPEN,
  one,
  oneToNine,
  opt,
  pchar,
  qcharNoAMP,
  qcharNoAMPEQ,
  qcharNoAMPEQATDOLLAR,
  type Rule,
  RWS,
  run,
  SEMI,
  STAR,
  seq,
  unreserved,
  word,
} from './terminals.ts';

type OptionRule = (c: Cursor) => QueryOption | undefined;
type Kind = QueryOption['kind'];
type Value = Readonly<Record<string, unknown>>;

/** An option `$name=` or `name=` and what its value is made of. */
function option(
  kind: Kind,
  name: string,
  value: (c: Cursor) => Value | undefined,
  dollar = false,
): OptionRule {
  const prefix = seq(alt(word(`$${name}`), word(name)), EQ);
  const withDollar = seq(word(`$${name}`), EQ);
  return (c) => {
    const start = c.pos;
    if (dollar && !c.decoded ? withDollar(c) : prefix(c)) {
      if (c.decoded) BWS(c);
      const valueAt = offsetOf(c, c.pos);
      const rest = value(c);
      if (rest !== undefined)
        return { kind, valueAt, at: offsetOf(c, start), end: offsetOf(c, c.pos), ...rest } as QueryOption;
    }
    c.pos = start;
    return undefined;
  };
}

/** Items with commas between. In a URL as sent, blanks may stand around the commas, as in the examples of the protocol. */
export function items<T>(
  c: Cursor,
  item: (c: Cursor) => T | undefined,
  comma: Rule = COMMA,
): T[] | undefined {
  const list: T[] = [];
  let end = c.pos;
  const separator = c.decoded ? seq(BWS, comma, BWS) : comma;
  do {
    const next = item(c);
    if (next === undefined) {
      c.pos = end;
      return list.length === 0 ? undefined : list;
    }
    list.push(next);
    end = c.pos;
  } while (separator(c));
  c.pos = end;
  return list;
}

const itemsOf =
  <T>(item: (c: Cursor) => T | undefined) =>
  (c: Cursor): Value | undefined => {
    const list = items(c, item);
    return list && { items: list };
  };

const expressionOf =
  <T>(rule: (c: Cursor) => T | undefined) =>
  (c: Cursor): Value | undefined => {
    const expression = rule(c);
    return expression && { expression };
  };

/** The text that a rule matches, made a value. */
const textOf =
  (rule: Rule, make: (text: string) => unknown = (text) => text) =>
  (c: Cursor): Value | undefined => {
    const start = c.pos;
    return rule(c) ? { value: make(sliceUnits(c, start, c.pos)) } : undefined;
  };

const direction = seq(RWS, alt(word('asc'), word('desc')));

/** ABNF orderbyItem. */
export function orderbyItem(c: Cursor): OrderbyItem | undefined {
  const start = c.pos;
  const expression = commonExpr(c);
  if (expression === undefined) return undefined;
  const expressionEnd = c.pos;
  const descending = direction(c) && sliceUnits(c, expressionEnd, c.pos).trim().toLowerCase() === 'desc';
  return {
    expression,
    direction: descending ? 'desc' : 'asc',
    at: offsetOf(c, start),
    end: offsetOf(c, c.pos),
  };
}

const asWord = seq(RWS, word('as'), RWS);

/** ABNF computeItem. */
export function computeItem(c: Cursor): ComputeItem | undefined {
  const start = c.pos;
  const expression = commonExpr(c);
  if (expression !== undefined && asWord(c)) {
    const alias = identifierOf(c, 'computedProperty');
    if (alias !== undefined) return { expression, alias, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
  }
  c.pos = start;
  return undefined;
}

function searchOption(c: Cursor): Value | undefined {
  BWS(c);
  const expression = searchValue(c);
  return expression && { expression };
}

const digits = run(DIGIT, 1);
const levelsValue = alt(seq(one(oneToNine), run(DIGIT)), word('max'));
const mediaType = (of: CharClass): Rule => seq(run(of, 1), exactly('/'), run(of, 1));
const generousMediaType = mediaType(pchar);
const narrowFormat = alt(word('atom'), word('json'), word('xml'), mediaType(mediaTypeCharacter));

/** A media type ends before `&`, unless it is none without it, which only the grammar as written allows. */
function formatValue(c: Cursor): boolean {
  if (c.decoded) return narrowFormat(c);
  const start = c.pos;
  generousMediaType(c);
  const end = c.pos;
  c.pos = start;
  if (narrowFormat(c)) return true;
  c.pos = end;
  return end > start;
}
const toLevels = (text: string): number | 'max' => (text.toLowerCase() === 'max' ? 'max' : Number(text));
const token = run(qcharNoAMP, 1);

/** The rules of system query options by their names in the grammar. */
export const systemOptions = {
  apply: option('apply', 'apply', (c) => {
    const transformations = applyExpr(c);
    return transformations && { transformations };
  }),
  compute: option('compute', 'compute', itemsOf(computeItem)),
  deltatoken: option('deltatoken', 'deltatoken', textOf(token), true),
  expand: option('expand', 'expand', itemsOf(expandItem)),
  filter: option('filter', 'filter', expressionOf(boolCommonExpr)),
  format: option('format', 'format', textOf(formatValue)),
  id: option('id', 'id', textOf(token)),
  inlinecount: option(
    'count',
    'count',
    textOf(boolean, (text) => text.toLowerCase() === 'true'),
  ),
  orderby: option('orderby', 'orderby', itemsOf(orderbyItem)),
  schemaversion: option('schemaversion', 'schemaversion', textOf(alt(STAR, run(unreserved, 1)))),
  search: option('search', 'search', searchOption),
  select: option('select', 'select', itemsOf(selectItem)),
  skip: option('skip', 'skip', textOf(digits, Number)),
  skiptoken: option('skiptoken', 'skiptoken', textOf(token), true),
  top: option('top', 'top', textOf(digits, Number)),
  index: option('index', 'index', textOf(seq(opt(exactly('-')), digits), Number)),
  levels: option('levels', 'levels', textOf(levelsValue, toLevels)),
} satisfies Readonly<Record<string, OptionRule>>;

/** ABNF aliasAndValue. */
export function aliasAndValue(c: Cursor): QueryOption | undefined {
  const start = c.pos;
  const alias = parameterAlias(c);
  if (alias !== undefined && EQ(c)) {
    const valueAt = offsetOf(c, c.pos);
    const value = commonExpr(c);
    if (value !== undefined)
      return { kind: 'alias', name: alias.name, value, valueAt, at: alias.at, end: offsetOf(c, c.pos) };
  }
  c.pos = start;
  return undefined;
}

const s = systemOptions;
const forCount = [s.filter, s.search];
const forRef = [...forCount, s.orderby, s.skip, s.top, s.inlinecount];
const forSelect = [...forRef, s.compute, s.select, aliasAndValue];
const optionsIn = {
  count: forCount,
  ref: forRef,
  expand: [...forRef, s.select, s.expand, s.compute, s.levels, aliasAndValue, s.apply],
  select: forSelect,
  selectPrimitiveCollection: forRef,
  levels: [s.levels],
  query: [
    s.filter,
    s.select,
    s.expand,
    s.orderby,
    s.top,
    s.skip,
    s.inlinecount,
    s.search,
    s.compute,
    s.apply,
    s.format,
    s.id,
    s.schemaversion,
    s.skiptoken,
    s.deltatoken,
    s.index,
  ],
  batch: [s.format],
  metadata: [s.format],
  entityId: [s.format],
  entity: [s.format, s.id],
  entityCast: [s.format, s.id, s.expand, s.select],
  entityCastOnly: [s.format, s.expand, s.select],
} satisfies Readonly<Record<string, readonly OptionRule[]>>;
export type OptionContext = keyof typeof optionsIn;

/** The option that reaches furthest among those that a context allows. */
export function optionOf(c: Cursor, context: OptionContext): QueryOption | undefined {
  const more = c.decoded ? beyondGrammar[context] : undefined;
  return furthest(c, more === undefined ? optionsIn[context] : [...optionsIn[context], ...more]);
}

/** In URLs as sent: the protocol has $schemaversion on any request, the grammar has not. */
const beyondGrammar: Readonly<Partial<Record<OptionContext, readonly OptionRule[]>>> = {
  metadata: [s.schemaversion],
  entity: [s.schemaversion],
  entityCast: [s.schemaversion],
};

function furthest(c: Cursor, rules: readonly OptionRule[]): QueryOption | undefined {
  const start = c.pos;
  let best: QueryOption | undefined;
  let end = start;
  for (const rule of rules) {
    c.pos = start;
    const result = rule(c);
    if (result !== undefined && c.pos > end) {
      best = result;
      end = c.pos;
    }
  }
  c.pos = end;
  return best;
}

/** `(option;option)` behind an item of $expand and $select, or behind `$count`. */
export function parenthesizedOptions(c: Cursor, context: OptionContext): QueryOption[] | undefined {
  const start = c.pos;
  if (OPEN(c)) {
    const list = items(c, () => optionOf(c, context), SEMI);
    if (list !== undefined && CLOSE(c)) return list;
  }
  c.pos = start;
  return undefined;
}

export const customName: Rule = seq(one(qcharNoAMPEQATDOLLAR), run(qcharNoAMPEQ));
const customText = run(qcharNoAMP);

/** ABNF customQueryOption. */
export function customQueryOption(c: Cursor): QueryOption | undefined {
  const start = c.pos;
  if (!customName(c) || !allows(c.constraints, 'customName', sliceUnits(c, start, c.pos))) {
    c.pos = start;
    return undefined;
  }
  const name = sliceUnits(c, start, c.pos);
  const named = EQ(c);
  const valueAt = c.pos;
  if (named) customText(c);
  const value = sliceUnits(c, valueAt, c.pos);
  return {
    kind: 'custom',
    name,
    value,
    valueAt: offsetOf(c, valueAt),
    at: offsetOf(c, start),
    end: offsetOf(c, c.pos),
  };
}

/** ABNF nameAndValue: an implicit parameter alias. The model tells it from a custom option, so both are one node. */
export function nameAndValue(c: Cursor): QueryOption | undefined {
  const start = c.pos;
  const name = identifierOf(c, 'parameterName');
  if (name !== undefined && EQ(c)) {
    const valueAt = c.pos;
    if (commonExpr(c) !== undefined) {
      const value = sliceUnits(c, valueAt, c.pos);
      return {
        kind: 'custom',
        name,
        value,
        valueAt: offsetOf(c, valueAt),
        at: offsetOf(c, start),
        end: offsetOf(c, c.pos),
      };
    }
  }
  c.pos = start;
  return undefined;
}

const ends = (c: Cursor): boolean => c.codes[c.pos] === END || c.codes[c.pos] === 38;
export const systemNames: ReadonlySet<string> = new Set(
  'apply compute deltatoken expand filter format id count orderby schemaversion search select skip skiptoken top index'.split(
    ' ',
  ),
);

/** Whether a URL as sent has a system query option here: any name with `$`, and the known names without. */
function isSystemOption(c: Cursor): boolean {
  if (((c.codes[c.pos] as number) & ~ENCODED) === 36) return true;
  let end = c.pos;
  while (end < c.pos + 14 && ((c.codes[end] as number) | 32) >= 97 && ((c.codes[end] as number) | 32) <= 122)
    end++;
  return c.codes[end] === 61 && systemNames.has(sliceUnits(c, c.pos, end).toLowerCase());
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

const isLetter = (c: Cursor): boolean => ((c.codes[c.pos] as number) & ~ENCODED) !== 36;

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
  if (c.decoded || c.codes[end] !== 38 || !list.some(({ kind }) => kind === 'format')) return list;
  for (let at = start; at < end; at++) {
    if (at > start && c.codes[at - 1] !== 38) continue;
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
