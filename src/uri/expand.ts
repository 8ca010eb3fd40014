// OData ABNF Construction Rules 4.01, section 2 "Query Options": rule expand.
import { ASTERISK, OPENING_PARENTHESIS, SLASH } from './characters.ts';
import { nameClass as n, navigationProperties } from './constraints.ts';
import { type Cursor, miss, nested, offsetOf } from './cursor.ts';
import { type NameEdge, type NameOfPath, type NamePathRule, namePath, reached } from './name-path.ts';
import { complexTypes, entityTypes } from './names.ts';
import type { ExpandItem, QueryOption } from './syntax-tree.ts';
import { type OptionContext, parenthesizedOptions } from './system-query-options.ts';
import { exactly, isNext, STAR, word } from './terminals.ts';

const navigation = 1;
const castNavigation = 2;
const stream = 3;
const prefix = 4;

const steps: readonly NameEdge[] = [
  { classes: navigationProperties, to: navigation },
  { annotation: ['entityAnnotationInQuery'], to: navigation },
  { classes: n.complexProperty | n.complexColProperty, to: prefix },
  { classes: complexTypes, dotted: true, to: prefix },
  { annotation: ['complexAnnotationInQuery'], to: prefix },
  { classes: n.streamProperty, to: stream },
];
const toCast: NameEdge = { classes: entityTypes, dotted: true, to: castNavigation };
const final = (1 << navigation) | (1 << castNavigation) | (1 << stream);
const rest = [[toCast], [], [], steps];
const itemRule: NamePathRule = {
  edges: [[...steps, { classes: entityTypes, dotted: true, to: prefix }], ...rest],
  final,
};
const pathRule: NamePathRule = { edges: [steps, ...rest], final };

const ref = exactly('/$ref');
const count = exactly('/$count');
const value = word('$value');

type Suffix = ExpandItem['suffix'];

function options(c: Cursor, context: OptionContext): QueryOption[] | undefined {
  if (!isNext(c, OPENING_PARENTHESIS)) {
    miss(c, '"("');
    return undefined;
  }
  return nested(c, () => parenthesizedOptions(c, context));
}

function finish(
  c: Cursor,
  start: number,
  path: NameOfPath[],
  suffix: Suffix,
  list: QueryOption[] = [],
): ExpandItem {
  return { path, suffix, options: list, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
}

/** `*` behind the names before it, with `/$ref` or levels. */
function starItem(c: Cursor, start: number, names: NameOfPath[]): ExpandItem | undefined {
  const at = c.pos;
  if (!STAR(c)) return undefined;
  const path = [...names, { name: '*', at: offsetOf(c, at), end: offsetOf(c, c.pos) }];
  if (ref(c)) return finish(c, start, path, '$ref');
  return finish(c, start, path, undefined, options(c, 'levels'));
}

/** Names that a `*` follows, when there is one. */
function starPath(c: Cursor, rule: NamePathRule, start: number): ExpandItem | undefined {
  const names = namePath(c, { edges: rule.edges, final: 1 << prefix });
  if (names !== undefined && c.codes[c.pos] === SLASH) {
    c.pos++;
    const item = starItem(c, start, names.path);
    if (item !== undefined) return item;
  }
  c.pos = start;
  return undefined;
}

function pathItem(c: Cursor, rule: NamePathRule): ExpandItem | undefined {
  const start = c.pos;
  if (isNext(c, ASTERISK)) return starItem(c, start, []);
  const names = namePath(c, rule);
  const namesEnd = c.pos;
  c.pos = start;
  const star = starPath(c, rule, start);
  if (star !== undefined) return star;
  if (names === undefined) {
    STAR(c);
    return undefined;
  }
  c.pos = namesEnd;
  if (!reached(names.states, navigation, castNavigation)) return finish(c, start, names.path, undefined);
  if (ref(c)) return finish(c, start, names.path, '$ref', options(c, 'ref'));
  if (count(c)) return finish(c, start, names.path, '$count', options(c, 'count'));
  return finish(c, start, names.path, undefined, options(c, 'expand'));
}

/** ABNF expandPath. */
export const expandPath = (c: Cursor): ExpandItem | undefined => pathItem(c, pathRule);

/** ABNF expandItem. */
export function expandItem(c: Cursor): ExpandItem | undefined {
  const start = c.pos;
  if (!value(c)) return pathItem(c, itemRule);
  return finish(c, start, [{ name: '$value', at: offsetOf(c, start), end: offsetOf(c, c.pos) }], undefined);
}
