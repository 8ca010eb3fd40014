// OData ABNF Construction Rules 4.01, section 1 "Resource Path": rule resourcePath and the paths below it.
import { OPENING_PARENTHESIS, SLASH } from './characters.ts';
import { allows, functionImports, nameClass as n, properties } from './constraints.ts';
import { type Cursor, limits, miss, offsetOf, refuseComplexity } from './cursor.ts';
import { dottedName, entityTypes, identifier, plainName } from './names.ts';
import { type Classes, keyStep, nameSegment, readName, step } from './path-segment.ts';
import { entityCollection, follow as f } from './resource-states.ts';
import type { NameSegment, PathSegment } from './syntax-tree.ts';
import { CLOSE, COMMA, exactly, isNext, OPEN, seq } from './terminals.ts';

/** The rest of a path, as long as it can be, by the states that are open. */
export function pathTail(c: Cursor, from: number, into: PathSegment[]): void {
  let states = from;
  for (;;) {
    const start = c.pos;
    if ((states & entityCollection) !== 0 && isNext(c, OPENING_PARENTHESIS) && keyStep(c, into)) {
      states = f.singleNavigation;
      continue;
    }
    if ((states & entityCollection) !== 0) miss(c, '"("');
    if (states === f.nothing) return;
    if (states === f.querySegment && !queryAhead(c)) return;
    if (c.codes[start] !== SLASH) {
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
  if (c.codes[start] !== SLASH) {
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
