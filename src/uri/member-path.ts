// OData ABNF Construction Rules 4.01, section 4 "Expressions": rules firstMemberExpr, rootExpr and the paths below them.
import { aggregateMember } from './aggregate-expression.ts';
import { functionExprParameters, keyInParentheses, parameterAlias } from './arguments.ts';
import {
  allows,
  functionImports,
  functions,
  nameClass as n,
  primitiveProperties,
  properties,
} from './constraints.ts';
import { type Cursor, ENCODED, miss, nested, offsetOf, sliceUnits } from './cursor.ts';
import { boolCommonExpr } from './expression.ts';
import {
  complexTypes,
  type DottedName,
  dottedName,
  entityTypes,
  identifier,
  plainName,
  termName,
} from './names.ts';
import { parenthesizedOptions } from './query-options.ts';
import type { AliasExpr, Expr, MemberSegment, ParenthesesArguments, PathExpr } from './syntax-tree.ts';
import {
  AT,
  BWS,
  CLOSE,
  COLON,
  exactly,
  inClass,
  isNext,
  OPEN,
  pchar,
  type Rule,
  seq,
  word,
} from './terminals.ts';

/**
 * What may follow in a path, as bits: the names of the grammar's rules. A name without a model may be of several classes,
 * and so several of these may be open at once; each segment narrows them.
 */
export const after = {
  collectionNavigation: 1,
  /** behind the cast of a collection of entities: something must follow */
  collectionNavNoCast: 2,
  singleNavigation: 4,
  complexCol: 8,
  complex: 16,
  collection: 32,
  primitive: 64,
  /** behind a cast: `/` and a member must follow */
  mustMember: 128,
  /** behind a cast: `/` and a member may follow */
  mayMember: 256,
  /** behind a key written as a segment */
  keySegment: 512,
} as const;
const mustContinue = after.collectionNavNoCast | after.mustMember;

export type MemberStep = { readonly segments: MemberSegment[]; states: number };

const members = after.singleNavigation | after.complex | after.mustMember | after.mayMember;
const collections =
  after.collectionNavigation | after.collectionNavNoCast | after.complexCol | after.collection;
const entityCollections = after.collectionNavigation | after.collectionNavNoCast;
const keys = entityCollections | after.keySegment;

/** What may follow a property or the result of a function. */
const byClass: readonly (readonly [number, number])[] = [
  [
    n.entityColNavigationProperty | n.entityColFunction | n.entityColFunctionImport | n.entitySetName,
    after.collectionNavigation,
  ],
  [
    n.entityNavigationProperty | n.entityFunction | n.entityFunctionImport | n.singletonEntity,
    after.singleNavigation,
  ],
  [n.complexColProperty | n.complexColFunction | n.complexColFunctionImport, after.complexCol],
  [n.complexProperty | n.complexFunction | n.complexFunctionImport, after.complex],
  [n.primitiveColProperty | n.primitiveColFunction | n.primitiveColFunctionImport, after.collection],
  [primitiveProperties | n.streamProperty | n.primitiveFunction | n.primitiveFunctionImport, after.primitive],
];

export function statesAfter(classes: number): number {
  let states = 0;
  for (const [bits, state] of byClass) if ((classes & bits) !== 0) states |= state;
  return states;
}

/** A cast, by what it stands behind. */
function statesAfterCast(states: number, classes: number): number {
  let next = 0;
  if (states & after.singleNavigation && classes & (entityTypes | complexTypes)) next |= after.mustMember;
  if (states & after.collectionNavigation && classes & entityTypes) next |= after.collectionNavNoCast;
  if (states & after.complexCol && classes & complexTypes) next |= after.collection;
  if (states & after.complex && classes & complexTypes) next |= after.mayMember;
  return next;
}

type Parameters = (c: Cursor) => ParenthesesArguments | undefined;

interface NameStep {
  readonly properties: number;
  readonly functions: number;
  readonly states: number;
  readonly parameters: Parameters;
  readonly plain?: boolean;
}

