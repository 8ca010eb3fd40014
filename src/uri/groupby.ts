// OData Data Aggregation ABNF Construction Rules 4.0, section 2 "System Query Option $apply": rule groupbyList.
import { groupingProperties, groupingProperty } from './aggregate-expression.ts';
import { preservingTrafos } from './apply.ts';
import type { GroupbyItem } from './apply-syntax-tree.ts';
import { type Cursor, nested, offsetOf } from './cursor.ts';
import { hierarchyReference } from './hierarchy.ts';
import { items } from './items.ts';
import { identifierOf } from './literals.ts';
import { BWS, CLOSE, exactly, OPEN, separator, seq } from './terminals.ts';

const rollupOpen = seq(exactly('rollup'), OPEN, BWS);
const recursiveOpen = seq(exactly('rolluprecursive'), OPEN, BWS);

function close(c: Cursor): boolean {
  BWS(c);
  return CLOSE(c);
}

/** ABNF rollupUnnamedHier: two or more levels. */
export function rollupUnnamedHier(c: Cursor) {
  const start = c.pos;
  const levels = groupingProperties(c);
  if (levels !== undefined && levels.length > 1) return levels;
  c.pos = start;
  return undefined;
}
/** ABNF rollupNamedHier. */
export const rollupNamedHier = (c: Cursor): string | undefined => identifierOf(c, 'rollupNamedHier');

/** ABNF rollupLevels. */
export function rollupLevels(c: Cursor): GroupbyItem | undefined {
  const start = c.pos;
  if (rollupOpen(c)) {
    const levels = rollupUnnamedHier(c);
    const hierarchy = levels === undefined ? rollupNamedHier(c) : undefined;
    if ((levels !== undefined || hierarchy !== undefined) && close(c)) {
      const item = {
        kind: 'rollup',
        levels: levels ?? [],
        all: false,
        at: offsetOf(c, start),
        end: offsetOf(c, c.pos),
      } as const;
      return hierarchy === undefined ? item : { ...item, hierarchy };
    }
  }
  c.pos = start;
  return undefined;
}

/** ABNF rollupRecursive. */
export function rollupRecursive(c: Cursor): GroupbyItem | undefined {
  const start = c.pos;
  const hierarchy = recursiveOpen(c) ? hierarchyReference(c) : undefined;
  if (hierarchy !== undefined) {
    const end = c.pos;
    const then = separator(c) ? nested(c, preservingTrafos) : undefined;
    if (then === undefined) c.pos = end;
    if (close(c))
      return {
        kind: 'rolluprecursive',
        hierarchy,
        then: then ?? [],
        at: offsetOf(c, start),
        end: offsetOf(c, c.pos),
      };
  }
  c.pos = start;
  return undefined;
}

/** ABNF groupbyElement. */
export function groupbyElement(c: Cursor): GroupbyItem | undefined {
  const special = rollupLevels(c) ?? rollupRecursive(c);
  if (special !== undefined) return special;
  const path = groupingProperty(c);
  return path && { kind: 'path', path, at: path.at, end: path.end };
}

/** ABNF groupbyList. */
export function groupbyList(c: Cursor): GroupbyItem[] | undefined {
  const start = c.pos;
  if (OPEN(c)) {
    BWS(c);
    const list = items(c, groupbyElement, separator);
    if (list !== undefined && close(c)) return list;
  }
  c.pos = start;
  return undefined;
}
