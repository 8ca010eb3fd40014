// OData ABNF Construction Rules 4.01, section 4 "Expressions": what may follow what in the path of an expression.
import { nameClass as n, primitiveProperties } from './constraints.ts';
import { complexTypes, entityTypes } from './names.ts';

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
/** Behind these a path may not end. */
export const mustContinue = after.collectionNavNoCast | after.mustMember;

/** Behind these a property may follow. */
export const members = after.singleNavigation | after.complex | after.mustMember | after.mayMember;
/** Behind these the rules of collectionPathExpr may follow. */
export const collections =
  after.collectionNavigation | after.collectionNavNoCast | after.complexCol | after.collection;
export const entityCollections = after.collectionNavigation | after.collectionNavNoCast;
/** Behind these a key may follow as a segment. */
export const keys = entityCollections | after.keySegment;

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
export function statesAfterCast(states: number, classes: number): number {
  let next = 0;
  if (states & after.singleNavigation && classes & (entityTypes | complexTypes)) next |= after.mustMember;
  if (states & after.collectionNavigation && classes & entityTypes) next |= after.collectionNavNoCast;
  if (states & after.complexCol && classes & complexTypes) next |= after.collection;
  if (states & after.complex && classes & complexTypes) next |= after.mayMember;
  return next;
}
