// OData ABNF Construction Rules 4.01, section 4 "Expressions": the rules that follow a member, collectionNavigationExpr, singleNavigationExpr, complexPathExpr and so on.
import { functionExprParameters, keyInParentheses } from './arguments.ts';
import {
  AT_SIGN,
  DOT,
  LOWERCASE_A,
  LOWERCASE_Z,
  MINUS,
  NINE,
  OPENING_PARENTHESIS,
  SLASH,
  UNDERSCORE,
  UPPERCASE_A,
  UPPERCASE_Z,
  ZERO,
} from './characters.ts';
import { collectionStep } from './collection-step.ts';
import { allows, functions, properties } from './constraints.ts';
import { type Cursor, limits, miss, offsetOf, rawText, refuseComplexity, sliceUnits } from './cursor.ts';
import {
  after,
  collections,
  entityCollections,
  keys,
  members,
  mustContinue,
  statesAfter,
  statesAfterCast,
} from './member-states.ts';
import { type DottedName, dottedName, termName } from './names.ts';
import type { MemberSegment, ParenthesesArguments } from './syntax-tree.ts';
import { AT, isNext, pchar, run } from './terminals.ts';

type Parameters = (c: Cursor) => ParenthesesArguments | undefined;

/** What a name may be, and what parameters it takes. */
export interface NameStep {
  readonly properties: number;
  readonly functions: number;
  readonly states: number;
  readonly parameters: Parameters;
  readonly plain?: boolean;
}

/** One name: a property, a function with parameters, or a cast; the states behind it, 0 when it is none of them. */
export function nameStep(
  c: Cursor,
  start: number,
  name: DottedName,
  step: NameStep,
  into: MemberSegment[],
): number {
  const parentheses: ParenthesesArguments[] = [];
  let states = 0;
  if ((name.classes & step.functions) !== 0) {
    const parameters = step.parameters(c);
    if (parameters !== undefined) {
      parentheses.push(parameters);
      states = statesAfter(name.classes & step.functions);
      // Without a model, `Items(ID=1)` may as well be a key.
      const maybeKey = parameters.kind === 'named' && !name.qualified;
      if (maybeKey && statesAfter(name.classes & step.properties) & after.collectionNavigation)
        states |= after.singleNavigation;
    }
  }
  if (parentheses.length === 0) {
    if (!name.qualified) states |= statesAfter(name.classes & step.properties);
    states |= statesAfterCast(step.states, name.classes);
  }
  if (states !== 0)
    into.push({
      kind: 'name',
      name: name.text,
      parentheses,
      at: offsetOf(c, start),
      end: offsetOf(c, c.pos),
    });
  return states;
}

/** ABNF annotationInQuery as a segment. */
export function annotationSegment(c: Cursor): MemberSegment | undefined {
  const start = c.pos;
  if (!AT(c)) return undefined;
  const name = termName(c);
  if (name === undefined) {
    c.pos = start;
    return undefined;
  }
  const span = { at: offsetOf(c, start), end: offsetOf(c, c.pos) };
  const { term, qualifier } = name;
  return qualifier === undefined
    ? { kind: 'annotation', term, ...span }
    : { kind: 'annotation', term, qualifier, ...span };
}
export const afterAnnotation = after.collection | after.singleNavigation | after.complex | after.primitive;

const keyCharacters = run(pchar);

/** A key written as a segment: in a URL as sent it ends at what ends a name, else the lists say what keys there are. */
function keySegment(c: Cursor, into: MemberSegment[]): number {
  const start = c.pos;
  let end = start;
  if (c.decoded) while (isKeyCharacter(c.codes[end] as number)) end++;
  else {
    keyCharacters(c);
    end = c.pos;
    while (end > start && !allows(c.constraints, 'keyPathLiteral', rawText(c, start, end))) end--;
  }
  c.pos = end;
  if (end === start) return 0;
  const name = sliceUnits(c, start, end);
  into.push({ kind: 'name', name, parentheses: [], at: offsetOf(c, start), end: offsetOf(c, end) });
  return after.singleNavigation | after.keySegment;
}
const isKeyCharacter = (code: number): boolean =>
  (code >= ZERO && code <= NINE) ||
  (code >= UPPERCASE_A && code <= UPPERCASE_Z) ||
  (code >= LOWERCASE_A && code <= LOWERCASE_Z) ||
  code === MINUS ||
  code === UNDERSCORE ||
  code === DOT;

