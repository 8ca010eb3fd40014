// OData ABNF Construction Rules 4.01, section 4 "Expressions": rules firstMemberExpr, rootExpr and the paths below them.
import { functionExprParameters, parameterAlias } from './arguments.ts';
import { AT_SIGN, DOLLAR } from './characters.ts';
import { lambdaVariable } from './collection-step.ts';
import { functionImports, functions, nameClass as n, properties } from './constraints.ts';
import { type Cursor, ENCODED, miss, offsetOf } from './cursor.ts';
import { after } from './member-states.ts';
import { afterAnnotation, annotationSegment, memberTail, type NameStep, nameStep } from './member-tail.ts';
import { dottedName, plainName } from './names.ts';
import type { AliasExpr, Expr, MemberSegment, PathExpr } from './syntax-tree.ts';
import { exactly, isNext, type Rule } from './terminals.ts';

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
  if (isNext(c, AT_SIGN)) {
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
  isNext(c, AT_SIGN) ? undefined : memberFrom(c, c.pos, undefined, propertiesOnly, false);
export const functionExpr = (c: Cursor): PathExpr | undefined =>
  isNext(c, AT_SIGN) ? undefined : memberFrom(c, c.pos, undefined, functionsOnly, false);

/** ABNF annotationExpr: an annotation and the path behind it. */
export const annotationExpr = (c: Cursor): PathExpr | undefined =>
  isNext(c, AT_SIGN) ? memberFrom(c, c.pos, undefined, memberStart, false) : undefined;

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

/**
 * `[ "/" memberExpr ]` behind a variable. URL Conventions, section 4.13, goes beyond the ABNF: behind `$it`, an item of a
 * collection of collections, comes what may follow a collection.
 */
function variablePath(c: Cursor, start: number, root: PathExpr['root']): PathExpr {
  const segments: MemberSegment[] = [];
  memberTail(
    c,
    root === '$it' ? after.singleNavigation | after.collection : after.singleNavigation,
    segments,
  );
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
  if (isNext(c, AT_SIGN)) return aliasPath(c, start);
  for (const [root, rule] of implicitVariables) if (rule(c)) return variablePath(c, start, root);
  return currCollectionExpr(c);
}

/** ABNF inscopeVariableExpr, the variable alone. */
export function inscopeVariableExpr(c: Cursor): boolean {
  if (isNext(c, AT_SIGN)) return parameterAlias(c) !== undefined;
  return implicitVariables.some(([, rule]) => rule(c)) || lambdaVariable(c) !== undefined;
}

/** ABNF firstMemberExpr. */
export function firstMemberExpr(c: Cursor): Expr | undefined {
  const start = c.pos;
  const code = (c.codes[start] as number) & ~ENCODED;
  if (code === DOLLAR) return variableExpr(c);
  if (code !== AT_SIGN) return memberFrom(c, start, undefined, memberStart, true);
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
  if (!rootPrefix(c) || isNext(c, AT_SIGN)) {
    if (c.pos > start) miss(c, 'an identifier');
    c.pos = start;
    return undefined;
  }
  const path = memberFrom(c, c.pos, '$root', rootStart, false);
  if (path !== undefined) return { ...path, at: offsetOf(c, start) };
  c.pos = start;
  return undefined;
}
