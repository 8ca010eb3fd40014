// OData Data Aggregation Extension 4.0, section 3.1 "Fundamentals of Input and Output Sets": what instances look like on the way.
import type { ExpressionType } from '../expression/expression.ts';

/**
 * What instances have beyond, or instead of, the declared members of their type.
 * Absence of a shape means: exactly the declared members.
 */
export interface Shape {
  /**
   * Declared members that the instances still have, by name, each with the shape of its own value (undefined: whole);
   * undefined: all of them.
   */
  readonly declared: ReadonlyMap<string, Shape | undefined> | undefined;
  /** Members that the type does not declare: computed, aggregated, nested, joined ones. */
  readonly dynamic: ReadonlyMap<string, ShapedType>;
  /** Where all declared members are left: shapes of the values of those that have more than their types declare. */
  readonly within?: ReadonlyMap<string, Shape>;
}

/** The shape of a declared member's value; undefined: whole. */
export function shapeOfMember(shape: Shape | undefined, name: string): Shape | undefined {
  return shape?.declared?.get(name) ?? shape?.within?.get(name);
}

/** The type of a member, and the shape of the instances in it. */
export interface ShapedType extends ExpressionType {
  readonly shape: Shape | undefined;
}

export const emptyShape: Shape = { declared: new Map(), dynamic: new Map() };

/** All declared members, and no dynamic one. */
export const wholeShape: Shape = { declared: undefined, dynamic: new Map() };

/** The shape with one more dynamic member. */
export function withDynamic(shape: Shape | undefined, name: string, type: ShapedType): Shape {
  const base = shape ?? wholeShape;
  return { ...base, dynamic: new Map(base.dynamic).set(name, type) };
}

/** Changes the shape at the end of a path of declared members; the members on the way stay what they are. */
export function changeAt(
  shape: Shape | undefined,
  path: readonly string[],
  change: (shape: Shape | undefined) => Shape | undefined,
): Shape | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return change(shape);
  const member = shape?.dynamic.get(first);
  if (member !== undefined)
    return withDynamic(shape, first, { ...member, shape: changeAt(member.shape, rest, change) });
  const inner = changeAt(shapeOfMember(shape, first), rest, change);
  const base = shape ?? wholeShape;
  if (base.declared !== undefined) return { ...base, declared: new Map(base.declared).set(first, inner) };
  return inner === undefined ? base : { ...base, within: new Map(base.within).set(first, inner) };
}

/** The members of both: what instances of a concatenation can have. */
export function unionOf(a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  if (a === undefined && b === undefined) return undefined;
  const dynamic = new Map([...(a?.dynamic ?? []), ...(b?.dynamic ?? [])]);
  const left = a?.declared;
  const right = b?.declared;
  if (a === undefined || b === undefined || left === undefined || right === undefined) {
    const within = new Map([...(a?.within ?? []), ...(b?.within ?? [])]);
    return { declared: undefined, dynamic, ...(within.size > 0 && { within }) };
  }
  const declared = new Map(left);
  for (const [name, shape] of right)
    declared.set(name, declared.has(name) ? unionOf(declared.get(name), shape) : shape);
  return { declared, dynamic };
}