/** What stands behind one `/`; the states behind it, 0 when nothing that may stand there does, -1 when the path ends. */
function step(c: Cursor, states: number, into: MemberSegment[]): number {
  const start = c.pos;
  if (!c.decoded && (states & keys) !== 0) {
    // What else it may be, the text may be a key: the furthest character that is accepted depends on it.
    keyCharacters(c);
    c.pos = start;
  }
  if ((states & collections) !== 0) {
    const next = collectionStep(c, states, into);
    if (next !== 0) return next;
    c.pos = start;
  }
  if (isNext(c, AT_SIGN)) {
    const annotation = annotationSegment(c);
    if (annotation === undefined) return 0;
    into.push(annotation);
    return afterAnnotation;
  }
  const name = dottedName(c);
  const next =
    name &&
    nameStep(
      c,
      start,
      name,
      {
        properties: states & members ? properties : 0,
        functions,
        states,
        parameters: functionExprParameters,
      },
      into,
    );
  if (next && c.decoded) return next;
  if ((states & keys) === 0) return next ?? 0;
  const end = c.pos;
  c.pos = start;
  const byKey = keySegment(c, next ? [] : into);
  if (!next) return byKey;
  c.pos = end;
  return next;
}

/** A key predicate behind a collection: joined to the name before it, or a segment of its own. */
function keyStep(c: Cursor, into: MemberSegment[]): boolean {
  const start = c.pos;
  const key = keyInParentheses(c);
  if (key === undefined) return false;
  const last = into.at(-1);
  if (last?.kind === 'name')
    into[into.length - 1] = { ...last, parentheses: [...last.parentheses, key], end: key.end };
  else into.push({ kind: 'key', key, at: offsetOf(c, start), end: key.end });
  return true;
}

/**
 * The rest of a path, as long as it can be; ABNF collectionNavigationExpr, singleNavigationExpr, complexColPathExpr and so
 * on, by the states that are open. False when the path may not end where it had to.
 */
export function memberTail(c: Cursor, from: number, into: MemberSegment[]): boolean {
  let states = from;
  let accepted =
    (states & ~mustContinue) !== 0 ? { pos: c.pos, count: into.length, last: into.at(-1) } : undefined;
  for (;;) {
    const start = c.pos;
    if ((states & entityCollections) !== 0 && isNext(c, OPENING_PARENTHESIS) && keyStep(c, into))
      states = after.singleNavigation;
    else {
      if (states & entityCollections) miss(c, '"("');
      if (c.codes[c.pos] !== SLASH) {
        miss(c, '"/"');
        break;
      }
      c.pos++;
      const next = step(c, states, into);
      if (next === 0) {
        // ABNF primitivePathExpr lets a path end with a slash.
        c.pos = states & after.primitive ? start + 1 : start;
        if (states & after.primitive) accepted = { pos: c.pos, count: into.length, last: into.at(-1) };
        break;
      }
      states = next;
    }
    if (into.length > limits.segments)
      refuseComplexity(c, 'the number of segments of a path', limits.segments);
    if (states === -1 || (states & ~mustContinue) !== 0)
      accepted = { pos: c.pos, count: into.length, last: into.at(-1) };
    if (states === -1) break;
  }
  if (accepted === undefined) return false;
  c.pos = accepted.pos;
  into.length = accepted.count;
  if (accepted.last !== undefined) into[accepted.count - 1] = accepted.last;
  return true;
}
