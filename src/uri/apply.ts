// OData Data Aggregation ABNF Construction Rules 4.0, section 2 "System Query Option $apply".
import { aggregateExpr, asAlias } from './aggregate-expression.ts';
import type { Transformation } from './apply-syntax-tree.ts';
import { functionExprParameters } from './arguments.ts';
import { nameClass as n } from './constraints.ts';
import { type Cursor, miss, nested, offsetOf, sliceUnits } from './cursor.ts';
import { dataAggregationPaths, pathOf } from './data-aggregation-paths.ts';
import { boolCommonExpr, commonExpr } from './expression.ts';
import { groupbyList } from './groupby.ts';
import { hierarchyReference } from './hierarchy.ts';
import { items } from './items.ts';
import { dottedName } from './names.ts';
import { orderbyItem } from './orderby.ts';
import { searchValue } from './search.ts';
import type { ComputeItem } from './syntax-tree.ts';
import { BWS, CLOSE, COMMA, DIGIT, exactly, OPEN, type Rule, run, separator, seq } from './terminals.ts';

type Body = (c: Cursor) => Readonly<Record<string, unknown>> | undefined;
type Trafo = (c: Cursor) => Transformation | undefined;

/** `name(` body `)`; blanks stand inside the parentheses unless `tight`. */
function trafo(kind: Transformation['kind'], body: Body, tight = false): Trafo {
  const prefix = tight ? seq(exactly(kind), OPEN) : seq(exactly(kind), OPEN, BWS);
  return (c) => {
    const start = c.pos;
    if (prefix(c)) {
      const rest = nested(c, body);
      if (rest !== undefined) {
        if (!tight) BWS(c);
        if (CLOSE(c))
          return { kind, ...rest, at: offsetOf(c, start), end: offsetOf(c, c.pos) } as Transformation;
      }
    }
    c.pos = start;
    return undefined;
  };
}