/** One name: a property, a function with parameters, or a cast; the states behind it, 0 when it is none of them. */
function nameStep(c: Cursor, start: number, name: DottedName, step: NameStep, into: MemberSegment[]): number {
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

const lambdaVariable = (c: Cursor): string | undefined => {
  const start = c.pos;
  const name = identifier(c);
  if (name !== undefined && allows(c.constraints, 'lambdaVariableExpr', name)) return name;
  c.pos = start;
  return undefined;
};

function lambdaBody(c: Cursor): { variable: string; predicate: Expr } | undefined {
  const variable = lambdaVariable(c);
  if (variable === undefined) return undefined;
  BWS(c);
  if (!COLON(c)) return undefined;
  BWS(c);
  const predicate = boolCommonExpr(c);
  return predicate && { variable, predicate };
}

/** ABNF anyExpr and allExpr. */
export function lambda(kind: 'any' | 'all'): (c: Cursor) => MemberSegment | undefined {
  const prefix = seq(word(kind), OPEN, BWS);
  return (c) => {
    const start = c.pos;
    if (!prefix(c)) return undefined;
    const bodyAt = c.pos;
    const body = nested(c, lambdaBody);
    if (body === undefined) c.pos = bodyAt;
    BWS(c);
    if ((body === undefined && kind === 'all') || !CLOSE(c)) {
      c.pos = start;
      return undefined;
    }
    return { kind, ...body, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
  };
}
export const anyExpr = lambda('any');
export const allExpr = lambda('all');

const countWord = exactly('$count');
const filterOpen = seq(exactly('$filter'), OPEN);

function filterSegment(c: Cursor): MemberSegment | undefined {
  const start = c.pos;
  if (filterOpen(c)) {
    const expression = nested(c, boolCommonExpr);
    if (expression !== undefined && CLOSE(c))
      return { kind: '$filter', expression, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
  }
  c.pos = start;
  return undefined;
}

/** `$count` with options, `$filter(…)`, `any(…)`, `all(…)`, `aggregate(…)`; the states behind it, 0 when it is none. */
function collectionStep(c: Cursor, states: number, into: MemberSegment[]): number {
  const start = c.pos;
  if (countWord(c)) {
    const options = isNext(c, 40) ? parenthesizedOptions(c, 'count') : undefined;
    if (options === undefined) miss(c, '"("');
    into.push({ kind: '$count', options: options ?? [], at: offsetOf(c, start), end: offsetOf(c, c.pos) });
    return -1;
  }
  const filter = filterSegment(c);
  if (filter !== undefined) {
    into.push(filter);
    return (states & entityCollections ? after.collectionNavigation : 0) | after.collection;
  }
  const closing = anyExpr(c) ?? allExpr(c) ?? aggregateMember(c);
  if (closing === undefined) return 0;
  into.push(closing);
  return -1;
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
const afterAnnotation = after.collection | after.singleNavigation | after.complex | after.primitive;

/** A key written as a segment: in an expression it ends at what ends a name, unless a list says what keys there are. */
function keySegment(c: Cursor, into: MemberSegment[]): number {
  const start = c.pos;
  let end = start;
  const keyPaths = c.constraints?.lists.get('keyPathLiteral');
  while (keyPaths ? inClass(c, end, pchar) : isKeyCharacter(c.codes[end] as number)) end++;
  if (keyPaths) while (end > start && !keyPaths.has(sliceUnits(c, start, end))) end--;
  if (end === start) return 0;
  const name = sliceUnits(c, start, end);
  c.pos = end;
  into.push({ kind: 'name', name, parentheses: [], at: offsetOf(c, start), end: offsetOf(c, end) });
  return after.singleNavigation | after.keySegment;
}
const isKeyCharacter = (code: number): boolean =>
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  code === 45 ||
  code === 95 ||
  code === 46;

/** What stands behind one `/`; the states behind it, 0 when nothing that may stand there does, -1 when the path ends. */
function step(c: Cursor, states: number, into: MemberSegment[]): number {
  const start = c.pos;
  if ((states & collections) !== 0) {
    const next = collectionStep(c, states, into);
    if (next !== 0) return next;
    c.pos = start;
  }
  if (isNext(c, 64)) {
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
  if (next) return next;
  c.pos = start;
  if ((states & keys) !== 0) return keySegment(c, into);
  return 0;
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
    if ((states & entityCollections) !== 0 && isNext(c, 40) && keyStep(c, into))
      states = after.singleNavigation;
    else {
      if (states & entityCollections) miss(c, '"("');
      if (c.codes[c.pos] !== 47) {
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

function pathNode(c: Cursor, start: number, root: PathExpr['root'], segments: MemberSegment[]): PathExpr {
  return { kind: 'path', root, segments, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
}

/** ABNF memberExpr and, with `variables`, a name that is a lambda variable; `functionOnly` is ABNF functionExpr. */
function memberFrom(
  c: Cursor,
  start: number,
  root: PathExpr['root'],
  first: NameStep,
  variables: boolean,
): PathExpr | undefined {
  const segments: MemberSegment[] = [];
  const nameAt = c.pos;
  let states = 0;
  if (isNext(c, 64)) {
    const annotation = annotationSegment(c);
    if (annotation !== undefined) {
      segments.push(annotation);
      states = afterAnnotation;
    }
  } else {
    const name = first.plain ? plainName(c) : dottedName(c);
    if (name !== undefined) states = nameStep(c, nameAt, name, first, segments);
    if (name !== undefined && variables && !name.qualified && name.classes & n.lambdaVariableExpr) {
      if (states === 0)
        segments.push({
          kind: 'name',
          name: name.text,
          parentheses: [],
          at: offsetOf(c, nameAt),
          end: offsetOf(c, c.pos),
        });
      if (segments[0]?.kind === 'name' && segments[0].parentheses.length === 0)
        states |= after.singleNavigation;
    }
  }
  if (states !== 0 && memberTail(c, states, segments)) return pathNode(c, start, root, segments);
  c.pos = start;
  return undefined;
}

const memberStart: NameStep = {
  properties,
  functions,
  states: after.singleNavigation,
  parameters: functionExprParameters,
};
const withoutCast: NameStep = { ...memberStart, states: 0 };
const propertiesOnly: NameStep = { ...withoutCast, functions: 0, plain: true };
const functionsOnly: NameStep = { ...withoutCast, properties: 0 };

export const memberExpr = (c: Cursor): PathExpr | undefined =>
  memberFrom(c, c.pos, undefined, memberStart, false);
export const directMemberExpr = (c: Cursor): PathExpr | undefined =>
  memberFrom(c, c.pos, undefined, withoutCast, false);
export const propertyPathExpr = (c: Cursor): PathExpr | undefined =>
  isNext(c, 64) ? undefined : memberFrom(c, c.pos, undefined, propertiesOnly, false);
export const functionExpr = (c: Cursor): PathExpr | undefined =>
  isNext(c, 64) ? undefined : memberFrom(c, c.pos, undefined, functionsOnly, false);

/** ABNF annotationExpr: an annotation and the path behind it. */
export const annotationExpr = (c: Cursor): PathExpr | undefined =>
  isNext(c, 64) ? memberFrom(c, c.pos, undefined, memberStart, false) : undefined;

const these = exactly('$these');
const implicitVariables: readonly (readonly [NonNullable<Exclude<PathExpr['root'], AliasExpr>>, Rule])[] = [
  ['$it', exactly('$it')],
  ['$this', exactly('$this')],
];

/** ABNF currCollectionExpr of the Data Aggregation extension. */
export function currCollectionExpr(c: Cursor): PathExpr | undefined {
  const start = c.pos;
  const segments: MemberSegment[] = [];
  if (these(c) && memberTail(c, after.collection, segments) && segments.length > 0)
    return pathNode(c, start, '$these', segments);
  c.pos = start;
  return undefined;
}

/** `[ "/" memberExpr ]` behind a variable. */
function variablePath(c: Cursor, start: number, root: PathExpr['root']): PathExpr {
  const segments: MemberSegment[] = [];
  memberTail(c, after.singleNavigation, segments);
  return pathNode(c, start, root, segments);
}

function aliasPath(c: Cursor, start: number): Expr | undefined {
  const alias = parameterAlias(c);
  if (alias === undefined) return undefined;
  const path = variablePath(c, start, alias);
  return path.segments.length === 0 ? alias : path;
}

/** ABNF inscopeVariableExpr without lambda variables, and the path behind it. */
function variableExpr(c: Cursor): Expr | undefined {
  const start = c.pos;
  if (isNext(c, 64)) return aliasPath(c, start);
  for (const [root, rule] of implicitVariables) if (rule(c)) return variablePath(c, start, root);
  return currCollectionExpr(c);
}

/** ABNF inscopeVariableExpr, the variable alone. */
export function inscopeVariableExpr(c: Cursor): boolean {
  if (isNext(c, 64)) return parameterAlias(c) !== undefined;
  return implicitVariables.some(([, rule]) => rule(c)) || lambdaVariable(c) !== undefined;
}

/** ABNF firstMemberExpr. */
export function firstMemberExpr(c: Cursor): Expr | undefined {
  const start = c.pos;
  const code = (c.codes[start] as number) & ~ENCODED;
  if (code === 36) return variableExpr(c);
  if (code !== 64) return memberFrom(c, start, undefined, memberStart, true);
  // `@p` is an alias, `@ns.Term` an annotation: an alias has no dot and no qualifier.
  const alias = variableExpr(c);
  const aliasEnd = c.pos;
  c.pos = start;
  const annotation = annotationExpr(c);
  if (annotation !== undefined && c.pos > aliasEnd) return annotation;
  c.pos = aliasEnd;
  return alias;
}

const rootPrefix = exactly('$root/');
const rootStart: NameStep = {
  properties: n.entitySetName | n.singletonEntity,
  functions: functionImports,
  states: 0,
  parameters: functionExprParameters,
  plain: true,
};

/** ABNF rootExpr. */
export function rootExpr(c: Cursor): PathExpr | undefined {
  const start = c.pos;
  if (!rootPrefix(c) || isNext(c, 64)) {
    c.pos = start;
    return undefined;
  }
  const path = memberFrom(c, c.pos, '$root', rootStart, false);
  if (path !== undefined) return { ...path, at: offsetOf(c, start) };
  c.pos = start;
  return undefined;
}
