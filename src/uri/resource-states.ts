// OData ABNF Construction Rules 4.01, section 1 "Resource Path": what may follow what in the path of a resource.
import { nameClass as n } from './constraints.ts';
import { after as inExpression, statesAfter as statesInExpression } from './member-states.ts';
import { complexTypes, entityTypes } from './names.ts';

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
export const entityCollection = f.collectionNavigation | f.collectionNavPath;
export const entity = f.singleNavigation | f.singleNavPath | f.keySegment;
export const otherCollection = f.complexColPath | f.collectionPath;
export const complex = f.complexPath | f.complexNavPath;
export const keySegments = entityCollection | f.keySegment;
export const bindable =
  entityCollection | entity | otherCollection | complex | f.primitivePath | f.boundOperation;
export const queryable = bindable & ~f.boundOperation;

const stateOfRule: readonly (readonly [number, number])[] = [
  [inExpression.collectionNavigation, f.collectionNavigation],
  [inExpression.singleNavigation, f.singleNavigation],
  [inExpression.complexCol, f.complexColPath],
  [inExpression.complex, f.complexPath],
  [inExpression.collection, f.collectionPath],
  [inExpression.primitive, f.primitivePath],
];

/** What may follow a resource of one of the classes; a stream takes bound operations alone. */
export function statesAfter(classes: number): number {
  const states = statesInExpression(classes & ~n.streamProperty);
  let next = (classes & n.streamProperty) !== 0 ? f.boundOperation : 0;
  for (const [bit, state] of stateOfRule) if ((states & bit) !== 0) next |= state;
  return next;
}

export function statesAfterCast(states: number, classes: number): number {
  let next = 0;
  if (states & f.collectionNavigation && classes & entityTypes) next |= f.collectionNavPath;
  if (states & (f.singleNavigation | f.keySegment) && classes & entityTypes) next |= f.singleNavPath;
  if (states & f.complexColPath && classes & complexTypes) next |= f.collectionPath;
  if (states & f.complexPath && classes & complexTypes) next |= f.complexNavPath;
  return next;
}
