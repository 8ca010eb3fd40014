// OData ABNF Construction Rules 4.01, section 1 "Resource Path".
import { functionParameters, keyInParentheses } from './arguments.ts';
import { allows, functionImports, functions, nameClass as n, properties } from './constraints.ts';
import { type Cursor, limits, miss, nested, offsetOf, refuseComplexity, sliceUnits } from './cursor.ts';
import { boolCommonExpr } from './expression.ts';
import { after as inExpression, statesAfter as statesInExpression } from './member-states.ts';
import { complexTypes, type DottedName, dottedName, entityTypes, identifier, plainName } from './names.ts';
import type { NameSegment, ParenthesesArguments, PathSegment, SystemSegment } from './syntax-tree.ts';
import {
  CLOSE,
  COMMA,
  DIGIT,
  exactly,
  inClass,
  isNext,
  OPEN,
  opt,
  pchar,
  type Rule,
  run,
  seq,
} from './terminals.ts';

/** What may follow a segment, as bits: the names of the grammar's rules. All of them may also be the last. */
export const follow = {
  collectionNavigation: 1,
  /** behind a cast of a collection */
  collectionNavPath: 2,
  singleNavigation: 4,
  /** behind a cast of an entity */
  singleNavPath: 8,
  complexColPath: 16,
  collectionPath: 32,
  complexPath: 64,
  /** behind a cast of a complex value */
  complexNavPath: 128,
  primitivePath: 256,
  boundOperation: 512,
  querySegment: 1024,
  /** behind a key written as a segment: another one, or singleNavigation */
  keySegment: 2048,
  nothing: 4096,
} as const;
const f = follow;
const entityCollection = f.collectionNavigation | f.collectionNavPath;
const entity = f.singleNavigation | f.singleNavPath | f.keySegment;
const otherCollection = f.complexColPath | f.collectionPath;
const complex = f.complexPath | f.complexNavPath;
const keySegments = entityCollection | f.keySegment;
const bindable = entityCollection | entity | otherCollection | complex | f.primitivePath | f.boundOperation;
const queryable = bindable & ~f.boundOperation;

const stateOfRule: readonly (readonly [number, number])[] = [
  [inExpression.collectionNavigation, f.collectionNavigation],
  [inExpression.singleNavigation, f.singleNavigation],
  [inExpression.complexCol, f.complexColPath],
  [inExpression.complex, f.complexPath],
  [inExpression.collection, f.collectionPath],
  [inExpression.primitive, f.primitivePath],
];

/** What may follow a resource of one of the classes; a stream takes bound operations alone. */
function statesAfter(classes: number): number {
  const states = statesInExpression(classes & ~n.streamProperty);
  let next = (classes & n.streamProperty) !== 0 ? f.boundOperation : 0;
  for (const [bit, state] of stateOfRule) if ((states & bit) !== 0) next |= state;
  return next;
}

function statesAfterCast(states: number, classes: number): number {
  let next = 0;
  if (states & f.collectionNavigation && classes & entityTypes) next |= f.collectionNavPath;
  if (states & (f.singleNavigation | f.keySegment) && classes & entityTypes) next |= f.singleNavPath;
  if (states & f.complexColPath && classes & complexTypes) next |= f.collectionPath;
  if (states & f.complexPath && classes & complexTypes) next |= f.complexNavPath;
  return next;
}

const word = (kind: SystemSegment['kind']): Rule => exactly(kind);
const systemSegments: readonly {
  readonly kind: SystemSegment['kind'];
  readonly from: number;
  readonly to: number;
}[] = [
  { kind: '$each', from: entityCollection, to: f.boundOperation },
  { kind: '$count', from: entityCollection | otherCollection, to: f.querySegment },
  { kind: '$ref', from: entityCollection | entity, to: f.querySegment },
  { kind: '$value', from: entity | f.primitivePath, to: f.nothing },
  { kind: '$query', from: queryable | f.querySegment, to: f.nothing },
];
const systemRules = systemSegments.map((segment) => ({ ...segment, rule: word(segment.kind) }));
const filterOpen = seq(exactly('$filter'), OPEN);

