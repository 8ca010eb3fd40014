// OData URL Conventions 4.01, section 5.1.1.16 "Operator Precedence".
import type { BinaryOperator } from './syntax-tree.ts';

/** Binding strength; a higher number binds stronger. */
export const precedence: Readonly<Record<BinaryOperator | 'in', number>> = {
  or: 1,
  and: 2,
  eq: 3,
  ne: 3,
  lt: 4,
  le: 4,
  gt: 4,
  ge: 4,
  add: 5,
  sub: 5,
  mul: 6,
  div: 6,
  divby: 6,
  mod: 6,
  has: 8,
  in: 8,
};
/** Of `not` and the negating `-`. */
export const unaryPrecedence = 7;
export type Operator = keyof typeof precedence;
