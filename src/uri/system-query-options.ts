// OData ABNF Construction Rules 4.01, section 2 "Query Options": rule systemQueryOption; OData URL Conventions 4.01, section 5.1 "System Query Options".
import { applyExpr } from './apply.ts';
import { computeItem } from './compute.ts';
import { type Cursor, offsetOf, sliceUnits } from './cursor.ts';
import { aliasAndValue } from './custom-query-option.ts';
import { expandItem } from './expand.ts';
import { boolCommonExpr } from './expression.ts';
import { items } from './items.ts';
import { boolean } from './literals.ts';
import { orderbyItem } from './orderby.ts';
import { searchValue } from './search.ts';
import { selectItem } from './select.ts';
import type { QueryOption } from './syntax-tree.ts';
import {
  alt,
  BWS,
  type CharClass,
  CLOSE,
  DIGIT,
  EQ,
  exactly,
  mediaTypeCharacter,
  OPEN,
  one,
  oneToNine,
  opt,
  pchar,
  qcharNoAMP,
  type Rule,
  run,
  SEMI,
  STAR,
  seq,
  unreserved,
  word,
} from './terminals.ts';

export type OptionRule = (c: Cursor) => QueryOption | undefined;
type Kind = QueryOption['kind'];
type Value = Readonly<Record<string, unknown>>;

/** An option `$name=` or `name=` and what its value is made of. */
function option(
  kind: Kind,
  name: string,
  value: (c: Cursor) => Value | undefined,
  dollar = false,
): OptionRule {
  const withDollar = word(`$${name}`);
  const either = alt(withDollar, word(name));
  return (c) => {
    const start = c.pos;
    if ((dollar && !c.decoded ? withDollar : either)(c) && equals(c)) {
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

/** URLs as sent may have blanks around the sign. */
function equals(c: Cursor): boolean {
  if (c.decoded) BWS(c);
  return EQ(c);
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

function searchOption(c: Cursor): Value | undefined {
  BWS(c);
  const expression = searchValue(c);
  return expression && { expression };
}

const digits = run(DIGIT, 1);
const levelsValue = alt(seq(one(oneToNine), run(DIGIT)), word('max'));
const mediaType = (of: CharClass): Rule => seq(run(of, 1), exactly('/'), run(of, 1));
export const generousMediaType = mediaType(pchar);
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

const s = systemOptions;
const forCount = [s.filter, s.search];
const forRef = [...forCount, s.orderby, s.skip, s.top, s.inlinecount];
const forSelect = [...forRef, s.compute, s.select, aliasAndValue];
export const optionsIn = {
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

export function furthest(c: Cursor, rules: readonly OptionRule[]): QueryOption | undefined {
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
