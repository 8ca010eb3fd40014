// OData ABNF Construction Rules 4.01, sections 2 and 3, and Data Aggregation ABNF, section 2: paths made of names alone.
import { AT_SIGN, SLASH } from './characters.ts';
import { allows } from './constraints.ts';
import { type Cursor, miss, offsetOf, sliceUnits } from './cursor.ts';
import { dottedName, plainName, termName } from './names.ts';
import { AT, isNext, type Rule } from './terminals.ts';

/** A way from one state of a path to the next: by a name of these classes, or by an annotation that these rules allow. */
export interface NameEdge {
  readonly classes?: number;
  /** Whether a namespace may stand before the name; `true` allows it, `required` demands it. */
  readonly dotted?: boolean | 'required';
  readonly annotation?: readonly string[];
  readonly to: number;
}

/** States are numbered from 0, where a path starts; the bits of `final` are the states in which it may end. */
export interface NamePathRule {
  readonly edges: readonly (readonly NameEdge[])[];
  readonly final: number;
}

export interface NameOfPath {
  readonly name: string;
  readonly at: number;
  readonly end: number;
}

export interface NamePath {
  readonly path: NameOfPath[];
  /** The final states that the path has reached, as bits. */
  readonly states: number;
}

/** The edges of any of the states. */
const edgesOf = (rule: NamePathRule, states: number): readonly NameEdge[] =>
  rule.edges.flatMap((edges, state) => ((states & (1 << state)) !== 0 ? edges : []));

/** What is not allowed at all is not read, so that an error stands where it starts. */
function byAnnotation(c: Cursor, edges: readonly NameEdge[], hash: Rule | undefined): number {
  const start = c.pos;
  const allowed = edges.filter(({ annotation }) => annotation !== undefined);
  if (allowed.length === 0 || !AT(c) || termName(c, hash) === undefined) {
    c.pos = start;
    return 0;
  }
  const text = sliceUnits(c, start, c.pos);
  let next = 0;
  for (const { annotation, to } of allowed)
    if (annotation?.some((name) => allows(c.constraints, name, text))) next |= 1 << to;
  return next;
}

function byName(c: Cursor, edges: readonly NameEdge[]): number {
  const named = edges.filter(({ classes }) => classes !== undefined);
  if (named.length === 0) return 0;
  const name = named.some(({ dotted }) => dotted) ? dottedName(c) : plainName(c);
  if (name === undefined) return 0;
  let next = 0;
  for (const { classes = 0, dotted = false, to } of named)
    if ((name.classes & classes) !== 0 && (name.qualified ? dotted !== false : dotted !== 'required'))
      next |= 1 << to;
  return next;
}

/**
 * Reads the longest path that the rule allows. With `from` it goes on from those states, a slash first.
 * `hash` is the sign before an annotation's qualifier.
 */
export function namePath(c: Cursor, rule: NamePathRule, from?: number, hash?: Rule): NamePath | undefined {
  const path: NameOfPath[] = [];
  const start = c.pos;
  let accepted: { readonly pos: number; readonly count: number; readonly states: number } | undefined;
  if (from !== undefined && (from & rule.final) !== 0)
    accepted = { pos: start, count: 0, states: from & rule.final };
  let states = from ?? 1;
  for (let slash = from !== undefined; ; slash = true) {
    const edges = edgesOf(rule, states);
    if (edges.length === 0) break;
    if (slash) {
      if (c.codes[c.pos] !== SLASH) {
        miss(c, '"/"');
        break;
      }
      c.pos++;
    }
    const nameAt = c.pos;
    states = isNext(c, AT_SIGN) ? byAnnotation(c, edges, hash) : byName(c, edges);
    if (states === 0) {
      miss(c, 'a name', nameAt);
      break;
    }
    path.push({ name: sliceUnits(c, nameAt, c.pos), at: offsetOf(c, nameAt), end: offsetOf(c, c.pos) });
    if ((states & rule.final) !== 0)
      accepted = { pos: c.pos, count: path.length, states: states & rule.final };
  }
  c.pos = accepted?.pos ?? start;
  if (accepted === undefined) return undefined;
  path.length = accepted.count;
  return { path, states: accepted.states };
}

/** Whether the states hold the one of this number. */
export const reached = (states: number, ...numbers: readonly number[]): boolean =>
  numbers.some((state) => (states & (1 << state)) !== 0);
