// OData ABNF Construction Rules 4.01, section 1 "Resource Path": one segment of a path.
import { functionParameters, sentKey } from './arguments.ts';
import { DOLLAR, OPENING_PARENTHESIS } from './characters.ts';
import { allows, functions, nameClass as n, properties } from './constraints.ts';
import { type Cursor, offsetOf, sliceUnits } from './cursor.ts';
import { filterSegment } from './filter-in-path.ts';
import { type DottedName, dottedName } from './names.ts';
import {
  bindable,
  complex,
  entity,
  entityCollection,
  follow as f,
  keySegments,
  otherCollection,
  queryable,
  statesAfter,
  statesAfterCast,
} from './resource-states.ts';
import type { NameSegment, ParenthesesArguments, PathSegment, SystemSegment } from './syntax-tree.ts';
import { DIGIT, exactly, inClass, isNext, opt, pchar, type Rule, run, seq } from './terminals.ts';

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

export interface Classes {
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

export function readName(c: Cursor, allowed: Classes, rule = dottedName): NameRead | undefined {
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

export function nameSegment(
  c: Cursor,
  start: number,
  name: string | undefined,
  parentheses: NameSegment['parentheses'],
): NameSegment {
  const raw = sliceUnits(c, start, c.pos);
  return { kind: 'name', name, raw, parentheses, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
}

/** Reads a key in parentheses that follows a collection. */
export function keyStep(c: Cursor, into: PathSegment[]): boolean {
  const start = c.pos;
  const key = sentKey(c);
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
export function step(c: Cursor, states: number, into: PathSegment[]): number {
  const start = c.pos;
  const end = segmentEnd(c, (states & keySegments) !== 0);
  if (isNext(c, DOLLAR)) {
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
  return isNext(c, OPENING_PARENTHESIS) && sentKey(c) !== undefined && c.pos === end;
}
