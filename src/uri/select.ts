// OData ABNF Construction Rules 4.01, section 2 "Query Options": rule select.
import { parameterName } from './arguments.ts';
import { OPENING_PARENTHESIS } from './characters.ts';
import { functions, nameClass as n, navigationProperties, primitiveProperties } from './constraints.ts';
import { type Cursor, nested, offsetOf, sliceUnits } from './cursor.ts';
import { items } from './items.ts';
import { type NameEdge, type NameOfPath, type NamePathRule, namePath, reached } from './name-path.ts';
import { allOperationsInSchema, complexTypes, entityTypes } from './names.ts';
import type { QueryOption, SelectItem } from './syntax-tree.ts';
import { parenthesizedOptions } from './system-query-options.ts';
import { CLOSE, isNext, OPEN, STAR } from './terminals.ts';

const end = 1;
const primitiveCollection = 2;
const complex = 3;
const castComplex = 4;
const cast = 5;
const operation = 6;

const property: readonly NameEdge[] = [
  { classes: primitiveProperties | navigationProperties, to: end },
  { annotation: ['primitiveAnnotationInQuery'], to: end },
  { classes: n.primitiveColProperty, to: primitiveCollection },
  { annotation: ['primitiveColAnnotationInQuery'], to: primitiveCollection },
  { classes: n.complexProperty | n.complexColProperty, to: complex },
  { annotation: ['complexAnnotationInQuery'], to: complex },
];
const operations: readonly NameEdge[] = [
  { classes: n.action, dotted: true, to: end },
  { classes: functions, dotted: true, to: operation },
];
const toCast: NameEdge = { classes: entityTypes | complexTypes, dotted: true, to: cast };
const toComplexCast: NameEdge = { classes: complexTypes, dotted: true, to: castComplex };
const final =
  (1 << end) | (1 << primitiveCollection) | (1 << complex) | (1 << castComplex) | (1 << operation);

const afterStart = [[], [], [toComplexCast, ...property], property];
const itemRule: NamePathRule = {
  edges: [[...property, ...operations, toCast], ...afterStart, [...property, ...operations], []],
  final,
};
const propertyRule: NamePathRule = { edges: [property, ...afterStart, [], []], final };

/** ABNF parameterNames. */
export const parameterNameList = (c: Cursor): string[] | undefined => items(c, parameterName);

/** ABNF parameterNames in parentheses: they tell one overload of a function from another. */
export function parameterNames(c: Cursor): string[] | undefined {
  const start = c.pos;
  const names = OPEN(c) ? parameterNameList(c) : undefined;
  if (names !== undefined && CLOSE(c)) return names;
  c.pos = start;
  return undefined;
}

function parenthesized(c: Cursor, states: number): { parameters?: string[]; options: QueryOption[] } {
  if (!isNext(c, OPENING_PARENTHESIS)) {
    if (!reached(states, end)) OPEN(c);
    return { options: [] };
  }
  const parameters = reached(states, operation) ? parameterNames(c) : undefined;
  if (parameters !== undefined) return { parameters, options: [] };
  let options: QueryOption[] | undefined;
  if (reached(states, complex, castComplex)) options = nested(c, () => parenthesizedOptions(c, 'select'));
  if (options === undefined && reached(states, primitiveCollection))
    options = nested(c, () => parenthesizedOptions(c, 'selectPrimitiveCollection'));
  return { options: options ?? [] };
}

function selectPathItem(c: Cursor, rule: NamePathRule): SelectItem | undefined {
  const start = c.pos;
  const names = namePath(c, rule);
  if (names === undefined) return undefined;
  const { parameters, options } = parenthesized(c, names.states);
  const path: SelectItem['path'] = parameters
    ? names.path.map((name, index) => (index === names.path.length - 1 ? { ...name, parameters } : name))
    : names.path;
  return { path, options, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
}

/** ABNF selectProperty. */
export const selectProperty = (c: Cursor): SelectItem | undefined => selectPathItem(c, propertyRule);

function starItem(c: Cursor): SelectItem | undefined {
  const start = c.pos;
  if (!STAR(c) && !allOperationsInSchema(c)) return undefined;
  const name: NameOfPath = {
    name: sliceUnits(c, start, c.pos),
    at: offsetOf(c, start),
    end: offsetOf(c, c.pos),
  };
  return { path: [name], options: [], at: name.at, end: name.end };
}

/** ABNF selectItem. */
export function selectItem(c: Cursor): SelectItem | undefined {
  return starItem(c) ?? selectPathItem(c, itemRule);
}