function filterSegment(c: Cursor): PathSegment | undefined {
  const start = c.pos;
  if (filterOpen(c)) {
    const expression = nested(c, boolCommonExpr);
    if (expression !== undefined && CLOSE(c))
      return { kind: '$filter', expression, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
  }
  c.pos = start;
  return undefined;
}

function systemStep(c: Cursor, states: number, into: PathSegment[]): number {
  const start = c.pos;
  const filter = states & entityCollection ? filterSegment(c) : undefined;
  if (filter !== undefined) {
    into.push(filter);
    return f.collectionNavigation;
  }
  for (const { kind, rule, from, to } of systemRules) {
    if ((states & from) === 0 || !rule(c)) continue;
    into.push({ kind, at: offsetOf(c, start), end: offsetOf(c, c.pos) });
    return to;
  }
  return 0;
}

interface Classes {
  readonly properties: number;
  readonly functions: number;
  readonly actions: number;
  readonly casts: number;
}

/** A name with its parameters and its key, up to what is no part of it. */
interface NameRead {
  readonly name: DottedName;
  readonly parentheses: ParenthesesArguments[];
  readonly states: number;
}

function readName(c: Cursor, allowed: Classes, rule = dottedName): NameRead | undefined {
  const start = c.pos;
  const name = rule(c);
  if (name === undefined) return undefined;
  const parentheses: ParenthesesArguments[] = [];
  const ofFunction = name.classes & allowed.functions;
  const ofProperty = name.qualified ? 0 : name.classes & allowed.properties;
  let states = 0;
  const parameters = ofFunction ? functionParameters(c) : undefined;
  if (parameters !== undefined) {
    parentheses.push(parameters);
    states = statesAfter(ofFunction);
    // Without a model, `Products(ID=1)` may as well be a key.
    if (parameters.kind === 'named' && statesAfter(ofProperty) & f.collectionNavigation)
      states |= f.singleNavigation;
  } else {
    states = statesAfter(ofProperty) | statesAfterCast(allowed.casts, name.classes);
    if ((name.classes & allowed.actions) !== 0) states |= f.nothing;
    if (ofFunction !== 0) states |= f.querySegment;
  }
  if (states === 0) c.pos = start;
  return states === 0 ? undefined : { name, parentheses, states };
}

/** The end of the segment that starts here; `tried` when a rule of the grammar may take all of it. */
function segmentEnd(c: Cursor, tried: boolean): number {
  const start = c.pos;
  let end = start;
  while (inClass(c, end, pchar)) end++;
  if (tried) characters(c);
  c.pos = start;
  return end;
}
const characters = run(pchar);

function nameSegment(
  c: Cursor,
  start: number,
  name: string | undefined,
  parentheses: NameSegment['parentheses'],
): NameSegment {
  const raw = sliceUnits(c, start, c.pos);
  return { kind: 'name', name, raw, parentheses, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
}

/** Reads a key in parentheses that follows a collection. */
function keyStep(c: Cursor, into: PathSegment[]): boolean {
  const start = c.pos;
  const key = keyInParentheses(c);
  if (key === undefined) return false;
  const last = into.at(-1);
  if (last?.kind === 'name') {
    const raw = last.raw + sliceUnits(c, start, c.pos);
    into[into.length - 1] = { ...last, raw, parentheses: [...last.parentheses, key], end: key.end };
  } else into.push(nameSegment(c, start, undefined, [key]));
  return true;
}

/** In a URL as sent, `root:/path/file:/children` names an item by its path: such segments are kept as they are. */
const isColonAddressing = (c: Cursor, text: string, into: readonly PathSegment[]): boolean =>
  c.decoded &&
  (text.endsWith(':') || into.some((segment) => segment.kind === 'name' && segment.raw.endsWith(':')));

const ordinal: Rule = seq(opt(exactly('-')), run(DIGIT, 1));

/** A key or an ordinal index written as a segment. */
function textStep(c: Cursor, states: number, end: number, into: PathSegment[]): number {
  const start = c.pos;
  const text = sliceUnits(c, start, end);
  let next = 0;
  if (
    states & keySegments &&
    allows(
      c.constraints,
      'keyPathLiteral',
      c.decoded ? text : c.text.slice(offsetOf(c, start), offsetOf(c, end)),
    )
  )
    next |= f.keySegment;
  if (states & otherCollection && ordinal(c) && c.pos === end) next |= f.nothing;
  if (!(states & f.nothing) && next === 0 && isColonAddressing(c, text, into)) next |= f.keySegment;
  c.pos = next === 0 ? start : end;
  return next;
}

/** What stands behind one slash: a name, a system segment, a key; where a text is several of these, all are followed. */
function step(c: Cursor, states: number, into: PathSegment[]): number {
  const start = c.pos;
  const end = segmentEnd(c, (states & keySegments) !== 0);
  if (isNext(c, 36)) {
    const system = systemStep(c, states, into);
    if (system !== 0) return system;
  }
  const read =
    states & bindable
      ? readName(c, {
          properties: states & (entity | complex) ? properties : 0,
          functions,
          actions: n.action,
          casts: states,
        })
      : undefined;
  const nameEnd = c.pos;
  c.pos = start;
  const byText = textStep(c, states, end, into);
  if (read !== undefined && (byText === 0 || nameEnd === end)) {
    c.pos = nameEnd;
    into.push(nameSegment(c, start, read.name.text, read.parentheses));
    return read.states | byText;
  }
  // What is a name as well as parentheses with a key is read as a name, with the key behind it.
  if (read !== undefined && keyFollows(c, read.states, nameEnd, end)) {
    c.pos = nameEnd;
    into.push(nameSegment(c, start, read.name.text, read.parentheses));
    return read.states;
  }
  if (byText === 0) {
    c.pos = start;
    return 0;
  }
  c.pos = end;
  into.push(
    nameSegment(c, start, read?.name.text === sliceUnits(c, start, end) ? read.name.text : undefined, []),
  );
  return byText;
}

function keyFollows(c: Cursor, states: number, from: number, end: number): boolean {
  if ((states & entityCollection) === 0) return false;
  c.pos = from;
  return isNext(c, 40) && keyInParentheses(c) !== undefined && c.pos === end;
}

/** The rest of a path, as long as it can be, by the states that are open. */
export function pathTail(c: Cursor, from: number, into: PathSegment[]): void {
  let states = from;
  for (;;) {
    const start = c.pos;
    if ((states & entityCollection) !== 0 && isNext(c, 40) && keyStep(c, into)) {
      states = f.singleNavigation;
      continue;
    }
    if ((states & entityCollection) !== 0) miss(c, '"("');
    if (states === f.nothing) return;
    if (states === f.querySegment && !queryAhead(c)) return;
    if (c.codes[start] !== 47) {
      miss(c, '"/"');
      return;
    }
    c.pos = start + 1;
    const next = step(c, states, into);
    if (next === 0) {
      c.pos = start;
      return;
    }
    states = next;
    if (into.length > limits.segments) refuseComplexity(c, 'the number of segments', limits.segments);
  }
}

/** The slash is part of the segment where nothing else may follow. */
const queryAhead = exactly('/$query');
const filterAhead = exactly('/$filter');

/** ABNF filterInPath. */
export function filterInPath(c: Cursor): PathSegment | undefined {
  const start = c.pos;
  if (!filterAhead(c)) return undefined;
  c.pos = start + 1;
  const segment = filterSegment(c);
  if (segment === undefined) c.pos = start;
  return segment;
}

/** ABNF propertyPath. */
export function propertyPath(c: Cursor): PathSegment[] | undefined {
  const start = c.pos;
  const first = readName(c, { properties, functions: 0, actions: 0, casts: 0 }, plainName);
  if (first === undefined) return undefined;
  const path: PathSegment[] = [nameSegment(c, start, first.name.text, first.parentheses)];
  pathTail(c, first.states, path);
  return path;
}

const crossjoinOpen = seq(exactly('$crossjoin'), OPEN);
const all = exactly('$all');

/** ABNF crossjoin. */
export function crossjoin(c: Cursor): PathSegment | undefined {
  const start = c.pos;
  const entitySets: { name: string; at: number; end: number }[] = [];
  if (!crossjoinOpen(c)) return undefined;
  do {
    const at = c.pos;
    const name = identifier(c);
    if (name === undefined || !allows(c.constraints, 'entitySetName', name)) {
      c.pos = start;
      return undefined;
    }
    entitySets.push({ name, at: offsetOf(c, at), end: offsetOf(c, c.pos) });
  } while (COMMA(c));
  if (CLOSE(c)) return { kind: '$crossjoin', entitySets, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
  c.pos = start;
  return undefined;
}

/** `$all`, and the type that may follow. */
function allPath(c: Cursor): PathSegment[] | undefined {
  const start = c.pos;
  if (!all(c)) return undefined;
  const path: PathSegment[] = [{ kind: '$all', at: offsetOf(c, start), end: offsetOf(c, c.pos) }];
  const cast = castSegment(c);
  return cast ? [...path, cast] : path;
}

/** `/` and an entity type. */
export function castSegment(c: Cursor): NameSegment | undefined {
  const start = c.pos;
  if (c.codes[start] !== 47) {
    miss(c, '"/"');
    return undefined;
  }
  c.pos++;
  const at = c.pos;
  const name = dottedName(c);
  if (name !== undefined && (name.classes & entityTypes) !== 0) return nameSegment(c, at, name.text, []);
  c.pos = start;
  return undefined;
}

const rootClasses: Classes = {
  properties: n.entitySetName | n.singletonEntity,
  functions: functionImports,
  actions: n.actionImport,
  casts: 0,
};

/** ABNF resourcePath. */
export function resourcePath(c: Cursor): PathSegment[] | undefined {
  const start = c.pos;
  const everything = allPath(c);
  if (everything !== undefined) return everything;
  const join = crossjoin(c);
  if (join !== undefined) {
    const path = [join];
    pathTail(c, f.querySegment, path);
    return path;
  }
  const first = readName(c, rootClasses, plainName);
  if (first === undefined) {
    c.pos = start;
    return undefined;
  }
  const path: PathSegment[] = [nameSegment(c, start, first.name.text, first.parentheses)];
  pathTail(c, first.states, path);
  return path;
}