/** ABNF computeExpr. */
export function computeExpr(c: Cursor): ComputeItem | undefined {
  const start = c.pos;
  const expression = commonExpr(c);
  const alias = expression && asAlias(c);
  if (expression !== undefined && alias !== undefined)
    return { expression, alias, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
  c.pos = start;
  return undefined;
}

/** A separator and what follows it; undefined, and nothing read, when either is missing. */
function afterComma<T>(c: Cursor, rule: (c: Cursor) => T | undefined): T | undefined {
  const start = c.pos;
  const value = separator(c) ? rule(c) : undefined;
  if (value === undefined) c.pos = start;
  return value;
}

/** `collectionExpr, commonExpr` */
const amountAndValue: Body = (c) => {
  const amount = commonExpr(c);
  const by = amount && afterComma(c, commonExpr);
  return by && { amount, by };
};

const number = run(DIGIT, 1);
const numberValue = (c: Cursor): number | undefined => {
  const start = c.pos;
  return number(c) ? Number(sliceUnits(c, start, c.pos)) : undefined;
};
const valueBody: Body = (c) => {
  const value = numberValue(c);
  return value === undefined ? undefined : { value };
};

/** ABNF nestApplyExpr: items `applyExpr as alias`. */
export const nestApplyExpr = (c: Cursor) => items(c, nestItem, separator);
function nestItem(c: Cursor): { readonly then: Transformation[]; readonly alias: string } | undefined {
  const start = c.pos;
  const then = applyExpr(c);
  const alias = then && asAlias(c);
  if (then !== undefined && alias !== undefined) return { then, alias };
  c.pos = start;
  return undefined;
}

const joinProperty = pathOf(dataAggregationPaths.joinProperty);
const joinBody: Body = (c) => {
  const path = joinProperty(c);
  const alias = path && asAlias(c);
  return alias === undefined ? undefined : { path, alias, then: afterComma(c, applyExpr) ?? [] };
};

const nestPath = pathOf(dataAggregationPaths.nestPath);
const keepStart = exactly('keep start');
const relativesBody: Body = (c) => {
  const hierarchy = hierarchyReference(c);
  const then = hierarchy && afterComma(c, preservingTrafos);
  if (then === undefined) return undefined;
  const maxDistance = afterComma(c, numberValue);
  const keep = afterComma(c, (inner) => keepStart(inner) || undefined) === true;
  return { hierarchy, then, maxDistance, keepStart: keep };
};

const preorder = exactly('preorder');
const postorder = exactly('postorder');
const order = (c: Cursor): 'preorder' | 'postorder' | undefined =>
  preorder(c) ? 'preorder' : postorder(c) ? 'postorder' : undefined;

/** Transformations that a comma or the end follows: the same text may start an expression to order by. */
function wholeTransformations(c: Cursor): Transformation[] | undefined {
  const start = c.pos;
  const then = preservingTrafos(c);
  const end = c.pos;
  if (then !== undefined) {
    BWS(c);
    if (COMMA(c) || CLOSE(c)) {
      c.pos = end;
      return then;
    }
  }
  c.pos = start;
  return undefined;
}
const traverseBody: Body = (c) => {
  const hierarchy = hierarchyReference(c);
  const direction = hierarchy && afterComma(c, order);
  if (direction === undefined) return undefined;
  const then = afterComma(c, wholeTransformations) ?? [];
  const orderby = afterComma(c, (inner) => items(inner, orderbyItem, separator)) ?? [];
  return { hierarchy, order: direction, then, orderby };
};

const itemsBody =
  (item: (c: Cursor) => unknown, name: string): Body =>
  (c) => {
    const list = items(c, item, separator);
    return list && { [name]: list };
  };

const concatBody: Body = (c) => {
  const sequences = items(c, applyExpr, separator);
  return sequences && (sequences.length > 1 || separator(c)) ? { sequences } : undefined;
};

const groupbyBody: Body = (c) => {
  const list = groupbyList(c);
  return list && { items: list, then: afterComma(c, applyExpr) ?? [] };
};

const addnestedBody: Body = (c) => {
  const path = nestPath(c);
  const list = path && afterComma(c, nestApplyExpr);
  return list && { path, items: list };
};

const identityWord: Rule = exactly('identity');
function identityTrafo(c: Cursor): Transformation | undefined {
  const start = c.pos;
  return identityWord(c) ? { kind: 'identity', at: offsetOf(c, start), end: offsetOf(c, c.pos) } : undefined;
}

const collectionFunctions = n.entityColFunction | n.complexColFunction | n.primitiveColFunction;

/** ABNF customFunction. */
function customFunction(c: Cursor): Transformation | undefined {
  const start = c.pos;
  const name = dottedName(c);
  const fits = name?.qualified && (name.classes & collectionFunctions) !== 0;
  const parameters = fits ? functionExprParameters(c) : undefined;
  if (name === undefined || parameters === undefined) {
    c.pos = start;
    return undefined;
  }
  const span = { at: offsetOf(c, start), end: offsetOf(c, c.pos) };
  const segment = { kind: 'name', name: name.text, parentheses: [parameters], ...span } as const;
  return { kind: 'function', path: { kind: 'path', root: undefined, segments: [segment], ...span }, ...span };
}

const expressionBody =
  (rule: (c: Cursor) => unknown): Body =>
  (c) => {
    const expression = rule(c);
    return expression === undefined ? undefined : { expression };
  };

/** Transformations that keep the instances as they are, by the names of their rules. */
export const preserving = {
  bottomcountTrafo: trafo('bottomcount', amountAndValue),
  bottompercentTrafo: trafo('bottompercent', amountAndValue),
  bottomsumTrafo: trafo('bottomsum', amountAndValue),
  filterTrafo: trafo('filter', expressionBody(boolCommonExpr)),
  identityTrafo,
  orderbyTrafo: trafo('orderby', itemsBody(orderbyItem, 'items'), true),
  searchTrafo: trafo('search', expressionBody(searchValue)),
  skipTrafo: trafo('skip', valueBody),
  topTrafo: trafo('top', valueBody),
  topcountTrafo: trafo('topcount', amountAndValue),
  toppercentTrafo: trafo('toppercent', amountAndValue),
  topsumTrafo: trafo('topsum', amountAndValue),
  ancestorsTrafo: trafo('ancestors', relativesBody),
  descendantsTrafo: trafo('descendants', relativesBody),
  traverseTrafo: trafo('traverse', traverseBody),
  customFunction,
} satisfies Readonly<Record<string, Trafo>>;

const nestOnly = trafo('nest', itemsBody(nestItem, 'items'));
const addnested = trafo('addnested', addnestedBody);

/** The other transformations, by the names of their rules. */
export const changing = {
  aggregateTrafo: trafo('aggregate', itemsBody(aggregateExpr, 'expressions')),
  computeTrafo: trafo('compute', itemsBody(computeExpr, 'items')),
  concatTrafo: trafo('concat', concatBody),
  groupbyTrafo: trafo('groupby', groupbyBody),
  joinTrafo: trafo('join', joinBody),
  nestTrafo: (c: Cursor): Transformation | undefined => nestOnly(c) ?? addnested(c),
  outerjoinTrafo: trafo('outerjoin', joinBody),
} satisfies Readonly<Record<string, Trafo>>;

function firstOf(c: Cursor, rules: readonly Trafo[]): Transformation | undefined {
  for (const rule of rules) {
    const result = rule(c);
    if (result !== undefined) return result;
  }
  miss(c, 'a transformation');
  return undefined;
}
const preservingRules = Object.values(preserving);
const allRules = [...Object.values(changing), ...preservingRules];
const slash = exactly('/');

/** ABNF preservingTrafo. */
export const preservingTrafo: Trafo = (c) => firstOf(c, preservingRules);
/** ABNF applyTrafo. */
export const applyTrafo: Trafo = (c) => firstOf(c, allRules);
/** ABNF preservingTrafos. */
export function preservingTrafos(c: Cursor): Transformation[] | undefined {
  return items(c, preservingTrafo, slash);
}
/** ABNF applyExpr. */
export function applyExpr(c: Cursor): Transformation[] | undefined {
  return items(c, applyTrafo, slash);
}
